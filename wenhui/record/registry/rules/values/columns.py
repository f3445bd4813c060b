"""A column at a time: every distinct cell is read once, so that 55,000 rows cost what their different values cost."""

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Final, Protocol

from wenhui.kit.words import Words
from wenhui.record.registry.rules import identity, names, organisations, phones
from wenhui.record.registry.rules.codes import YES_NO, CodeTable
from wenhui.record.registry.rules.refusal import NotUsableError
from wenhui.record.registry.rules.values import numbers, times
from wenhui.record.registry.rules.values.cells import NONE, Cell, text_of
from wenhui.record.registry.rules.values.plain import Doubts, plain
from wenhui.record.registry.words import Kind

SEVERAL: Final = ";"
BETWEEN = re.compile(r"[/／、,，;；|\n\r]+|或")
MOBILES = re.compile(r"(?:1[2-9]\d{9}){2,}")
MOBILE = re.compile(r"1[2-9]\d{9}")
LONGEST_TEXT = 500
SHOWN_WORDS = 6

Read = Callable[[Cell], str]


class Identifier(Protocol):
    """What the rules of identifiers return."""

    @property
    def number(self) -> str:
        """The identifier in its one form."""

    @property
    def doubts(self) -> Doubts:
        """What to ask about."""


Rule = Callable[[str, date], Identifier]


@dataclass(frozen=True, slots=True)
class Column:
    """A column read: a canonical text per row (empty where nothing or nothing usable stood), and what was wrong where.

    `refusals` and `doubts` are by row, counted from 0, for cells and not for values: no sentence repeats a value.
    """

    values: list[str]
    refusals: dict[int, Words] = field(default_factory=dict)
    doubts: dict[int, Doubts] = field(default_factory=dict)


def read_column(
    cells: Sequence[Cell],
    kind: Kind,
    *,
    today: date,
    table: CodeTable | None = None,
    is_several: bool = False,
    factor: Decimal = Decimal(1),
) -> Column:
    """Return the canonical texts of a column of a kind; codes need their `table`. `factor` is for money, see factor_of."""
    doubts: dict[Hashable, Doubts] = {}
    read = _reader(kind, today=today, table=table, factor=factor, doubts=doubts)
    if is_several:
        read = partial(_several, read, kind)
    if bool in set(map(type, cells)):  # True and 1 are one key of a dict, but not one cell
        cells = [text_of(cell) if isinstance(cell, bool) else cell for cell in cells]
    each = dict.fromkeys(cells)
    plainly = plain(each, kind, today=today)
    known: dict[Cell, str] = {cell: str(cell) for cell in plainly}
    doubts.update({cell: found for cell, found in plainly.items() if found})
    refused: dict[Cell, Words] = {}
    for cell in each.keys() - plainly.keys() if plainly else each:
        try:
            known[cell] = read(cell)
        except NotUsableError as no:
            known[cell] = ""
            refused[cell] = no.words
    return Column(
        values=[known[cell] for cell in cells],
        refusals={row: refused[cell] for row, cell in enumerate(cells) if cell in refused} if refused else {},
        doubts={row: doubts[cell] for row, cell in enumerate(cells) if cell in doubts} if doubts else {},
    )


def factor_of(unit: str) -> Decimal:
    """Return how many yuan one of a head's unit is: 10000 for 万元 and 万元/月, 1 for what is not money."""
    return Decimal(numbers.MONEY_UNITS.get(unit.partition("/")[0].strip(), 1))


def _reader(
    kind: Kind, *, today: date, table: CodeTable | None, factor: Decimal, doubts: dict[Hashable, Doubts]
) -> Read:
    if kind in RULES:
        return partial(_identifier, today=today, doubts=doubts, rule=RULES[kind])
    if kind == Kind.CODE:
        if table is None:
            raise ValueError("a column of codes is read by its table")
        return partial(_code, table)
    return partial(numbers.read_money, factor=factor) if kind == Kind.MONEY else READERS[kind]


def _identifier(cell: Cell, *, today: date, doubts: dict[Hashable, Doubts], rule: Rule) -> str:
    text = text_of(cell)
    if not text or text in NONE:
        return ""
    read = rule(text, today)
    if read.doubts:
        doubts[cell] = read.doubts
    return read.number


def _code(table: CodeTable, cell: Cell) -> str:
    text = text_of(cell)
    if not text:
        return ""
    code = table.code_of(text)
    if code is None and text not in NONE:
        some = [entry.words for entry in table.in_force[:SHOWN_WORDS]]
        more = len(table.in_force) > SHOWN_WORDS
        raise NotUsableError(
            Words(
                f"不是“{table.words.zh}”认得的写法，可以写：{'、'.join(each.zh for each in some)}{'等' if more else ''}",
                f"not a word known for “{table.words.en}”; such as: "
                f"{', '.join(each.en for each in some)}{' …' if more else ''}",
            )
        )
    return code or ""


def _name(cell: Cell) -> str:
    text = text_of(cell)
    return names.read_name(text) if text and text not in NONE else ""


def _text(cell: Cell) -> str:
    text = text_of(cell)
    if len(text) > LONGEST_TEXT:
        raise NotUsableError(
            Words(f"超过 {LONGEST_TEXT} 个字，请缩短", f"more than {LONGEST_TEXT} characters; please shorten it")
        )
    return text


def _address(cell: Cell) -> str:
    text = _text(cell)
    return "" if text in NONE else re.sub(r"[－–—―−]", "-", text) if text.isascii() else _joined(text)


def _joined(text: str) -> str:
    """Blanks in a Chinese address separate nothing."""
    return re.sub(r"[－–—―−]", "-", text.replace(" ", ""))


def _several(read: Read, kind: Kind, cell: Cell) -> str:
    """Read a cell that may hold more than one value, each once, in the order in which they stand."""
    if not isinstance(cell, str):
        return read(cell)
    if kind == Kind.PHONE and MOBILE.fullmatch(cell):
        return read(cell)
    pieces = [piece for piece in BETWEEN.split(cell) if piece.strip()]
    if kind == Kind.PHONE:
        pieces = [number for piece in pieces for number in _phones_in(piece)]
    return SEVERAL.join(dict.fromkeys(value for piece in pieces if (value := read(piece))))


def _phones_in(piece: str) -> list[str]:
    """Return the numbers of a piece: blanks stand between numbers as well as within them, or nothing stands between."""
    dense = "".join(piece.split())
    if MOBILES.fullmatch(dense):
        return MOBILE.findall(dense)
    parts = piece.split()
    shortest = 7
    return parts if len(parts) > 1 and all(len(part) >= shortest for part in parts) else [piece]


RULES: Final[dict[Kind, Rule]] = {
    Kind.ID_NUMBER: lambda text, today: identity.read_id_number(text, today=today),
    Kind.PHONE: lambda text, _: phones.read_phone(text),
    Kind.USCC: lambda text, _: organisations.read_credit_code(text),
}
READERS: Final[dict[Kind, Read]] = {
    Kind.TEXT: _text,
    Kind.NAME: _name,
    Kind.ADDRESS: _address,
    Kind.INTEGER: numbers.read_integer,
    Kind.DECIMAL: numbers.read_decimal,
    Kind.DATE: times.read_date,
    Kind.MONTH: times.read_month,
    Kind.YEAR: times.read_year,
    Kind.BOOLEAN: partial(_code, YES_NO),
}
