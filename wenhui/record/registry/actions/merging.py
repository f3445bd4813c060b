"""Merging two rows of one person: everything that hangs on the other moves to the primary, and how is written down."""

from datetime import datetime
from typing import Final

from django.db import transaction

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.clock import local_day
from wenhui.record.registry import following, hanging, snapshots
from wenhui.record.registry.actions import moving
from wenhui.record.registry.actions.judging import note, stated
from wenhui.record.registry.actions.refusals import MergedAwayError, NoSuchPersonError, SameRowError, StruckOutError
from wenhui.record.registry.following import Passage
from wenhui.record.registry.hanging import Tie
from wenhui.record.registry.models import Household, Merge, MergeStep, Person, Residence
from wenhui.record.registry.rules import merging as rules
from wenhui.record.registry.rules.merging import Stay
from wenhui.record.registry.words import LeftBecause, Verdict

OVERLAP: Final = "registry_residences_of_a_kind_never_overlap"


@transaction.atomic
def merge(*, primary_id: int, other_id: int, reason: str, by: Actor, at: datetime) -> Merge:
    """Merge the other's row into the primary's, which counts from now on for both.

    Rows of every room that hang on the other move, except those for which the primary has no room: they stay and are
    listed. The primary keeps its own words and takes the other's where it has none; the phone that is not the primary's
    stays in the other's row. Raises SameRowError, NoSuchPersonError, MergedAwayError, NoGroundError.
    """
    reason = stated(reason)
    primary, other = locked_pair(primary_id, other_id)
    record = _record(primary, other, reason=reason, by=by, at=at)
    moved = _move_rows(record)
    _close(primary, other, at=at)
    note(primary_id, other_id, verdict=Verdict.SAME, reason=reason, by=by, at=at)
    journal.write(
        by=by,
        at=at,
        verb="registry.merge",
        subject=f"person:{primary_id}",
        reason=reason,
        refs={"other": other_id, "merge": record.pk, "rows": len(moved.rows)},
    )
    following.tell(moved, at=at)
    return record


def locked_pair(primary_id: int, other_id: int) -> tuple[Person, Person]:
    """Lock two rows, the lower number first, and return them in the order asked for; neither may be merged away."""
    if primary_id == other_id:
        raise SameRowError
    wanted = Person.objects.select_for_update(of=("self",)).filter(pk__in=(primary_id, other_id)).order_by("pk")
    found = {person.pk: person for person in wanted}
    if len(found) < 2:
        raise NoSuchPersonError
    if any(person.merged_into_id is not None for person in found.values()):
        raise MergedAwayError
    if any(person.left_because == LeftBecause.MISTAKEN for person in found.values()):
        raise StruckOutError
    return found[primary_id], found[other_id]


def stays_of(person: Person) -> list[Stay]:
    """Return someone's residences in the order in which they came."""
    rows = Residence.objects.filter(person=person).order_by("pk")
    return [Stay(row.pk, row.kind, row.valid_from, row.valid_to) for row in rows]


def _record(primary: Person, other: Person, *, reason: str, by: Actor, at: datetime) -> Merge:
    stays = [*stays_of(primary), *stays_of(other)]
    return Merge.objects.create(
        primary=primary,
        other=other,
        reason=reason,
        by_kind=by.kind,
        by_key=by.key,
        by_name=by.name,
        at=at,
        was=snapshots.taken(primary) | {"heads": snapshots.heads(primary)},
        theirs=snapshots.taken(other) | {"heads": snapshots.heads(other)},
        held={f"{tie.table}.{tie.column}": hanging.keys_of(tie, primary.pk) for tie in hanging.ties()},
        ends={str(stay.key): stay.end.isoformat() if stay.end else None for stay in stays},
    )


def _move_rows(record: Merge) -> Passage:
    rows, steps = [], []
    for tie in hanging.ties():
        for key, stayed in _moved(tie, record).items():
            steps.append(
                MergeStep(merge=record, table=tie.table, row=key, column=tie.column, was=record.other_id, stayed=stayed)
            )
            if not stayed:
                rows.append(tie.row(key))
    MergeStep.objects.bulk_create(steps)
    return Passage(record.other_id, record.primary_id, rows)


def _moved(tie: Tie, record: Merge) -> dict[str, str]:
    keys = hanging.keys_of(tie, record.other_id)
    room = set(keys)
    if tie.model is Residence:
        crowded = {str(stay.key) for stay in stays_of(record.other)}
        room -= crowded - set(map(str, rules.movable(stays_of(record.other), stays_of(record.primary))))
    found = hanging.move(tie, sorted(room), giver=record.other_id, taker=record.primary_id)
    return {key: found.get(key, OVERLAP) for key in keys}


def _close(primary: Person, other: Person, *, at: datetime) -> None:
    """Let the primary take what only the other knows, then let the other's row lead to it and count no longer."""
    today, household, headed = local_day(at), other.household, snapshots.heads(other)
    snapshots.fill(primary, other)
    if other.id_number_index is not None and primary.id_number_index == other.id_number_index:
        other.id_number = other.id_number_index = None
        other.save(update_fields=["id_number", "id_number_index"])
    primary.save()
    moving.leave_household(other, today)
    if household is not None and household.pk in headed and primary.household_id == household.pk:
        Household.objects.filter(pk=household.pk).update(head=primary)
    other.dwelling = None
    other.left_on, other.left_because = other.left_on or today, LeftBecause.MERGED
    other.merged_into = primary
    other.save()
