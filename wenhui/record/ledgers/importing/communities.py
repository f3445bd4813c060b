"""Columns that name a community are not written, because it follows from the home; a name that nobody knows is told."""

from collections.abc import Sequence
from typing import Final

from wenhui.ground.areas import queries as areas
from wenhui.ground.areas.models import Level
from wenhui.kit.sheets.areas import letters
from wenhui.kit.sheets.taking import Rows
from wenhui.kit.words import Words
from wenhui.record.ledgers.importing.cells import Bound, Cells, Problem
from wenhui.record.ledgers.words import FindingKind
from wenhui.record.registry.rules.refusal import NotUsableError
from wenhui.record.registry.rules.values.cells import NONE, text_of

KEYS: Final = frozenset(
    {"person.community_name", *(f"{of}.community" for of in ("dwelling", "building", "organisation"))}
)
ENDINGS: Final = ("社区居民委员会", "社区居委会", "居委会", "社区")
UNKNOWN: Final = Words(
    "本街道没有叫这个名字的社区。社区由住处得出，这一格没有采用，请核对",
    "the subdistrict has no community of that name. It follows from the home; this cell is not taken, please check",
)


def check(cells: Cells, rows: Rows, bound: Sequence[Bound], *, within: str) -> None:
    """Tell every cell with a name or code that no community of the subdistrict has, at its row and column."""
    columns = [one for one in bound if one.key in KEYS]
    if not columns:
        return
    around = areas.around(within, Level.SUBDISTRICT)
    held = areas.subtree(around.path if around else within).filter(level=Level.COMMUNITY, valid_to=None)
    named = held.values_list("name", "short_name", "codes__code")
    known = {_short(name) for names in named for name in names if name}
    for one in columns:
        head, texts = rows.head.columns[one.place], rows.columns[one.place]
        unknown = {text for text in set(texts) if (name := _name(text)) and name not in known}
        cells.problems += [
            Problem(FindingKind.CELL, place, UNKNOWN, letters(head.number), head.full_title)
            for place, text in enumerate(texts)
            if text in unknown
        ]


def _name(text: str) -> str:
    """Return what a cell calls a community; nothing for one that says nothing, or holds an error, which is told."""
    try:
        name = text_of(text)
    except NotUsableError:
        return ""
    return "" if name in NONE else _short(name)


def _short(name: str) -> str:
    """Return a name without street and ending: 文晖街道流水东苑社区 and 流水东苑 are one."""
    name = name.replace(" ", "").rpartition("街道")[2]
    ending = next((one for one in ENDINGS if name.endswith(one)), "")
    return name.removesuffix(ending)
