"""What the browser tests look at is really looked at."""

import pytest
from playwright.sync_api import Page

from tests import browser

pytestmark = pytest.mark.browser


def test_what_cannot_be_read_in_the_dark_is_held_against_a_page_in_the_light(site: str, page: Page) -> None:
    page.goto(f"{site}/login/")
    page.evaluate("document.querySelector('h1').style.color = '#111'")

    found = browser.violations(page)

    assert [each.partition(":")[0] for each in found] == ["dark color-contrast"]
