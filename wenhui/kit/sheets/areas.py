"""Places on a sheet: `B5`, `B5:D20`, and how column letters count. Rows and columns are numbered from 1."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?\Z")


class Area(NamedTuple):
    """A rectangle of cells, all four sides inside it."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        begin, end = name(self.top, self.left), name(self.bottom, self.right)
        return begin if begin == end else f"{begin}:{end}"

    @property
    def width(self) -> int:
        """Return how many columns it covers."""
        return self.right - self.left + 1

    def covers(self, row: int, column: int) -> bool:
        """Say whether a cell lies inside."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """Return a column's letters: 1 → A, 27 → AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


@lru_cache(maxsize=1024)
def number(text: str) -> int:
    """Return a column's number: A → 1, AA → 27."""
    count = 0
    for letter in text:
        count = count * 26 + ord(letter) - 64
    return count


def name(row: int, column: int) -> str:
    """Return a cell's name, as `B5`."""
    return f"{letters(column)}{row}"


def parse(text: str) -> Area | None:
    """Return the area a reference such as `$B$5:D20` means, or None when it is none."""
    match = _AREA.match(text)
    if not match:
        return None
    left, top, right, bottom = match.groups()
    return Area(int(top), number(left), int(bottom or top), number(right or left))


def parse_list(text: str) -> Iterator[Area]:
    """Yield the areas of an `sqref`: references parted by blanks (ECMA-376 part 1, 18.18.76)."""
    for piece in text.split():
        area = parse(piece)
        if area:
            yield area
