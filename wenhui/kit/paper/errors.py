"""Why a Word document is not taken for a template; words say what happened, then what to do."""

from wenhui.kit.words import Words


class RefusedTemplateError(Exception):
    """The document is not taken; `words` says why."""

    def __init__(self, words: Words) -> None:
        self.words = words
        super().__init__(words.en)


NOT_WORD = Words(
    "这不是 Word 文档（docx）。请在 Word 或 WPS 里另存为 docx 再上传。",
    "This is not a Word document (docx). Save it as docx and upload it again.",
)
TOO_LARGE = Words(
    "文档太大，最多 2 MB。请去掉大图再上传。", "The document is too large; 2 MB at most. Take large pictures out of it."
)
MACROS = Words(
    "文档里有宏，不收。请另存为不带宏的 docx。",
    "The document holds macros and is not taken. Save it as docx without them.",
)
OUTSIDE = Words(
    "文档里有指向外面的链接或嵌入的对象，不收。请去掉外部图片、超链接、引用的模板和嵌入对象。",
    "The document points outside or embeds objects and is not taken. Remove linked pictures, hyperlinks, attached "
    "templates and embedded objects.",
)
FIELDS = Words(
    "文档里有会去读别的文件或运行程序的域（%(field)s），不收。请删掉这个域。",
    "The document has a field that reads other files or runs programs (%(field)s) and is not taken. Delete the field.",
)
UNKNOWN = Words(
    "不认识占位符“%(name)s”。请照页面上列出的写。",
    "There is no placeholder “%(name)s”. Write it as the page lists them.",
)
NONE = Words(
    "文档里一个占位符也没有，印出来每件都一样。请照页面上列出的，把要填的地方写成占位符。",
    "The document has no placeholder, so every print would be the same. Write the placeholders that the page lists.",
)
OUT_OF_ROW = Words(
    "“%(name)s”要放在表格的一行里，每条记录重复那一行。",
    "“%(name)s” belongs into a row of a table; that row is repeated for each record.",
)


def refused(words: Words, **named: str) -> RefusedTemplateError:
    """Return the error with what it names filled in."""
    return RefusedTemplateError(Words(words.zh % named, words.en % named)) if named else RefusedTemplateError(words)
