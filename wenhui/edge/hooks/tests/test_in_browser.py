"""The pages of webhooks in a real browser: readable by everyone, on a telephone and on a wall."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests import browser
from wenhui.edge.exchange.models import Outgoing
from wenhui.edge.exchange.words import Standing
from wenhui.edge.hooks import actions
from wenhui.edge.hooks.tests.receivers import ADDRESS, subscribed
from wenhui.ground.accounts import actions as accounts
from wenhui.ground.accounts.testing import OFFICE, Cast
from wenhui.ground.areas.models import Area
from wenhui.kit import clock
from wenhui.kit.privacy import Privacy

pytestmark = pytest.mark.browser


def test_an_address_is_subscribed_its_secret_shown_once_and_it_is_tended(site: str, page: Page, own_cast: Cast) -> None:
    plant()
    found: list[str] = []
    wide: dict[tuple[str, int], int] = {}

    def look(name: str) -> None:
        found.extend(browser.violations(page))
        wide.update({(name, width): browser.sideways(page, width=width) for width in (390, 1920)})

    browser.log_in(page, site, own_cast["qinsn"])
    page.goto(f"{site}/account/tokens/hooks/new/")
    page.get_by_label("送到哪个网址").fill("https://8.8.4.4/closed")
    page.get_by_label("结案").check()
    look("new")
    page.get_by_role("button", name="订阅，密钥显示一次").click()
    secret = page.get_by_label("浙里办随手拍的签名密钥").input_value()
    look("made")
    page.get_by_role("link", name="抄好了").click()
    look("list")
    page.get_by_role("button", name="再送一遍").click()
    expect(page.get_by_text("1 条放回待发，马上再送。")).to_be_visible()

    assert secret.startswith("whs_")
    assert found == []
    assert set(wide.values()) == {0}, wide
    assert Outgoing.objects.get().standing == Standing.WAITING


def plant() -> None:
    """Give a program a key, and an address that did not answer."""
    at, day = clock.now(), clock.local_day(clock.now())
    token, _ = accounts.make_token(
        name="浙里办随手拍", area=Area.objects.get(path="hz.gs.wh."), permissions=["cases.see"], per_minute=600,
        clearance=Privacy.INSIDE, valid_from=day, valid_to=day + timedelta(days=90), by=OFFICE, at=at,
    )  # fmt: skip
    hook, _ = subscribed(token, address=f"{ADDRESS}/a/longer/way/that/a/telephone/has/to/break?because=it-is-long")
    actions.ping(hook=hook, by=OFFICE, at=at)
    Outgoing.objects.update(standing=Standing.DEAD, why="ConnectError: nobody there")
