"""The card of who was struck out says so and why; taking it back is a page of its own, with a reason, for who may merge."""

import pytest
from pytest_django import DjangoAssertNumQueries

from wenhui.ground.accounts.testing import Browse, Office
from wenhui.ground.journal.models import Entry
from wenhui.record.registry.models import Person, StrikeOut
from wenhui.record.registry.tests.test_striking import REASON, made, strike_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def struck(office: Office) -> Person:
    """何晚舟, whom a wrong table brought, struck out."""
    person = made(office)
    strike_out(person)
    return person


def address(person: Person) -> str:
    return f"/registry/persons/{person.pk}/reinstate/"


def test_the_card_says_by_whom_when_and_why_and_leads_to_taking_it_back(struck: Person, browse: Browse) -> None:
    page = browse("zhounc").get(f"/registry/persons/{struck.pk}/").content.decode()

    for said in ("这条登记是误登，已经注销，不计数", "周念慈", f"理由：{REASON}", address(struck)):
        assert said in page
    assert "起不在本地" not in page


def test_who_may_not_merge_sees_why_but_no_way_back(struck: Person, browse: Browse) -> None:
    browser = browse("gulan")
    page = browser.get(f"/registry/persons/{struck.pk}/").content.decode()

    assert f"理由：{REASON}" in page
    assert address(struck) not in page
    assert browser.get(address(struck)).status_code == 403
    assert browser.post(address(struck), {"reason": "表没有传错"}).status_code == 403


def test_for_a_reason_the_row_counts_again(struck: Person, office: Office, browse: Browse) -> None:
    browser = browse("zhounc")
    asked = browser.get(address(struck))

    page = browser.post(address(struck), {"reason": "表没有传错"}, follow=True)

    struck.refresh_from_db()
    assert "何**" in asked.content.decode()
    assert "no-store" in asked["Cache-Control"]
    assert "已撤回注销" in page.content.decode()
    assert (struck.left_on, struck.dwelling) == (None, office.dwelling)
    assert StrikeOut.objects.get().undone_reason == "表没有传错"
    assert Entry.objects.get(verb="registry.reinstate").reason == "表没有传错"


@pytest.mark.parametrize("reason", ["", "错"])
def test_without_a_reason_nothing_happens(struck: Person, browse: Browse, reason: str) -> None:
    page = browse("zhounc").post(address(struck), {"reason": reason})

    assert page.status_code == 422
    assert StrikeOut.objects.get().undone_at is None


def test_whose_number_stands_elsewhere_is_told(struck: Person, office: Office, browse: Browse) -> None:
    made(office)

    page = browse("zhounc").post(address(struck), {"reason": "表没有传错"})

    assert page.status_code == 422
    assert "已经登记过了" in page.content.decode()


def test_who_is_not_struck_out_or_out_of_sight_has_no_such_page(struck: Person, office: Office, browse: Browse) -> None:
    Person.objects.filter(pk=struck.pk).update(area=office.building_elsewhere)
    standing = made(office)

    assert browse("zhounc").get(address(standing)).status_code == 404
    assert browse("zhounc").get(address(struck)).status_code == 404


def test_the_page_asks_few_questions(
    struck: Person, browse: Browse, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = browse("zhounc")

    with django_assert_max_num_queries(17):
        browser.get(address(struck))
