"""Registering a person on the page: likely matches first, a check step without scripts, refusals in words."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from wenhui.ground.accounts.testing import Browse, Office
from wenhui.ground.areas.models import Area
from wenhui.kit.clock import now
from wenhui.record.registry import actions, identifiers
from wenhui.record.registry.models import Person, Residence
from wenhui.record.registry.tests.conftest import GULAN, invented_id_number
from wenhui.record.registry.tests.test_pages import GUARD_ASKS, shown
from wenhui.record.registry.words import Registration

pytestmark = pytest.mark.django_db
ADDRESS = "流水东苑社区1幢1单元501室"
TYPED = {"name": "张伟民", "sex": "1", "birth_on": "1958-03-09", "phone": "120 3456 5678", "address": ADDRESS} | {
    "registration": "registered",
    "residence": "home",
    "since": "2020-01-01",
}


@pytest.fixture
def zhang(office: Office) -> Person:
    """张伟民 of 流水东苑, registered already."""
    return actions.register_person(
        name="张伟民",
        registration=Registration.REGISTERED,
        dwelling=office.dwelling,
        id_number=invented_id_number(),
        phone="12034565678",
        by=GULAN,
        at=now(),
    )


def test_whoever_is_new_is_registered_with_a_home(office: Office, browse: Browse) -> None:
    page = browse("gulan").post("/registry/new/", TYPED)

    person = Person.objects.get()
    assert page["Location"] == f"/registry/persons/{person.pk}/"
    assert (person.name, person.birth_on, person.dwelling) == ("张伟民", date(1958, 3, 9), office.dwelling)
    assert identifiers.open_phone(person.phone) == "12034565678"
    assert Residence.objects.get().valid_from == date(2020, 1, 1)


def test_who_may_stand_there_already_is_shown_first_and_a_second_time_goes_on(zhang: Person, browse: Browse) -> None:
    gulan = browse("gulan")

    halted = gulan.post("/registry/new/", TYPED)
    gone_on = gulan.post("/registry/new/", TYPED | {"seen": str(zhang.pk)})

    assert "请先看一眼" in shown(halted)
    assert f'name="seen" value="{zhang.pk}"' in shown(halted)
    assert all(words in shown(halted) for words in ("张**", "姓名相同", "出生日期相同", "手机号相同"))
    assert 'value="120 3456 5678"' in shown(halted)
    assert gone_on.status_code == 302
    assert Person.objects.count() == 2


def test_while_one_types_the_list_alone_is_answered_masked(zhang: Person, browse: Browse) -> None:
    page = browse("gulan").post("/registry/new/likely/", {"name": "张伟民", "phone": "12034565678"})

    assert f"/registry/persons/{zhang.pk}/" in shown(page)
    assert "12*****5678" in shown(page)
    assert "<html" not in shown(page)
    assert not any(secret in shown(page) for secret in ("张伟民", "12034565678"))
    assert "no-store" in page["Cache-Control"]


def test_without_a_model_the_page_says_what_is_compared(office: Office, browse: Browse) -> None:
    assert "比对模型还没有训练" in shown(browse("gulan").get("/registry/new/"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "没有填姓名"),
        ({"phone": "120"}, "少 8 位"),
        ({"id_number": "99999919580309007X"}, "末位校验不符"),
        ({"address": "不知道哪里"}, "认不出是哪一户"),
        ({"address": ""}, "认不出是哪一户"),
        ({"address": "打铁关社区1幢"}, "这个地方不在您的权限内"),
        ({"birth_on": "1958-13-01"}, "输入一个有效的日期"),
        ({"id_number": invented_id_number(), "birth_on": "1960-01-01"}, "出生日期或性别与身份号码不一致"),
        ({"since": "2999-01-01"}, "日期还没有到"),
    ],
)
def test_what_cannot_be_registered_is_said_at_its_field_and_kept(
    office: Office, browse: Browse, changes: dict[str, str], said: str
) -> None:
    page = browse("gulan").post("/registry/new/", TYPED | changes)

    assert page.status_code == 422
    assert said in shown(page)
    assert "您填的都还在" in shown(page)
    assert Person.objects.count() == 0


def test_an_id_number_that_another_community_holds_is_refused_in_words(
    office: Office, elsewhere: Area, browse: Browse
) -> None:
    number = invented_id_number()
    actions.register_person(
        name="张伟民", registration=Registration.REGISTERED, area=office.building_elsewhere, id_number=number,
        by=GULAN, at=now(),
    )  # fmt: skip

    page = browse("gulan").post("/registry/new/", TYPED | {"id_number": number})

    assert page.status_code == 422
    assert "已经登记过了" in shown(page)


def test_a_building_is_enough_where_the_door_is_not_known(office: Office, browse: Browse) -> None:
    browse("gulan").post("/registry/new/", TYPED | {"address": "流水东苑社区1幢"})

    assert (Person.objects.get().area, Person.objects.get().dwelling) == (office.building, None)


def test_who_may_not_change_the_registry_registers_nobody(office: Office, browse: Browse) -> None:
    assert browse("luming").get("/registry/new/").status_code == 403
    assert browse("luming").post("/registry/new/likely/", {"name": "张"}).status_code == 403
    assert browse().get("/registry/new/").status_code == 302


def test_typing_asks_few_questions(
    zhang: Person, browse: Browse, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    gulan = browse("gulan")
    gulan.post("/registry/new/likely/", TYPED)

    with django_assert_max_num_queries(GUARD_ASKS + 12):
        gulan.post("/registry/new/likely/", TYPED)
