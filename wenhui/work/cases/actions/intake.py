"""A case comes in: reported, then registered or declined."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext

from wenhui.ground.areas.models import Area
from wenhui.kit import clock
from wenhui.kit.actor import Actor, job
from wenhui.work.cases import rules
from wenhui.work.cases.actions import co_handling, dispatching, routing, steps
from wenhui.work.cases.actions.steps import Step
from wenhui.work.cases.calendars import Office, office_at
from wenhui.work.cases.events import CaseReported
from wenhui.work.cases.models import Case
from wenhui.work.cases.routing import Row
from wenhui.work.cases.words import Channel, Stage, UpperClock, Urgency, Verb

NOT_GIVEN = "not_given"
ROUTER: Final = job("routes", "派遣规则")


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
) -> Case:
    """Take a report in and return its case (上报).

    `key` makes it idempotent: the same key from the same actor returns the same case, however often and however much at
    once it is sent. A report at a dwelling lies at its building. The intake clock begins to run.
    Where the channel is an upper platform's, its own clock runs beside ours: until `upper_due_at` where it said so itself.
    """
    reported = _reported(by, key)
    if reported is not None:
        return reported
    case_type = steps.case_type(type_key)
    path = rules.building_of(area.path)
    steps.refuse_unless_allowed(Verb.REPORT, path=path, by=by, at=at)
    case = Case(
        area=area if area.path == path else Area.objects.get(path=path), type=case_type, platform=case_type.platform,
        channel=channel, stage=Stage.REPORTED, urgency=urgency or case_type.urgency, title=title.strip(),
        description=description.strip(), place=place.strip(), lng=lng, lat=lat, reported_at=at,
        source=str(by) if key else "", source_key=key, attributes=dict(attributes or {}),
    )  # fmt: skip
    office = office_at(path)
    case.soon_at, case.due_at, _ = _intake_clock(office, at)
    upper = office.policy.upper.get(channel)
    if upper is not None or upper_due_at is not None:
        case.upper_clock = upper.clock if upper else UpperClock.ALWAYS
        case.upper_due_at = upper_due_at or (upper.due_at(at, office.calendar) if upper else None)
    try:
        with transaction.atomic():
            case.number = _next_number(path, office, at)
            case.save(force_insert=True)
    except IntegrityError:
        reported = _reported(by, key)
        if reported is None:
            raise
        return reported
    case.area_path = path
    step = Step(case, Verb.REPORT, by, at)
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
    return Case.objects.filter(source=str(by), source_key=key).first() if key else None


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
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO cases_casecounter (prefix, "on", last) VALUES (%s, %s, 1) '
            'ON CONFLICT (prefix, "on") DO UPDATE SET last = cases_casecounter.last + 1 RETURNING last',
            [prefix, day],
        )
        return rules.number(prefix=prefix, day=day, serial=cursor.fetchone()[0])
