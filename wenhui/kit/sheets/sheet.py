"""What was read of one tab: every value at its place, and what stands around the values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from wenhui.kit.sheets.areas import Area, name
from wenhui.kit.sheets.engine import Value
from wenhui.kit.sheets.texts import text_of
from wenhui.kit.words import Words


class Kind(StrEnum):
    """What a remark about cells is about."""

    FORMULA = "formula"  # the value is what a formula last gave
    NO_VALUE = "no_value"  # a formula that was never computed
    ERROR = "error"  # #N/A and the like
    MERGED = "merged"
    HIDDEN = "hidden"
    FILTERED = "filtered"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something the reader of a sheet should know: of which kind, where (one cell, an area, a row, a column), in words."""

    kind: Kind
    where: Area
    words: Words

    @property
    def place(self) -> str:
        """Return where it is, as `C5`."""
        return name(self.where.top, self.where.left)


@dataclass(frozen=True, slots=True)
class Validation:
    """The words a form allows in some cells (a drop-down list). No words: the list lies out of reach."""

    areas: tuple[Area, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """What stands around the values of a sheet; empty for kinds of file that cannot say it.

    `formats` holds the number formats that are not General of the first few hundred rows, by (row, column);
    `column_formats` those of whole columns. `frozen_rows` is how many rows stay on screen when one scrolls.
    """

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    filtered: Area | None = None
    frozen_rows: int = 0
    formulas: frozenset[tuple[int, int]] = frozenset()
    unvalued: frozenset[tuple[int, int]] = frozenset()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    validations: tuple[Validation, ...] = ()
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)
    column_formats: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """The values of one tab. `rows[0]` is row 1 and its first value column A, whatever is blank; all are of one width."""

    tab: str
    rows: Sequence[Sequence[Value]]
    merged: tuple[Area, ...] = ()
    layout: Layout = field(default_factory=Layout)

    @property
    def height(self) -> int:
        """Return the number of the last row that holds a value."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """Return the number of the last column that holds a value."""
        return len(self.rows[0]) if self.rows else 0

    def value(self, row: int, column: int) -> Value:
        """Return the value of a cell; "" outside."""
        line = self.rows[row - 1] if 1 <= row <= len(self.rows) else ()
        return line[column - 1] if 1 <= column <= len(line) else ""

    def text(self, row: int, column: int) -> str:
        """Return what a person sees in a cell, without blanks around it."""
        return text_of(self.value(row, column)).strip()

    def format(self, row: int, column: int) -> str:
        """Return the number format of a cell, as far as it was read."""
        return self.layout.formats.get((row, column)) or self.layout.column_formats.get(column, "General")

    def allowed(self, row: int, column: int) -> tuple[str, ...]:
        """Return the words a drop-down list allows in a cell."""
        for validation in self.layout.validations:
            if any(area.covers(row, column) for area in validation.areas):
                return validation.words
        return ()
