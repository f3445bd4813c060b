"""One's own pages in a real browser: sessions, password, a refusal; switching posts through the real server."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests import browser
from wenhui.ground.accounts import testing
from wenhui.ground.accounts.models import Post, Role
from wenhui.ground.accounts.testing import Cast
from wenhui.ground.areas.models import Area

pytestmark = pytest.mark.browser

OWN = ("/gallery/", "/account/sessions/", "/account/password/")  # the first is refused to a clerk


@pytest.fixture
def inside(site: str, page: Page, own_cast: Cast, page_problems: list[str]) -> str:
    """The address of the site, where the command-room clerk is logged in on two devices."""
    browser.log_in(page, site, own_cast["luming"])
    testing.WebClient().enter(own_cast["luming"].account)
    return site


def test_axe_holds_nothing_against_ones_own_pages(inside: str, page: Page, page_problems: list[str]) -> None:
    found: dict[str, list[str]] = {}

    for path in OWN:
        page.goto(inside + path)
        found[path] = browser.violations(page)
    page.goto(f"{inside}/account/password/")
    page.get_by_role("button", name="修改密码").last.click()
    expect(page.locator(".wrong").first).to_be_visible()
    found["refused password"] = browser.violations(page)

    page.goto(f"{inside}/account/sessions/")
    assert found == {path: [] for path in found}
    page_problems[:] = [problem for problem in page_problems if "403" not in problem and "422" not in problem]


def test_ones_own_pages_never_scroll_sideways(inside: str, page: Page, page_problems: list[str]) -> None:
    excess: dict[tuple[str, str, int], int] = {}

    for text in ("normal", "large"):
        browser.dress(page, inside, text=text)
        for path in OWN:
            page.goto(inside + path)
            excess |= {(path, text, width): browser.sideways(page, width=width) for width in (390, 1920)}

    assert set(excess.values()) == {0}, {place: pixels for place, pixels in excess.items() if pixels}
    page_problems[:] = [problem for problem in page_problems if "403" not in problem]


def test_one_switches_posts_from_the_menu_of_any_page(inside: str, page: Page, own_cast: Cast) -> None:
    Post.objects.create(
        account=own_cast["luming"].account, role=Role.objects.get(key="office_leader"),
        area=Area.objects.get(path="hz.gs."), valid_from=date(2026, 2, 1),
    )  # fmt: skip
    page.goto(f"{inside}/account/sessions/")

    page.locator(".top .right details.menu summary").click()
    page.get_by_role("button", name="拱墅区 · 街道领导").click()

    expect(page.locator(".top .right details.menu summary")).to_contain_text("拱墅区")
    expect(page.get_by_role("heading", level=1)).to_have_text("登录的设备")
