"""Plants the demonstration's visits: a month of reminders, two outreaches, rosters, and rounds that were walked; invented.

Everything follows from the seed number and the moment. Reasons come by the same actions as in the office; visits of the
past month are written as rows, because at their moments nobody was there to record them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from django.db import transaction

from wenhui.ground.accounts.models import Account, Post
from wenhui.ground.areas import queries as areas
from wenhui.ground.areas.models import Area, Level
from wenhui.ground.journal import actions as journal
from wenhui.kit import clock
from wenhui.kit.actor import Actor
from wenhui.kit.words import Words
from wenhui.record.facts import actions as facts
from wenhui.record.facts.actions import About
from wenhui.record.facts.words import Through
from wenhui.record.registry.words import Subject
from wenhui.work.visits import actions, composing, policies
from wenhui.work.visits.actions.asking import Wanted
from wenhui.work.visits.models import Promise, Reason, ReasonOutcome, Roster, Visit
from wenhui.work.visits.rules.choosing import Question
from wenhui.work.visits.rules.knocking import Policy
from wenhui.work.visits.words import Outcome, Part, ReasonKind, ReasonState

SECRETARY: Final = "zhounc"
WORKER: Final = "gulan"
SUBDISTRICT: Final = "hz.gs.wh."
PAST: Final = timedelta(days=30)
WALKED_UP: Final = 7  # storeys that old houses have without a lift
WALKED: Final = 0.45  # of the homes with something to do
OUTCOMES: Final[Mapping[Outcome, int]] = {Outcome.ANSWERED: 62, Outcome.NOBODY_HOME: 32, Outcome.REFUSED: 6}


@dataclass(frozen=True, slots=True)
class Plan:
    """One roster of the demonstration and what its homes are told."""

    name: str
    ground: str
    question: Question
    zh: str
    tell: str
    due_in: int


PLANS: Final = (
    Plan(
        "75 岁以上独居老人",
        "老年人权益保障法第三十八条",
        Question(age_from=75, is_alone=True),
        "冬春流感疫苗免费接种",
        "七十五岁以上免费接种流感疫苗，自愿；想打的我们帮您约时间，不方便出门的可以接送。",
        21,
    ),
    Plan(
        "60–74 岁独居",
        "反电信网络诈骗法第八条",
        Question(age_from=60, age_to=74, is_alone=True),
        "防诈骗上门提醒",
        "陌生来电要验证码、要转账、要下载软件的，先挂断，拨 96110 问一问；也可以先问社区。",
        10,
    ),
)


@dataclass(slots=True)
class _Past:
    """Rows of the past month."""

    visits: list[Visit] = field(default_factory=list)
    outcomes: list[ReasonOutcome] = field(default_factory=list)
    ended: list[Reason] = field(default_factory=list)


def seed(*, number: int, now: datetime, by: Actor, at: datetime) -> None:
    """Plant visits as they stand at `now`; nothing where a roster stands already. One transaction."""
    if Roster.objects.exists():
        return
    chance = Random(f"visits:{number}:{clock.local_day(now).isoformat()}")  # noqa: S311 - invents rounds, guards nothing
    with transaction.atomic():
        _lifts(by=by, at=now - PAST)
        actions.remind(by=by, at=now - PAST)
        _gaps(by=by, at=now - PAST + timedelta(days=3))
        for place, plan in enumerate(PLANS):
            _reach_out(plan, at=now - PAST + timedelta(days=16 + 6 * place), key=f"seed-{number}-{place}")
        past = _walk(chance, now, by=by)
        Visit.objects.bulk_create(past.visits)
        ReasonOutcome.objects.bulk_create(past.outcomes)
        Reason.objects.bulk_update(past.ended, ["state", "ended_at", "rest_until"])
        actions.remind(by=by, at=now)
        _promise(chance, now)
        journal.write(by=by, at=at, verb="visits.seed", subject=f"visits:{number}", refs={"visits": len(past.visits)})


def _reach_out(plan: Plan, *, at: datetime, key: str) -> None:
    secretary = Account.objects.get(username=SECRETARY)
    area = _area_of(SECRETARY)
    roster = actions.keep_roster(
        name=plan.name, ground=plan.ground, question=plan.question, area=area, by=secretary.actor, at=at
    )
    actions.reach_out(
        key=key, roster_id=roster.pk, words=Words(plan.zh, ""), tell=Words(plan.tell, ""),
        due_on=clock.local_day(at) + timedelta(days=plan.due_in), path=area.path, by=secretary.actor, at=at,
    )  # fmt: skip


def _lifts(*, by: Actor, at: datetime) -> None:
    """Let the registry of lifts have told which buildings of the secretary's community have one: the tall ones."""
    buildings = areas.children_of(_area_of(SECRETARY).path, Level.BUILDING)
    cells = {one.pk: "2" if (one.storeys or 0) > WALKED_UP else "0" for one in buildings}
    facts.say(
        about=[About(Subject.BUILDING, pk, {"building.lifts": text}) for pk, text in cells.items()],
        through=Through.BRIDGE, provider="market", ground="特种设备安全法第三十三条", by=by, at=at,
    )  # fmt: skip


def _gaps(*, by: Actor, at: datetime) -> None:
    """Let two rooms miss something: phones of people over 60, and smoke alarms where somebody old lives alone."""
    area, today = _area_of(SECRETARY), clock.local_day(at)
    old = composing.chosen(Question(age_from=60), path=area.path, today=today).filter(phone__isnull=True)
    alone = composing.chosen(Question(age_from=75, is_alone=True), path=area.path, today=today)
    for source, ground, words, key, people in (
        (
            "seed:contacts",
            "居民委员会组织法第三条",
            Words("联系电话没有登记", "No phone on record"),
            "person.phone",
            old,
        ),
        ("seed:fire", "消防法第三十二条", Words("独居老人家的烟感", "Smoke alarm"), "dwelling.smoke_alarm", alone),
    ):
        wanted = [
            Wanted(
                key=str(pk), dwelling_id=dwelling_id, person_id=pk, words=words, asks=(key,), from_on=today,
                due_on=today + timedelta(days=45),
            )
            for pk, dwelling_id in people.order_by("pk").values_list("pk", "dwelling_id")
        ]  # fmt: skip
        actions.ask(kind=ReasonKind.GAP, source=source, ground=ground, wanted=wanted, by=by, at=at)


def _area_of(username: str) -> Area:
    return Post.objects.select_related("area").filter(account__username=username).order_by("pk")[0].area


def _walk(chance: Random, now: datetime, *, by: Actor) -> _Past:
    """Invent who was met at which door since the reasons were given."""
    past, policy = _Past(), policies.at(SUBDISTRICT)
    worker = Account.objects.get(username=WORKER)
    grid = _area_of(WORKER)
    told = Reason.objects.filter(state=ReasonState.OPEN, asks=[])  # who was asked something would have answered it
    for reasons in _by_home(told.select_related("area").order_by("pk")).values():
        if chance.random() > WALKED:
            continue
        first = reasons[0]
        who = worker.actor if first.area_path.startswith(grid.path) else by
        moment, part = _moment(chance, max(reason.asked_at for reason in reasons), now, policy)
        (outcome,) = chance.choices(list(OUTCOMES), list(OUTCOMES.values()))
        visit = Visit(
            key=f"seed-{first.pk}", dwelling_id=first.dwelling_id, outcome=outcome,
            at=moment, part=part, by_kind=who.kind, by_key=who.key, by_name=who.name, area=first.area,
        )  # fmt: skip
        past.visits.append(visit)
        for reason in reasons:
            past.outcomes.append(ReasonOutcome(visit=visit, reason=reason, outcome=visit.outcome, area=first.area))
            _end(reason, visit, policy)
            past.ended.append(reason)
    return past


def _end(reason: Reason, visit: Visit, policy: Policy) -> None:
    if visit.outcome == Outcome.ANSWERED:
        reason.state, reason.ended_at = ReasonState.MET, visit.at
    elif visit.outcome == Outcome.REFUSED and reason.kind in policy.pauses:
        reason.rest_until = clock.local_day(visit.at) + timedelta(days=policy.pauses[reason.kind])
    elif visit.outcome == Outcome.REFUSED:
        reason.state, reason.ended_at = ReasonState.REFUSED, visit.at


def _by_home(reasons: Iterable[Reason]) -> Mapping[int, list[Reason]]:
    found: dict[int, list[Reason]] = {}
    for reason in reasons:
        found.setdefault(reason.dwelling_id, []).append(reason)
    return found


def _moment(chance: Random, begin: datetime, end: datetime, policy: Policy) -> tuple[datetime, Part]:
    """Return a moment after the reasons were given and before now, within a part of the day."""
    days = max((end - begin).days - 1, 0)
    day: date = clock.local_day(begin) + timedelta(days=chance.randint(min(1, days), max(days, 0)))
    part = chance.choice(sorted(policy.parts))
    opens, closes = policy.parts[part]
    minutes = (closes.hour - opens.hour) * 60 + closes.minute - opens.minute
    moment = datetime.combine(day, opens, tzinfo=clock.SHANGHAI) + timedelta(minutes=chance.randrange(minutes))
    return min(moment, end), Part(part)


def _promise(chance: Random, now: datetime) -> None:
    """Let the worker of the demonstration have said that they would come again to two homes."""
    worker = Account.objects.get(username=WORKER)
    rounds = Visit.objects.filter(by_key=worker.actor.key, outcome=Outcome.NOBODY_HOME).order_by("pk")[:2]
    for days, visit in enumerate(rounds, start=1):
        Promise.objects.create(
            dwelling_id=visit.dwelling_id, on=clock.local_day(now) + timedelta(days=days), visit=visit, account=worker,
            part=chance.choice([Part.AFTERNOON, Part.EVENING]), area_id=visit.area_id,
        )  # fmt: skip
