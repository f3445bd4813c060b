"""Cells that stand in their one form already, told in passing: nearly all of a good table, at a fraction of the reading.

What is told here is exactly what reading would say of these cells; everything else is left to it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final

from wenhui.kit.words import Words
from wenhui.record.registry.rules import identity, phones
from wenhui.record.registry.rules.refusal import NotUsableError
from wenhui.record.registry.rules.values.cells import NONE, Cell
from wenhui.record.registry.words import Kind

Doubts = tuple[Words, ...]
NAME: Final = re.compile(r"[一-鿼]{2,4}")
SERIAL: Final = slice(14, 17)


def plain(cells: Iterable[Cell], kind: Kind, *, today: date) -> Mapping[Cell, Doubts]:
    """Return the cells of a kind that are canonical as they stand, each with what to ask about."""
    return PLAIN[kind](cells, today) if kind in PLAIN else {}


def _names(cells: Iterable[Cell], _: date) -> Mapping[Cell, Doubts]:
    is_name = NAME.fullmatch
    return {cell: () for cell in cells if isinstance(cell, str) and is_name(cell) and cell not in NONE}


def _mobiles(cells: Iterable[Cell], _: date) -> Mapping[Cell, Doubts]:
    is_mobile = phones.MOBILE.fullmatch
    return {cell: phones.doubts_of(cell) for cell in cells if isinstance(cell, str) and is_mobile(cell)}


def _id_numbers(cells: Iterable[Cell], today: date) -> Mapping[Cell, Doubts]:
    """Counties and birthdays come again and again, and there are a thousand serials."""
    found: dict[Cell, Doubts] = {}
    counties: dict[str, int] = {}
    births: dict[str, tuple[int, int] | None] = {}
    serials = {f"{serial:03d}": identity.weighed(f"{serial:03d}", SERIAL.start) for serial in range(1000)}
    is_number = identity.FORMAT.fullmatch
    for cell in cells:
        if not isinstance(cell, str) or not is_number(cell):
            continue
        county, birth = cell[:6], cell[6:14]
        if county not in counties:
            counties[county] = identity.weighed(county, 0)
        if birth not in births:
            births[birth] = _birth(birth, today)
        born = births[birth]
        if born is None:
            continue
        digits, year = born
        if identity.CHECK_DIGITS[(counties[county] + digits + serials[cell[SERIAL]]) % 11] == cell[-1]:
            found[cell] = identity.doubts_of(county, today.year - year)
    return found


def _birth(digits: str, today: date) -> tuple[int, int] | None:
    """Return the weighted sum and the year of a birthday's digits; None where nobody was born that day."""
    try:
        return identity.weighed(digits, 6), identity.birth_date(digits, today).year
    except NotUsableError:
        return None


PLAIN: Final[Mapping[Kind, Callable[[Iterable[Cell], date], Mapping[Cell, Doubts]]]] = {
    Kind.NAME: _names,
    Kind.PHONE: _mobiles,
    Kind.ID_NUMBER: _id_numbers,
}
