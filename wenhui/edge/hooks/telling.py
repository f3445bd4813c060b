"""Each step of a case is posted to whoever may read of it, in the transaction that took it."""

from collections.abc import Mapping

from wenhui.edge.exchange import outbox
from wenhui.edge.hooks import queries
from wenhui.edge.hooks.wire import CaseNews, Kind, News
from wenhui.kit import clock
from wenhui.work.cases.events import (
    CaseClosed,
    CaseDispatched,
    CaseMoved,
    CaseReopened,
    CaseReported,
    CaseReturned,
)
from wenhui.work.cases.models import Case, CaseMove
from wenhui.work.cases.words import Channel

KINDS: Mapping[type[CaseMoved], Kind] = {
    CaseReported: Kind.REPORTED,
    CaseDispatched: Kind.DISPATCHED,
    CaseReturned: Kind.RETURNED,
    CaseClosed: Kind.CLOSED,
    CaseReopened: Kind.REOPENED,
}


def tell(fact: CaseMoved) -> None:
    """Post one step to the hooks that are to be told of it. Files that were brought in whole are not news."""
    kind = KINDS.get(type(fact), Kind.MOVED)
    hooks = queries.told_of(kind, path=fact.area_path, day=clock.local_day(fact.at))
    if not hooks:
        return
    case = Case.objects.only(*_READ).get(pk=fact.case_id)
    if case.channel == Channel.IMPORT:
        return
    move = CaseMove.objects.only("id", "verb", "at").filter(case_id=case.pk).latest("id")
    news = News(id=f"move-{move.pk}", kind=kind, at=move.at, sequence=move.pk, case=news_of(case, move.verb))
    body = news.model_dump(mode="json")
    for hook in hooks:
        outbox.post(
            party=hook.party, event_id=news.id, kind=kind, subject=case.number, sequence=move.pk,
            area_id=case.area_id, body=body, at=move.at,
        )  # fmt: skip


def news_of(case: Case, verb: str) -> CaseNews:
    """Return what is told of a case."""
    return CaseNews(
        number=case.number, verb=verb, stage=case.stage, type_key=case.type_id, platform=case.platform,
        channel=case.channel, urgency=case.urgency, area=case.area_path, unit_key=case.unit_key,
        reported_at=case.reported_at, due_at=case.due_at, closed_at=case.closed_at, is_on_time=case.is_on_time,
        href=f"/api/v1/cases/{case.number}",
    )  # fmt: skip


_READ = (
    "number", "stage", "type_id", "platform", "channel", "urgency", "area_id", "area_path", "unit_key", "reported_at",
    "due_at", "closed_at", "is_on_time",
)  # fmt: skip
