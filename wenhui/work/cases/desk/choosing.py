"""Which cases of the board go out together, and where each would go: what the dispatch page shows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.http import QueryDict

from wenhui.work.cases import forms, queries, shown
from wenhui.work.cases.models import Case, Unit
from wenhui.work.cases.shown import Shown
from wenhui.work.cases.words import Column, Stage

MOST = 200
"""So many cases go out in one act at most: nobody looks through more of them."""

NUMBER, ALL = "n", "all"
"""The words of an address: one chosen case, or all that its filters let through."""


@dataclass(frozen=True, slots=True)
class Line:
    """One case with the unit that is proposed for it, or that the reader chose."""

    row: Shown
    unit_key: str

    @property
    def is_proposed(self) -> bool:
        """Say whether the unit is the one the decision table or the type says."""
        return bool(self.unit_key) and self.unit_key == self.row.proposed


def chosen(query: QueryDict, *, at: datetime) -> list[Case]:
    """Return the cases an address names that wait for dispatch: by number, or all within its filters."""
    if query.get(ALL):
        filters = forms.filters(query, today_began_at=forms.began_today(at))
        return queries.listed(
            replace(filters, column=Column.DISPATCH, is_any=False, closed_since=None), at=at, most=MOST
        )
    numbers = query.getlist(NUMBER)[:MOST]
    waiting = Case.objects.filter(number__in=numbers, stage=Stage.REGISTERED)
    return list(queries.as_rows(waiting).order_by("next_due_at", "pk"))


def lines(
    cases: list[Case], *, at: datetime, units: Mapping[str, Unit], said: Mapping[str, str] | None = None
) -> list[Line]:
    """Return the cases with a unit each: what the reader said last, else what is proposed."""
    known = said or {}
    open_units = {key for key, unit in units.items() if not unit.ended}
    return [
        Line(row, known.get(field_of(row.case.pk), row.proposed if row.proposed in open_units else ""))
        for row in shown.rows(cases, at=at, units=units)
    ]


def field_of(pk: int) -> str:
    """Return the name of the field that holds a case's unit."""
    return f"unit-{pk}"


def said(given: QueryDict) -> dict[int, str]:
    """Return which unit the reader chose for each ticked case; one unit for all outweighs those of the lines."""
    for_all = given.get("to", "")
    pks = [int(pk) for pk in given.getlist("case")[:MOST] if pk.isdecimal()]
    return {pk: for_all or given.get(field_of(pk), "") for pk in pks}
