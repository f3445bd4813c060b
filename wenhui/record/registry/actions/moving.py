"""Who lives where from when: moves end one residence and begin another, so the past stays."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from wenhui.ground.areas.models import Area
from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.clock import local_day
from wenhui.kit.words import Words
from wenhui.record.registry.actions.places import building_of
from wenhui.record.registry.actions.refusals import (
    MergedAwayError,
    NoSuchPersonError,
    NotLivingHereError,
    NotYetError,
    PastIsClosedError,
    RegistryError,
    StruckOutError,
    in_words,
)
from wenhui.record.registry.models import Household, Person, Residence
from wenhui.record.registry.words import LIVING, LeftBecause, ResidenceKind

NO_OVERLAP = "registry_residences_of_a_kind_never_overlap"


@transaction.atomic
def move_in(
    *,
    person_id: int,
    dwelling: Area,
    kind: ResidenceKind,
    on: date,
    household: Household | None = None,
    by: Actor,
    at: datetime,
) -> Residence:
    """Let someone live, rent or be registered behind a door from `on`; what held before ends on that day.

    Living and renting exclude each other; both leave the household they were in, unless `household` names the new one.
    """
    person = _locked(person_id)
    residence = settle(person, dwelling=dwelling, kind=kind, on=on, household=household, today=local_day(at))
    journal.write(
        by=by,
        at=at,
        verb="registry.move_in",
        subject=f"person:{person.pk}",
        refs={"residence": residence.pk, "kind": residence.kind, "area": residence.area_id},
    )
    return residence


@transaction.atomic
def move_out(*, person_id: int, on: date, because: LeftBecause = LeftBecause.MOVED, by: Actor, at: datetime) -> Person:
    """End where someone lives, on `on`. Who is still on the household register here stays counted as registered.

    A death ends the register too. Raises NotLivingHereError when nothing is open, PastIsClosedError when something
    begins on or after that day.
    """
    because = LeftBecause(because)
    if because is LeftBecause.MERGED:
        raise RegistryError(Words("重复登记要合并，不是迁出", "who is registered twice is merged, not moved out"))
    if because is LeftBecause.MISTAKEN:
        raise RegistryError(
            Words("误登的要注销，不是迁出", "who was registered by mistake is struck out, not moved out")
        )
    person = _locked(person_id)
    _refuse_future(on, local_day(at))
    open_now = Residence.objects.select_for_update().filter(person=person, valid_to__isnull=True)
    ending = open_now if because is LeftBecause.DIED else open_now.filter(kind__in=LIVING)
    if not ending:
        raise NotLivingHereError
    if any(residence.valid_from is not None and residence.valid_from >= on for residence in ending):
        raise PastIsClosedError
    ended = ending.update(valid_to=on)
    leave_household(person, on)
    person.dwelling = None
    if not open_now.exists():
        person.left_on, person.left_because = on, because
    person.save()
    refs: dict[str, str | int] = {"residences": ended, "because": because.value, "on": on.isoformat()}
    journal.write(by=by, at=at, verb="registry.move_out", subject=f"person:{person.pk}", refs=refs)
    return person


def settle(
    person: Person,
    *,
    dwelling: Area,
    kind: ResidenceKind,
    on: date | None,
    household: Household | None,
    today: date,
) -> Residence:
    """Write the residence and bring the person's whereabouts up to date; the caller locks and journals."""
    kind = ResidenceKind(kind)
    if on is not None:
        _refuse_future(on, today)
    building = building_of(dwelling)
    alike = LIVING if kind in LIVING else (kind,)
    held = Residence.objects.select_for_update().filter(person=person, kind__in=alike)
    if on is None and held.exists():
        raise PastIsClosedError
    if on is not None and held.filter(Q(valid_from__gte=on) | Q(valid_to__gt=on)).exists():
        raise PastIsClosedError
    held.filter(valid_to__isnull=True).update(valid_to=on)
    with in_words(NO_OVERLAP, PastIsClosedError):
        residence = Residence.objects.create(person=person, dwelling=dwelling, area=building, kind=kind, valid_from=on)
        if kind in LIVING:
            come_to_live(person, dwelling, building, household, on or today)
    return residence


def come_to_live(person: Person, dwelling: Area, building: Area, household: Household | None, on: date) -> None:
    """Bring someone's whereabouts to a dwelling; they leave the household they were in, unless it comes along."""
    if person.household_id is not None and (household is None or household.pk != person.household_id):
        leave_household(person, on)
    person.household = household
    person.dwelling, person.area = dwelling, building
    person.left_on, person.left_because = None, ""
    person.save()


def leave_household(person: Person, on: date) -> None:
    """Take someone out of their household; it loses its head with them, and ends with its last member."""
    household = person.household
    person.household = None
    person.save(update_fields=["household"])
    if household is None:
        return
    if household.head_id == person.pk:
        household.head = None
    if not household.members.exists():
        household.dissolved_on = max(on, household.formed_on)
    household.save()


def _locked(person_id: int) -> Person:
    try:
        person = Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    except Person.DoesNotExist:
        raise NoSuchPersonError from None
    if person.merged_into_id is not None:
        raise MergedAwayError
    if person.left_because == LeftBecause.MISTAKEN:
        raise StruckOutError
    return person


def _refuse_future(on: date, today: date) -> None:
    if on > today:
        raise NotYetError
