"""Registering people, correcting them, uncovering what is masked: outcome, journal line, refusal."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from wenhui.ground.areas.models import Area
from wenhui.ground.journal.models import Entry
from wenhui.kit.privacy import Privacy
from wenhui.record.registry import access, actions, identifiers
from wenhui.record.registry.actions import refusals
from wenhui.record.registry.models import AdmittedAttribute, Person, Residence
from wenhui.record.registry.rules.refusal import NotUsableError
from wenhui.record.registry.tests.conftest import AT, GULAN, TODAY, Ground, invented_id_number
from wenhui.record.registry.words import Registration, ResidenceKind, Revealable, Sex

pytestmark = pytest.mark.django_db


def registered(dwelling: Area, name: str = "单玉兰", **more: object) -> Person:
    """Register one of the invented people."""
    fields = {"name": name, "registration": Registration.REGISTERED, "dwelling": dwelling, "by": GULAN, "at": AT}
    return actions.register_person(**(fields | more))  # type: ignore[arg-type]


def test_whoever_is_registered_can_be_found_and_lives_somewhere(r501: Area) -> None:
    person = registered(r501, id_number=invented_id_number(), phone="+86 120 3456 7890", since=date(2019, 5, 1))

    person.refresh_from_db()
    residence = Residence.objects.get(person=person)
    assert (person.pinyin, person.initials) == ("shanyulan", "syl")
    assert (person.birth_on, person.sex) == (date(1958, 3, 9), Sex.MALE)
    assert (person.dwelling, person.area.label, person.area_path) == (r501, "b001", "hz.gs.wh.lsdy.g04.b001.")
    assert (residence.kind, residence.valid_from, residence.valid_to) == (ResidenceKind.HOME, date(2019, 5, 1), None)
    assert residence.area_path == "hz.gs.wh.lsdy.g04.b001."


def test_identifiers_are_sealed_and_found_by_their_indexes(r501: Area) -> None:
    number = invented_id_number()
    person = registered(r501, id_number=number, phone="120 3456 7890")

    person.refresh_from_db()
    assert person.id_number is not None
    assert number.encode() not in bytes(person.id_number)
    assert identifiers.open_id_number(person.id_number) == number
    assert identifiers.open_phone(person.phone) == "12034567890"
    assert Person.objects.get(id_number_index=identifiers.id_number_index(number)) == person
    assert Person.objects.get(phone_index=identifiers.phone_index("12034567890")) == person
    assert Person.objects.get(phone_tail_index=identifiers.phone_tail_index("7890")) == person


def test_register_person_leaves_one_line_of_identifiers(r501: Area) -> None:
    person = registered(r501, id_number=invented_id_number())

    line = Entry.objects.get()
    assert (line.verb, line.subject, line.actor_key) == ("registry.register_person", f"person:{person.pk}", "gulan")
    assert line.refs == {"area": person.area_id}


def test_someone_whose_door_is_not_known_belongs_to_a_grid(ground: Ground) -> None:
    grid = ground["hz.gs.wh.lsdy.g04."]

    person = actions.register_person(name="张伟", registration=Registration.FLOATING, area=grid, by=GULAN, at=AT)

    assert (person.area, person.dwelling, Residence.objects.count()) == (grid, None, 0)


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"name": " "}, NotUsableError),
        ({"phone": "120"}, NotUsableError),
        ({"id_number": "330105580309001"}, NotUsableError),
        ({"id_number": invented_id_number(), "birth_on": date(1958, 3, 8)}, refusals.ConflictingIdentityError),
        ({"id_number": invented_id_number(), "sex": Sex.FEMALE}, refusals.ConflictingIdentityError),
        ({"birth_on": date(2026, 3, 18)}, refusals.NotYetError),
        ({"since": date(2026, 3, 18)}, refusals.NotYetError),
        ({"ethnic": "01"}, refusals.NotAdmittedError),
    ],
)
def test_what_cannot_be_registered_is_refused_and_leaves_nothing(
    r501: Area, more: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        registered(r501, **more)  # type: ignore[arg-type]

    assert (Person.objects.count(), Residence.objects.count(), Entry.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("path", ["hz.gs.wh.lsdy.", "hz.gs.wh.lsdy.g04.b001.u1."])
def test_nobody_belongs_to_a_community_or_a_stairwell(ground: Ground, path: str) -> None:
    with pytest.raises(refusals.WrongPlaceError):
        actions.register_person(name="张伟", registration=Registration.FLOATING, area=ground[path], by=GULAN, at=AT)


def test_an_id_number_is_registered_once(r501: Area, r502: Area) -> None:
    registered(r501, id_number=invented_id_number())

    with pytest.raises(refusals.AlreadyRegisteredError) as refused:
        registered(r502, name="张伟", id_number=invented_id_number())

    assert "已经登记过了" in refused.value.words.zh
    assert Person.objects.count() == 1


def test_the_database_itself_refuses_an_id_number_twice(r501: Area) -> None:
    person = registered(r501, id_number=invented_id_number())
    person.pk = None

    with pytest.raises(IntegrityError, match="registered_once"), transaction.atomic():
        person.save(force_insert=True)


def test_an_attribute_is_kept_once_the_office_names_duty_and_law(r501: Area) -> None:
    AdmittedAttribute.objects.create(
        key="person.ethnic", duty="民族工作", law="浙江省少数民族权益保障条例", since=TODAY
    )

    assert registered(r501, ethnic="01").ethnic == "01"


def test_correct_person_changes_what_is_written_and_says_which_fields(r501: Area) -> None:
    person = registered(r501, phone="12034567890")

    corrected = actions.correct_person(
        person_id=person.pk, changes={"name": "单玉岚", "phone": ""}, reason="照户口簿", by=GULAN, at=AT
    )

    line = Entry.objects.get(verb="registry.correct_person")
    assert (corrected.name, corrected.pinyin, corrected.phone, corrected.phone_index) == (
        "单玉岚",
        "shanyulan",
        None,
        None,
    )
    assert (line.refs, line.reason) == ({"fields": "name phone"}, "照户口簿")


def test_a_person_says_how_the_name_is_read(r501: Area) -> None:
    person = registered(r501, name="覃丽")

    corrected = actions.correct_person(person_id=person.pk, changes={"pinyin": "tán lì"}, by=GULAN, at=AT)

    assert (corrected.pinyin, corrected.initials) == ("tanli", "tl")


def test_a_birth_date_cannot_be_corrected_against_the_id_number(r501: Area) -> None:
    person = registered(r501, id_number=invented_id_number())

    with pytest.raises(refusals.ConflictingIdentityError):
        actions.correct_person(person_id=person.pk, changes={"birth_on": date(1960, 1, 1)}, by=GULAN, at=AT)


def test_a_move_is_not_a_correction(r501: Area) -> None:
    person = registered(r501)

    with pytest.raises(refusals.RegistryError, match="dwelling"):
        actions.correct_person(person_id=person.pk, changes={"dwelling": "1"}, by=GULAN, at=AT)


def test_nobody_is_corrected_who_is_not_there(ground: Ground) -> None:
    with pytest.raises(refusals.NoSuchPersonError):
        actions.correct_person(person_id=1, changes={"name": "张伟"}, by=GULAN, at=AT)


def may_reveal(permission: str) -> bool:
    """Answer as a post that may uncover."""
    return permission == access.REVEAL


def may_nothing(permission: str) -> bool:
    """Answer as a post that may not."""
    return False


@pytest.mark.parametrize(
    ("what", "clear"),
    [
        (Revealable.NAME, "单玉兰"),
        (Revealable.ID_NUMBER, invented_id_number()),
        (Revealable.PHONE, "12034567890"),
    ],
)
def test_reveal_gives_the_value_and_journals_field_and_reason_only(r501: Area, what: Revealable, clear: str) -> None:
    person = registered(r501, id_number=invented_id_number(), phone="12034567890")

    value = actions.reveal(
        person_id=person.pk,
        what=what,
        reason="核对高龄津贴",
        may=may_reveal,
        clearance=Privacy.SENSITIVE,
        by=GULAN,
        at=AT,
    )

    line = Entry.objects.get(verb="registry.reveal")
    assert value == clear
    assert (line.subject, line.reason, line.refs) == (f"person:{person.pk}", "核对高龄津贴", {"field": what.value})


def test_nothing_is_revealed_without_the_permission(r501: Area) -> None:
    person = registered(r501, phone="12034567890")

    with pytest.raises(refusals.NotAllowedError):
        actions.reveal(
            person_id=person.pk,
            what=Revealable.PHONE,
            reason="核对高龄津贴",
            may=may_nothing,
            clearance=Privacy.SENSITIVE,
            by=GULAN,
            at=AT,
        )

    assert not Entry.objects.filter(verb="registry.reveal").exists()


def test_an_id_number_is_not_revealed_to_who_is_cleared_for_personal_data_only(r501: Area) -> None:
    person = registered(r501, id_number=invented_id_number())

    with pytest.raises(refusals.NotAllowedError):
        actions.reveal(
            person_id=person.pk,
            what=Revealable.ID_NUMBER,
            reason="核对高龄津贴",
            may=may_reveal,
            clearance=Privacy.PERSONAL,
            by=GULAN,
            at=AT,
        )


@pytest.mark.parametrize("reason", ["", "   ", "看看"])
def test_nothing_is_revealed_without_a_reason(r501: Area, reason: str) -> None:
    person = registered(r501, phone="12034567890")

    with pytest.raises(refusals.NoReasonError):
        actions.reveal(
            person_id=person.pk,
            what=Revealable.PHONE,
            reason=reason,
            may=may_reveal,
            clearance=Privacy.SENSITIVE,
            by=GULAN,
            at=AT,
        )


def test_an_empty_field_has_nothing_to_reveal(r501: Area) -> None:
    person = registered(r501)

    with pytest.raises(refusals.NothingToRevealError):
        actions.reveal(
            person_id=person.pk,
            what=Revealable.PHONE,
            reason="核对高龄津贴",
            may=may_reveal,
            clearance=Privacy.SENSITIVE,
            by=GULAN,
            at=AT,
        )
