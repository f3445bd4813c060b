"""Builds files byte by byte that no spreadsheet programme would write for us: hostile, damaged, old, encrypted."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD

PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="xl/workbook.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="worksheets/sheet1.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>',
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row></sheetData></worksheet>',
}


def xlsx(parts: Mapping[str, str | bytes | None] | None = None) -> bytes:
    """Return the smallest xlsx, with parts put in, replaced, or (None) left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in {**PARTS, **(parts or {})}.items():
            if part is not None:
                target.writestr(name, part)
    return out.getvalue()


def rows_of(data: str, *, root: str = f'<worksheet xmlns="{MAIN}">') -> bytes:
    """Return an xlsx whose sheet holds these rows, as XML."""
    return xlsx({"xl/worksheets/sheet1.xml": f"{root}<sheetData>{data}</sheetData></worksheet>"})


def bomb(*, unpacked: int, declared: int | None = None) -> bytes:
    """Return an xlsx whose sheet unpacks to so many bytes, packed piece by piece; it may declare fewer."""
    head = f'<worksheet xmlns="{MAIN}"><sheetData>'.encode()
    packed, checked, size = [], 0, 0
    machine = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    for piece in _pieces(head, unpacked):
        checked, size = zlib.crc32(piece, checked), size + len(piece)
        packed.append(machine.compress(piece))
    return _with_packed_part(
        xlsx({"xl/worksheets/sheet1.xml": None}), "xl/worksheets/sheet1.xml", b"".join([*packed, machine.flush()]),
        size=declared or size, checked=checked,
    )  # fmt: skip


def _pieces(head: bytes, size: int) -> Iterator[bytes]:
    yield head
    blank = b" " * 2**20
    for _ in range(size // len(blank)):
        yield blank


def _with_packed_part(archive: bytes, name: str, packed: bytes, *, size: int, checked: int) -> bytes:
    """Return a zip with one more entry whose bytes are packed already (APPNOTE 4.3.7, 4.3.12, 4.3.16)."""
    end = archive.rindex(b"PK\x05\x06")
    count, length, directory = struct.unpack_from("<HLL", archive, end + 10)
    common = struct.pack("<5H3L2H", 20, 0, 8, 0, 33, checked, len(packed), size, len(name), 0)
    local = b"PK\x03\x04" + common + name.encode() + packed
    central = (
        b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<3H2L", 0, 0, 0, 0, directory) + name.encode()
    )
    table = archive[directory : directory + length] + central
    place = directory + len(local)
    closing = b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, count + 1, count + 1, len(table), place, 0)
    return archive[:directory] + local + table + closing


def compound(streams: Mapping[str, bytes]) -> bytes:
    """Return an OLE compound file ([MS-CFB]) with these streams, each in sectors of its own."""
    sectors: list[bytes] = []
    chain: list[int] = []
    entries = [_entry("Root Entry", 5, _END, 0)]
    for name, content in streams.items():
        padded = content.ljust(max(4096, -(-len(content) // _SECTOR) * _SECTOR), b"\0")
        first, count = len(sectors), len(padded) // _SECTOR
        sectors += [padded[place : place + _SECTOR] for place in range(0, len(padded), _SECTOR)]
        chain += [*range(first + 1, first + count), _END]
        entries.append(_entry(name, 2, first, len(padded)))
    table = b"".join(entries).ljust(-(-len(entries) // 4) * _SECTOR, b"\0")
    directory, count = len(sectors), len(table) // _SECTOR
    sectors += [table[place : place + _SECTOR] for place in range(0, len(table), _SECTOR)]
    chain += [*range(directory + 1, directory + count), _END]
    fats = -(-(len(chain) + 2) // 128)
    first_fat = len(sectors)
    chain += [_FAT] * fats
    fat = struct.pack(f"<{fats * 128}L", *chain, *[_FREE] * (fats * 128 - len(chain)))
    places = [*range(first_fat, first_fat + fats), *[_FREE] * (109 - fats)]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9L", 0, fats, directory, 0, 4096, _END, 0, _END, 0) + struct.pack("<109L", *places)
    return header + b"".join(sectors) + fat


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    right = _FREE
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBB3L", len(written), kind, 1, _FREE, right, 1 if kind == 5 else _FREE)
        + bytes(36)
        + struct.pack("<LQ", start, size)
    )


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<2H", kind, len(content)) + content


def biff(rows: list[list[object]], *, encrypted: bool = False) -> bytes:
    """Return an xls of one tab: texts and numbers only ([MS-XLS], BIFF8)."""
    begin = _record(0x0809, struct.pack("<4H2L", 0x0600, 5, 0, 0, 0, 0))
    begin += _record(0x002F, bytes(54)) if encrypted else b""
    name = "台账"
    bound = struct.pack("<2BBB", 0, 0, len(name), 1) + name.encode("utf-16-le")
    cells = b"".join(
        _cell(row, column, value) for row, line in enumerate(rows) for column, value in enumerate(line) if value != ""
    )
    place = len(begin) + 4 + 4 + len(bound) + 4
    book = begin + _record(0x0085, struct.pack("<L", place) + bound) + _record(0x000A, b"")
    tab = _record(0x0809, struct.pack("<4H2L", 0x0600, 0x10, 0, 0, 0, 0)) + cells + _record(0x000A, b"")
    return compound({"Workbook": book + tab})


def _cell(row: int, column: int, value: object) -> bytes:
    if isinstance(value, int | float):
        return _record(0x0203, struct.pack("<3Hd", row, column, 0, value))
    text = str(value)
    return _record(0x0204, struct.pack("<4HB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))
