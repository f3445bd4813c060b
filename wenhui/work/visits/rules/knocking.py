"""When one may knock: quiet time, how often in a while, another hour of the day, what a refusal means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta

Hours = tuple[time, time]

USUAL_PARTS: Mapping[str, Hours] = {
    "morning": (time(8, 30), time(11, 30)),
    "afternoon": (time(14), time(17, 30)),
    "evening": (time(18), time(20, 30)),
}


@dataclass(frozen=True, slots=True)
class Policy:
    """What an office decided about knocking at doors; each office has its own in the catalogue.

    `pauses` says for each kind of reason after how many days one may come again when somebody refused; a kind that is not
    in it ends with the refusal. What was refused is not asked by anybody else either for `refusal_days`.
    """

    parts: Mapping[str, Hours] = field(default_factory=lambda: dict(USUAL_PARTS))
    attempts: int = 3
    period_days: int = 30
    pauses: Mapping[str, int] = field(default_factory=dict)
    refusal_days: int = 365


@dataclass(frozen=True, slots=True)
class Attempt:
    """One time somebody knocked: on which day, in which part of it (empty: in quiet time)."""

    on: date
    part: str


def part_at(clock: time, policy: Policy) -> str:
    """Return the part of the day a moment lies in, or nothing in quiet time; a part ends before its last moment."""
    return next((part for part, (begin, end) in policy.parts.items() if begin <= clock < end), "")


def rests_until(attempts: Sequence[Attempt], *, today: date, policy: Policy) -> date | None:
    """Return the first day on which one may knock again, or None where one may today.

    So many attempts within so many days are the most, whoever made them and whatever came of them.
    """
    begins = today - timedelta(days=policy.period_days - 1)
    within = sorted(attempt.on for attempt in attempts if attempt.on >= begins)
    if len(within) < policy.attempts:
        return None
    return within[-policy.attempts] + timedelta(days=policy.period_days)


def parts_to_try(attempts: Sequence[Attempt], policy: Policy) -> tuple[str, ...]:
    """Return the parts of the day in which fewest have knocked in vain, in the order of the day."""
    tried = {part: sum(attempt.part == part for attempt in attempts) for part in policy.parts}
    least = min(tried.values(), default=0)
    return tuple(part for part, count in tried.items() if count == least)


def rest_after_refusal(kind: str, *, today: date, policy: Policy) -> date | None:
    """Return the day from which a refused reason may be asked again, or None where the refusal ends it."""
    days = policy.pauses.get(kind)
    return None if days is None else today + timedelta(days=days)
