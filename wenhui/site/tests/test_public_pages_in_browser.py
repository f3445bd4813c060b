"""What strangers see, in a real browser: readable by everyone, at every width, in both themes."""

import pytest
from playwright.sync_api import Page, expect

from tests import browser
from wenhui.ground.accounts.testing import Cast

pytestmark = pytest.mark.browser


def test_public_pages_are_accessible_and_never_scroll_sideways(site: str, page: Page, page_problems: list[str]) -> None:
    found: list[str] = []
    excess: dict[tuple[str, str, int], int] = {}

    for text in ("normal", "large"):
        browser.dress(page, site, text=text)
        for address in ("/", "/login/", "/nowhere/"):
            page.goto(site + address)
            found += browser.violations(page)
            excess |= {(address, text, width): browser.sideways(page, width=width) for width in (320, 390, 1920)}

    assert found == []
    assert set(excess.values()) == {0}, excess
    page_problems[:] = [problem for problem in page_problems if "404" not in problem]


def test_a_wrong_password_is_told_under_the_field_and_can_be_looked_at(
    site: str, page: Page, own_cast: Cast, page_problems: list[str]
) -> None:
    page.goto(f"{site}/login/")
    page.get_by_label("用户名").fill("luming")
    page.get_by_label("密码", exact=True).fill("wrong")
    page.get_by_role("button", name="看一下").click()
    expect(page.get_by_label("密码", exact=True)).to_have_attribute("type", "text")

    page.locator("main").get_by_role("button", name="登录").click()

    expect(page.get_by_label("用户名")).to_have_value("luming")
    expect(page.get_by_label("密码", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("alert")).to_contain_text("用户名或密码不对")
    assert browser.violations(page) == []
    page_problems[:] = [problem for problem in page_problems if "422" not in problem]


def test_every_target_of_the_front_page_is_large_enough_for_a_thumb(site: str, page: Page) -> None:
    page.set_viewport_size(browser.PHONE)

    page.goto(site)

    small = page.evaluate(
        """[...document.querySelectorAll("main .btn, header .btn, .numbers a")]
           .filter((each) => each.getBoundingClientRect().height < 44).map((each) => each.textContent.trim())"""
    )
    assert small == []


def test_keys_skip_to_the_text(site: str, page: Page) -> None:
    page.goto(site)

    page.keyboard.press("Tab")

    expect(page.get_by_text("跳到正文")).to_be_focused()
    expect(page.get_by_text("跳到正文")).to_be_in_viewport()


def test_a_stranger_reads_the_page_in_english(site: str, page: Page) -> None:
    page.goto(site)

    page.get_by_role("button", name="English").click()

    expect(page.locator("html")).to_have_attribute("lang", "en")
