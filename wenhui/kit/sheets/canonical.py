"""Brings a sheet part of any producer into the one spelling that `scanning` and `filling` read byte by byte.

Most producers write it already: no prefix, double quotes, `r` first on each row and cell. Some prefix every element
(`x:row`), leave out positions, or write comments; such a part is parsed and written anew, the same in meaning.
"""

import re
from xml.parsers import expat
from xml.sax.saxutils import escape

from wenhui.kit.sheets.areas import letters, name, parse
from wenhui.kit.sheets.refusals import BrokenFileError, HostileXmlError

_BEGIN = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>)?\s*<worksheet[ >]")
_PREFIXED = re.compile(rb"<[^<>\s:]+:(?:c|row)[\s/>]")
_OTHER_SPELLING = (":row", ":c")  # of a second prefix: nobody writes that but to have a cell overlooked
_MAIN = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
}


def canonical(part: bytes) -> bytes:
    """Return a sheet part as it is when it is spelt as usual, else spelt anew. Raises BrokenFileError."""
    return part if is_canonical(part) else _Writer(part).written


def is_canonical(part: bytes) -> bool:
    """Say whether every row and cell begins with its position and nothing else needs a parser."""
    begin = _BEGIN.match(part)
    return begin is not None and part.find(b"='", begin.end()) < 0 and b"<!" not in part and _all_placed(part)


def _all_placed(part: bytes) -> bool:
    begin, end = part.find(b"<sheetData"), part.rfind(b"</sheetData>")
    return end < 0 or (
        part.count(b"<row", begin, end) == part.count(b'<row r="', begin, end)
        and part.count(b"<c", begin, end) == part.count(b'<c r="', begin, end)
        and not is_spelt_twice(part, begin, end)
    )


def is_spelt_twice(part: bytes, begin: int, end: int) -> bool:
    """Say whether there are cells under a prefix, beside the main one, which a look for `<c` would miss."""
    return part.find(b":c", begin, end) >= 0 and _PREFIXED.search(part, begin, end) is not None


def _quoted(value: str) -> str:
    return '"' + escape(value, {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}) + '"'


class _Writer:
    """Writes each element as it is parsed, positions filled in."""

    def __init__(self, part: bytes) -> None:
        self._out: list[str] = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n']
        self._prefix = ""
        self._begun = False
        self._row = self._column = 0
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.ordered_attributes = False
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._end
        parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = self._text, self._refuse
        try:
            parser.Parse(part, True)  # noqa: FBT003 (positional in the standard library)
        except expat.ExpatError:
            raise BrokenFileError from None

    @property
    def written(self) -> bytes:
        """Return the part, spelt anew."""
        return "".join(self._out).encode()

    def _plain(self, tag: str) -> str:
        return tag.removeprefix(self._prefix) if self._prefix else tag

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        if not self._begun:
            self._begun = True
            self._find_prefix(attributes)
        tag = self._plain(tag)
        if tag.endswith(_OTHER_SPELLING):
            raise BrokenFileError
        if tag == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
            attributes = {"r": str(self._row), **attributes}
        elif tag == "c":
            area = parse(attributes.get("r", name(self._row, self._column + 1)))
            if area is None:
                raise BrokenFileError
            self._column = area.left
            attributes = {"r": f"{letters(area.left)}{area.top}", **attributes}
        self._out.append(f"<{tag}{''.join(f' {key}={_quoted(value)}' for key, value in attributes.items())}>")

    def _end(self, tag: str) -> None:
        self._out.append(f"</{self._plain(tag)}>")

    def _text(self, said: str) -> None:
        self._out.append(escape(said, {"\r": "&#13;"}))

    def _refuse(self, *_: object) -> None:
        raise HostileXmlError

    def _find_prefix(self, attributes: dict[str, str]) -> None:
        for key, value in list(attributes.items()):
            if value in _MAIN and key.startswith("xmlns:"):
                self._prefix = key.removeprefix("xmlns:") + ":"
                attributes["xmlns"] = value
