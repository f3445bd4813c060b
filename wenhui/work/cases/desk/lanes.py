"""The most pressing cases of each column of the board."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from wenhui.work.cases import queries
from wenhui.work.cases.models import Case
from wenhui.work.cases.queries import Filters
from wenhui.work.cases.words import COLUMNS, Column


def firsts(filters: Filters, columns: Iterable[Column], *, at: datetime, most: int) -> list[Case]:
    """Return the most pressing cases of each column, the most pressing first. One query, one more with words."""
    open_ = queries.matching(replace(filters, column=None), at=at)
    each = [open_.filter(stage__in=COLUMNS[one]).order_by("next_due_at", "pk").values("pk")[:most] for one in columns]
    if not each:
        return []
    chosen = each[0].union(*each[1:], all=True) if each[1:] else each[0]
    return list(queries.as_rows(Case.objects.filter(pk__in=chosen)).order_by("next_due_at", "pk"))
