"""How requests read on a card: what this reader may ask for and how much of it, what waits, what was decided."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from wenhui.kit.actor import Actor
from wenhui.kit.html import times
from wenhui.kit.html.wording import say
from wenhui.work.cases import access, rules
from wenhui.work.cases.asking import caps
from wenhui.work.cases.models import Case, CaseRequest
from wenhui.work.cases.rules import Policy
from wenhui.work.cases.words import Decision, Verb


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to ask for, and what the office's caps leave of it."""

    verb: Verb
    left: str

    @property
    def word(self) -> str:
        """Return what the choice says: 延期（1 到 2 工作时）."""
        return say(self.verb.words) + (gettext("（%(left)s）") % {"left": self.left} if self.left else "")


@dataclass(frozen=True, slots=True)
class Line:
    """One request as the card tells it."""

    request: CaseRequest
    unit: str
    at: datetime

    @property
    def what(self) -> str:
        """Return what was asked for: 延期 2 工作时."""
        amount = f" {self.request.amount} {self.unit}" if self.request.amount else ""
        return say(self.request.verb.words) + amount

    @property
    def asked(self) -> str:
        """Return who asked and when."""
        return f"{self.request.asked_by_name} {times.moment(self.request.asked_at, now=self.at)}"

    @property
    def decided(self) -> str:
        """Return who decided what, when, and why; empty while it waits."""
        one = self.request
        if not one.decision or one.decided_at is None:
            return ""
        told = f"{one.decided_by_name} {times.moment(one.decided_at, now=self.at)} {say(Decision(one.decision).words)}"
        return told + (gettext("，") + one.decided_why if one.decided_why else "")

    @property
    def moved(self) -> str:
        """Return to when the clock moved or until when it stands still; empty where it did neither."""
        one = self.request
        if one.until:
            return gettext("停到 %(at)s") % {"at": times.moment(one.ended_at or one.until, now=self.at)}
        if one.due_after and one.due_before and one.due_after != one.due_before:
            return gettext("改为 %(at)s 到期") % {"at": times.moment(one.due_after, now=self.at)}
        return ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a card shows of requests."""

    choices: list[Choice]
    waiting: Line | None
    past: list[Line]
    may_decide: bool
    may_withdraw: bool

    @property
    def has_amounts(self) -> bool:
        """Say whether anything to ask for has an amount."""
        return any(choice.verb in caps.MEASURED for choice in self.choices)


def asked(
    case: Case, requests: Sequence[CaseRequest], *, policy: Policy, by: Actor, may: Callable[[str], bool],
    unit_key: str, at: datetime,
) -> Asked:  # fmt: skip
    """Return what `by` sees of a case's requests, the newest first, and may do about them now."""
    lines = [Line(one, say(caps.unit_of(one.verb, case.limit)), at) for one in requests]
    waiting = next((line for line in lines if not line.request.decision), None)
    is_asker = waiting is not None and (by.kind, by.key) == (
        waiting.request.asked_by_kind,
        waiting.request.asked_by_key,
    )
    asks = may(access.DISPATCH) or (may(access.HANDLE) and unit_key in {"", case.unit_key})
    return Asked(
        choices=_choices(case, requests, policy, at) if asks and waiting is None else [],
        waiting=waiting,
        past=[line for line in lines if line.request.decision],
        may_decide=waiting is not None and may(access.APPROVE) and not is_asker,
        may_withdraw=waiting is not None and (is_asker or asks),
    )


def _choices(case: Case, requests: Sequence[CaseRequest], policy: Policy, at: datetime) -> list[Choice]:
    held = rules.is_held(at, stage=case.at_stage, paused_until=case.paused_until)
    found = []
    for verb in rules.ASKED:
        fits = verb is Verb.VOID or (verb is Verb.RESUME) == held
        if not rules.may_move(verb, case.at_stage) or not fits or (verb in caps.MEASURED and at > case.due_at):
            continue
        left = _left(verb, case, requests, policy)
        if left is not None:
            found.append(Choice(verb, left))
    return found


def _left(verb: Verb, case: Case, requests: Sequence[CaseRequest], policy: Policy) -> str | None:
    """Return what the caps leave, in words; None where nothing is left."""
    cap = policy.caps[verb]
    had = [one for one in requests if one.kind == verb and one.decision == Decision.APPROVED]
    if cap.times and len(had) >= cap.times:
        return None
    if verb not in caps.MEASURED:
        return gettext("至少写 %(n)s 个字的说明") % {"n": cap.words} if cap.words > 1 else ""
    most = caps.most(verb, cap, limit=case.limit, granted=sum(one.amount or 0 for one in had))
    unit = say(caps.unit_of(verb, case.limit))
    return gettext("1 到 %(n)s %(unit)s") % {"n": most, "unit": unit} if most else None
