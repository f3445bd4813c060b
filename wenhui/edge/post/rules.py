"""Who hears what, what is no news any more, how long what was read is kept. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wenhui.edge.post.words import URGE, percent_of
from wenhui.work.cases.words import Stage

KEPT_READ = timedelta(days=90)
COUNTED = 100
"""So far the bell counts; beyond it says 99+."""

UNDER_WAY = frozenset({Stage.REGISTERED, Stage.DISPATCHED, Stage.ACCEPTED})


@dataclass(frozen=True, slots=True)
class Hearer:
    """Somebody in a post: what the post answers to (`unit:municipal`, `role:command_clerk`) and the area it sees."""

    account_id: int
    path: str
    answers_to: tuple[str, ...]


Hearers = Mapping[str, Sequence[Hearer]]


def by_what_they_answer_to(hearers: Iterable[Hearer]) -> Hearers:
    """Return them by unit and by role."""
    found: dict[str, list[Hearer]] = {}
    for one in hearers:
        for whom in one.answers_to:
            found.setdefault(whom, []).append(one)
    return found


def who_hears(whom: str, path: str, hearers: Hearers) -> Iterator[int]:
    """Yield the accounts that answer to `whom` and may see what lies at `path`, each once whatever number of posts."""
    yield from dict.fromkeys(one.account_id for one in hearers.get(whom, ()) if path.startswith(one.path))


def is_moot(step: str, *, said_of: datetime, due_at: datetime, stage: Stage) -> bool:
    """Say whether a reminder is no news any more: its case was answered, or has another clock, since it was left.

    What waits for the end of the quiet hours may be; nobody is woken up by what was done at night.
    """
    if percent_of(step) is None and step != URGE:
        return False
    return stage not in UNDER_WAY or due_at != said_of
