"""The pages about areas in a real browser: nothing for axe to say, no sideways scrolling, a way down the tree."""

import pytest
from playwright.sync_api import Page

from tests import browser
from wenhui.ground.accounts.testing import plant_cast
from wenhui.ground.areas.testing import plant_little_office

pytestmark = pytest.mark.browser


@pytest.fixture
def address(site: str, page: Page, own_database: None) -> str:
    """The office's areas, seen by its clerk."""
    plant_little_office()
    browser.log_in(page, site, plant_cast()["luming"])
    return f"{site}/areas/"


def test_axe_holds_nothing_against_an_area(address: str, page: Page) -> None:
    page.goto(f"{address}hz.gs.wh./?address=打铁关社区5幢")
    page.wait_for_selector("[data-wh-map][data-shown=picture] path")

    assert browser.violations(page) == []
    assert {browser.sideways(page, width=width) for width in (390, 768, 1920)} == {0}


def test_one_goes_down_from_the_office_to_the_grid(address: str, page: Page) -> None:
    page.goto(address)
    page.wait_for_url("**/areas/hz.gs.wh./")
    page.wait_for_selector("[data-wh-map][data-shown=picture] path")

    page.get_by_role("link", name="流水东苑社区").last.click()
    page.get_by_role("link", name="流水东苑 04 网格").last.click()

    page.wait_for_url("**/areas/hz.gs.wh.lsdy.g04./")
    assert page.get_by_role("heading", level=1).inner_text() == "流水东苑 04 网格"
