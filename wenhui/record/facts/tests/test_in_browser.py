"""A clerk finds two words that differ on a card, asks one provider, and decides; and every page is for everybody."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from tests import browser
from wenhui.ground.accounts.testing import Cast
from wenhui.ground.areas.models import Area
from wenhui.ground.journal.models import Entry
from wenhui.kit import clock
from wenhui.record.facts.models import Conflict
from wenhui.record.facts.tests.conftest import say
from wenhui.record.registry import actions as registry
from wenhui.record.registry.models import Person
from wenhui.record.registry.testing import plant_dictionary
from wenhui.record.registry.tests.conftest import GULAN
from wenhui.record.registry.words import Registration

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def ago(days: int) -> date:
    return clock.local_day(clock.now()) - timedelta(days=days)


@pytest.fixture
def lin(site: str, page: "Page", own_cast: Cast) -> Person:
    """林秋实, of whom providers say much and differ once; the secretary of her community is logged in."""
    plant_dictionary()
    lin = registry.register_person(
        name="林秋实",
        registration=Registration.REGISTERED,
        dwelling=Area.objects.get(path="hz.gs.wh.lsdy.g04.b001.u1.r501."),
        since=date(2020, 5, 1),
        by=GULAN,
        at=clock.now(),
    )
    say(lin, "community", ago(130), marriage="40", education="30")
    say(lin, "civil_affairs", ago(17), marriage="20", monthly_income="3200.00")
    say(lin, "grid", ago(240), elder_living="couple", contact_phone="12034560001")
    browser.log_in(page, site, own_cast["zhounc"])
    return lin


def test_what_differs_on_a_card_is_asked_and_decided_without_scripts(site: str, page: "Page", lin: Person) -> None:
    page.route("**/*.js", lambda route: route.fulfill(content_type="text/javascript", body=""))
    page.goto(f"{site}/registry/persons/{lin.pk}/")

    page.get_by_role("link", name="核对这一项").click()
    page.get_by_label("附言").fill("请核对证件")
    page.get_by_role("button", name="请社区登记更正或确认").click()
    page.get_by_text("等对方答复").wait_for()
    page.get_by_label("理由").fill("本人出示了离婚证")
    page.get_by_role("button", name="以此为准 社区登记").click()

    page.get_by_text("已了结：已作裁定").wait_for()
    assert Entry.objects.get(verb="facts.rule").reason == "本人出示了离婚证"


def test_every_page_is_accessible_and_never_scrolls_sideways(site: str, page: "Page", lin: Person) -> None:
    found: list[object] = []
    for address in (
        f"/registry/persons/{lin.pk}/",
        f"/facts/person/{lin.pk}/person.monthly_income/",
        "/facts/conflicts/?provider=community",
        f"/facts/conflicts/{Conflict.objects.get().pk}/",
    ):
        page.set_viewport_size(browser.DESK)
        page.goto(f"{site}{address}")
        found += [browser.violations(page), browser.sideways(page, width=390)]

    assert found == [[], 0] * 4
