"""The names inside an OLE compound file, the container of old xls files and of everything with a password.

Only the directory is read ([MS-CFB] 2.2 and 2.6), and one stream's sectors, to see whether an xls is encrypted.
"""

import struct
from collections.abc import Iterator

from wenhui.kit.sheets.refusals import BrokenFileError, TruncatedFileError

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_HEADER = 512
_ENTRY = 128
_LAST_REGULAR = 0xFFFFFFFA
_STREAM = 2


class Compound:
    """The streams of a compound file: name → where it starts and how long it is."""

    def __init__(self, content: bytes) -> None:
        """Read the directory. Raises TruncatedFileError or BrokenFileError."""
        if len(content) < _HEADER:
            raise TruncatedFileError
        self._content = content
        (power,) = struct.unpack_from("<H", content, 30)
        self._directory, first_list, lists = (struct.unpack_from("<L", content, place)[0] for place in (48, 68, 72))
        if power not in {9, 12}:
            raise BrokenFileError
        self._sector = 1 << power
        self._tables = list(struct.unpack_from("<109L", content, 76))
        self._tables += self._listed(first_list, lists)
        self.storages: set[str] = set()
        self.streams: dict[str, tuple[int, int]] = {}
        table = b"".join(self._chain(self._directory))
        for start in range(0, len(table) - _ENTRY + 1, _ENTRY):
            self._note(table[start : start + _ENTRY])

    def begin(self, name: str) -> bytes:
        """Return the first sector of a stream; nothing for one kept in the mini stream."""
        start, _ = self.streams[name]
        return self._at(start) if start <= _LAST_REGULAR else b""

    def _note(self, entry: bytes) -> None:
        length, kind = struct.unpack_from("<HB", entry, 64)
        start, size = struct.unpack_from("<2L", entry, 116)
        name = entry[: max(0, length - 2)].decode("utf-16-le", errors="replace")
        if kind == _STREAM:
            self.streams[name] = (start, size)
        elif name:
            self.storages.add(name)

    def _at(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        sector = self._content[start : start + self._sector]
        if not sector:
            raise TruncatedFileError
        return sector

    def _listed(self, number: int, count: int) -> Iterator[int]:
        """Yield the sectors of the allocation table that no longer fit into the header (DIFAT, 2.5)."""
        for _ in range(min(count, len(self._content) // self._sector)):
            *tables, number = struct.unpack(f"<{self._sector // 4}L", self._at(number).ljust(self._sector, b"\xff"))
            yield from tables

    def _chain(self, number: int) -> Iterator[bytes]:
        seen: set[int] = set()
        while number <= _LAST_REGULAR:
            if number in seen:
                raise BrokenFileError
            seen.add(number)
            yield self._at(number)
            number = self._next(number)

    def _next(self, number: int) -> int:
        """Return the sector that follows, by the file allocation table."""
        which, place = divmod(number, self._sector // 4)
        if which >= len(self._tables) or self._tables[which] > _LAST_REGULAR:
            raise BrokenFileError
        sector = self._at(self._tables[which])
        if len(sector) < 4 * place + 4:
            raise TruncatedFileError
        (following,) = struct.unpack_from("<L", sector, 4 * place)
        return int(following)
