"""The menu on a phone: one line that says where one is, opened without scripts, whole for thumbs and keys."""

import pytest
from playwright.sync_api import Page, expect

from tests import browser
from wenhui.ground.accounts.testing import Cast

pytestmark = pytest.mark.browser
THUMB = 44


def test_the_menu_of_a_phone_opens_without_scripts_and_closes_by_key(site: str, page: Page, own_cast: Cast) -> None:
    browser.log_in(page, site, own_cast["zhounc"])
    context = page.context.browser.new_context(java_script_enabled=False, viewport=browser.PHONE)  # type: ignore[union-attr]
    context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    plain = context.new_page()
    plain.goto(f"{site}/cases/")
    menu = plain.locator(".nav-small")

    expect(plain.locator(".top .nav")).to_be_hidden()
    expect(menu.locator("summary")).to_contain_text("案件")
    menu.locator("summary").click()
    heights = menu.locator(".item, summary").evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")

    assert len(heights) > 7
    assert min(heights) >= THUMB
    expect(menu.locator("[aria-current=page]")).to_have_text("案件")
    menu.get_by_role("link", name="走访").click()
    expect(menu.locator("summary")).to_contain_text("走访")
    context.close()

    page.set_viewport_size(browser.PHONE)
    page.goto(f"{site}/visits/")
    page.locator(".nav-small summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="登记", exact=True)).to_be_visible()
    assert browser.violations(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="登记", exact=True)).to_be_hidden()
    expect(page.locator(".nav-small summary")).to_be_focused()


def test_a_wide_desk_has_the_whole_menu_in_one_row(site: str, page: Page, own_cast: Cast) -> None:
    browser.log_in(page, site, own_cast["zhounc"])
    page.set_viewport_size(browser.WALL)

    page.goto(f"{site}/cases/")

    expect(page.locator(".nav-small")).to_be_hidden()
    tops = page.locator(".top .nav a").evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
    assert len(tops) > 6
    assert len(set(tops)) == 1
