"""What filled forms lack: written down once, taken up by whoever knocks, closed when it is known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, NamedTuple

from django.db import connection, transaction
from psycopg import sql

from wenhui.ground.journal import actions as journal
from wenhui.kit import bulk
from wenhui.kit.actor import Actor
from wenhui.record.ledgers.filling.lacking import Lacking
from wenhui.record.ledgers.models import LedgerGap
from wenhui.record.ledgers.words import GapStanding
from wenhui.record.registry import dictionary, projecting

# One question whatever the number of forms: who asks again is added, and the earliest day counts.
UPSERT: Final = f"""
INSERT INTO ledgers_ledgergap
    (person_id, household_id, dwelling_id, key, is_stale, askers, ground, due_on, standing, asked_as, opened_at, area_id,
     area_path)
SELECT nullif(person, 0), nullif(household, 0), dwelling, key, is_stale, ARRAY[%s]::varchar[], %s, %s, 'open', '', %s,
    building, ''
FROM unnest({bulk.array_of("bigint")}, {bulk.array_of("bigint")}, {bulk.array_of("bigint")}, {bulk.array_of("text")},
    {bulk.array_of("boolean")}, {bulk.array_of("bigint")}) AS new (person, household, dwelling, key, is_stale, building)
ON CONFLICT ({{subject}}, key) WHERE {{alone}} DO UPDATE SET
    due_on = least(ledgers_ledgergap.due_on, excluded.due_on),
    askers = ARRAY(SELECT DISTINCT unnest(ledgers_ledgergap.askers || excluded.askers) ORDER BY 1)
"""
# The parts of a unique index's condition, as the index has them.
KINDS: Final[Mapping[str, str]] = {
    "person_id": "person_id IS NOT NULL AND standing = 'open'",
    "household_id": "household_id IS NOT NULL AND standing = 'open'",
    "dwelling_id": "household_id IS NULL AND person_id IS NULL AND standing = 'open'",
}
FOLLOW: Final = """
UPDATE ledgers_ledgergap gap SET dwelling_id = person.dwelling_id, area_id = person.area_id
FROM registry_person person
WHERE gap.standing = 'open' AND person.id = gap.person_id AND person.left_on IS NULL
AND person.dwelling_id IS NOT NULL AND person.dwelling_id <> gap.dwelling_id
"""
GONE: Final = """
UPDATE ledgers_ledgergap gap SET standing = 'gone', closed_at = %s
WHERE gap.standing = 'open' AND (
    EXISTS (SELECT 1 FROM registry_person person WHERE person.id = gap.person_id
            AND (person.left_on IS NOT NULL OR person.dwelling_id IS NULL))
    OR EXISTS (SELECT 1 FROM registry_household household WHERE household.id = gap.household_id
               AND household.dissolved_on IS NOT NULL)
)
"""
# What anybody has said or confirmed since, and what was unknown and is known by whatever way.
KNOWN: Final = """
UPDATE ledgers_ledgergap gap SET standing = 'known', closed_at = %s
FROM registry_attribute attribute
WHERE gap.standing = 'open' AND attribute.key = gap.key AND (
    EXISTS (
        SELECT 1 FROM facts_statement said JOIN facts_origin origin ON origin.id = said.origin_id
        WHERE origin.standing = 'in_force' AND said.said ? attribute.id::text
        AND (origin.at > gap.opened_at OR NOT gap.is_stale)
        AND (said.person_id = gap.person_id OR said.household_id = gap.household_id
             OR (said.place_id = gap.dwelling_id AND gap.person_id IS NULL AND gap.household_id IS NULL))
    ) OR EXISTS (
        SELECT 1 FROM facts_confirmation said JOIN facts_origin origin ON origin.id = said.origin_id
        WHERE origin.standing = 'in_force' AND attribute.id = ANY (said.attributes) AND origin.at > gap.opened_at
        AND (said.person_id = gap.person_id OR said.household_id = gap.household_id
             OR (said.place_id = gap.dwelling_id AND gap.person_id IS NULL AND gap.household_id IS NULL))
    )
)
"""


class Handed(NamedTuple):
    """How many questions were handed on, at how many homes."""

    gaps: int
    homes: int


@dataclass(frozen=True, slots=True)
class Closed:
    """Gaps that have closed: the keys under which visits asked them and of which nothing is open any more."""

    count: int
    done: tuple[str, ...]


@transaction.atomic
def hand_on(*, lacking: Sequence[Lacking], asker: str, ground: str, due_on: date, by: Actor, at: datetime) -> Handed:
    """Write down what a form lacked, to be asked at the door by a day (交给走访). What is open stays one question."""
    for subject, alone in KINDS.items():
        rows = [one for one in lacking if _kind(one) == subject]
        if rows:
            statement = sql.SQL(UPSERT).format(subject=sql.Identifier(subject), alone=sql.SQL(alone))
            columns: list[Iterable[object]] = [
                [one.person for one in rows], [one.household for one in rows], [one.dwelling for one in rows],
                [one.key for one in rows], [one.is_stale for one in rows], [one.building for one in rows],
            ]  # fmt: skip
            with connection.cursor() as cursor:
                cursor.execute(statement, [asker, ground, due_on, at, *map(bulk.column, columns)])
    handed = Handed(len(lacking), len({one.dwelling for one in lacking}))
    if handed.gaps:
        refs: dict[str, str | int] = {"gaps": handed.gaps, "homes": handed.homes, "due": due_on.isoformat()}
        journal.write(by=by, at=at, verb="ledgers.hand_on", subject=f"asker:{asker}", reason=ground, refs=refs)
    return handed


@transaction.atomic
def take_up_gaps(*, asked_as: Mapping[int, str], by: Actor, at: datetime) -> int:
    """Write down under which key visits ask each gap, by its number; return how many were waiting."""
    gaps = list(LedgerGap.objects.select_for_update().filter(pk__in=asked_as, standing=GapStanding.OPEN, asked_as=""))
    for gap in gaps:
        gap.asked_as = asked_as[gap.pk]
    LedgerGap.objects.bulk_update(gaps, ["asked_as"], batch_size=2000)
    if gaps:
        journal.write(by=by, at=at, verb="ledgers.take_up_gaps", subject="gaps:open", refs={"gaps": len(gaps)})
    return len(gaps)


@transaction.atomic
def settle_gaps(*, by: Actor, at: datetime) -> Closed:
    """Close what has become known or whose person has gone, and let what is open follow who moved. Needs the owner."""
    with connection.cursor() as cursor:
        cursor.execute(FOLLOW)
        cursor.execute(GONE, [at])
        count: int = cursor.rowcount
        cursor.execute(KNOWN, [at])
        count += cursor.rowcount
    count += _shown_now(at)
    if not count:
        return Closed(0, ())
    closed = set(LedgerGap.objects.filter(closed_at=at).exclude(asked_as="").values_list("asked_as", flat=True))
    still = LedgerGap.objects.filter(asked_as__in=closed, standing=GapStanding.OPEN).values_list("asked_as", flat=True)
    journal.write(by=by, at=at, verb="ledgers.settle_gaps", subject="gaps:open", refs={"closed": count})
    return Closed(count, tuple(sorted(closed - set(still))))


def _shown_now(at: datetime) -> int:
    """Close gaps of what the registry's own column shows by now, such as a phone that was registered at a counter."""
    attributes = dictionary.current().attributes
    columns = {key: one.column for key, one in attributes.items() if projecting.shows(one.column)}
    waiting = LedgerGap.objects.filter(standing=GapStanding.OPEN, is_stale=False, key__in=columns)
    count = 0
    for key in set(waiting.values_list("key", flat=True)):
        subject = "person" if key.startswith("person.") else "household"
        gaps = dict(waiting.filter(key=key).values_list(subject, "pk"))
        shown = projecting.shown(columns[key], [number for number in gaps if number])
        done = LedgerGap.objects.filter(pk__in=[gaps[number] for number in shown])
        count += done.update(standing=GapStanding.KNOWN, closed_at=at)
    return count


def _kind(one: Lacking) -> str:
    return "person_id" if one.person else "household_id" if one.household else "dwelling_id"
