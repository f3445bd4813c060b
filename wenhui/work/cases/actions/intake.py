"""A case comes in: reported, then registered or declined."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from wenhui.ground import rows
from wenhui.ground.areas.models import Area
from wenhui.ground.journal import actions as journal
from wenhui.kit import clock
from wenhui.kit.actor import Actor, job
from wenhui.kit.html.wording import say
from wenhui.work.cases import rules
from wenhui.work.cases.actions import co_handling, dispatching, errors, reporters, routing, steps
from wenhui.work.cases.actions.reporters import Came, Reporter, Spoken, Waits
from wenhui.work.cases.actions.steps import Step
from wenhui.work.cases.clocks.calendars import Office, office_at
from wenhui.work.cases.events import CaseReported
from wenhui.work.cases.intake import near
from wenhui.work.cases.models import Case, CaseReport
from wenhui.work.cases.routing.decision_table import Row
from wenhui.work.cases.words import OPEN, Channel, Stage, UpperClock, Urgency, Verb

NOT_GIVEN = "not_given"
ROUTER: Final = job("routes", "派遣规则")
NOBODY: Final = Reporter()
NEXT = """
INSERT INTO cases_casecounter (prefix, "on", last) VALUES (%s, %s, 1)
ON CONFLICT (prefix, "on") DO UPDATE SET last = cases_casecounter.last + 1 RETURNING last
"""


@transaction.atomic
def report(
    *,
    title: str,
    channel: Channel,
    area: Area,
    by: Actor,
    at: datetime,
    key: str = "",
    type_key: str = NOT_GIVEN,
    urgency: Urgency | None = None,
    description: str = "",
    place: str = "",
    lng: float | None = None,
    lat: float | None = None,
    attributes: Mapping[str, Any] | None = None,
    upper_due_at: datetime | None = None,
    reporter: Reporter = NOBODY,
    same_as: str = "",
    said_at: datetime | None = None,
    belongs_to: str = "",
) -> Case:
    """Take a report in and return its case (上报). Every report is a row, whether it opens a case or joins one.

    `key` makes it idempotent: the same key from the same actor returns the same case, however often and however much at
    once it is sent. `same_as` is the number of the case it is about, when somebody saw that it is one already. A report
    at a dwelling lies at its building. The intake clock runs from `at`, whatever moment (`said_at`) another system
    names; where the channel is an upper platform's, its own clock runs beside ours, until `upper_due_at` where it said so
    itself. `belongs_to` says who is responsible where the place lies outside (需转交).
    """
    reported = _reported(by, key)
    if reported is not None:
        return reported
    reporter = reporter.usable()
    said = reporters.spoken(title=title, words=description, place=place)
    if not said.title:
        raise errors.NothingGivenError(gettext("请写一句话，说是什么事。"))
    came = Came(channel, key, said_at, by, at)
    if same_as:
        return _join(same_as, said, reporter, came, upper_due_at)
    case_type = steps.case_type(type_key)
    path = rules.building_of(area.path)
    steps.refuse_unless_allowed(Verb.REPORT, path=path, by=by, at=at)
    ground = area if area.path == path else Area.objects.get(path=path)
    case = Case(
        area=ground, type=case_type, platform=case_type.platform, channel=channel, stage=Stage.REPORTED,
        urgency=urgency or case_type.urgency, title=said.title, description=said.words, place=said.place, lng=lng,
        lat=lat, reported_at=at, source=str(by) if key else "", source_key=key, attributes=dict(attributes or {}),
        cell=near.cell_of(*point_of(ground, lng, lat)), belongs_to=belongs_to,
    )  # fmt: skip
    office = office_at(path)
    case.soon_at, case.due_at, _ = _intake_clock(office, at)
    upper = _upper_clock(office, came, upper_due_at)
    steps.bring_upper_clock(case, *upper)
    try:
        with transaction.atomic():
            case.number = _next_number(path, office, at)
            rows.insert(case)
            case.area_path = path
            reporters.keep(case, said, reporter, came, upper)
    except IntegrityError:
        reported = _reported(by, key)
        if reported is None:
            raise
        return reported
    step = Step(case, Verb.REPORT, by, at)
    steps.record(step, from_stage="")
    steps.tell(CaseReported, step)
    return case


def point_of(area: Area, lng: float | None, lat: float | None) -> tuple[float | None, float | None]:
    """Return where something lies: its own point, else its building's; that of a grid would say nothing."""
    if lng is not None and lat is not None:
        return lng, lat
    return (area.lng, area.lat) if area.path.count(".") == rules.BUILDING_DEPTH else (None, None)


def _join(number: str, said: Spoken, reporter: Reporter, came: Came, upper_due_at: datetime | None) -> Case:
    """Add a report to the case it is about; one that was joined to another stands for that other one.

    A platform above that sends it waits by its own clock, which the open case takes over where it is the nearer one.
    """
    case = Case.objects.select_for_update(of=("self",)).filter(number=number).first()
    if case is None:
        raise errors.UnknownCaseError(gettext("没有这件案件，或不在您的权限内。"))
    steps.refuse_unless_allowed(Verb.REPORT, path=case.area_path, by=came.by, at=came.at)
    if case.stage not in {*OPEN, Stage.CLOSED, Stage.MERGED}:
        raise errors.NotJoinableError(
            gettext("%(number)s 已经%(stage)s，请另报一件。") % {"number": number, "stage": say(case.at_stage.words)}
        )
    upper = _upper_clock(office_at(case.area_path), came, upper_due_at)
    try:
        with transaction.atomic():
            row = reporters.keep(case, said, reporter, came, upper, joins=True)
    except IntegrityError:
        reported = _reported(came.by, came.key)
        if reported is None:
            raise
        return reported
    if case.stage in OPEN and steps.bring_upper_clock(case, *upper):
        case.save(update_fields=steps.UPPER)
    refs: dict[str, str | int] = {"number": case.number, "report": row.pk}
    journal.write(by=came.by, at=came.at, verb="cases.report", subject=f"case:{case.pk}", refs=refs)
    return case


def open_again(held: Case, *, title: str, words: str, by: Actor, at: datetime, why: str) -> Case:
    """Open a case for a report that was taken for the same as `held` and is not; it lies where that one lies."""
    office = office_at(held.area_path)
    case = Case(
        area=held.area, type=held.type, platform=held.type.platform, channel=held.channel, stage=Stage.REPORTED,
        urgency=held.type.urgency, title=title, description=words, place=held.place, lng=held.lng, lat=held.lat,
        reported_at=at, cell=held.cell, number=_next_number(held.area_path, office, at),
    )  # fmt: skip
    case.soon_at, case.due_at, _ = _intake_clock(office, at)
    case.save(force_insert=True)
    case.area_path = held.area_path
    step = Step(case, Verb.REPORT, by, at, why)
    steps.record(step, from_stage="")
    steps.tell(CaseReported, step)
    return case


@transaction.atomic
def register(
    *, case_id: int, by: Actor, at: datetime, type_key: str = "", urgency: Urgency | None = None, why: str = ""
) -> Case:
    """Take a case up (立案): its type and urgency are settled and the handling clock begins to run.

    The office's decision table says for how long and to whom; where its row says so, the case is dispatched at once.
    """
    step = steps.begin(Verb.REGISTER, case_id=case_id, by=by, at=at, why=why)
    case = step.case
    if type_key:
        case.type = steps.case_type(type_key)
        case.platform = case.type.platform
    case.urgency = urgency or case.urgency
    case.registered_at = at
    row = routing.route(case)
    steps.start_clock(case, at)
    case = steps.finish(step)
    return _send_on(case, row, at) if row and row.automatic and row.unit else case


@transaction.atomic
def reject(*, case_id: int, why: str, by: Actor, at: datetime) -> Case:
    """Decline a case (不予受理), with the reason that the reporter will read."""
    return steps.finish(steps.begin(Verb.REJECT, case_id=case_id, by=by, at=at, why=why))


def _send_on(case: Case, row: Row, at: datetime) -> Case:
    """Dispatch a case at once where its row of the decision table says so, and ask the co-handling units, too."""
    why = gettext("按派遣规则第 %(n)s 行自动派遣") % {"n": case.route["row"]}
    case = dispatching.dispatch(case_id=case.pk, unit_key=row.unit, by=ROUTER, at=at, why=why)
    for helper in row.helpers:
        co_handling.invite(case_id=case.pk, unit_key=helper, asks=row.note or case.title, by=ROUTER, at=at)
    return case


def _reported(by: Actor, key: str) -> Case | None:
    """Return the case that this key was reported for; cases loaded in bulk may stand without a report."""
    if not key:
        return None
    said = CaseReport.objects.filter(source=str(by), source_key=key).select_related("case").first()
    return said.case if said else Case.objects.filter(source=str(by), source_key=key).first()


def start_intake_clock(case: Case, at: datetime) -> None:
    """Let the intake clock begin to run, for a case that waits to be taken up once more."""
    case.soon_at, case.due_at, _ = _intake_clock(office_at(case.area_path), at)


def _upper_clock(office: Office, came: Came, said: datetime | None) -> Waits:
    """Return on which calendar, and until when, the platform above waits that sent this."""
    upper = office.policy.upper.get(came.channel)
    if upper is None:
        return UpperClock.ALWAYS, said
    return upper.clock, said or upper.due_at(came.at, office.calendar)


def _intake_clock(office: Office, at: datetime) -> rules.Clock:
    return rules.clock(
        begins_at=at,
        limit=office.policy.intake,
        calendar=office.calendar,
        soon_percent=office.policy.soon_percent,
    )


def _next_number(path: str, office: Office, at: datetime) -> str:
    """Return the next number of the office and day; another report of the same office waits until this one is kept."""
    prefix, day = rules.prefix_of(path), clock.local_day(at, office.calendar.zone)
    ((serial,),) = rows.run(NEXT, [prefix, day])
    return rules.number(prefix=prefix, day=day, serial=serial)
