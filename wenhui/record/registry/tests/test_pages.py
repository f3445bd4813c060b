"""The registry's pages: what they show, what they hide, whom they refuse, how many questions they ask."""

import re
from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from wenhui.ground.accounts.testing import Browse, Cast, Office
from wenhui.ground.journal.models import Entry
from wenhui.kit.clock import local_day, now
from wenhui.record.registry import actions
from wenhui.record.registry.models import Person
from wenhui.record.registry.rules.organisations import compose_credit_code
from wenhui.record.registry.testing import plant_dictionary
from wenhui.record.registry.tests.conftest import GULAN, invented_id_number
from wenhui.record.registry.words import Registration

pytestmark = pytest.mark.django_db
GUARD_ASKS = 14  # session, account, posts, scope, bell, savepoints and the test's own change of role
NUMBER, PHONE = invented_id_number(), "12034565678"


@pytest.fixture
def zhang(office: Office) -> Person:
    """张伟 of 流水东苑."""
    return actions.register_person(
        name="张伟民",
        registration=Registration.REGISTERED,
        dwelling=office.dwelling,
        id_number=NUMBER,
        phone=PHONE,
        since=date(2020, 1, 1),
        by=GULAN,
        at=now(),
    )


def shown(response: Any) -> str:
    """Return the page as text."""
    return str(response.content.decode())


def hides_everything(text: str) -> bool:
    """Say whether neither name nor numbers stand in the clear, nor the year of birth in what is read or filled in.

    In an address the same four digits may be a row's key.
    """
    read = re.sub(r"<[^>]*>", " ", text)
    return "1958" not in read and not any(one in text for one in ("张伟民", NUMBER, PHONE, "1958-", "1958年", '"1958'))


def test_an_empty_search_page_says_what_to_do(cast: Cast, browse: Browse) -> None:
    page = browse("gulan").get("/registry/")

    assert page.status_code == 200
    assert "输入几个字就开始找" in shown(page)


@pytest.mark.parametrize("text", ["张", "zhangw", "zwm", "5678", PHONE, NUMBER])
def test_a_search_lists_people_masked(zhang: Person, browse: Browse, text: str) -> None:
    page = browse("gulan").post("/registry/", {"q": text})

    assert page.status_code == 200
    assert "张**" in shown(page)
    assert "12*****5678" in shown(page)
    assert f"/registry/persons/{zhang.pk}/" in shown(page)
    assert "张伟民" not in shown(page)
    assert "no-store" in page["Cache-Control"]


def test_with_htmx_the_answer_is_the_list_alone(zhang: Person, browse: Browse) -> None:
    page = browse("gulan").post("/registry/", {"q": "张"}, headers={"HX-Request": "true"})

    assert "张**" in shown(page)
    assert "<html" not in shown(page)


@pytest.mark.parametrize(
    ("text", "said"),
    [("567", "数字可以是手机号后四位"), ("不在", "您的权限内没有这样的人"), ("", "输入几个字就开始找")],
)
def test_what_finds_nobody_is_said_in_words(zhang: Person, browse: Browse, text: str, said: str) -> None:
    assert said in shown(browse("gulan").post("/registry/", {"q": text}))


def test_someone_of_another_community_finds_nobody_and_opens_no_card(
    zhang: Person, office: Office, browse: Browse
) -> None:
    hansg = browse("hansg")

    assert "您的权限内没有这样的人" in shown(hansg.post("/registry/", {"q": "张"}))
    assert hansg.get(f"/registry/persons/{zhang.pk}/").status_code == 404
    assert hansg.get(f"/registry/dwellings/{office.dwelling.pk}/").status_code == 404


def test_a_stranger_is_sent_to_log_in_and_a_unit_handler_is_refused(zhang: Person, browse: Browse) -> None:
    assert browse().get("/registry/").status_code == 302
    assert browse("shenzy").get("/registry/").status_code == 403


def test_a_card_shows_where_someone_lives_and_hides_the_rest(zhang: Person, browse: Browse) -> None:
    page = browse("zhounc").get(f"/registry/persons/{zhang.pk}/")

    assert page.status_code == 200
    assert "流水东苑 1 幢 1 单元 501 室" in shown(page)
    assert "2020-01-01" in shown(page)
    assert "9999**********0072" in shown(page)
    assert hides_everything(shown(page))
    assert "no-store" in page["Cache-Control"]


def test_who_may_not_reveal_sees_no_button(zhang: Person, browse: Browse) -> None:
    assert "reveal" not in shown(browse("gulan").get(f"/registry/persons/{zhang.pk}/"))
    assert browse("gulan").get(f"/registry/persons/{zhang.pk}/reveal/phone/").status_code == 403


@pytest.mark.parametrize(("what", "clear"), [("name", "张伟民"), ("phone", PHONE), ("id_number", NUMBER)])
def test_a_reason_uncovers_one_field_once_and_is_journalled(
    zhang: Person, browse: Browse, what: str, clear: str
) -> None:
    secretary = browse("zhounc")
    asked = secretary.get(f"/registry/persons/{zhang.pk}/reveal/{what}/")

    page = secretary.post(f"/registry/persons/{zhang.pk}/reveal/{what}/", {"reason": "核对高龄津贴"})

    assert hides_everything(shown(asked))
    assert clear in shown(page)
    assert Entry.objects.get(verb="registry.reveal").reason == "核对高龄津贴"
    assert hides_everything(shown(secretary.get(f"/registry/persons/{zhang.pk}/")))


def test_without_a_reason_nothing_is_uncovered_and_the_page_says_why(zhang: Person, browse: Browse) -> None:
    page = browse("zhounc").post(f"/registry/persons/{zhang.pk}/reveal/phone/", {"reason": "看"})

    assert page.status_code == 422
    assert "请写明查看的理由" in shown(page)
    assert 'value="看"' in shown(page)
    assert hides_everything(shown(page))
    assert not Entry.objects.filter(verb="registry.reveal").exists()


def test_who_is_cleared_for_personal_data_only_uncovers_no_id_number(zhang: Person, browse: Browse) -> None:
    luming = browse("luming")

    card = shown(luming.get(f"/registry/persons/{zhang.pk}/"))
    page = luming.post(f"/registry/persons/{zhang.pk}/reveal/id_number/", {"reason": "核对高龄津贴"})

    assert ("reveal/phone/" in card, "reveal/id_number/" in card) == (True, False)
    assert page.status_code == 422
    assert hides_everything(shown(page))


def test_there_is_nothing_else_to_uncover(zhang: Person, browse: Browse) -> None:
    assert browse("zhounc").get(f"/registry/persons/{zhang.pk}/reveal/ethnic/").status_code == 404


def test_a_door_shows_who_lives_behind_it(zhang: Person, office: Office, browse: Browse) -> None:
    actions.form_household(dwelling=office.dwelling, head_id=zhang.pk, on=local_day(now()), by=GULAN, at=now())

    page = browse("gulan").get(f"/registry/dwellings/{office.dwelling.pk}/")

    assert "张**" in shown(page)
    assert "立户" in shown(page)
    assert hides_everything(shown(page))


def test_an_empty_door_says_what_to_do(office: Office, browse: Browse) -> None:
    assert "没有登记住在这里的人" in shown(browse("gulan").get(f"/registry/dwellings/{office.dwelling.pk}/"))


def test_organisations_are_listed_and_searched(office: Office, browse: Browse) -> None:
    code = compose_credit_code(register="92", region="999999", serial=7)
    actions.register_organisation(name="晨光早餐店", uscc=code, area=office.building, by=GULAN, at=now())
    gulan = browse("gulan")

    assert "晨光早餐店" in shown(gulan.get("/registry/organisations/"))
    assert "晨光早餐店" in shown(gulan.get("/registry/organisations/?q=cg"))
    assert "没有找到单位" in shown(gulan.get("/registry/organisations/?q=zz"))
    assert "没有找到单位" in shown(browse("hansg").get("/registry/organisations/"))


@pytest.fixture
def dictionary(db: None) -> None:
    """The office's own dictionary."""
    plant_dictionary()


def test_the_dictionary_says_what_is_kept_on_what_ground_and_what_is_off(
    dictionary: None, cast: Cast, browse: Browse
) -> None:
    page = shown(browse("gulan").get("/registry/attributes/"))

    assert all(text in page for text in ("person.phone", "180 天", "本人自述", "民法典第一千零三十五条"))
    assert "没有列明职责和法律，不收集" in page
    assert "来自公民身份号码" in page
    assert "签字只证明当次填报的内容" in page
    assert "organisation.uscc" not in page


def test_an_admitted_attribute_shows_by_which_duty_and_law(dictionary: None, cast: Cast, browse: Browse) -> None:
    since = date(2026, 1, 1)
    law = "中华人民共和国民族区域自治法"
    actions.admit_attribute(key="person.ethnic", duty="民族工作服务管理", law=law, since=since, by=GULAN, at=now())

    page = shown(browse("gulan").get("/registry/attributes/"))

    assert "2026-01-01 起，民族工作服务管理，中华人民共和国民族区域自治法" in page


def test_the_dictionary_is_read_by_subject_and_in_english(dictionary: None, cast: Cast, browse: Browse) -> None:
    gulan = browse("gulan")
    gulan.post("/language/", {"language": "en", "next": "/registry/attributes/"})

    page = shown(gulan.get("/registry/attributes/?subject=organisation"))

    assert all(text in page for text in ("organisation.uscc", "Credit code", "180 days", "Never goes stale"))
    assert "person.phone" not in shown(gulan.get("/registry/attributes/?subject=organisation"))
    assert "person.phone" in shown(gulan.get("/registry/attributes/?subject=nobody"))


def test_an_office_without_a_dictionary_is_told_what_to_do(cast: Cast, browse: Browse) -> None:
    assert "字典是空的" in shown(browse("gulan").get("/registry/attributes/"))


def test_who_may_not_see_the_registry_sees_no_dictionary(cast: Cast, browse: Browse) -> None:
    assert browse().get("/registry/attributes/").status_code == 302
    assert browse("shenzy").get("/registry/attributes/").status_code == 403


@pytest.mark.parametrize(
    ("address", "of_rooms_above"),
    [
        ("/registry/", 0),
        ("/registry/attributes/", 0),
        ("/registry/persons/{person}/", 5),
        ("/registry/dwellings/{door}/", 5),
    ],
)
def test_pages_ask_few_questions(
    zhang: Person,
    office: Office,
    dictionary: None,
    browse: Browse,
    address: str,
    of_rooms_above: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    gulan = browse("gulan")

    with django_assert_max_num_queries(GUARD_ASKS + 5 + of_rooms_above):
        page = gulan.get(address.format(person=zhang.pk, door=office.dwelling.pk))

    assert page.status_code == 200
