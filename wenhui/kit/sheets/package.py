"""The parts of an xlsx file, unpacked within limits.

An xlsx is a zip of XML parts (ECMA-376 part 2, Open Packaging Conventions). What the zip's directory declares is held
against limits before anything is unpacked, and what is unpacked against what was declared: a part that runs on beyond
its declared size, or whose checksum differs, is refused at that byte, so that no later reader can be flooded.
"""

import codecs
import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import cached_property

from wenhui.kit.sheets.refusals import BrokenFileError, HostileXmlError, SwollenFileError, TruncatedFileError
from wenhui.kit.sheets.xmlparts import elements

MOST_PARTS = 5_000
MOST_UNPACKED = 512 * 2**20  # bytes of all parts together; 300,000 rows of 24 columns need some 300 MB
MOST_PART_IN_MEMORY = 32 * 2**20  # bytes of a part other than a sheet or its strings
RATIO_SUSPECTED_FROM = 32 * 2**20  # bytes; below this any ratio is harmless
MOST_RATIO = 200  # sheets deflate to between a fifth and a fortieth; the format's own limit is 1032

_STORED, _DEFLATED = 0, 8
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")  # APPNOTE 4.3.7
_PIECE = 2**20
_DECLARATION = re.compile(rb"\A\s*<\?xml[^>]*\?>")


class Package:
    """An xlsx file's parts by name, as `xl/workbook.xml`; names are looked up without regard to case, as OPC says."""

    def __init__(self, content: bytes) -> None:
        """Read the directory only. Raises a RefusedFileError."""
        self.content = content
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as directory:
                entries = directory.infolist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
            raise (BrokenFileError if b"PK\x05\x06" in content else TruncatedFileError) from None
        _refuse_swollen(entries, len(content))
        self._entries = {_name(entry): entry for entry in entries}
        if len(self._entries) != len(entries) or any(entry.flag_bits & 1 for entry in entries):
            raise BrokenFileError

    @property
    def names(self) -> list[str]:
        """Return the names of all parts as they are spelt."""
        return [entry.filename for entry in self._entries.values()]

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def size(self, name: str) -> int:
        """Return how many bytes a part declares."""
        return self._entry(name).file_size

    def read(self, name: str, *, most: int = MOST_PART_IN_MEMORY) -> bytes:
        """Return a whole XML part. Raises SwollenFileError, BrokenFileError, HostileXmlError."""
        if self.size(name) > most:
            raise SwollenFileError
        part = b"".join(self._pieces(self._entry(name)))
        if part[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            part = _DECLARATION.sub(b"", part.decode("utf-16", errors="replace").encode(), count=1)
        _refuse_other_letters(part)
        if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
            raise HostileXmlError
        return part

    def unpack(self, name: str) -> bytes:
        """Return any part, an image too, as its bytes."""
        return b"".join(self._pieces(self._entry(name)))

    def entry(self, name: str) -> zipfile.ZipInfo:
        """Return what the directory says of a part: its date and attributes."""
        return self._entry(name)

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Return a part's relationships: id → (last word of the type, part or address meant)."""
        folder, base = posixpath.split(name)
        beside = f"{folder}/_rels/{base}.rels".lstrip("/")
        if beside not in self:
            return {}
        found = {}
        for element in elements(self.read(beside)):
            if element.name == "Relationship":
                target = element.get("Target")
                if element.get("TargetMode") != "External":
                    target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                found[element.get("Id")] = (element.get("Type").rsplit("/", 1)[-1], target)
        return found

    @cached_property
    def workbook(self) -> str:
        """Return the name of the part that lists the tabs. Raises BrokenFileError when there is none."""
        for kind, target in self.related("").values():
            if kind == "officeDocument" and target in self:
                return target
        raise BrokenFileError

    def _entry(self, name: str) -> zipfile.ZipInfo:
        try:
            return self._entries[name.lower()]
        except KeyError:
            raise BrokenFileError from None

    def _start(self, entry: zipfile.ZipInfo) -> int:
        header = self.content[entry.header_offset : entry.header_offset + _LOCAL_HEADER.size]
        if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
            raise BrokenFileError
        *_, name_length, extra_length = _LOCAL_HEADER.unpack(header)
        return int(entry.header_offset + _LOCAL_HEADER.size + name_length + extra_length)

    def _pieces(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """Unpack a part piece by piece; what it yields is never more than was declared."""
        start = self._start(entry)
        packed = memoryview(self.content)[start : start + entry.compress_size]
        if entry.compress_type not in {_STORED, _DEFLATED} or len(packed) < entry.compress_size:
            raise BrokenFileError
        size, check = 0, 0
        for piece in [bytes(packed)] if entry.compress_type == _STORED else _inflated(packed):
            size += len(piece)
            check = zlib.crc32(piece, check)
            if size > entry.file_size:
                raise SwollenFileError
            yield piece
        if size != entry.file_size or check != entry.CRC:
            raise BrokenFileError


def _inflated(packed: memoryview) -> Iterator[bytes]:
    machine = zlib.decompressobj(-zlib.MAX_WBITS)
    waiting = bytes(packed)
    try:
        while not machine.eof:
            piece = machine.decompress(waiting, _PIECE)
            waiting = machine.unconsumed_tail
            if not piece and not waiting and not machine.eof:
                raise BrokenFileError
            yield piece
    except zlib.error:
        raise BrokenFileError from None


def _refuse_other_letters(part: bytes) -> None:
    """Refuse a part that is not UTF-8, piece by piece so that no second copy of it is held."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(part), _PIECE):
            decoder.decode(part[start : start + _PIECE])
        decoder.decode(b"", True)  # noqa: FBT003 (positional in the standard library)
    except UnicodeDecodeError:
        raise BrokenFileError from None


def _name(entry: zipfile.ZipInfo) -> str:
    return entry.filename.replace("\\", "/").lstrip("/").lower()


def _refuse_swollen(entries: list[zipfile.ZipInfo], size: int) -> None:
    declared = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_PARTS or declared > MOST_UNPACKED:
        raise SwollenFileError
    if declared > RATIO_SUSPECTED_FROM and declared > MOST_RATIO * size:
        raise SwollenFileError
