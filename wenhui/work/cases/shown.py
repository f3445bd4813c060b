"""How a case reads on a page: its light and time left, where it is, what happened, what can be done next."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext

from wenhui.ground.areas.models import Area, Level
from wenhui.kit.actor import Actor
from wenhui.kit.html import times
from wenhui.kit.html.wording import say
from wenhui.kit.worktime import WorkUnit
from wenhui.work.cases import access, rules
from wenhui.work.cases.clocks.calendars import Office, office_at
from wenhui.work.cases.desk.keys import KEYS
from wenhui.work.cases.models import Case, CaseMove, CaseReclock, Unit
from wenhui.work.cases.routing.decision_table import Check
from wenhui.work.cases.rules import MOVES, Given, TimeLeft
from wenhui.work.cases.words import OPEN, Channel, Light, Platform, Stage, UpperClock, Urgency, Verb

UNCLOCKED = frozenset({Stage.REJECTED, Stage.VOID, Stage.MERGED, Stage.REDIRECTED})
"""Where a case ended without an outcome of its own: no clock says anything about it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One case at the moment of showing."""

    case: Case
    at: datetime
    office: Office
    unit: str

    @property
    def stage(self) -> str:
        """Return what the case waits for."""
        return say(self.case.at_stage.words)

    @property
    def light(self) -> Light | None:
        """Return the light: against now while open, against the closure when closed, none when it was not taken up."""
        case = self.case
        if case.stage in UNCLOCKED:
            return None
        return rules.light(
            case.closed_at or self.at, stage=case.at_stage, soon_at=case.soon_at, due_at=case.due_at,
            paused_until=case.paused_until,
        )  # fmt: skip

    @property
    def left(self) -> str:
        """Return the work time left, 剩 48 分, or over, 超 2 天 1 时; for what is not running, the word of its light."""
        light = self.light
        if self.case.stage not in OPEN or light is Light.HOLD:
            closed = {Light.OK: gettext("按期"), Light.LATE: gettext("超期"), Light.HOLD: gettext("暂停")}
            return closed.get(light, "") if light else ""
        return _span(rules.time_left(self.at, due_at=self.case.due_at, calendar=self.office.calendar))

    @property
    def upper_light(self) -> Light | None:
        """Return how the case stands against the upper platform's own clock; none where there is none."""
        due = self.case.upper_due_at
        if due is None or self.case.stage in UNCLOCKED:
            return None
        return Light.LATE if (self.case.closed_at or self.at) > due else Light.OK

    @property
    def upper_left(self) -> str:
        """Return the time left or over by the upper platform's calendar; its light's word once the case is closed."""
        due = self.case.upper_due_at
        if due is None or self.upper_light is None:
            return ""
        if self.case.stage not in OPEN:
            return gettext("超期") if self.upper_light is Light.LATE else gettext("按期")
        if self.case.upper_clock == UpperClock.ALWAYS:
            return times.left(due - self.at)
        return _span(rules.time_left(self.at, due_at=due, calendar=self.office.calendar))

    @property
    def upper_clock(self) -> str:
        """Return on which calendar the upper platform counts."""
        return say(UpperClock(self.case.upper_clock).words) if self.case.upper_clock else ""

    @property
    def is_upper_nearer(self) -> bool:
        """Say whether the upper platform's clock runs out first, while that still matters."""
        due = self.case.upper_due_at
        return due is not None and self.case.stage in OPEN and due < self.case.due_at

    @property
    def since_report(self) -> timedelta:
        """Return how long the case has been known, by the clock on the wall, up to its closure."""
        return (self.case.closed_at or self.at) - self.case.reported_at

    @property
    def limit(self) -> str:
        """Return the limit that the clock runs by: 限 2 工作时."""
        reported = self.case.stage == Stage.REPORTED
        limit = self.office.policy.intake if reported else self.case.limit
        words = gettext("限 %(n)s 工作日") if limit.unit is WorkUnit.WORKDAYS else gettext("限 %(n)s 工作时")
        return words % {"n": limit.amount}

    @property
    def proposed(self) -> str:
        """Return the unit that should handle the case: what the decision table says, else what its type says."""
        return self.case.route.get("unit") or self.case.type.unit_id or ""

    @property
    def because(self) -> str:
        """Return which row of the decision table the case goes by, and what that row says; empty where none does."""
        route = self.case.route
        if not route:
            return ""
        check = say(Check(route["check"]).words) if route.get("check") else ""
        said = [route.get("note", ""), check]
        row = gettext("按第 %(n)s 行（%(edition)s 版）") % {"n": route["row"], "edition": route["edition"][:6]}
        return gettext("，").join([row, *filter(None, said)])

    @property
    def unannounced(self) -> str:
        """Return the years whose days off nobody has announced yet and that this clock runs through; empty if none."""
        warning = self.office.calendar.between(self.case.reported_at, self.case.due_at).warning
        return gettext("、").join(str(year) for year in warning.years) if warning else ""

    @property
    def anew(self) -> CaseReclock | None:
        """Return how the office's calendar last moved the case's own clock, where the card knows."""
        why = getattr(self.case, "anew_why", None)
        if not why:
            return None
        case: Any = self.case
        return CaseReclock(why=why, due_before=case.anew_before, at=case.anew_at, by_name=case.anew_by)

    @property
    def grid(self) -> str:
        """Return community and grid as people say them: 流水东苑 04."""
        around = {area.level: area for area in _chain(self.case.area)}
        community, grid = around.get(Level.COMMUNITY), around.get(Level.GRID)
        if community is None:
            return self.case.area.short_name or self.case.area.name
        name = community.short_name or community.name
        return f"{name} {grid.label.lstrip('g')}" if grid else name

    @property
    def spot(self) -> str:
        """Return the place within the grid: what was written, else the building."""
        building = self.case.area.level == Level.BUILDING
        return self.case.place or ((self.case.area.short_name or self.case.area.name) if building else "")

    @property
    def channel(self) -> str:
        """Return which way it came in."""
        return say(Channel(self.case.channel).words)

    @property
    def platform(self) -> str:
        """Return which of the four platforms it belongs to."""
        return say(Platform(self.case.platform).words)

    @property
    def urgency(self) -> str:
        """Return how urgent it is; empty when it is ordinary."""
        urgency = Urgency(self.case.urgency)
        return "" if urgency is Urgency.ORDINARY else say(urgency.words)

    @property
    def type(self) -> str:
        """Return the type with its major class before it."""
        one = self.case.type
        return f"{say(one.major)} › {say(one.words)}" if one.major_zh else say(one.words)

    @property
    def remark(self) -> str:
        """Return what is worth knowing about its way so far: 退单 1 次, 返工 1 次, 重开."""
        case = self.case
        counted = [
            (case.returned_count, gettext("退单 %(n)s 次")),
            (case.rework_count, gettext("返工 %(n)s 次")),
            (case.reopened_count, gettext("重开 %(n)s 次")),
            (case.urged_count, gettext("催办 %(n)s 次")),
        ]
        asked = [gettext("待审批：%(verb)s") % {"verb": say(Verb(case.asked).words)}] if case.asked else []
        return gettext("，").join([*asked, *(words % {"n": n} for n, words in counted if n)])


def _span(left: TimeLeft) -> str:
    span = timedelta(days=left.days, hours=left.hours, minutes=left.minutes)
    return times.left(-span if left.is_over else max(span, timedelta(seconds=1)))


def rows(
    cases: Iterable[Case], *, at: datetime, units: Mapping[str, Unit], offices: dict[str, Office] | None = None
) -> Iterator[Shown]:
    """Yield cases as a list shows them; each office is asked once, and not at all where `offices` knows it already."""
    known = offices if offices is not None else {}
    for case in cases:
        path = rules.office_of(case.area_path)
        if path not in known:
            known[path] = office_at(path)
        yield Shown(case, at, known[path], unit_name(units, case.unit_key))


def unit_name(units: Mapping[str, Unit], key: str) -> str:
    """Return a unit's name; empty when there is none yet."""
    return say(units[key].words) if key in units else key


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a case's history, as `parts/trail.html` takes it."""

    head: str
    state: str = ""
    text: str = ""
    who: str = ""


def history(case: Case, moves: Iterable[CaseMove], *, units: Mapping[str, Unit], at: datetime) -> list[Step]:
    """Return what a case waits for and what happened to it, the newest first."""
    steps = []
    next_verb = rules.AFTER.get(case.at_stage)
    if next_verb is not None:
        steps.append(Step(gettext("待：%(verb)s") % {"verb": say(next_verb.words)}, state="next"))
    for number, move in enumerate(moves):
        words = gettext("，") + move.why if move.why else ""
        to = gettext("，%(unit)s") % {"unit": unit_name(units, move.unit_key)} if move.unit_key else ""
        steps.append(
            Step(
                head=f"{times.moment(move.at, now=at)} {say(Verb(move.verb).words)}",
                state="now" if number == 0 else "",
                text=to + words,
                who=move.by_name,
            )
        )
    return steps


@dataclass(frozen=True, slots=True)
class Offer:
    """One step a reader may take now: its button, and what it asks for."""

    verb: Verb
    given: Given | None
    is_main: bool

    @property
    def word(self) -> str:
        """Return what the button says."""
        return say(self.verb.words)

    @property
    def asks(self) -> str:
        """Return what the words are for."""
        return {
            Given.REASON: gettext("理由"),
            Given.NOTE: gettext("做了什么、看到了什么"),
            Given.UNIT: gettext("处置单位"),
            Given.OUTCOME: gettext("办理结果"),
            None: gettext("说明（可不写）"),
        }[self.given]

    @property
    def key(self) -> str:
        """Return the letter that presses the button; the steps that are taken many times a day have one."""
        return KEYS.get(self.verb, "")


def offers(case: Case, *, by: Actor, may: Callable[[str], bool], unit_key: str) -> list[Offer]:
    """Return the steps that `by` may take with this case now, the one it waits for first."""
    return [
        one
        for one in steps_of(case)
        if may(MOVES[one.verb].permission) and _fits(one.verb, case, by=by, unit_key=unit_key)
    ]


def steps_of(case: Case) -> list[Offer]:
    """Return the steps a case can take from where it stands on its card, whoever may."""
    forward = rules.AFTER.get(case.at_stage)
    return [
        Offer(verb, MOVES[verb].given, verb is forward)
        for verb in rules.moves_from(case.at_stage)
        if verb not in {*rules.APART, *rules.ASKED}
    ]


def _fits(verb: Verb, case: Case, *, by: Actor, unit_key: str) -> bool:
    if MOVES[verb].permission == access.HANDLE:
        return unit_key in {"", case.unit_key}
    if verb in {Verb.VERIFY, Verb.REWORK}:
        answered = next((move for move in case.moves.all() if move.verb == Verb.ANSWER), None)
        return answered is None or access.may_verify(by, answered_by=f"{answered.by_kind}:{answered.by_key}")
    return True


def _chain(area: Area) -> Iterable[Area]:
    """Yield the area and the two around it, which lists have at hand."""
    yield area
    if area.parent is not None:
        yield area.parent
        if area.parent.parent is not None:
            yield area.parent.parent
