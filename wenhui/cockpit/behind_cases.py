"""Rows of cases, of requests for time and of closings behind a figure, as cells."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wenhui.cockpit import wording
from wenhui.cockpit.cells import Cell, Table
from wenhui.kit.html import times
from wenhui.kit.html.wording import say
from wenhui.kit.privacy import Privacy
from wenhui.work.cases import access as cases_access
from wenhui.work.cases import queries as cases
from wenhui.work.cases.models import Case, CaseClosing, CaseRequest


def _cases(rows: QuerySet[Case], at: datetime) -> list[list[Cell]]:
    units = cases.units()
    return [
        [
            Cell(case.number, reverse("cases:card", args=[case.number])),
            Cell(say(case.type.words)),
            Cell(wording.place(case.area)),
            Cell(say(units[case.unit_key].words) if case.unit_key in units else ""),
            Cell(times.moment(case.due_at, now=at)),
        ]
        for case in rows.select_related("type", "area__parent__parent")
    ]


def _requests(rows: QuerySet[CaseRequest], at: datetime) -> list[list[Cell]]:
    units = cases.units()
    return [
        [
            Cell(one.case.number, reverse("cases:card", args=[one.case.number])),
            Cell(say(one.verb.words)),
            Cell(say(units[one.unit_key].words) if one.unit_key in units else ""),
            Cell(one.get_decision_display()),
            Cell(f"{one.decided_by_name} {times.moment(one.decided_at, now=at)}" if one.decided_at else ""),
        ]
        for one in rows.select_related("case")
    ]


def _closings(rows: QuerySet[CaseClosing], at: datetime) -> list[list[Cell]]:
    units = cases.units()
    return [
        [
            Cell(one.case.number, reverse("cases:card", args=[one.case.number])),
            Cell(say(units[one.unit_key].words) if one.unit_key in units else ""),
            Cell(one.get_outcome_display()),
            Cell(times.moment(one.closed_at, now=at)),
            Cell(times.moment(one.reopened_at, now=at) if one.reopened_at else ""),
        ]
        for one in rows.select_related("case")
    ]


TABLES: Final[Mapping[str, Table]] = {
    Case._meta.db_table: Table(
        _("案件库"),
        Case,
        cases_access.SEE,
        Privacy.INSIDE,
        (_("案件号"), _("事项"), _("网格"), _("处置单位"), _("到期")),
        _cases,
    ),
    CaseRequest._meta.db_table: Table(
        _("审批申请"),
        CaseRequest,
        cases_access.SEE,
        Privacy.INSIDE,
        (_("案件号"), _("申请"), _("处置单位"), _("结果"), _("审批")),
        _requests,
    ),
    CaseClosing._meta.db_table: Table(
        _("结案记录"),
        CaseClosing,
        cases_access.SEE,
        Privacy.INSIDE,
        (_("案件号"), _("处置单位"), _("办理结果"), _("结案"), _("重新打开")),
        _closings,
    ),
}
