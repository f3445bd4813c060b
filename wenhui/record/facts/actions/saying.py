"""A form, a visit or a page says something of a few subjects, in force at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.clock import local_day
from wenhui.record.facts import deriving, sayable, subjects
from wenhui.record.facts.actions import origins, writing
from wenhui.record.facts.comparing import Table, compare
from wenhui.record.facts.models import Origin
from wenhui.record.facts.words import Standing, Through
from wenhui.record.registry import queries as registry
from wenhui.record.registry.words import Subject


@dataclass(frozen=True, slots=True)
class About:
    """What is said of one subject: canonical texts (`registry.rules.values`) by the attribute's key."""

    subject: Subject
    number: int
    cells: Mapping[str, str]


@transaction.atomic
def say(
    *,
    about: Sequence[About],
    through: Through,
    provider: str,
    ground: str,
    reference: str = "",
    as_of: date | None = None,
    by: Actor,
    at: datetime,
) -> Origin:
    """Take a provider's words about some subjects; what is equal to what is known confirms it.

    What is said of a person who was merged into another is said of that one.

    `as_of` is the day of which they are true, today by default. Raises NotSayableError, NotAdmittedError,
    UnknownProviderError, and the registry's refusals where an identifier would stand for two.
    """
    today = local_day(at)
    origins.lock()
    origin = origins.make(
        through=through,
        provider=provider,
        ground=ground,
        reference=reference,
        as_of=as_of or today,
        standing=Standing.IN_FORCE,
        by=by,
        at=at,
    )
    numbers: dict[str, int] = {}
    for one in about:
        for key in one.cells:
            numbers[key], _ = sayable.sayable(key, one.subject, today=today)
        column = subjects.COLUMN[one.subject]
        subject = registry.standing_of(one.number) if one.subject is Subject.PERSON else one.number
        cells = {numbers[key]: [text] for key, text in one.cells.items()}
        table = Table(column, [subject], cells)
        held = writing.keep_what_stood(table, at=at)
        comparison = compare(table, held, provider=provider, as_of=origin.as_of)
        writing.write(origin, column, comparison)
        deriving.derive(column, {subject: set(cells)}, at=at)
    journal.write(
        by=by,
        at=at,
        verb="facts.say",
        subject=f"origin:{origin.pk}",
        refs={f"{one.subject.value}:{one.number}": " ".join(sorted(one.cells)) for one in about},
    )
    return origin
