"""A Word document as a template: checked when it is brought, filled when something is printed.

Nothing in it is ever run: it has placeholders, and no conditions or loops. Macros, links that lead outside, embedded
objects and fields that read other files are refused.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from wenhui.kit.paper import document, errors
from wenhui.kit.paper.document import Part, Records, Values
from wenhui.kit.paper.printing import clean
from wenhui.kit.sheets.package import Package
from wenhui.kit.sheets.packing import pack
from wenhui.kit.sheets.refusals import RefusedFileError
from wenhui.kit.sheets.xmlparts import elements

MOST_BYTES: Final = 2 * 2**20
MOST_PART: Final = 8 * 2**20
MAIN: Final = "word/document.xml"
TEXTS: Final = re.compile(r"word/(document|header\d*|footer\d*)\.xml", re.IGNORECASE)
FOREIGN: Final = re.compile(r"word/(embeddings|activex|afchunk)", re.IGNORECASE)
PROGRAMS: Final = re.compile(r"vba|macro", re.IGNORECASE)
RUNNING_FIELDS: Final = re.compile(
    r"DDE(?:AUTO)?|INCLUDE(?:TEXT|PICTURE)?|(?<!HYPER)LINK|IMPORT|DATABASE|MACROBUTTON", re.IGNORECASE
)
"""Fields that read other files or run programs; a field may be cut into runs like any text."""


def check(content: bytes, *, known: Collection[str]) -> list[str]:
    """Return the placeholders that a document uses. Raises RefusedTemplateError with the reason in words.

    `known` are names such as `案件号`, and `经过.时间` for what stands in a repeated row.
    """
    if len(content) > MOST_BYTES:
        raise errors.refused(errors.TOO_LARGE)
    package = _opened(content)
    _refuse_harm(package)
    used: set[str] = set()
    for _, part in _parts(package):
        _refuse_fields(part)
        for name, start in part.placeholders:
            if name not in known:
                raise errors.refused(errors.UNKNOWN, name=name)
            row = part.row_at(start)
            if "." in name and (row is None or part.records_of(row) != name.partition(".")[0]):
                raise errors.refused(errors.OUT_OF_ROW, name=name)
            used.add(name)
    if not used:
        raise errors.refused(errors.NONE)
    return sorted(used)


def fill(content: bytes, values: Values, records: Records) -> bytes:
    """Return the document with its placeholders filled; everything else of it keeps its bytes and dates."""
    package = Package(content)
    plain: Mapping[str, str] = clean(values)
    rows: Records = clean(records)
    return pack(package, {name: document.fill(part, plain, rows) for name, part in _parts(package)})


def _opened(content: bytes) -> Package:
    try:
        package = Package(content)
        if MAIN not in package or any(package.size(name) > MOST_PART for name in package.names):
            raise errors.refused(errors.NOT_WORD)
        for name in package.names:
            if not name.endswith("/"):
                package.unpack(name)
    except RefusedFileError:
        raise errors.refused(errors.NOT_WORD) from None
    return package


def _parts(package: Package) -> Iterator[tuple[str, Part]]:
    for name in package.names:
        if TEXTS.fullmatch(name.replace("\\", "/").lstrip("/")):
            try:
                yield name, document.read(package.read(name))
            except RefusedFileError:
                raise errors.refused(errors.NOT_WORD) from None


def _refuse_harm(package: Package) -> None:
    if any(PROGRAMS.search(name) for name in package.names):
        raise errors.refused(errors.MACROS)
    if any(FOREIGN.match(name.lstrip("/")) for name in package.names):
        raise errors.refused(errors.OUTSIDE)
    try:
        if PROGRAMS.search(package.read("[Content_Types].xml").decode()):
            raise errors.refused(errors.MACROS)
        for name in package.names:
            if name.lower().endswith(".rels"):
                _refuse_leading_outside(package.read(name))
    except RefusedFileError:
        raise errors.refused(errors.NOT_WORD) from None


def _refuse_leading_outside(part: bytes) -> None:
    for one in elements(part):
        if one.get("TargetMode").lower() == "external" or one.get("Type").rsplit("/", 1)[-1] == "aFChunk":
            raise errors.refused(errors.OUTSIDE)


def _refuse_fields(part: Part) -> None:
    found = RUNNING_FIELDS.search("".join(part.fields))
    if found:
        raise errors.refused(errors.FIELDS, field=found[0].upper())
