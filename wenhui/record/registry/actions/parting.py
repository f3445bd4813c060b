"""The columns, homes and households of two people after a merge is undone, as they had been never merged."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from wenhui.ground.areas.models import Area
from wenhui.record.registry import hanging, snapshots
from wenhui.record.registry.actions import moving
from wenhui.record.registry.actions.places import building_of
from wenhui.record.registry.models import Household, Merge, MergeStep, Person, Residence
from wenhui.record.registry.rules import merging as rules
from wenhui.record.registry.rules.merging import LIVING, Stay
from wenhui.record.registry.snapshots import GROUPS, WHEREABOUTS

RESIDENCES = Residence._meta.db_table
Links = set[tuple[str, int]]


def links_of(record: Merge) -> tuple[Links, Links]:
    """Return which doors and households the primary and the other had of their own."""
    primary, other = _own_links(record.was), _own_links(record.theirs)
    for tie in hanging.ties():
        held = record.held.get(f"{tie.table}.{tie.column}", [])
        theirs = record.steps.filter(table=tie.table, column=tie.column).values_list("row", flat=True)
        primary |= set().union(*hanging.links(tie, held).values())
        other |= set().union(*hanging.links(tie, list(theirs)).values())
    return primary, other


def _own_links(snapshot: Mapping[str, Any]) -> Links:
    named = {("Area", snapshot["dwelling_id"]), ("Household", snapshot["household_id"])}
    return {link for link in named if link[1] is not None}


def part_columns(record: Merge) -> None:
    """Put both rows' own columns back; a correction of the primary's stays unless it says what the other's row says."""
    primary, other = record.primary, record.other
    now = snapshots.taken(primary)
    for group in GROUPS:
        if group != WHEREABOUTS and snapshots.same(now, record.theirs, group):
            snapshots.write(primary, record.was, group)
    primary.save()
    for group in GROUPS:
        snapshots.write(other, record.theirs, group)
    other.household, other.merged_into = None, None
    other.save()
    if snapshots.same(now, record.theirs, WHEREABOUTS) and not snapshots.same(now, record.was, WHEREABOUTS):
        _put_back(primary, record.was, other)
    if _moved_out_of_theirs(record, now):
        _put_back(primary, record.was, other)
        snapshots.write(other, now, WHEREABOUTS)
        other.save()
    else:
        _rejoin(other, record.theirs, primary)


def _put_back(person: Person, snapshot: Mapping[str, Any], twin: Person) -> None:
    snapshots.write(person, snapshot, WHEREABOUTS)
    person.household = None
    person.save()
    _rejoin(person, snapshot, twin)


def _had_no_home(record: Merge) -> bool:
    """Say whether the primary had no door of their own and so took the other's: a move out since was the other's."""
    return record.was["dwelling_id"] is None and record.theirs["dwelling_id"] is not None


def _goes_back(record: Merge) -> bool:
    """Say whether the other's residences end as they did: at the parting itself, where a move out was the primary's."""
    return record.undone_at is None and not _had_no_home(record)


def _moved_out_of_theirs(record: Merge, now: Mapping[str, Any]) -> bool:
    return _had_no_home(record) and now["dwelling_id"] is None and not _begun(record)


def make_room(record: Merge, keys: Collection[str]) -> None:
    """End the other's residences where rows that are about to come to them begin, and those where the other's go on."""
    coming = {int(key) for key in keys}
    stays = _stays(record, record.other) + [stay for stay in _stays(record, record.primary) if stay.key in coming]
    ends = rules.parted(stays, _begun(record), as_merged=_goes_back(record))
    for stay in stays:
        end = ends[stay.key]
        if end is not None and (stay.end is None or end < stay.end):
            Residence.objects.filter(pk=stay.key).update(valid_to=end)


def part_homes(record: Merge) -> None:
    """Let every move that was written down while the two were one have ended only what its own person left."""
    begun = _begun(record)
    for person in (record.primary, record.other):
        stays = _stays(record, person)
        ends = rules.parted(stays, begun, as_merged=person == record.other and _goes_back(record))
        changed = [stay for stay in stays if ends[stay.key] != stay.end]
        for stay in sorted(changed, key=lambda stay: ends[stay.key] is None):
            Residence.objects.filter(pk=stay.key).update(valid_to=ends[stay.key])
    if _new(record, record.other):
        _part_whereabouts(record)


def _part_whereabouts(record: Merge) -> None:
    """Let each live where their own moves led, in the household they would then be in."""
    primary, other, household = record.primary, record.other, record.primary.household
    sides = [(primary, record.was, other)] if primary.left_on is None else []
    sides += [(other, record.theirs, primary)] if other.left_on is None or record.theirs["left_on"] is not None else []
    for person, snapshot, _ in sides:
        person.household = None
        snapshots.write(person, dict(snapshot) | {"household_id": None}, WHEREABOUTS)
        person.save()
    for person, snapshot, twin in sides:
        _rejoin(person, snapshot, twin)
    for person, _, twin in sides:
        for row in _new(record, person):
            with_it = household if household is not None and household.dwelling_id == row.dwelling_id else None
            _come_again(person, row.dwelling, with_it, twin, row.valid_from)


def _come_again(person: Person, dwelling: Area, household: Household | None, twin: Person, on: date | None) -> None:
    moving.come_to_live(person, dwelling, building_of(dwelling), household, on or date.min)
    if household is not None and household.head_id == twin.pk:
        household.head = person
        household.save()


def _rejoin(person: Person, snapshot: Mapping[str, Any], twin: Person) -> None:
    """Bring someone back into the household they were in, and to its head if they were that."""
    household = Household.objects.filter(pk=snapshot["household_id"]).first()
    if household is None:
        return
    if household.dissolved_on is not None and not household.members.exists():
        household.dissolved_on = None
    if household.pk in snapshot["heads"] and household.head_id in {None, twin.pk}:
        household.head = person
    household.save()
    person.household = household
    person.save(update_fields=["household"])


def _stays(record: Merge, person: Person) -> list[Stay]:
    """Return someone's residences with the ends they had when the two were merged."""
    known = set(record.held.get(f"{RESIDENCES}.person_id", ()))
    known |= set(
        MergeStep.objects.filter(table=RESIDENCES, merge__primary=record.primary_id).values_list("row", flat=True)
    )
    rows = Residence.objects.filter(person=person).order_by("pk")
    stays = []
    for row in rows:
        key, is_known = str(row.pk), str(row.pk) in known
        end = record.ends.get(key) if key in record.ends else (row.valid_to.isoformat() if row.valid_to else None)
        was = date.fromisoformat(end) if is_known and end else None
        stays.append(Stay(row.pk, row.kind, row.valid_from, row.valid_to, was=was, is_new=not is_known))
    return stays


def _begun(record: Merge) -> set[tuple[str, date | None]]:
    people = (record.primary, record.other)
    return {(stay.kind, stay.begin) for person in people for stay in _stays(record, person) if stay.is_new}


def _new(record: Merge, person: Person) -> list[Residence]:
    """Return the homes someone came to since the two were merged, in order."""
    new = [stay.key for stay in _stays(record, person) if stay.is_new and stay.kind in LIVING]
    return list(Residence.objects.filter(pk__in=new).select_related("dwelling").order_by("pk"))
