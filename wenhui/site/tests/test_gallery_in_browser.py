"""The gallery, in a real browser: what holds there holds wherever its components stand."""

import pytest
from playwright.sync_api import Page

from tests import browser

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("text", ["normal", "large"])
def test_axe_holds_nothing_against_the_gallery(site: str, page: Page, theme: str, text: str) -> None:
    browser.dress(page, site, theme=theme, text=text)

    page.goto(f"{site}/gallery/")
    page.wait_for_selector("[data-wh-map][data-shown=picture] path")

    assert browser.violations(page) == []


@pytest.mark.parametrize("text", ["normal", "large"])
def test_the_gallery_never_scrolls_sideways(site: str, page: Page, text: str) -> None:
    browser.dress(page, site, text=text)
    page.goto(f"{site}/gallery/")
    page.wait_for_selector("[data-wh-map][data-shown=picture] path")

    excess = {width: browser.sideways(page, width=width) for width in (320, 390, 768, 1280, 1920)}

    assert set(excess.values()) == {0}, excess
