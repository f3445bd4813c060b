"""Rows of forms, filings, tables and the entry meter behind a figure, as cells. Who typed them is not among them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wenhui.cockpit.cells import Cell, Table
from wenhui.kit.html import times
from wenhui.kit.privacy import Privacy
from wenhui.record.forms import access as forms_access
from wenhui.record.forms import shown
from wenhui.record.forms.models import EntryCount, Filing, Form
from wenhui.record.ledgers.models import CellCount


def forms(rows: QuerySet[Form], at: datetime) -> list[list[Cell]]:
    """Return who asked for which form, and where it stands."""
    names = shown.asker_names()
    return [
        [
            Cell(one.name, reverse("forms:form", args=[one.pk])),
            Cell(names.get(one.asker, one.asker)),
            Cell(one.get_standing_display()),
            Cell(str(one.spared)),
            Cell(f"{one.expires_on:%Y-%m-%d}"),
        ]
        for one in rows
    ]


def filings(rows: QuerySet[Filing], at: datetime) -> list[list[Cell]]:
    """Return which form was filed where and when."""
    return [
        [
            Cell(one.receipt, reverse("forms:filing", args=[one.pk])),
            Cell(one.form.name),
            Cell(one.area.name),
            Cell(times.moment(one.at, now=at)),
        ]
        for one in rows.select_related("form", "area")
    ]


def counts(rows: QuerySet[EntryCount], at: datetime) -> list[list[Cell]]:
    """Return what single fillings and filings took."""
    return [
        [
            Cell(one.form.name, reverse("forms:form", args=[one.form_id])),
            Cell(one.area.name),
            Cell(times.moment(one.at, now=at)),
            *(Cell(str(count)) for count in (one.served, one.confirmed, one.asked, one.repeated)),
        ]
        for one in rows.select_related("form", "area")
    ]


def table_counts(rows: QuerySet[CellCount], at: datetime) -> list[list[Cell]]:
    """Return what departments' tables took: blank forms filled, tables imported."""
    names = shown.asker_names()
    return [
        [
            Cell(one.get_counted_as_display()),
            Cell(names.get(one.asker, one.asker)),
            Cell(one.area.name),
            Cell(times.moment(one.at, now=at)),
            *(Cell(str(count)) for count in (one.rows, one.served, one.confirmed, one.asked)),
        ]
        for one in rows.select_related("area")
    ]


TABLES: Final[Mapping[str, Table]] = {
    Form._meta.db_table: Table(
        _("表单登记"),
        Form,
        forms_access.SEE,
        Privacy.INSIDE,
        (_("表"), _("要表单位"), _("准入"), _("免填"), _("到期")),
        forms,
    ),
    Filing._meta.db_table: Table(
        _("报送记录"),
        Filing,
        forms_access.SEE,
        Privacy.INSIDE,
        (_("回执"), _("表"), _("地方"), _("时间")),
        filings,
    ),
    EntryCount._meta.db_table: Table(
        _("录入计量"),
        EntryCount,
        forms_access.SEE,
        Privacy.INSIDE,
        (_("表"), _("地方"), _("时间"), _("带出"), _("确认"), _("动手填"), _("重复问")),
        counts,
    ),
    CellCount._meta.db_table: Table(
        _("台账计量"),
        CellCount,
        forms_access.SEE,
        Privacy.INSIDE,
        (_("来源"), _("要表单位"), _("地方"), _("时间"), _("行"), _("免填"), _("一致"), _("留给人填")),
        table_counts,
    ),
}
