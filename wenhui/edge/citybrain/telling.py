"""Cases go up: each step of a case is posted to the city brain in the transaction that took it."""

from typing import Any

from wenhui.edge.citybrain import translate
from wenhui.edge.citybrain.models import Task
from wenhui.edge.citybrain.peer import Peer
from wenhui.edge.citybrain.wire import CaseData, Event, Kind
from wenhui.edge.exchange import outbox
from wenhui.kit.actor import Actor
from wenhui.work.cases.events import CaseClosed, CaseMoved, CaseReported
from wenhui.work.cases.models import Case, CaseMove
from wenhui.work.cases.words import Channel


def tell(peer: Peer, party: Actor, fact: CaseMoved) -> None:
    """Post one step of a case of the peer's area. Files that were brought in whole are not news and stay here."""
    if not fact.area_path.startswith(peer.path):
        return
    case = Case.objects.only(*_READ).get(pk=fact.case_id)
    if case.channel == Channel.IMPORT:
        return
    move = CaseMove.objects.filter(case_id=case.pk).latest("id")
    kind = (
        Kind.REPORTED if isinstance(fact, CaseReported) else Kind.CLOSED if isinstance(fact, CaseClosed) else Kind.MOVED
    )
    event = Event(
        specversion="1.0", id=f"move-{move.pk}", source=peer.own_source, type=kind, subject=case.number, time=move.at,
        sequence=str(move.pk), data=data_of(case, move, tasks_of(case, party)).model_dump(mode="json"),
    )  # fmt: skip
    outbox.post(
        party=party.key, event_id=event.id, kind=kind, subject=case.number, sequence=move.pk, area_id=case.area_id,
        body=_body(event), at=move.at,
    )  # fmt: skip


def data_of(case: Case, move: CaseMove, tasks: list[str]) -> CaseData:
    """Return what the city brain reads of a case; what was said with the step only where the task is theirs."""
    return CaseData(
        number=case.number, state=translate.STATE[case.at_stage], stage=case.stage, verb=move.verb, title=case.title,
        type=case.type_id, platform=case.platform, channel=case.channel, urgency=case.urgency, area=case.area_path,
        place=case.place, lng=case.lng, lat=case.lat, unit=case.unit_key, reported_at=case.reported_at,
        due_at=case.due_at, closed_at=case.closed_at, tasks=tasks, note=move.why if tasks else "",
    )  # fmt: skip


def tasks_of(case: Case, party: Actor) -> list[str]:
    """Return the keys of their tasks that a case answers; the one it came with is known before its row is written."""
    own = {case.source_key} if case.source == str(party) else set()
    return sorted(own | set(Task.objects.filter(case_id=case.pk).values_list("key", flat=True)))


def _body(event: Event) -> dict[str, Any]:
    body: dict[str, Any] = event.model_dump(mode="json", exclude_defaults=True)
    return body


_READ = (
    "number", "stage", "title", "type_id", "platform", "channel", "urgency", "area_id", "area_path", "place", "lng",
    "lat", "unit_key", "reported_at", "due_at", "closed_at", "source", "source_key",
)  # fmt: skip
