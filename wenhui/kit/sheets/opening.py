"""Opens a file by what it is, not by what it is called, and refuses what must not be opened.

Taken: xlsx (ECMA-376), xls (BIFF8 in an OLE container), csv and tab-separated text in UTF-8, UTF-16 or GB18030. At most
64 MB, 300,000 rows and 512 columns. Nothing outside the file is ever fetched: external links and DDE are passed over
with a remark.
"""

from dataclasses import dataclass
from enum import StrEnum

from wenhui.kit.sheets import engine
from wenhui.kit.sheets.compound import SIGNATURE, Compound
from wenhui.kit.sheets.package import Package
from wenhui.kit.sheets.refusals import (
    BrokenFileError,
    EmptyFileError,
    MacroError,
    NotASpreadsheetError,
    NoVisibleSheetError,
    PasswordError,
    TooLargeError,
    UnknownTabError,
    WebPageError,
)
from wenhui.kit.sheets.xmlparts import elements
from wenhui.kit.words import Words

MOST_BYTES = 64 * 2**20

_FILEPASS = 0x002F
_OLE_OTHERS = {
    "WordDocument": Words("Word 文档", "a Word document"),
    "PowerPoint Document": Words("演示文稿", "slides"),
}
_ZIP_OTHERS = {
    "word/document.xml": Words("Word 文档", "a Word document"),
    "ppt/presentation.xml": Words("演示文稿", "slides"),
    "xl/workbook.bin": Words("二进制工作簿（.xlsb）", "a binary workbook (.xlsb)"),
    "mimetype": Words("OpenDocument 文件", "an OpenDocument file"),
}
_SIGNATURES = {
    b"%PDF": Words("PDF 文件", "a PDF file"),
    b"\x89PNG": Words("图片", "a picture"),
    b"\xff\xd8\xff": Words("图片", "a picture"),
    b"GIF8": Words("图片", "a picture"),
    b"Rar!": Words("压缩包", "an archive"),
    b"7z\xbc\xaf": Words("压缩包", "an archive"),
    b"{\\rtf": Words("RTF 文档", "an RTF document"),
}
_MARKUP = (
    b"<html",
    b"<!doctype html",
    b"<table",
    b"<meta",
    b"<head",
    b"<style",
    b"<?xml",
    b"<workbook",
    b"mime-version:",
)


class Kind(StrEnum):
    """What a file is by its content."""

    XLSX = "xlsx"
    XLS = "xls"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Tab:
    """One sheet of a file: its name, whether it is shown, and for xlsx the part that holds it."""

    name: str
    visible: bool = True
    part: str = ""


@dataclass(frozen=True)
class Opened:
    """A file that may be read: its kind, its bytes, its tabs in order, and remarks for its owner."""

    kind: Kind
    content: bytes
    tabs: tuple[Tab, ...]
    remarks: tuple[Words, ...] = ()
    package: Package | None = None

    @property
    def visible(self) -> tuple[Tab, ...]:
        """Return the tabs a person sees."""
        return tuple(tab for tab in self.tabs if tab.visible)

    def tab(self, name: str | None = None) -> Tab:
        """Return the tab of that name, or the first one that is shown. Raises UnknownTabError."""
        for tab in self.visible if name is None else self.tabs:
            if name in {None, tab.name}:
                return tab
        raise UnknownTabError.named(name or "", "、".join(tab.name for tab in self.visible))


def open_file(content: bytes) -> Opened:
    """Say what a file is and which tabs it has, or raise the RefusedFileError that says why it is not taken.

    Reads the container's directory and a few small parts: milliseconds, whatever the size of the file.
    """
    if not content.strip(b"\0 \t\r\n"):
        raise EmptyFileError
    if len(content) > MOST_BYTES:
        raise TooLargeError.of_bytes(MOST_BYTES)
    if content.startswith(b"PK"):
        return _open_xlsx(content)
    if content.startswith(SIGNATURE):
        return _open_xls(content)
    for signature, what in _SIGNATURES.items():
        if content.startswith(signature):
            raise NotASpreadsheetError.named(what)
    return _open_text(content)


def _open_xlsx(content: bytes) -> Opened:
    package = Package(content)
    for name, what in _ZIP_OTHERS.items():
        if name in package:
            raise NotASpreadsheetError.named(what)
    if "[Content_Types].xml" not in package:
        raise NotASpreadsheetError.named(Words("压缩包", "an archive"))
    _refuse_macros(package)
    tabs = tuple(_tabs(package))
    if not any(tab.visible for tab in tabs):
        raise NoVisibleSheetError
    return Opened(Kind.XLSX, content, tabs, _outside(package), package)


def _refuse_macros(package: Package) -> None:
    types = package.read("[Content_Types].xml").lower()
    names = " ".join(package.names).lower()
    if b"macroenabled" in types or "vbaproject" in names or "xl/macrosheets/" in names:
        raise MacroError


def _tabs(package: Package) -> list[Tab]:
    parts = package.related(package.workbook)
    found = []
    for element in elements(package.read(package.workbook)):
        kind, part = parts.get(element.get("id"), ("", ""))
        if element.name == "sheet" and kind == "worksheet":
            if part not in package:
                raise BrokenFileError
            found.append(Tab(element.get("name"), element.get("state") in {"", "visible"}, part))
    return found


def _outside(package: Package) -> tuple[Words, ...]:
    if not any(name.lower().startswith("xl/externallinks/") for name in package.names):
        return ()
    return (
        Words(
            "文件里有指向其他文件的链接（外部链接或 DDE），没有读取，只用文件中已有的值。",
            "The file links to other files (external links or DDE); they were not fetched, "
            "only values kept inside are used.",
        ),
    )


def _open_xls(content: bytes) -> Opened:
    compound = Compound(content)
    names = compound.streams.keys() | compound.storages
    if names & {"EncryptedPackage", "EncryptionInfo"}:
        raise PasswordError
    for name, what in _OLE_OTHERS.items():
        if name in names:
            raise NotASpreadsheetError.named(what)
    book = next((name for name in ("Workbook", "Book") if name in compound.streams), None)
    if book is None:
        raise NotASpreadsheetError
    if any(name.startswith("_VBA_PROJECT") for name in names):
        raise MacroError
    if _has_password(compound.begin(book)):
        raise PasswordError
    tabs = tuple(Tab(name, visible) for name, visible in engine.tabs(content))
    if not any(tab.visible for tab in tabs):
        raise NoVisibleSheetError
    return Opened(Kind.XLS, content, tabs)


def _has_password(stream: bytes) -> bool:
    """Say whether FILEPASS stands among the first records, where [MS-XLS] 2.1.7.20 puts it."""
    place = 0
    while place + 4 <= len(stream):
        kind = int.from_bytes(stream[place : place + 2], "little")
        if kind == _FILEPASS:
            return True
        place += 4 + int.from_bytes(stream[place + 2 : place + 4], "little")
    return False


def _open_text(content: bytes) -> Opened:
    begin = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if begin.startswith(_MARKUP) or b"<table" in begin:
        raise WebPageError
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in content[:4096] and not wide:
        raise NotASpreadsheetError
    return Opened(Kind.TEXT, content, (Tab("csv"),))
