"""Who a new record may be: found through slips, told apart from twins and family, with reasons in words."""

from datetime import date

import pytest

from wenhui.ground.accounts.testing import AsWeb
from wenhui.ground.areas.models import Area
from wenhui.ground.areas.testing import little_office  # noqa: F401 - a fixture
from wenhui.ground.journal.models import Entry
from wenhui.kit.actor import job
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import Scope
from wenhui.lake.linkage.comparing import LEVELS
from wenhui.record.registry import actions, identifiers, matching, queries, seed
from wenhui.record.registry.actions import linking
from wenhui.record.registry.models import LinkageModel, Person, Suspicion
from wenhui.record.registry.rules import identity, likeness
from wenhui.record.registry.tests.conftest import AT, GULAN, TODAY
from wenhui.record.registry.tests.test_merging import merged
from wenhui.record.registry.words import Registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def residents(little_office: object) -> list[Person]:  # noqa: F811 - the fixture
    """900 invented residents, and a model trained on them."""
    seed.seed(number=1, today=TODAY, by=job("seed"), at=AT, progress=lambda done, of: None, residents=900)
    actions.train_linkage(by=job("train"), at=AT)
    return list(Person.objects.filter(left_on__isnull=True).select_related("dwelling").order_by("pk"))


@pytest.fixture
def zhang(residents: list[Person]) -> Person:
    """张伟民, registered among the others with everything that can be known."""
    door = residents[100].dwelling
    number = identity.compose(county="999999", birth_on=date(1958, 3, 9), serial=7)
    return registered("张伟民", door, id_number=number, phone="12034565678")


def registered(name: str, door: Area | None, **more: object) -> Person:
    """Register somebody behind a door."""
    fields = {"name": name, "dwelling": door, "registration": Registration.REGISTERED, "by": GULAN, "at": AT}
    return actions.register_person(**(fields | more))  # type: ignore[arg-type]


def proposed(person: Person | None = None, /, **roles: str) -> list[tuple[int, list[str]]]:
    """Return whom typing a record proposes, each with the reasons in words."""
    door = person.dwelling_id if person else None
    found = matching.likely(roles, dwelling_id=door, today=TODAY)
    return [(one.found.person_id, [reason.words.zh for reason in one.reasons]) for one in found]


def test_a_name_that_sounds_the_same_and_a_birth_date_propose_a_person_with_reasons(zhang: Person) -> None:
    found = proposed(name="张卫民", sex="男", birth_date="1958-03-09", phone="12099999999")

    assert found[0][0] == zhang.pk
    assert found[0][1] == ["姓名同音", "性别相同", "出生日期相同", "手机号不同"]


@pytest.mark.parametrize(
    "roles",
    [
        {"id_number": "999999195803090072"},  # the number alone
        {"name": "张伟民", "phone": "120 3456 5678"},
        {"name": "张伟民", "id_number": "999999195803090073"},  # a slip of the pen: the birth date inside is right
    ],
)
def test_typing_what_is_known_already_proposes_the_person(zhang: Person, roles: dict[str, str]) -> None:
    assert [pk for pk, _ in proposed(None, **roles)][:1] == [zhang.pk]


def test_what_is_half_typed_or_unreadable_proposes_nobody_and_breaks_nothing(zhang: Person) -> None:
    assert proposed(name="", birth_date="1958-3", id_number="9999", phone="12", sex="?") == []


def test_neither_a_twin_nor_the_family_is_proposed(zhang: Person) -> None:
    assert zhang.dwelling is not None
    address = queries.addresses([zhang.dwelling.path])[zhang.dwelling.path]
    twin = identity.compose(county="999999", birth_on=date(1958, 3, 9), serial=9)
    home = {"phone": "12034565678", "address": address}

    by_twin = proposed(zhang, name="张伟国", sex="男", birth_date="1958-03-09", id_number=twin, **home)
    by_child = proposed(zhang, name="张子轩", sex="男", birth_date="1990-01-02", **home)
    by_spouse = proposed(zhang, name="李丽", sex="女", birth_date="1959-07-01", **home)

    assert (by_twin, by_child, by_spouse) == ([], [], [])


def test_most_residents_find_themselves_first_and_strangers_find_nobody(residents: list[Person]) -> None:
    sample = residents[::30]

    found = [
        proposed(name=one.name, sex=one.sex, birth_date=str(one.birth_on), phone=identifiers.open_phone(one.phone))
        for one in sample
    ]
    strangers = [proposed(name="欧阳一鸣", sex="1", birth_date=f"19{year}-02-11") for year in range(50, 99)]

    assert [ones[0][0] for ones in found if ones] == [one.pk for one in sample]
    assert strangers == [[]] * 49


def test_who_was_merged_proposes_the_row_that_stands_for_them(zhang: Person, residents: list[Person]) -> None:
    second = registered("张卫民", residents[5].dwelling, birth_on=date(1958, 3, 9))
    merged(zhang, second)

    assert [pk for pk, _ in proposed(name="张卫民", birth_date="1958-03-09")] == [zhang.pk]


def test_what_is_out_of_scope_is_not_proposed(zhang: Person, as_web: AsWeb) -> None:
    with as_web(Scope("hz.gs.wh.nowhere.", Privacy.PERSONAL)):
        assert proposed(name="张伟民", birth_date="1958-03-09") == []
    zhang.refresh_from_db()

    with as_web(Scope(zhang.area_path, Privacy.PERSONAL)):
        assert [pk for pk, _ in proposed(name="张伟民", birth_date="1958-03-09")] == [zhang.pk]


@pytest.mark.parametrize(
    ("roles", "is_proposed"),
    [
        ({"id_number": "999999195803090072"}, True),
        ({"name": "张伟民", "birth_date": "1958-03-09"}, True),
        ({"name": "张伟民", "phone": "12034565678"}, True),
        ({"name": "张卫民", "birth_date": "1958-03-09"}, False),
        ({"phone": "12034565678"}, False),
    ],
)
def test_without_a_model_only_exact_matches_are_proposed(
    r501: Area, roles: dict[str, str], *, is_proposed: bool
) -> None:
    number = identity.compose(county="999999", birth_on=date(1958, 3, 9), serial=7)
    person = registered("张伟民", r501, id_number=number, phone="12034565678")

    assert [pk for pk, _ in proposed(None, **roles)] == ([person.pk] if is_proposed else [])


def test_train_linkage_keeps_one_model_and_says_so(residents: list[Person]) -> None:
    actions.train_linkage(by=job("train"), at=AT)

    assert LinkageModel.objects.get().rows == 900
    assert Entry.objects.filter(verb="registry.train_linkage").count() == 2


def test_from_too_few_rows_nothing_is_learnt(r501: Area) -> None:
    registered("张伟民", r501)

    with pytest.raises(linking.TooFewToLearnError):
        actions.train_linkage(by=GULAN, at=AT)


def test_suspect_finds_rows_of_one_person_and_proposes_no_pair_again_that_was_judged(
    zhang: Person, residents: list[Person]
) -> None:
    second = registered("张卫民", residents[5].dwelling, birth_on=date(1958, 3, 9), phone="12034565678")

    found = actions.suspect(by=GULAN, at=AT)
    pair = Suspicion.objects.get(low=zhang, high=second)
    actions.judge_different(one_id=zhang.pk, two_id=second.pk, reason="叔侄，证件不同", by=GULAN, at=AT)
    again = actions.suspect(by=GULAN, at=AT)

    assert pair.probability > 0.5
    assert pair.cluster == zhang.pk
    assert again == found - 1
    assert not Suspicion.objects.filter(low=zhang).exists()
    assert Entry.objects.filter(verb="registry.suspect").count() == 2


def test_suspect_keeps_what_was_put_off_and_drops_what_the_rows_no_longer_bear_out(
    zhang: Person, residents: list[Person]
) -> None:
    second = registered("张卫民", residents[5].dwelling, birth_on=date(1958, 3, 9), phone="12034565678")
    actions.suspect(by=GULAN, at=AT)
    actions.put_off(one_id=zhang.pk, two_id=second.pk, by=GULAN, at=AT)

    actions.suspect(by=GULAN, at=AT)
    kept = Suspicion.objects.get(low=zhang).put_off_at
    actions.correct_person(
        person_id=second.pk, changes={"name": "李雪", "phone": "", "birth_on": date(1999, 1, 1)}, by=GULAN, at=AT
    )
    actions.suspect(by=GULAN, at=AT)

    assert kept == AT
    assert not Suspicion.objects.filter(low=zhang).exists()


def test_a_search_in_batch_needs_a_model(r501: Area) -> None:
    with pytest.raises(linking.NotTrainedError):
        actions.suspect(by=GULAN, at=AT)


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        ({"surname": "equal", "given": "equal"}, ["姓名相同"]),
        ({"surname": "equal", "given": "same sound"}, ["姓名同音"]),
        ({"surname": "equal", "given": "differs", "birth": "equal"}, ["姓名不同", "出生日期相同"]),
        ({"given": "alike"}, ["名字音或形相近"]),
        ({"id": "same birth, both numbers valid"}, ["身份号码生日相同、号码都有效，不是同一号"]),
        ({}, []),
    ],
)
def test_reasons_are_said_in_words(levels: dict[str, str], words: list[str]) -> None:
    assert [reason.words.zh for reason in likeness.reasons(levels)] == words


def test_every_level_of_every_field_has_words_in_both_languages() -> None:
    for field, levels in LEVELS.items():
        for level in levels:
            reason = likeness.reasons({field: level})[0]

            assert reason.words.zh
            assert reason.words.en
