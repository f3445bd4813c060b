"""How tickets read on a page: their clock beside ours, what may be done now, what happened."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone
from django.utils.translation import gettext

from wenhui.edge.hotline import access, rules
from wenhui.edge.hotline.models import HotlineExclusion, HotlineStep, HotlineTicket
from wenhui.edge.hotline.words import Odd, State, Step
from wenhui.kit.html import times
from wenhui.kit.html.wording import say
from wenhui.work.cases.intake import sealing
from wenhui.work.cases.models import Case, CaseReporter
from wenhui.work.cases.words import Light, Stage, Verb

WAITS = {
    State.TO_SIGN: Step.SIGN,
    State.SIGNED: Step.CONTACT,
    State.EXTENDING: Step.ANSWER,
    State.CONTACTED: Step.ANSWER,
    State.REDO: Step.ANSWER,
}
"""The step that a ticket waits for."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One ticket at the moment of showing."""

    row: HotlineTicket
    at: datetime
    zone: tzinfo

    @property
    def case(self) -> Case:
        """Return the case that answers it."""
        return self.row.case

    @property
    def state(self) -> str:
        """Return where it stands with them."""
        return say(self.row.at_state.words)

    @property
    def stage(self) -> str:
        """Return where its case stands with us."""
        return say(self.case.at_stage.words)

    @property
    def type(self) -> str:
        """Return what kind of case it is."""
        return say(self.case.type.words)

    @property
    def light(self) -> Light:
        """Return its light by their clock."""
        due = self.row.next_due_at
        today = self.at.astimezone(self.zone).date()
        return rules.light(self.at, due, today=today, due_on=due.astimezone(self.zone).date() if due else None)

    @property
    def is_running(self) -> bool:
        """Say whether their clock runs."""
        return self.row.next_due_at is not None

    @property
    def left(self) -> str:
        """Return the time left or over by their clock, day and night; nothing where it does not run."""
        due = self.row.next_due_at
        return times.left(due - self.at) if due else ""

    @property
    def waits(self) -> str:
        """Return what their clock waits for; nothing where it does not run."""
        step = WAITS.get(self.row.at_state)
        if step is Step.ANSWER and self.row.state == State.EXTENDING and self.row.contacted_at is None:
            step = Step.CONTACT
        return say(step.words) if step else ""

    @property
    def odd(self) -> list[str]:
        """Return what was odd about it, in words."""
        return [say(Odd(one).words) for one in self.row.odd]

    @property
    def callback(self) -> str:
        """Return how the caller took it; empty while nobody asked."""
        return say(Step(self.row.callback).words) if self.row.callback else ""

    @property
    def solved(self) -> str:
        """Return whether the matter is solved, as the caller says: not the same as being satisfied."""
        if self.row.is_solved is None:
            return ""
        return gettext("市民说已经解决") if self.row.is_solved else gettext("市民说没有解决")


def rows(tickets: Iterable[HotlineTicket], *, at: datetime) -> list[Shown]:
    """Return tickets as a list shows them."""
    zone = timezone.get_current_timezone()
    return [Shown(one, at, zone) for one in tickets]


def caller(ticket: HotlineTicket) -> tuple[str, str]:
    """Return name and number as pages show them, masked; both empty for who may not see them or where there are none."""
    try:
        reporter: CaseReporter = ticket.report.reporter
    except ObjectDoesNotExist:
        return "", ""
    return sealing.masked(reporter)


def offered(ticket: HotlineTicket, *, may: Callable[[str], bool]) -> list[Step]:
    """Return the steps of ours that may be taken now, the one it waits for first; an extension is asked for once."""
    if not may(access.HANDLE):
        return []
    found = [one for one in rules.OURS if rules.after(one, ticket.at_state) is not None]
    if ticket.extension_asked_at is not None and Step.EXTEND in found:
        found.remove(Step.EXTEND)
    waits = WAITS.get(ticket.at_state)
    return sorted(found, key=lambda one: one is not waits)


def suggestion(case: Case) -> str:
    """Return words to begin the answer with: what the unit said it did."""
    if case.at_stage not in rules.ANSWERABLE:
        return ""
    wanted = (Verb.ANSWER, Verb.REJECT, Verb.REDIRECT)
    moves = [move for move in case.moves.all() if move.verb in wanted and move.why]
    return max(moves, key=lambda move: move.pk).why if moves else ""


def may_answer(case: Case) -> bool:
    """Say whether the case is far enough to answer the caller."""
    return case.at_stage in rules.ANSWERABLE


def why_not_yet(case: Case) -> str:
    """Return why the caller cannot be answered yet; empty when they can."""
    if case.at_stage in rules.ANSWERABLE:
        return ""
    if case.at_stage is Stage.HUNG:
        return gettext("案件在挂账，恢复处置、反馈以后才能答复。")
    return gettext("案件还在“%(stage)s”，处置反馈以后才能答复。") % {"stage": say(case.at_stage.words)}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a ticket's history, as `parts/trail.html` takes it."""

    head: str
    text: str = ""
    who: str = ""
    state: str = ""


def history(ticket: HotlineTicket, steps: Iterable[HotlineStep], *, at: datetime) -> list[Line]:
    """Return what a ticket waits for and what happened to it, the newest first."""
    found = []
    if ticket.at_state in WAITS:
        found.append(Line(gettext("待：%(step)s") % {"step": say(WAITS[ticket.at_state].words)}, state="next"))
    for place, one in enumerate(steps):
        words = [one.words] if one.words else []
        if one.until:
            words.append(gettext("到 %(until)s") % {"until": times.moment(one.until, now=at)})
        words += [one.note] if one.note else []
        text = gettext("，") + gettext("，").join(words) if words else ""
        who = f"{one.by_name} {times.moment(one.at, now=at)}"
        found.append(Line(say(Step(one.step).words), text, who, state="" if found or place else "now"))
    return found


@dataclass(frozen=True, slots=True)
class Excluded:
    """One request that a ticket should not count."""

    row: HotlineExclusion

    @property
    def outcome(self) -> str:
        """Return what was decided; empty while nobody has."""
        if self.row.granted is None:
            return ""
        return gettext("已剔除") if self.row.granted else gettext("不剔除")
