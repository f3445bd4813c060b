"""What came of knocking at a door, once, however often the phone sends it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from wenhui.ground.areas.models import Area
from wenhui.ground.journal import actions as journal
from wenhui.kit import clock
from wenhui.kit.actor import Actor, ActorKind
from wenhui.record.facts import actions as facts
from wenhui.record.facts.actions import About
from wenhui.record.facts.words import Through
from wenhui.record.registry import actions as registry
from wenhui.record.registry import dictionary
from wenhui.record.registry.words import Subject
from wenhui.work.visits import access, events, policies, queries, questions
from wenhui.work.visits.actions.access_asked import homes, refuse_unless_allowed
from wenhui.work.visits.actions.errors import NothingSaidError, QuietTimeError, TooOftenError, WrongMomentError
from wenhui.work.visits.events import HomeReferred
from wenhui.work.visits.models import Promise, Reason, ReasonOutcome, Referral, Visit
from wenhui.work.visits.questions import Answer, Target
from wenhui.work.visits.rules import knocking
from wenhui.work.visits.rules.knocking import Policy
from wenhui.work.visits.words import Outcome, Part, ReasonKind, ReasonState

SELF, GRID = "self", "grid"
LONGEST_GROUND = 200
LATEST_RECORD = timedelta(days=3)  # a phone without signal, a worker without time


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a visit brought. `told` and `about` are reasons: those done, and those refused or handed on.

    `answers` are what was learnt, `declined` what nobody wanted to answer. `moved` are people who live there no longer,
    `what` is for others to handle, `again` a day and part promised.
    """

    answers: Sequence[Answer] = ()
    declined: Collection[Target] = ()

    told: Collection[int] = ()
    about: Collection[int] = ()
    moved: Collection[int] = ()
    what: str = ""
    again: tuple[date, Part] | None = None


NOTHING_SAID = Said()


@dataclass(slots=True)
class _Course:
    """A visit being written down: the locked open reasons, and what becomes of them."""

    visit: Visit
    policy: Policy
    reasons: Sequence[Reason]
    outcomes: list[ReasonOutcome] = field(default_factory=list)

    def find(
        self, reason: Reason, outcome: Outcome, state: ReasonState = ReasonState.OPEN, declined: Iterable[str] = ()
    ) -> None:
        """Write down what came of one reason; a state other than open ends it."""
        self.outcomes.append(
            ReasonOutcome(
                visit=self.visit, reason=reason, outcome=outcome, declined=list(declined), area=self.visit.area
            )
        )
        reason.state = state
        reason.ended_at = None if state is ReasonState.OPEN else self.visit.at


@transaction.atomic
def record(
    *,
    key: str,
    dwelling_id: int,
    outcome: Outcome,
    said: Said = NOTHING_SAID,
    knocked_at: datetime | None = None,
    is_invited: bool = False,
    by: Actor,
    at: datetime,
) -> Visit:
    """Write down a visit (走访) and let its reasons end by what it brought; the same `key` again is the same visit.

    Nobody knocks uninvited in quiet time or where the policy's attempts are used up; who was asked to come, by a promise
    for the day or a request to look in, is invited. Raises QuietTimeError, TooOftenError, WrongMomentError,
    NothingSaidError, UnknownHomeError, NotAllowedError, and the refusals of registry and facts.
    """
    done = Visit.objects.filter(key=key).first()
    if done is not None:
        return done
    door, building = homes([dwelling_id])[dwelling_id]
    refuse_unless_allowed(access.VISIT, paths=[building.path], by=by, at=at)
    _refuse_incomplete(outcome, said)
    reasons = list(Reason.objects.select_for_update().filter(dwelling=door, state=ReasonState.OPEN).order_by("pk"))
    moment = _moment(knocked_at, at=at)
    policy = policies.at(building.path)
    part = knocking.part_at(timezone.localtime(moment, clock.SHANGHAI).time(), policy)
    is_invited = is_invited or _is_expected(door, reasons, on=clock.local_day(moment))
    if not is_invited:
        _refuse_intrusion(door, part, on=clock.local_day(moment), policy=policy)
    visit = Visit(
        key=key, dwelling=door, outcome=outcome, at=moment, part=part, is_invited=is_invited, by_kind=by.kind,
        by_key=by.key, by_name=by.name, area=building,
    )  # fmt: skip
    try:
        with transaction.atomic():
            visit.save(force_insert=True)
    except IntegrityError:
        done = Visit.objects.filter(key=key).first()
        if done is None:
            raise
        return done
    course = _Course(visit, policy, reasons)
    _keep_promises(visit)
    _come_to(course, outcome, said, by=by, at=at)
    ReasonOutcome.objects.bulk_create(course.outcomes)
    Reason.objects.bulk_update(
        [one.reason for one in course.outcomes], ["state", "ended_at", "rest_until", "asks", "tell_zh", "tell_en"]
    )
    _promise(visit, said, by=by, at=at)
    refs: dict[str, str | int] = {"outcome": outcome.value, "dwelling": door.pk, "reasons": len(course.outcomes)}
    journal.write(by=by, at=at, verb="visits.record", subject=f"visit:{visit.pk}", refs=refs)
    return visit


@transaction.atomic
def take_up(*, referral_id: int, reference: str, by: Actor, at: datetime) -> Referral:
    """Write down where a referral went (转办去向), such as `case:17`; one that was taken up stays where it is."""
    referral = Referral.objects.select_for_update().get(pk=referral_id)
    if not referral.reference:
        referral.reference, referral.taken_up_at = reference, at
        referral.save(update_fields=["reference", "taken_up_at"])
        refs = {"reference": reference}
        journal.write(by=by, at=at, verb="visits.take_up", subject=f"referral:{referral.pk}", refs=refs)
    return referral


def _moment(knocked_at: datetime | None, *, at: datetime) -> datetime:
    moment = knocked_at or at
    if not at - LATEST_RECORD <= moment <= at:
        raise WrongMomentError(gettext("上门时间只能是现在或近三天以内。"))
    return moment


def _refuse_incomplete(outcome: Outcome, said: Said) -> None:
    if outcome is Outcome.MOVED and not said.moved:
        raise NothingSaidError(gettext("请勾选搬走的人。"))
    if outcome is Outcome.REFERRED and not said.what.strip():
        raise NothingSaidError(gettext("请用一句话写明要转办什么。"))


def _is_expected(door: Area, reasons: Sequence[Reason], *, on: date) -> bool:
    """Say whether those behind the door expect somebody: they asked for it, or it was promised for the day."""
    if any(reason.kind == ReasonKind.CHECK for reason in reasons):
        return True
    return Promise.objects.filter(dwelling=door, kept_at__isnull=True, on=on).exists()


def _refuse_intrusion(door: Area, part: str, *, on: date, policy: Policy) -> None:
    if not part:
        raise QuietTimeError(gettext("这个时候不上门打扰。住户请您来的，勾上“住户约的”再记。"))
    since = on - timedelta(days=policy.period_days)
    rests = knocking.rests_until(queries.knocks_at([door.pk], since=since).get(door.pk, []), today=on, policy=policy)
    if rests is not None:
        raise TooOftenError(
            gettext("这一户近 %(days)s 天已上门 %(times)s 次，%(until)s 以后再来。")
            % {"days": policy.period_days, "times": policy.attempts, "until": rests.isoformat()}
        )


def _come_to(course: _Course, outcome: Outcome, said: Said, *, by: Actor, at: datetime) -> None:
    """Let each reason end, rest or stay open by the outcome."""
    match outcome:
        case Outcome.ANSWERED:
            _say(course, said.answers, by=by, at=at)
            _meet(course, said)
        case Outcome.NOBODY_HOME:
            for reason in course.reasons:
                course.find(reason, outcome)
        case Outcome.REFUSED:
            _refuse(course, said.about)
        case Outcome.MOVED:
            _move_out(course, said.moved, by=by, at=at)
        case Outcome.REFERRED:
            _refer(course, said)


def _say(course: _Course, answers: Sequence[Answer], *, by: Actor, at: datetime) -> None:
    """Hand what was learnt to the facts: in the people's own words where those are believed, else as the grid saw it."""
    by_provider: dict[str, dict[tuple[Subject, int], dict[str, str]]] = {}
    attributes = dictionary.current().attributes
    for one in answers:
        provider = SELF if SELF in attributes[one.key].authority else GRID
        by_provider.setdefault(provider, {}).setdefault((one.subject, one.number), {})[one.key] = one.text
    for provider, subjects in by_provider.items():
        facts.say(
            about=[About(subject, number, cells) for (subject, number), cells in subjects.items()],
            through=Through.VISIT,
            provider=provider,
            ground=_ground(course, {key for cells in subjects.values() for key in cells}),
            reference=f"visit:{course.visit.pk}",
            as_of=clock.local_day(course.visit.at),
            by=by,
            at=at,
        )


def _ground(course: _Course, keys: Collection[str]) -> str:
    """Return on what ground these were asked: that of the reasons, each once."""
    grounds = dict.fromkeys(reason.ground for reason in course.reasons if set(reason.asks) & set(keys))
    return "；".join(grounds)[:LONGEST_GROUND]


def _meet(course: _Course, said: Said) -> None:
    """End the reasons that got what they asked and told; of the others what was answered or declined is asked no more."""
    answered = {
        questions.target(one.number if one.subject == Subject.PERSON else None, one.key) for one in said.answers
    }
    for reason in course.reasons:
        wanted = {key: questions.target(reason.person_id, key) for key in reason.asks}
        got = [key for key, one in wanted.items() if one in answered]
        declined = [key for key, one in wanted.items() if one in said.declined and one not in answered]
        left = [key for key in reason.asks if key not in {*got, *declined}]
        is_told = reason.pk in said.told
        if not (got or declined or is_told):
            continue
        outcome = Outcome.ANSWERED if got or is_told else Outcome.REFUSED
        if left or (reason.tell_zh and not is_told):
            reason.asks = left
            reason.tell_zh, reason.tell_en = ("", "") if is_told else (reason.tell_zh, reason.tell_en)
            course.find(reason, outcome, declined=declined)
        else:
            ends = ReasonState.MET if outcome is Outcome.ANSWERED else ReasonState.REFUSED
            course.find(reason, outcome, ends, declined=declined)


def _refuse(course: _Course, about: Collection[int]) -> None:
    """End what was refused, or let it rest; without a choice everything. The same question of others goes with it."""
    day = clock.local_day(course.visit.at)
    chosen = [reason for reason in course.reasons if not about or reason.pk in about]
    unwanted = {one for reason in chosen for one in questions.targets(reason)}
    for reason in course.reasons:
        left = [key for key in reason.asks if questions.target(reason.person_id, key) not in unwanted]
        if reason in chosen or (reason.asks and not left and not reason.tell_zh):
            reason.rest_until = knocking.rest_after_refusal(reason.kind, today=day, policy=course.policy)
            ends = ReasonState.REFUSED if reason.rest_until is None else ReasonState.OPEN
            course.find(reason, Outcome.REFUSED, ends, declined=reason.asks)
        elif len(left) < len(reason.asks):
            declined, reason.asks = [key for key in reason.asks if key not in left], left
            course.find(reason, Outcome.REFUSED, declined=declined)


def _move_out(course: _Course, moved: Collection[int], *, by: Actor, at: datetime) -> None:
    for person_id in sorted(moved):
        registry.move_out(person_id=person_id, on=clock.local_day(course.visit.at), by=by, at=at)
    for reason in course.reasons:
        if reason.person_id in moved:
            course.find(reason, Outcome.MOVED, ReasonState.GONE)


def _refer(course: _Course, said: Said) -> None:
    visit = course.visit
    referral = Referral.objects.create(visit=visit, what=" ".join(said.what.split()), area=visit.area)
    for reason in course.reasons:
        if reason.pk in said.about:
            course.find(reason, Outcome.REFERRED, ReasonState.REFERRED)
    events.tell(HomeReferred(referral_id=referral.pk, area_path=visit.area.path, at=visit.at))


def _keep_promises(visit: Visit) -> None:
    """A promise is kept by whoever comes on its day or later, and by whoever meets somebody before."""
    open_now = Promise.objects.filter(dwelling=visit.dwelling, kept_at__isnull=True)
    if visit.outcome == Outcome.NOBODY_HOME:
        open_now = open_now.filter(on__lte=clock.local_day(visit.at))
    open_now.update(kept_at=visit.at)


def _promise(visit: Visit, said: Said, *, by: Actor, at: datetime) -> None:
    if said.again is None or by.kind is not ActorKind.PERSON:
        return
    on, part = said.again
    if on < clock.local_day(at):
        raise NothingSaidError(gettext("约的日子已经过了。"))
    Promise.objects.create(
        dwelling=visit.dwelling, on=on, part=part, account_id=int(by.key), visit=visit, area=visit.area
    )
