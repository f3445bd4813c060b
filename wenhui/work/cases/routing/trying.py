"""What an edition of the decision table would change: row by row, and case by case in the last month."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext

from wenhui.kit.scope import upper_bound
from wenhui.work.cases.actions.routing import asked_of
from wenhui.work.cases.clocks.calendars import office_at
from wenhui.work.cases.models import Case, RouteEdition
from wenhui.work.cases.routing import decision_table
from wenhui.work.cases.routing.decision_table import Names, Row

DAYS = 31
MOST_TRIED = 5000
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """One past case that would have gone to another unit, and by which row."""

    case: Case
    went: str
    would: str
    row: int


@dataclass(frozen=True, slots=True)
class Tried:
    """What an edition would have done with the cases of the last month."""

    tried: int
    routed: int
    elsewhere: list[Elsewhere]

    @property
    def shown(self) -> list[Elsewhere]:
        """Return the newest of them."""
        return self.elsewhere[:MOST_SHOWN]


def tried(edition: RouteEdition, *, known: Names, at: datetime) -> Tried:
    """Return which cases of the last month, dispatched since, would have gone elsewhere under an edition."""
    office = office_at(edition.path)
    cases = (
        Case.objects.filter(
            area_path__gte=edition.path, area_path__lt=upper_bound(edition.path),
            reported_at__gte=at - timedelta(days=DAYS), reported_at__lt=at,
        )
        .exclude(unit_key="")
        .select_related("area", "type")
        .order_by("-reported_at")[:MOST_TRIED]
    )  # fmt: skip
    found = [(case, asked_of(case, edition, office)) for case in cases]
    other = [
        Elsewhere(case, known.name("unit", case.unit_key), known.name("unit", said[1].unit), said[0])
        for case, said in found
        if said is not None and said[1].unit and said[1].unit != case.unit_key
    ]
    return Tried(len(found), sum(said is not None for _, said in found), other)


def changes(before: Sequence[Row], after: Sequence[Row], known: Names) -> Iterator[str]:
    """Yield what an edition adds, takes away or moves, in the words of its rows."""
    stood, stands = [_said(row, known) for row in before], [_said(row, known) for row in after]
    for number, words in enumerate(stands, 1):
        if words not in stood:
            yield gettext("新增或改动第 %(n)s 行：%(words)s") % {"n": number, "words": words}
        elif stood.index(words) != number - 1:
            yield gettext("第 %(from)s 行移到第 %(n)s 行：%(words)s") % {
                "from": stood.index(words) + 1, "n": number, "words": words,
            }  # fmt: skip
    for number, words in enumerate(stood, 1):
        if words not in stands:
            yield gettext("去掉原第 %(n)s 行：%(words)s") % {"n": number, "words": words}


def _said(row: Row, known: Names) -> str:
    """Return a row as one line: 施工扰民，下班时间 → 综合执法，2 工作时."""
    texts = dict(zip((key for key, _ in decision_table.COLUMNS), decision_table.written(row, known), strict=True))
    when = [texts[key] for key in decision_table.CONDITIONS if texts[key]]
    texts["automatic"] = gettext("自动派遣") if row.automatic else ""
    then = [text for key, text in texts.items() if key not in decision_table.CONDITIONS and text]
    comma = gettext("，")
    return f"{comma.join(when) or gettext('其余全部')} → {comma.join(then)}"
