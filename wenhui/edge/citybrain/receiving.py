"""Tasks come down: one becomes a case, and what the city brain says of it since is done where it may be."""

from datetime import datetime

from django.utils.translation import gettext
from pydantic import ValidationError

from wenhui.edge.citybrain import translate, wire
from wenhui.edge.citybrain.models import Task
from wenhui.edge.citybrain.peer import Peer
from wenhui.edge.citybrain.wire import Event, Kind, Said, StatusData, TaskData
from wenhui.edge.exchange.models import Incoming
from wenhui.edge.exchange.parties import NotYetError, RefusedError, Settled
from wenhui.edge.exchange.words import Mark
from wenhui.ground.areas import queries as areas
from wenhui.ground.areas.models import Area
from wenhui.kit.actor import Actor
from wenhui.kit.html.wording import say
from wenhui.work.cases import actions
from wenhui.work.cases.intake import naming
from wenhui.work.cases.models import Case, CaseType
from wenhui.work.cases.words import Channel, Verb

LONGEST_OWNER = 120


def settle(peer: Peer, party: Actor, message: Incoming, at: datetime) -> Settled:
    """Call the one action that a message asks for. Raises RefusedError or CaseError with the reason."""
    event = Event.model_validate_json(message.body)
    if event.source != peer.source:
        raise RefusedError(gettext("来源“%(source)s”不是城市大脑。") % {"source": event.source})
    try:
        if event.type == Kind.TASK:
            return _issue(peer, party, event, TaskData.model_validate(event.data), at)
        if event.type == Kind.STATUS:
            return _hear(party, event, StatusData.model_validate(event.data), at)
    except ValidationError as error:
        raise RefusedError(gettext("内容读不懂：%(why)s") % {"why": wire.said(error)}) from error
    raise RefusedError(gettext("不认识这类报文：%(type)s") % {"type": event.type})


def _issue(peer: Peer, party: Actor, event: Event, task: TaskData, at: datetime) -> Settled:
    """Report a case for a task, once for each key of theirs, at the moment it reached us."""
    known = Task.objects.select_related("case").filter(key=task.task).first()
    if known is not None:
        return Settled(_name(known.case), why=gettext("这个任务已经收到过。"))
    told = translate.report_of(task)
    area, is_outside = _place(peer, task)
    type_key = task.type if CaseType.objects.filter(key=task.type, ended=False).exists() else actions.NOT_GIVEN
    reporter, unusable = naming.named(name=task.reporter.name, phone=task.reporter.phone)
    case = actions.report(
        title=told.title, description=told.description, place=told.place, urgency=told.urgency, type_key=type_key,
        channel=Channel.CITY_BRAIN, area=area, lng=task.lng, lat=task.lat if task.lng is not None else None,
        key=task.task, attributes={"task": task.task}, reporter=reporter, said_at=event.time,
        belongs_to=(task.address.strip() or gettext("归属待查"))[:LONGEST_OWNER] if is_outside else "", by=party, at=at,
    )  # fmt: skip
    Task.objects.create(
        key=task.task, case=case, area_id=case.area_id, issued_at=event.time or at, received_at=at,
        last_sequence=int(event.sequence or 0),
    )  # fmt: skip
    marks = told.marks | ({Mark.OUTSIDE} if is_outside else set()) | ({Mark.CLEANED} if unusable else set())
    marks |= {Mark.RETYPED} if task.type and type_key != task.type else set()
    return Settled(_name(case), marks=tuple(sorted(marks)))


def _place(peer: Peer, task: TaskData) -> tuple[Area, bool]:
    """Return where a task lies: by its point, then by its address; what lies elsewhere goes to the office, to refer on."""
    if task.lng is not None and task.lat is not None:
        grid = areas.at_point(task.lng, task.lat)
        if grid is None or not grid.path.startswith(peer.path):
            return Area.objects.get(path=peer.path), True
        return grid, False
    found = areas.understand(task.address, within=peer.path).area if task.address.strip() else None
    return found or Area.objects.get(path=peer.path), bool(task.address.strip()) and found is None


def _hear(party: Actor, event: Event, status: StatusData, at: datetime) -> Settled:
    """Do what a status asks for, unless a later one was heard: out of order, nothing moves back."""
    task = Task.objects.select_for_update(of=("self",)).select_related("case").filter(key=status.task).first()
    if task is None:
        raise NotYetError(gettext("还没有收到任务 %(task)s。") % {"task": status.task})
    sequence = int(event.sequence or 0)
    if sequence <= task.last_sequence:
        return Settled(_name(task.case), is_stale=True, why=gettext("这之后的状态已经收到。"))
    _do(party, task.case, status, at)
    task.last_sequence, task.said = sequence, status.state
    task.save(update_fields=["last_sequence", "said"])
    return Settled(_name(task.case))


def _do(party: Actor, case: Case, status: StatusData, at: datetime) -> None:
    stage, why = case.at_stage, status.why.strip()
    if stage in translate.NOTHING_TO_DO[status.state]:
        return
    match translate.NEXT.get((status.state, stage)):
        case Verb.VERIFY:
            actions.verify(case_id=case.pk, note=why or gettext("城市大脑回访，已经解决。"), by=party, at=at)
        case Verb.REWORK:
            actions.rework(case_id=case.pk, why=why or gettext("城市大脑回访，没有解决。"), by=party, at=at)
        case _:
            told = {"number": case.number, "stage": say(stage.words), "said": _spoken(status.state), "why": why}
            raise RefusedError(
                gettext("城市大脑说%(said)s，%(number)s 现在是“%(stage)s”，要由指挥室决定。%(why)s") % told,
                reference=_name(case),
            )


def _spoken(state: Said) -> str:
    match state:
        case Said.CONFIRMED:
            return gettext("已经解决")
        case Said.RETURNED:
            return gettext("没有解决")
    return gettext("不用办了")


def _name(case: Case) -> str:
    return f"case:{case.number}"
