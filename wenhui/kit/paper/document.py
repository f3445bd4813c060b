"""A part of a Word document in which placeholders are found and replaced; every other byte of it stays.

People write `{{案件号}}` and Word cuts that into runs wherever the cursor once stood, so placeholders are read paragraph
by paragraph (ECMA-376 part 1, 17.3). A row of a table that names `{{经过.时间}}` is repeated for each record of 经过.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final
from xml.parsers import expat

from wenhui.kit.paper import errors

PLACEHOLDER: Final = re.compile(r"\{\{\s*([^{}]{1,40}?)\s*\}\}")
_IDS: Final = re.compile(rb'\s(?:\w+:)?(?:paraId|textId)="[0-9A-Fa-f]+"')

Values = Mapping[str, str]
Records = Mapping[str, Sequence[Values]]


@dataclass(slots=True)
class Text:
    """One piece of text: the span of its whole element, how that is spelt, what it says."""

    start: int
    spelt: str
    end: int = 0
    said: str = ""


@dataclass(slots=True)
class Row:
    """A row of a table and the paragraphs in it; rows of a table within a cell belong to the outer row."""

    start: int
    end: int = 0


@dataclass(slots=True)
class Part:
    """The texts of a part, paragraph by paragraph, and its rows."""

    content: bytes
    paragraphs: list[list[Text]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)

    @property
    def placeholders(self) -> Iterator[tuple[str, int]]:
        """Yield each placeholder and where its paragraph begins."""
        for texts in self.paragraphs:
            for found in PLACEHOLDER.finditer("".join(text.said for text in texts)):
                yield found[1], texts[0].start

    def row_at(self, start: int) -> Row | None:
        """Return the row that holds a place."""
        return next((row for row in self.rows if row.start <= start < row.end), None)

    def records_of(self, row: Row) -> str:
        """Return the name of the records that a row repeats; empty when it stands once."""
        named = (name.partition(".") for name, start in self.placeholders if row.start <= start < row.end)
        return next((records for records, dot, _ in named if dot), "")


def read(content: bytes) -> Part:
    """Return what a part says. Raises RefusedTemplateError for what is no XML or brings a document type."""
    return _Reader(content).part


class _Reader:
    """Goes through a part once and notes where its texts and rows stand."""

    def __init__(self, content: bytes) -> None:
        self.part = Part(content)
        self._paragraphs: list[list[Text]] = []
        self._texts: list[Text] = []
        self._rows_open = 0
        self._in_field = False
        self._parser = parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._end
        parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = self._say, _refuse
        try:
            parser.Parse(content, True)  # noqa: FBT003 (positional in the standard library)
        except expat.ExpatError:
            raise errors.refused(errors.NOT_WORD) from None

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "p":
                self._paragraphs.append([])
            case "t" if self._paragraphs:
                self._texts.append(Text(self._parser.CurrentByteIndex, name))
            case "tr":
                self._rows_open += 1
                if self._rows_open == 1:
                    self.part.rows.append(Row(self._parser.CurrentByteIndex))
            case "instrText":
                self.part.fields.append("")
                self._in_field = True
            case "fldSimple":
                self.part.fields.extend(said for key, said in attributes.items() if key.endswith("instr"))

    def _end(self, name: str) -> None:
        match name.rpartition(":")[2]:
            case "p":
                paragraph = self._paragraphs.pop()
                if paragraph:
                    self.part.paragraphs.append(paragraph)
            case "t" if self._texts:
                text = self._texts.pop()
                text.end = self._after()
                self._paragraphs[-1].append(text)
            case "tr":
                self._rows_open -= 1
                if self._rows_open == 0:
                    self.part.rows[-1].end = self._after()
            case "instrText":
                self._in_field = False

    def _say(self, said: str) -> None:
        if self._texts:
            self._texts[-1].said += said
        elif self._in_field:
            self.part.fields[-1] += said

    def _after(self) -> int:
        return self.part.content.index(b">", self._parser.CurrentByteIndex) + 1


def _refuse(*_: object) -> None:
    raise errors.refused(errors.NOT_WORD)


def fill(part: Part, values: Values, records: Records) -> bytes:
    """Return the part with every placeholder replaced and rows repeated; texts are escaped and keep their lines."""
    repeated = [(row, name) for row in part.rows if (name := part.records_of(row))]
    edits = [(row.start, row.end, _repeated(part, row, name, values, records[name])) for row, name in repeated]
    for texts in part.paragraphs:
        if not any(row.start <= texts[0].start < row.end for row, _ in repeated):
            edits += _edits(texts, values)
    return _applied(part.content, 0, len(part.content), edits)


def _repeated(part: Part, row: Row, name: str, values: Values, records: Sequence[Values]) -> bytes:
    within = [texts for texts in part.paragraphs if row.start <= texts[0].start < row.end]
    written = []
    for record in records:
        here = {**values, **{f"{name}.{key}": said for key, said in record.items()}}
        edits = [edit for texts in within for edit in _edits(texts, here)]
        written.append(_IDS.sub(b"", _applied(part.content, row.start, row.end, edits)))
    return b"".join(written)


def _applied(content: bytes, start: int, end: int, edits: list[tuple[int, int, bytes]]) -> bytes:
    pieces, at = [], start
    for first, last, instead in sorted(edits):
        pieces += [content[at:first], instead]
        at = last
    return b"".join([*pieces, content[at:end]])


def _edits(texts: list[Text], values: Values) -> Iterator[tuple[int, int, bytes]]:
    """Yield the texts of a paragraph that change: a placeholder's words go where it begins, its rest goes out."""
    whole = "".join(text.said for text in texts)
    found = list(PLACEHOLDER.finditer(whole))
    at = 0
    for text in texts:
        first, at = at, at + len(text.said)
        mine, place = "", first
        touched = False
        for one in found:
            if one.end() <= first or one.start() >= at:
                continue
            touched = True
            if one.start() >= first:
                mine += whole[place : one.start()] + values[one[1]]
            place = min(one.end(), at)
        if touched:
            yield text.start, text.end, _spelt(text.spelt, mine + whole[place:at])


def _spelt(name: str, said: str) -> bytes:
    prefix = name.rpartition("t")[0]
    said_lines = said.split("\n")
    begin, end = f'<{name} xml:space="preserve">', f"</{name}>"
    return f"<{prefix}br/>".join(f"{begin}{escape(line, quote=False)}{end}" for line in said_lines).encode()
