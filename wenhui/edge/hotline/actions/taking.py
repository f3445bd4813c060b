"""A ticket comes in, by whichever road, and becomes a case; the same number again changes nothing."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from wenhui.edge.hotline import access, rules
from wenhui.edge.hotline.actions import errors, steps
from wenhui.edge.hotline.actions.steps import Move
from wenhui.edge.hotline.models import HotlineTicket
from wenhui.edge.hotline.party import ACTOR
from wenhui.edge.hotline.translate import Told
from wenhui.edge.hotline.words import Odd, State, Step
from wenhui.ground.areas import queries as areas
from wenhui.ground.areas.models import Area
from wenhui.kit.actor import Actor
from wenhui.kit.html.wording import say
from wenhui.kit.tidy import tidy
from wenhui.record.registry.rules import phones
from wenhui.record.registry.rules.refusal import NotUsableError
from wenhui.work.cases import actions as cases
from wenhui.work.cases.actions import Reporter
from wenhui.work.cases.actions.reporters import LONGEST_TITLE
from wenhui.work.cases.clocks.calendars import office_at
from wenhui.work.cases.models import CaseReport, CaseType
from wenhui.work.cases.words import Behalf, Channel, Route


@dataclass(frozen=True, slots=True)
class Taken:
    """A ticket, whether it is new, and whether what came now says something else than what was kept."""

    ticket: HotlineTicket
    is_new: bool
    differs: bool = False


@transaction.atomic
def take(*, told: Told, path: str, by: Actor, at: datetime) -> Taken:
    """Take a ticket in for the office at `path` (登记工单): a case with channel 热线, its caller owed an answer.

    A number that is known is returned as it stands. One that they have answered or closed already is no case of ours.
    """
    steps.refuse_unless_allowed(access.HANDLE, path=path, by=by, at=at)
    if rules.NUMBER.fullmatch(told.number) is None:
        raise errors.NothingGivenError(gettext("工单编号“%(number)s”读不懂。") % {"number": told.number[:40]})
    known = _known(told)
    if known is not None:
        return known
    if told.state not in rules.BEGINS:
        raise errors.WrongStateError(
            gettext("这张工单在热线已经“%(state)s”，这里没有登记过，不再立案。") % {"state": say(told.state.words)}
        )
    if told.received_at is not None and rules.is_ahead(told.received_at, at):
        raise errors.AheadError(gettext("受理时间在将来，请核对。"))
    try:
        with transaction.atomic():
            return Taken(_take(told, path, by, at), is_new=True)
    except IntegrityError:
        known = _known(told)
        if known is None:
            raise errors.UnknownTicketError(gettext("这个编号已经登记在您看不到的辖区。")) from None
        return known


def _known(told: Told) -> Taken | None:
    ticket = HotlineTicket.objects.select_related("report").filter(number=told.number).first()
    if ticket is None:
        return None
    title = tidy(told.title, most=LONGEST_TITLE, lines=False).words
    return Taken(ticket, is_new=False, differs=title != ticket.report.title)


def _take(told: Told, path: str, by: Actor, at: datetime) -> HotlineTicket:
    received_at = told.received_at or at
    area = _place(told.place, path)
    odd = _odd(told, area, path, at)
    office = office_at(area.path)
    due = rules.due(
        at=received_at, calendar=office.calendar, answer_at=told.answer_due_at, sign_at=told.sign_due_at,
        contact_at=told.contact_due_at, answer_within=steps.usual_answer(area.path, received_at),
    )  # fmt: skip
    case_type = _type(told.kind)
    case = cases.report(
        title=told.title, description=told.text, place=told.place, channel=Channel.HOTLINE, area=area,
        type_key=case_type.key if case_type else cases.NOT_GIVEN, reporter=_reporter(told), key=told.number,
        attributes={"hotline": told.number}, said_at=told.received_at, upper_due_at=due.answer_at, by=ACTOR, at=at,
    )  # fmt: skip
    report = CaseReport.objects.get(source=str(ACTOR), source_key=told.number)
    if told.kind and case_type is None:
        odd.add(Odd.TYPE)
    if report.mended:
        odd.add(Odd.MENDED)
    done = told.state is not State.TO_SIGN
    contacted = told.state is State.CONTACTED
    ticket = HotlineTicket.objects.create(
        number=told.number, report=report, area_id=case.area_id, kind=tidy(told.kind, most=120, lines=False).words,
        place=tidy(told.place, most=200, lines=False).words, state=told.state, received_at=received_at, taken_at=at,
        sign_due_at=due.sign_at, contact_due_at=due.contact_at, answer_due_at=due.answer_at,
        next_due_at=rules.next_due_at(told.state, due, is_contacted=contacted), signed_at=at if done else None,
        contacted_at=at if contacted else None, extension_asked_at=at if told.state is State.EXTENDING else None,
        odd=sorted(odd),
    )  # fmt: skip
    ticket.refresh_from_db(fields=["area_path"])
    steps.record(Move(ticket, Step.TAKE, told.state, by, at), "")
    return ticket


def _place(words: str, path: str) -> Area:
    found = areas.understand(words, within=path).area if words.strip() else None
    return found or Area.objects.get(path=path)


def _odd(told: Told, area: Area, path: str, at: datetime) -> set[Odd]:
    odd = set()
    if told.place.strip() and area.path == path:
        odd.add(Odd.NO_PLACE)
    if told.phone.strip() and not _usable(told.phone):
        odd.add(Odd.PHONE)
    if told.received_at is not None and rules.is_late(told.received_at, at):
        odd.add(Odd.LATE)
    return odd


def _reporter(told: Told) -> Reporter:
    """Return the caller; they hear of it through the hotline. A name alone, without a number, says who rang all the same."""
    phone = told.phone if _usable(told.phone) else ""
    behalf = Behalf.RESIDENT if told.name.strip() or phone else Behalf.ANONYMOUS
    return Reporter(behalf, told.name, phone, Route.SYSTEM)


def _usable(phone: str) -> bool:
    try:
        phones.read_phone(phone.strip())
    except NotUsableError:
        return False
    return True


def _type(kind: str) -> CaseType | None:
    """Return the type of case that their word for it names: the last part of `城市管理/市容环卫`, or the whole."""
    words = [part.strip() for part in kind.replace("／", "/").replace("-", "/").split("/") if part.strip()]
    if not words:
        return None
    rows = {row.zh: row for row in CaseType.objects.filter(zh__in=words, ended=False).order_by("key")}
    return next((rows[word] for word in reversed(words) if word in rows), None)
