"""How an evaluation reads on a page: units beside measures, and what stands above and below each line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext

from wenhui.kit.html import numbers
from wenhui.kit.html.wording import say
from wenhui.kit.words import Words
from wenhui.work.cases import queries
from wenhui.work.cases.evaluation.figures import Figure, Figures
from wenhui.work.cases.evaluation.formulas import ALL_UNITS, CONDITIONS, Formulas, Measure, Term
from wenhui.work.cases.evaluation.publishing import Changed, Since
from wenhui.work.cases.models import CaseType, Unit

FACTS: Mapping[str, Words] = {
    "unit_key": Words("单位", "unit"), "type_key": Words("类型", "type"), "area_path": Words("所在区域", "area"),
    "due_at": Words("到期时间", "due"), "closed_at": Words("结案时间", "closed at"),
    "work_minutes": Words("工时（分）", "work-minutes"), "heard": Words("回访", "called back"),
    "pleased": Words("满意", "satisfied"), "round": Words("轮次", "round"),
} | {name: words for name, (_, words) in CONDITIONS.items()}  # fmt: skip
MARKS = (
    "solved", "reopened", "reworked", "returned", "extended", "deferred", "held", "hanged", "voided", "paused", "hung",
    "void", "joined", "excluded",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure and where its rows are."""

    measure: Measure
    figure: Figure
    above: str
    below: str

    @property
    def name(self) -> str:
        """Return the name of the measure."""
        return say(self.measure.words)

    @property
    def value(self) -> str:
        """Return what is shown; a dash where there is nothing to measure by."""
        if self.figure.value is None:
            return numbers.UNKNOWN
        if self.figure.below is None:
            return numbers.number(self.figure.above)
        return f"{self.figure.value} {say(self.measure.unit)}"

    @property
    def adds_up(self) -> bool:
        """Say whether what stands above is a sum of something else than is counted below."""
        above, below = self.measure.above.sum, self.measure.denominator
        return bool(above) and below is not None and not below.sum


@dataclass(frozen=True, slots=True)
class Line:
    """One unit's figures."""

    unit_key: str
    name: str
    cells: Sequence[Cell]
    types: Sequence[tuple[str, int]]

    @property
    def is_all(self) -> bool:
        """Say whether these are all units together."""
        return self.unit_key == ALL_UNITS


def lines(
    formulas: Formulas, figures: Figures, *, asked: Mapping[str, str | int], measures: Sequence[Measure] | None = None,
    only: str | None = None,
) -> list[Line]:  # fmt: skip
    """Return all units together, then each in order of its key; one unit alone where `only` names it.

    `asked` is what the address of rows says beside unit, measure and part.
    """
    units = queries.units()
    wanted = (
        [unit for unit in figures.by_unit if unit == only] if only is not None else sorted(figures.by_unit, key=_order)
    )
    names = {key: say(words) for key, words in _types(figures).items()}
    return [
        Line(
            unit,
            name_of(unit, units),
            [_cell(one, figures.by_unit[unit][one.key], unit, asked) for one in measures or formulas.measures],
            [(names.get(key, key), n) for key, n in figures.first_types.get(unit, [])],
        )
        for unit in wanted
    ]


def name_of(unit: str, units: Mapping[str, Unit]) -> str:
    """Return what a unit is called here."""
    if unit == ALL_UNITS:
        return gettext("全部单位")
    if unit == "":
        return gettext("还没有派出")
    return say(units[unit].words) if unit in units else unit


def _order(unit: str) -> tuple[bool, bool, str]:
    return (unit != ALL_UNITS, unit == "", unit)


def _types(figures: Figures) -> dict[str, Words]:
    keys = {key for firsts in figures.first_types.values() for key, _ in firsts}
    return {one.key: one.words for one in CaseType.objects.filter(key__in=keys)}


def _cell(measure: Measure, figure: Figure, unit: str, asked: Mapping[str, str | int]) -> Cell:
    rows = reverse("cases:evaluation_rows")
    above, below = (
        f"{rows}?{urlencode({**asked, 'unit': unit, 'term': f'{measure.key}.{part}'})}" for part in ("n", "d")
    )
    return Cell(measure, figure, above if figure.above else "", below if figure.below else "")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row behind a figure."""

    row: Mapping[str, Any]
    title: str
    unit: str

    @property
    def marks(self) -> list[str]:
        """Return the facts of the row that say something, in words."""
        return [say(CONDITIONS[name][1]) for name in MARKS if self.row[name]]


def how_read(term: Term, formulas: Formulas) -> str:
    """Return in words which rows a term counts."""
    comma = gettext("，")
    wanted = comma.join(say(CONDITIONS[one][1]) for one in term.of)
    without = gettext("、").join(say(CONDITIONS[one][1]) for one in (*term.without, *formulas.left_out))
    return wanted + (gettext("；不算%(without)s的") % {"without": without} if without else "")


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that would be another today."""

    unit: str
    name: str
    then: str
    now: str
    rows: int


def differences(since: Since, formulas: Formulas) -> list[Difference]:
    """Return what changed since a publication, figure by figure; all units together come first."""
    units = queries.units()
    found = []
    for one in sorted(since.figures, key=lambda one: _order(one.unit_key)):
        measure = formulas.measure(one.key)
        if measure is not None:
            found.append(
                Difference(
                    name_of(one.unit_key, units), say(measure.words), _shown(measure, one.then),
                    _shown(measure, one.now), one.rows,
                )
            )  # fmt: skip
    return found


def _shown(measure: Measure, figure: Figure | None) -> str:
    return Cell(measure, figure, "", "").value if figure else numbers.UNKNOWN


def changes(one: Changed) -> list[str]:
    """Return what a row said when it was published and says now, fact by fact."""
    if one.before is None:
        return [gettext("公布时不在这一期")]
    if one.after is None:
        return [gettext("现在不在这一期")]
    before, after = one.before, one.after
    told = gettext("%(fact)s：%(before)s → %(after)s")
    return [
        told % {"fact": say(FACTS[name]), "before": _said(before[name]), "after": _said(after[name])}
        for name in one.facts()
    ]


def _said(value: object) -> str:
    if value is None:
        return numbers.UNKNOWN
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if hasattr(value, "astimezone") else str(value)  # type: ignore[arg-type]
