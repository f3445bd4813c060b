"""Registering people and correcting what is written of them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.db import transaction

from wenhui.ground.areas.models import Area
from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.clock import local_day
from wenhui.kit.words import Words
from wenhui.record.registry import identifiers
from wenhui.record.registry.actions import moving
from wenhui.record.registry.actions.places import home_of
from wenhui.record.registry.actions.refusals import (
    ConflictingIdentityError,
    MergedAwayError,
    NoSuchPersonError,
    NotAdmittedError,
    NotYetError,
    RegistryError,
    StruckOutError,
    in_words,
)
from wenhui.record.registry.models import AdmittedAttribute, Household, Person
from wenhui.record.registry.rules import identity, names, phones
from wenhui.record.registry.words import LeftBecause, Registration, ResidenceKind, Sex

CORRECTABLE: Final = frozenset({"name", "pinyin", "sex", "birth_on", "id_number", "phone", "registration", "ethnic"})
ETHNIC: Final = "person.ethnic"
ONCE = "registry_an_id_number_is_registered_once"


@transaction.atomic
def register_person(
    *,
    name: str,
    registration: Registration,
    dwelling: Area | None = None,
    area: Area | None = None,
    sex: Sex = Sex.UNKNOWN,
    birth_on: date | None = None,
    id_number: str = "",
    phone: str = "",
    ethnic: str = "",
    household: Household | None = None,
    residence: ResidenceKind = ResidenceKind.HOME,
    since: date | None = None,
    by: Actor,
    at: datetime,
) -> Person:
    """Register someone, with a residence from `since` on where the dwelling is known.

    Birth date and sex are taken from the ID number where there is one. Raises NotUsableError (from the rules) for what
    cannot be an identifier, AlreadyRegisteredError, WrongPlaceError, OutsideScopeError, NotAdmittedError.
    """
    person = Person(registration=Registration(registration), area=home_of(dwelling=dwelling, area=area))
    person.household = household
    fields = {"name": name, "sex": sex, "birth_on": birth_on, "id_number": id_number, "phone": phone, "ethnic": ethnic}
    _write_down(person, {key: value for key, value in fields.items() if value}, today=local_day(at))
    with in_words(ONCE):
        person.save()
    journal.write(
        by=by, at=at, verb="registry.register_person", subject=f"person:{person.pk}", refs={"area": person.area_id}
    )
    if dwelling is not None:
        moving.settle(person, dwelling=dwelling, kind=residence, on=since, household=household, today=local_day(at))
    return person


@transaction.atomic
def correct_person(
    *, person_id: int, changes: Mapping[str, str | date | None], by: Actor, at: datetime, reason: str = ""
) -> Person:
    """Correct what is written of someone: any of CORRECTABLE, in the form in which a clerk enters it.

    A name brings its pinyin along unless `pinyin` says how the person's name is read. Moves are not corrections.
    """
    strangers = set(changes) - CORRECTABLE
    if strangers:
        listed = "、".join(sorted(strangers))
        raise RegistryError(Words(f"不能在这里更正：{listed}", f"cannot be corrected here: {listed}"))
    person = _locked(person_id)
    _write_down(person, changes, today=local_day(at))
    with in_words(ONCE):
        person.save()
    journal.write(
        by=by,
        at=at,
        verb="registry.correct_person",
        subject=f"person:{person.pk}",
        reason=reason,
        refs={"fields": " ".join(sorted(changes))},
    )
    return person


def _locked(person_id: int) -> Person:
    try:
        person = Person.objects.select_for_update().get(pk=person_id)
    except Person.DoesNotExist:
        raise NoSuchPersonError from None
    if person.merged_into_id is not None:
        raise MergedAwayError
    if person.left_because == LeftBecause.MISTAKEN:
        raise StruckOutError
    return person


def _write_down(person: Person, changes: Mapping[str, str | date | None], *, today: date) -> None:
    if "name" in changes:
        person.name = names.read_name(_text(changes, "name"))
        person.pinyin, person.initials = names.search_keys(person.name)
    if _text(changes, "pinyin"):
        read = _text(changes, "pinyin").split()
        person.pinyin, person.initials = "".join(map(names.letters, read)), "".join(names.letters(s)[:1] for s in read)
    if "sex" in changes:
        person.sex = Sex(_text(changes, "sex"))
    if "birth_on" in changes:
        birth_on = changes["birth_on"]
        person.birth_on = birth_on if isinstance(birth_on, date) else None
    if "registration" in changes:
        person.registration = Registration(_text(changes, "registration"))
    if "phone" in changes:
        text = _text(changes, "phone")
        sealed = identifiers.seal_phone(phones.read_phone(text).number if text else "")
        person.phone, person.phone_index, person.phone_tail_index = sealed
    if "id_number" in changes:
        text = _text(changes, "id_number")
        number = identity.read_id_number(text, today=today).number if text else ""
        person.id_number, person.id_number_index = identifiers.seal_id_number(number)
    if _text(changes, "ethnic"):
        _ensure_admitted(ETHNIC, today)
        person.ethnic = _text(changes, "ethnic")
    _agree_with_id_number(person, changes, today=today)
    if person.birth_on is not None and person.birth_on > today:
        raise NotYetError


def _agree_with_id_number(person: Person, changes: Mapping[str, str | date | None], *, today: date) -> None:
    """Take birth date and sex from the ID number; refuse what was entered against it."""
    number = identifiers.open_id_number(person.id_number)
    if not number or not {"id_number", "birth_on", "sex"} & set(changes):
        return
    said = identity.read_id_number(number, today=today)
    if "birth_on" in changes and person.birth_on != said.birth_on:
        raise ConflictingIdentityError
    if "sex" in changes and person.sex not in {said.sex, Sex.UNKNOWN, Sex.NOT_STATED}:
        raise ConflictingIdentityError
    person.birth_on, person.sex = said.birth_on, Sex(said.sex)


def _ensure_admitted(key: str, today: date) -> None:
    if not AdmittedAttribute.objects.filter(key=key, since__lte=today).exists():
        raise NotAdmittedError


def _text(changes: Mapping[str, str | date | None], key: str) -> str:
    value = changes.get(key)
    return value if isinstance(value, str) else ""
