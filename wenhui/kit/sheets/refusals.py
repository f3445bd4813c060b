"""Why a file is not taken: one exception for each reason, with the words its owner is shown.

Words say what happened, then what to do. Nothing has been changed when one of these is raised.
"""

from typing import ClassVar

from wenhui.kit.words import Words


class RefusedFileError(Exception):
    """The file is not taken; `words` says why and what to do."""

    WORDS: ClassVar[Words]

    def __init__(self, words: Words | None = None) -> None:
        self.words = words or self.WORDS
        super().__init__(self.words.en)


class EmptyFileError(RefusedFileError):
    """No bytes, or nothing but blanks."""

    WORDS = Words(
        "文件是空的。请确认选对了文件，填好并保存后再上传。",
        "The file is empty. Check that it is the right one, save it and upload it again.",
    )


class NoRowsError(RefusedFileError):
    """A head and nothing below it."""

    WORDS = Words(
        "表头下面一行数据也没有。请确认选对了文件，填好并保存后再上传。",
        "There is not one row below the head. Check that it is the right file, fill it in, save it and upload it again.",
    )


class NotASpreadsheetError(RefusedFileError):
    """Something else: a picture, a letter, a programme."""

    WORDS = Words(
        "这不是表格文件。请上传 .xlsx、.xls 或 .csv 表格。",
        "This is not a spreadsheet. Upload an .xlsx, .xls or .csv file.",
    )

    @classmethod
    def named(cls, what: Words) -> "NotASpreadsheetError":
        """Return the refusal that says what the file is instead."""
        return cls(
            Words(
                f"这是{what.zh}，不是 .xlsx、.xls 或 .csv 表格。请用 WPS 或 Excel 打开，另存为 .xlsx 后再上传。",
                f"This is {what.en}, not an .xlsx, .xls or .csv file. Open it in WPS or Excel and save it as .xlsx.",
            )
        )


class WebPageError(RefusedFileError):
    """HTML or XML text under a spreadsheet's name, as many systems export."""

    WORDS = Words(
        "文件名像表格，内容却是网页，一些系统导出的“Excel”就是这样。请用 WPS 或 Excel 打开，另存为 .xlsx 后再上传。",
        "The name is a spreadsheet's, the content a web page, as some systems export it. "
        "Open it in WPS or Excel and save it as .xlsx.",
    )


class BrokenFileError(RefusedFileError):
    """The container or a part inside cannot be read."""

    WORDS = Words(
        "文件已损坏，无法读取。请用 WPS 或 Excel 打开，能打开就另存一份再上传；打不开请向发表单位重新索取。",
        "The file is damaged. If WPS or Excel still opens it, save a copy and upload that; otherwise ask for it again.",
    )


class TruncatedFileError(BrokenFileError):
    """The file ends before its end."""

    WORDS = Words(
        "文件不完整，后半部分没有传完。请重新下载或复制一次，再上传。",
        "The file is incomplete: its end is missing. Download or copy it again, then upload it.",
    )


class TooLargeError(RefusedFileError):
    """More bytes, parts, rows or columns than are taken at once."""

    @classmethod
    def of_bytes(cls, most: int) -> "TooLargeError":
        """Return the refusal of a file of more than `most` bytes."""
        megabytes = most // 2**20
        return cls(
            Words(
                f"文件超过 {megabytes} MB。请删去图片和多余的工作表，或分成几份上传。",
                f"The file is larger than {megabytes} MB. Remove pictures and spare sheets, or upload it in parts.",
            )
        )


class TooManyRowsError(TooLargeError):
    """Values stand below the last row that is taken."""

    @classmethod
    def beyond(cls, most: int) -> "TooManyRowsError":
        """Return the refusal of a sheet with values below row `most`."""
        return cls(
            Words(
                f"工作表在第 {most} 行以下还有内容，一次最多读 {most} 行。请按社区或楼幢分成几份上传。",
                f"The sheet has values below row {most}, the most that is read at once. Upload it in parts.",
            )
        )


class TooManyColumnsError(TooLargeError):
    """Values stand right of the last column that is taken, or there are more cells than are taken at once."""

    @classmethod
    def beyond(cls, columns: int, cells: int) -> "TooManyColumnsError":
        """Return the refusal of a sheet wider than `columns`, or of more than `cells` cells."""
        return cls(
            Words(
                f"工作表太宽：最多读 {columns} 列、{cells} 格。请删去表格右侧多余的列再上传。",
                f"The sheet is too wide: at most {columns} columns and {cells} cells are read. "
                "Remove spare columns on the right.",
            )
        )


class SwollenFileError(RefusedFileError):
    """A small file that unpacks to a huge one (a zip bomb)."""

    WORDS = Words(
        "文件很小，解压后却大得不正常，为安全起见没有打开。若确是正常表格，请删去多余的空白行列，另存为新文件再上传。",
        "The file is small but would unpack to an abnormal size, so it was not opened. "
        "If it is an honest table, delete its spare blank rows and columns and save it anew.",
    )


class PasswordError(RefusedFileError):
    """The file is encrypted."""

    WORDS = Words(
        "文件设有打开密码，无法读取。请在 WPS 或 Excel 中取消密码，保存后再上传。",
        "The file is protected by a password. Remove the password in WPS or Excel, save it and upload it again.",
    )


class MacroError(RefusedFileError):
    """The file carries a programme (VBA or Excel 4 macros)."""

    WORDS = Words(
        "文件带有宏（程序），为安全起见没有打开。请另存为“Excel 工作簿（.xlsx）”后再上传。",
        "The file carries macros, so it was not opened. Save it as a plain Excel workbook (.xlsx) and upload that.",
    )


class HostileXmlError(RefusedFileError):
    """A part declares a document type or entities, which no spreadsheet programme writes."""

    WORDS = Words(
        "文件里有表格软件不会写的内容（实体声明），为安全起见没有打开。请用 WPS 或 Excel 另存为新文件再上传。",
        "The file holds what no spreadsheet programme writes (entity declarations), so it was not opened. "
        "Save it anew from WPS or Excel.",
    )


class NoVisibleSheetError(RefusedFileError):
    """Every tab is hidden, or none is a table of cells."""

    WORDS = Words(
        "文件里没有可见的工作表。请在 WPS 或 Excel 中取消隐藏，保存后再上传。",
        "The file has no visible sheet. Unhide the sheet in WPS or Excel, save it and upload it again.",
    )


class UnreadableTextError(RefusedFileError):
    """Text in an unknown encoding."""

    WORDS = Words(
        "文字编码无法识别（支持 UTF-8 和 GB18030）。请用 WPS 或 Excel 打开，另存为 .xlsx 后再上传。",
        "The text encoding is unknown (UTF-8 and GB18030 are read). Save the file as .xlsx and upload that.",
    )


class UnknownTabError(RefusedFileError):
    """The file has no tab of that name."""

    @classmethod
    def named(cls, name: str, known: str) -> "UnknownTabError":
        """Return the refusal that names the tabs there are."""
        return cls(
            Words(
                f"文件里没有名为“{name}”的工作表，只有：{known}。请重新选择。",
                f"The file has no sheet named {name!r}, only: {known}. Choose again.",
            )
        )
