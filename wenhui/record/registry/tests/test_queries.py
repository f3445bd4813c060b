"""What a search finds and what a card says: masked, in order, with the reason why."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from wenhui.ground.areas.models import Area
from wenhui.record.registry import actions, queries
from wenhui.record.registry.models import Person
from wenhui.record.registry.rules.organisations import compose_credit_code
from wenhui.record.registry.rules.refusal import NotUsableError
from wenhui.record.registry.tests.conftest import AT, GULAN, TODAY, Ground, invented_id_number
from wenhui.record.registry.words import Matched, Registration, ResidenceKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(r501: Area, r502: Area) -> dict[str, Person]:
    """Four invented people behind two doors."""
    phones = {"张伟": "12034565678", "张伟民": "12034560000", "赵雯": "12134565678", "单玉兰": ""}
    return {
        name: actions.register_person(
            name=name,
            registration=Registration.REGISTERED,
            dwelling=r501 if name.startswith("张") else r502,
            phone=phone,
            id_number=invented_id_number(serial=100 + serial),
            by=GULAN,
            at=AT,
        )
        for serial, (name, phone) in enumerate(phones.items())
    }


@pytest.mark.parametrize(
    ("text", "names", "matched"),
    [
        ("张", ["张伟", "张伟民"], Matched.NAME),
        ("张伟", ["张伟", "张伟民"], Matched.NAME),
        ("张伟民", ["张伟民"], Matched.NAME),
        ("zhangw", ["张伟", "张伟民"], Matched.PINYIN),
        ("Zhang Weimin", ["张伟民"], Matched.PINYIN),
        ("zw", ["张伟", "赵雯", "张伟民"], Matched.INITIALS),
        ("shany", ["单玉兰"], Matched.PINYIN),
        ("5678", ["张伟", "赵雯"], Matched.PHONE_TAIL),
        ("120 3456 0000", ["张伟民"], Matched.PHONE),
        (invented_id_number(serial=102), ["赵雯"], Matched.ID_NUMBER),
        ("danyulan", [], None),
        ("伟", [], None),
        ("9999", [], None),
    ],
)
def test_what_is_typed_finds_whom_it_should(
    people: dict[str, Person], text: str, names: list[str], matched: Matched | None
) -> None:
    found = queries.find(text, today=TODAY)

    by_id = {person.pk: name for name, person in people.items()}
    assert [by_id[one.person_id] for one in found] == names
    assert {one.matched for one in found} == ({matched} if matched else set())


def test_a_found_person_is_masked(people: dict[str, Person]) -> None:
    [found] = queries.find("张伟民", today=TODAY)

    assert found == queries.Found(
        person_id=people["张伟民"].pk,
        name="张**",
        sex="男",
        age=68,
        phone="12*****0000",
        registration="户籍",
        place="b001 u1 r501",
        is_gone=False,
        matched=Matched.NAME,
    )


def test_a_list_is_cut_at_its_limit(people: dict[str, Person]) -> None:
    assert len(queries.find("zw", limit=2, today=TODAY)) == 2


def test_what_cannot_be_sought_is_refused_in_words() -> None:
    with pytest.raises(NotUsableError):
        queries.find("12", today=TODAY)


@pytest.mark.parametrize(("text", "ceiling"), [("张", 2), ("zw", 3), ("5678", 2), ("12034560000", 2)])
def test_a_search_asks_few_questions(
    people: dict[str, Person], text: str, ceiling: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(ceiling):
        queries.find(text, today=TODAY)


def test_who_left_is_still_found_and_said_to_have_left(people: dict[str, Person]) -> None:

    Person.objects.filter(pk=people["单玉兰"].pk).update(left_on=TODAY, left_because="moved", dwelling=None)

    [found] = queries.find("单", today=TODAY)

    assert (found.is_gone, found.place) == (True, "b001")


def test_a_card_tells_where_someone_lived_and_with_whom(
    people: dict[str, Person], r501: Area, r502: Area, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    wei, min_ = people["张伟"], people["张伟民"]
    actions.form_household(dwelling=r501, head_id=wei.pk, member_ids=[min_.pk], on=TODAY, by=GULAN, at=AT)
    actions.move_in(person_id=wei.pk, dwelling=r502, kind=ResidenceKind.REGISTER, on=date(2020, 1, 1), by=GULAN, at=AT)

    with django_assert_max_num_queries(5):
        card = queries.card(wei.pk, today=TODAY)

    assert card is not None
    assert (card.name, card.phone, card.id_number[:4], card.place) == ("张**", "12*****5678", "9999", "b001 u1 r501")
    assert {(stay.place, str(stay.kind), stay.valid_from) for stay in card.stays} == {
        ("b001 u1 r501", "居住", None),
        ("b001 u1 r502", "户籍", date(2020, 1, 1)),
    }
    assert [one.person_id for one in card.members] == [min_.pk]


def test_nobody_has_no_card(ground: Ground) -> None:
    assert queries.card(1, today=TODAY) is None


def test_a_door_shows_its_households_and_who_belongs_to_none(people: dict[str, Person], r501: Area) -> None:
    wei, min_ = people["张伟"], people["张伟民"]
    actions.form_household(dwelling=r501, head_id=wei.pk, on=TODAY, by=GULAN, at=AT)

    home = queries.home(r501.pk, today=TODAY)

    assert home is not None
    assert [[one.person_id for one in members] for _, members in home.households] == [[wei.pk]]
    assert [one.person_id for one in home.others] == [min_.pk]


def test_a_building_is_no_door(ground: Ground) -> None:
    assert queries.home(ground["hz.gs.wh.lsdy.g04.b001."].pk, today=TODAY) is None


@pytest.mark.parametrize("text", ["晨光", "chenguang", "cgzcd", "92999999", ""])
def test_organisations_are_found_by_what_their_name_or_code_begins_with(ground: Ground, text: str) -> None:
    code = compose_credit_code(register="92", region="999999", serial=7)
    building = ground["hz.gs.wh.lsdy.g04.b001."]
    organisation = actions.register_organisation(name="晨光早餐店", uscc=code, area=building, by=GULAN, at=AT)

    assert list(queries.organisations(text)) == [organisation]
    assert not queries.organisations("光").exists()


@pytest.mark.parametrize(
    ("birth_on", "age"),
    [
        (date(1966, 3, 17), 60),
        (date(1966, 3, 18), 59),
        (date(2024, 2, 29), 2),
        (date(2026, 3, 17), 0),
        (None, None),
    ],
)
def test_age_is_counted_in_full_years_by_the_calendar(birth_on: date | None, age: int | None) -> None:
    assert queries.age_on(birth_on, TODAY) == age


def test_who_is_born_on_a_leap_day_turns_on_the_first_of_march() -> None:
    assert queries.age_on(date(2004, 2, 29), date(2022, 2, 28)) == 17
    assert queries.age_on(date(2004, 2, 29), date(2022, 3, 1)) == 18
