"""Who may have moved, as an accepted file says: one question a person, taken up by visits, closed when it is answered."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction

from wenhui.ground.journal import actions as journal
from wenhui.kit import bulk
from wenhui.kit.actor import Actor
from wenhui.kit.clock import local_day
from wenhui.record.ledgers.models import HomeDoubt, LivesElsewhere, Upload
from wenhui.record.ledgers.words import DoubtStanding

DUE_IN: Final = timedelta(days=30)
KEEP: Final = f"""
INSERT INTO ledgers_liveselsewhere (upload_id, area_id, area_path, people, places)
VALUES (%s, %s, '', {bulk.array_of("bigint")}, {bulk.array_of("bigint")})
"""
# One question a person; what was asked at the door about that very place is not asked again.
RAISE: Final = """
INSERT INTO ledgers_homedoubt
    (person_id, dwelling_id, place_id, askers, origins, ground, due_on, standing, asked_as, opened_at, area_id, area_path)
SELECT p.id, p.dwelling_id, said.place, ARRAY[%(provider)s]::varchar[], ARRAY[%(origin)s]::bigint[], %(ground)s, %(due)s,
    'open', '', %(at)s, p.area_id, ''
FROM ledgers_liveselsewhere e CROSS JOIN LATERAL unnest(e.people, e.places) AS said (person, place)
JOIN registry_person p ON p.id = said.person AND p.left_on IS NULL AND p.dwelling_id IS NOT NULL
    AND said.place NOT IN (p.dwelling_id, p.area_id)
WHERE e.upload_id = %(upload)s AND NOT EXISTS (
    SELECT 1 FROM ledgers_homedoubt asked
    WHERE asked.person_id = said.person AND asked.place_id = said.place AND asked.standing = 'asked')
ON CONFLICT (person_id) WHERE standing = 'open' DO UPDATE SET
    place_id = excluded.place_id,
    origins = ledgers_homedoubt.origins || excluded.origins,
    askers = ARRAY(SELECT DISTINCT unnest(ledgers_homedoubt.askers || excluded.askers) ORDER BY 1)
"""
MOVED: Final = """
UPDATE ledgers_homedoubt doubt SET standing = 'moved', closed_at = %s FROM registry_person person
WHERE doubt.standing = 'open' AND person.id = doubt.person_id
AND (person.left_on IS NOT NULL OR person.dwelling_id IS DISTINCT FROM doubt.dwelling_id)
"""
DROPPED: Final = """
UPDATE ledgers_homedoubt doubt SET standing = 'dropped', closed_at = %s
WHERE doubt.standing = 'open' AND NOT EXISTS (
    SELECT 1 FROM facts_origin origin WHERE origin.id = ANY (doubt.origins) AND origin.standing = 'in_force')
"""


@dataclass(frozen=True, slots=True)
class ClosedDoubts:
    """How many closed, and the keys under which visits asked those that need not be asked any more."""

    count: int
    done: tuple[str, ...]


def keep(upload: Upload, elsewhere: Mapping[int, int]) -> None:
    """Write down with a check of whom the file says that they live elsewhere, and where."""
    if elsewhere:
        people, places = bulk.column(elsewhere), bulk.column(elsewhere.values())
        with connection.cursor() as cursor:
            cursor.execute(KEEP, [upload.pk, upload.area_id, people, places])


def raise_doubts(upload: Upload, *, at: datetime) -> int:
    """Open a question for each of them, as the file is accepted; where one is open already, it is that one."""
    if not LivesElsewhere.objects.filter(upload=upload).exists():
        return 0
    given = {
        "provider": upload.provider,
        "origin": upload.origin_id,
        "ground": upload.ground,
        "due": local_day(at) + DUE_IN,
        "at": at,
        "upload": upload.pk,
    }
    with connection.cursor() as cursor:
        cursor.execute(RAISE, given)
        return int(cursor.rowcount)


@transaction.atomic
def take_up_homes(*, asked_as: Mapping[int, str], by: Actor, at: datetime) -> int:
    """Write down under which key visits ask each doubt, by its number; return how many were waiting."""
    doubts = list(
        HomeDoubt.objects.select_for_update().filter(pk__in=asked_as, standing=DoubtStanding.OPEN, asked_as="")
    )
    for doubt in doubts:
        doubt.asked_as = asked_as[doubt.pk]
    HomeDoubt.objects.bulk_update(doubts, ["asked_as"], batch_size=2000)
    if doubts:
        journal.write(by=by, at=at, verb="ledgers.take_up_homes", subject="homes:open", refs={"homes": len(doubts)})
    return len(doubts)


@transaction.atomic
def settle_homes(*, asked: Collection[str] = (), by: Actor, at: datetime) -> ClosedDoubts:
    """Close what was asked at a door (`asked`: keys of visits), what the registry learnt, what is said no more.

    Needs the owner.
    """
    mine = HomeDoubt.objects.filter(standing=DoubtStanding.OPEN, asked_as__in=asked).exclude(asked_as="")
    with connection.cursor() as cursor:
        cursor.execute(MOVED, [at])
        count: int = cursor.rowcount
        cursor.execute(DROPPED, [at])
        count += cursor.rowcount
    done = tuple(
        HomeDoubt.objects.filter(closed_at=at).exclude(asked_as="").order_by("pk").values_list("asked_as", flat=True)
    )
    count += mine.update(standing=DoubtStanding.ASKED, closed_at=at)
    if count:
        journal.write(by=by, at=at, verb="ledgers.settle_homes", subject="homes:open", refs={"closed": count})
    return ClosedDoubts(count, done)
