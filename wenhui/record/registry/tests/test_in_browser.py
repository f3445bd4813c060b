"""Searching, opening a card and uncovering a phone in a real browser, light and dark, wide and narrow."""

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests import browser
from wenhui.ground.accounts.testing import Cast
from wenhui.ground.areas.models import Area
from wenhui.ground.journal.models import Entry
from wenhui.kit.clock import now
from wenhui.record.registry import actions
from wenhui.record.registry.testing import plant_dictionary
from wenhui.record.registry.tests.conftest import GULAN, invented_id_number
from wenhui.record.registry.words import Registration

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PHONE = "12034565678"


@pytest.fixture
def card(site: str, page: "Page", own_cast: Cast) -> str:
    """Plant the dictionary and two people, log their community's secretary in, return the address of the first card."""
    plant_dictionary()
    door = Area.objects.get(path="hz.gs.wh.lsdy.g04.b001.u1.r501.")
    people = [
        actions.register_person(
            name=name,
            registration=Registration.REGISTERED,
            dwelling=door,
            id_number=invented_id_number(serial=serial),
            phone=PHONE,
            since=date(2020, 1, 1),
            by=GULAN,
            at=now(),
        ).pk
        for serial, name in ((7, "张伟民"), (8, "单玉兰"))
    ]
    since = date(2020, 1, 1)
    actions.form_household(dwelling=door, head_id=people[0], member_ids=people, on=since, by=GULAN, at=now())
    browser.log_in(page, site, own_cast["zhounc"])
    return f"{site}/registry/persons/{people[0]}/"


def test_people_are_found_while_one_types_and_uncovered_for_a_reason(site: str, page: "Page", card: str) -> None:
    page.goto(f"{site}/registry/")
    page.get_by_label("找人").press_sequentially("zhangw")
    page.get_by_role("link", name="张**").click()
    page.get_by_role("link", name="查看 电话").click()
    page.get_by_role("dialog").get_by_label("查看的理由").fill("核对高龄津贴")
    page.get_by_role("dialog").get_by_role("button", name="查看").click()

    page.get_by_text(PHONE).wait_for()
    assert page.url == f"{card}reveal/phone/"
    assert Entry.objects.get(verb="registry.reveal").reason == "核对高龄津贴"


def test_without_scripts_the_same_is_asked_on_a_page(page: "Page", card: str) -> None:
    page.route("**/*.js", lambda route: route.fulfill(content_type="text/javascript", body=""))
    page.goto(card)

    page.get_by_role("link", name="查看 电话").click()
    page.get_by_label("查看的理由").fill("核对高龄津贴")
    page.get_by_role("button", name="查看").click()

    page.get_by_text(PHONE).wait_for()


def test_every_page_is_accessible_and_never_scrolls_sideways(site: str, page: "Page", card: str) -> None:
    page.goto(f"{site}/registry/")
    page.get_by_label("找人").press_sequentially("zhangw")
    page.get_by_role("link", name="张**").wait_for()
    found = [browser.violations(page), browser.sideways(page, width=390)]
    for address in (card, f"{card}reveal/phone/", f"{site}/registry/organisations/", f"{site}/registry/attributes/"):
        page.goto(address)
        found += [browser.violations(page), browser.sideways(page, width=390)]

    assert found == [[], 0] * 5
