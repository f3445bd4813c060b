"""Which sheet of a workbook holds the table: the one chosen last time for its provider, else the one that looks like it."""

import re
from typing import Final

from wenhui.kit.sheets import heads, opening, reading, taking
from wenhui.kit.sheets.opening import Opened
from wenhui.kit.sheets.refusals import NoRowsError, RefusedFileError
from wenhui.kit.sheets.taking import Rows
from wenhui.record.ledgers import queries
from wenhui.record.ledgers.binding import bind
from wenhui.record.ledgers.importing import sampling
from wenhui.record.ledgers.rules import importable
from wenhui.record.registry import dictionary

MOST_LOOKED_AT: Final = 12
DIGITS = re.compile(r"[\d０-９〇一二三四五六七八九十]+")
Likeness = tuple[bool, int, bool]


def folded(tab: str) -> str:
    """Return a sheet's name as it is remembered: 3月名册 and 4月名册 are one."""
    return DIGITS.sub("#", "".join(tab.split()))


def likely_table(content: bytes, *, provider: str) -> tuple[str, Rows]:
    """Return the sheet of a file that holds its table, among those that are shown, and that table.

    Raises a RefusedFileError in words. Of many sheets the first twelve are looked at.
    """
    opened = opening.open_file(content)
    names = tuple(tab.name for tab in opened.visible)
    remembered = queries.remembered_tabs(provider)
    for name in names:
        if len(names) > 1 and folded(name) in remembered:
            try:
                return name, _table(opened, name)
            except RefusedFileError:
                continue
    return _likeliest(opened, names[:MOST_LOOKED_AT], provider)


def _likeliest(opened: Opened, names: tuple[str, ...], provider: str) -> tuple[str, Rows]:
    """Return the first sheet whose rows can be told apart and of whose columns most are known."""
    best: tuple[Likeness, str, Rows] | None = None
    refused: RefusedFileError | None = None
    for name in names:
        try:
            rows = _table(opened, name)
        except RefusedFileError as error:
            refused = refused or error
            continue
        likeness = _likeness(rows, provider) if len(names) > 1 else (True, 0, True)
        if best is None or likeness > best[0]:
            best = likeness, name, rows
    if best is None:
        raise refused or heads.NoHeadError
    if not len(best[2]):
        raise NoRowsError
    return best[1:]


def _likeness(rows: Rows, provider: str) -> Likeness:
    binding = bind(
        rows.head, sampling.sampled(rows).rows, dictionary=dictionary.current(), remembered=queries.memory_of(provider)
    )
    return importable.refusal(binding) is None, len(binding.by_key), len(rows) > 0


def _table(opened: Opened, tab: str) -> Rows:
    sheet = reading.read(opened, tab)
    return taking.take(sheet, heads.find(sheet)[0])
