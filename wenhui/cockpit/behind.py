"""The rows behind a figure, shown as the module that owns them shows rows: masked, scoped, a page at a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wenhui.cockpit import behind_cases, behind_forms
from wenhui.cockpit.cells import Cell, Table
from wenhui.ground.tally import queries as tally
from wenhui.kit import clock
from wenhui.kit.html import times
from wenhui.kit.html.wording import say
from wenhui.kit.privacy import Privacy
from wenhui.lake.indicators import Good, Indicator, Kind, Period
from wenhui.record.registry import access as registry_access
from wenhui.record.registry import queries as registry
from wenhui.record.registry.models import Household, Organisation, Person, Residence
from wenhui.work.visits import access as visits_access
from wenhui.work.visits.models import DueHome, Reason, Visit

ROWS_A_PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the rows behind a figure. `is_closed`: there are rows and this post may not see them."""

    head: str
    heads: Sequence[Any]
    rows: Sequence[Sequence[Cell]]
    total: int
    page: int
    is_closed: bool

    @property
    def first(self) -> int:
        """Return the number of the first row shown."""
        return (self.page - 1) * ROWS_A_PAGE + 1

    @property
    def last(self) -> int:
        """Return the number of the last row shown."""
        return self.first + len(self.rows) - 1

    @property
    def pages(self) -> int:
        """Return how many pages there are."""
        return max(1, -(-self.total // ROWS_A_PAGE))


def _people(rows: QuerySet[Person], at: datetime) -> list[list[Cell]]:
    return [
        [
            Cell(one.name, reverse("registry:person", args=[one.person_id])),
            Cell(one.sex),
            Cell("" if one.age is None else str(one.age)),
            Cell(one.registration),
            Cell(one.place),
        ]
        for one in registry.listed(rows, today=clock.local_day(at))
    ]


def _households(rows: QuerySet[Household], at: datetime) -> list[list[Cell]]:
    shown = list(rows.select_related("dwelling"))
    places = registry.addresses(one.dwelling.path for one in shown)
    return [
        [
            Cell(one.number, reverse("registry:dwelling", args=[one.dwelling_id])),
            Cell(places[one.dwelling.path]),
            Cell(f"{one.formed_on:%Y-%m-%d}"),
        ]
        for one in shown
    ]


def _residences(rows: QuerySet[Residence], at: datetime) -> list[list[Cell]]:
    shown = list(rows.select_related("person", "dwelling"))
    places = registry.addresses(one.dwelling.path for one in shown)
    return [
        [
            Cell(registry.masked_name(one.person), reverse("registry:person", args=[one.person_id])),
            Cell(one.get_kind_display()),
            Cell(places[one.dwelling.path]),
            Cell(_day(one.valid_from)),
            Cell(_day(one.valid_to)),
        ]
        for one in shown
    ]


def _organisations(rows: QuerySet[Organisation], at: datetime) -> list[list[Cell]]:
    return [[Cell(one.name), Cell(one.get_kind_display()), Cell(one.area.name)] for one in rows.select_related("area")]


def _reasons(rows: QuerySet[Reason], at: datetime) -> list[list[Cell]]:
    shown = list(rows.select_related("dwelling"))
    places = registry.addresses(one.dwelling.path for one in shown)
    return [
        [
            Cell(places[one.dwelling.path], reverse("visits:door", args=[one.dwelling_id])),
            Cell(say(one.words)),
            Cell(one.get_kind_display()),
            Cell(one.get_state_display()),
            Cell(_day(one.due_on)),
        ]
        for one in shown
    ]


def _due_homes(rows: QuerySet[DueHome], at: datetime) -> list[list[Cell]]:
    shown = list(rows.select_related("dwelling"))
    places = registry.addresses(one.dwelling.path for one in shown)
    return [
        [
            Cell(places[one.dwelling.path], reverse("visits:door", args=[one.dwelling_id])),
            Cell(str(one.asks)),
            Cell(_day(one.due_on)),
        ]
        for one in shown
    ]


def _visits(rows: QuerySet[Visit], at: datetime) -> list[list[Cell]]:
    shown = list(rows.select_related("dwelling"))
    places = registry.addresses(one.dwelling.path for one in shown)
    return [
        [
            Cell(places[one.dwelling.path], reverse("visits:door", args=[one.dwelling_id])),
            Cell(one.get_outcome_display()),
            Cell(times.moment(one.at, now=at)),
            Cell(one.get_part_display()),
        ]
        for one in shown
    ]


TABLES: Final[Mapping[str, Table]] = {
    **behind_cases.TABLES,
    Person._meta.db_table: Table(
        _("人口登记"),
        Person,
        registry_access.SEE,
        Privacy.PERSONAL,
        (_("姓名"), _("性别"), _("年龄"), _("类别"), _("住处")),
        _people,
    ),
    Household._meta.db_table: Table(
        _("户登记"), Household, registry_access.SEE, Privacy.PERSONAL, (_("户号"), _("住处"), _("立户")), _households
    ),
    Residence._meta.db_table: Table(
        _("居住登记"),
        Residence,
        registry_access.SEE,
        Privacy.PERSONAL,
        (_("姓名"), _("居住类别"), _("住处"), _("开始"), _("结束")),
        _residences,
    ),
    Organisation._meta.db_table: Table(
        _("单位登记"),
        Organisation,
        registry_access.SEE,
        Privacy.INSIDE,
        (_("名称"), _("类别"), _("地方")),
        _organisations,
    ),
    Reason._meta.db_table: Table(
        _("走访事由"),
        Reason,
        visits_access.SEE,
        Privacy.PERSONAL,
        (_("住处"), _("事由"), _("类别"), _("状态"), _("到期")),
        _reasons,
    ),
    DueHome._meta.db_table: Table(
        _("待访户"), DueHome, visits_access.SEE, Privacy.PERSONAL, (_("住处"), _("事由"), _("到期")), _due_homes
    ),
    Visit._meta.db_table: Table(
        _("走访记录"), Visit, visits_access.SEE, Privacy.PERSONAL, (_("住处"), _("结果"), _("时间"), _("时段")), _visits
    ),
    **behind_forms.TABLES,
}


def source_words(table: str) -> str:
    """Return what people call a counted table."""
    return str(TABLES[table].name) if table in TABLES else table


@dataclass(frozen=True, slots=True)
class Reader:
    """What matters of a post here: its permissions and its clearance."""

    may: Callable[[str], bool]
    clearance: Privacy


def listing(
    one: Indicator, path: str, *, at: datetime, period: Period | None, page: int, reader: Reader, total: int
) -> Listing:
    """Return a page of the rows behind a figure of `path`; `total` is how many the counters say there are."""
    picked = [tally.behind(part, path, at, period) for part in _parts(one)]
    table = TABLES[picked[0].table]
    head = _head(one)
    if not reader.may(table.permission) or reader.clearance.rank < table.least.rank:
        return Listing(head, table.heads, (), total, 1, is_closed=total > 0)
    rows = table.model._default_manager.filter(pk__in=_ids(picked[0]))
    for without in picked[1:]:
        rows = rows.exclude(pk__in=_ids(without))
    if one.kind is Kind.SUM:  # the counters have added up, not counted
        total = rows.count()
    page = min(max(1, page), max(1, -(-total // ROWS_A_PAGE)))
    begin = (page - 1) * ROWS_A_PAGE
    shown = table.show(rows.order_by(table.order)[begin : begin + ROWS_A_PAGE], at)
    return Listing(head, table.heads, shown, total, page, is_closed=False)


def _parts(one: Indicator) -> tuple[str, ...]:
    """Return what to list and what to leave out: of a rate that should be high, those that fell short."""
    if one.kind is not Kind.RATIO:
        return (one.key,)
    return (one.denominator, one.numerator) if one.good is Good.MORE else (one.numerator,)


def _head(one: Indicator) -> str:
    if one.kind is Kind.RATIO:
        return gettext("没有达到的") if one.good is Good.MORE else gettext("分子的明细")
    return gettext("明细")


def _ids(behind: tally.Behind) -> RawSQL:
    # The condition is the indicator's own, read and refused by the lake's parser; values are parameters.
    return RawSQL(f"SELECT id FROM {behind.table} WHERE {behind.condition}", behind.parameters)  # noqa: S608, S611


def _day(day: date | None) -> str:
    return "" if day is None else f"{day:%Y-%m-%d}"
