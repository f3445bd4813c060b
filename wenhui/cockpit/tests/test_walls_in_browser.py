"""Walls in a real browser: they repaint, say when they are cut off, come back, drill down and up, and read well."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Page, expect

from tests import browser
from wenhui.cockpit import live
from wenhui.cockpit.testing import EAST, TOWN, CountedOffice, move_in, plant_counted_office
from wenhui.ground.accounts import actions
from wenhui.ground.accounts.models import LoginSession, SessionEnd
from wenhui.ground.accounts.testing import WebClient
from wenhui.kit import clock
from wenhui.kit.actor import job

pytestmark = pytest.mark.browser
HOUSE = f"{EAST}g04.b002."
SOON = 8_000
PAGES = (
    f"/cockpit/{TOWN}/",
    f"/cockpit/{TOWN}/?theme=burden",
    f"/cockpit/{HOUSE}/",
    "/cockpit/figures/",
    "/cockpit/figures/cases.open/",
)
Enter = Callable[[str, str], None]


@pytest.fixture
def town(own_database: None) -> CountedOffice:
    """Plant the office in the test's own database, with a case and some people."""
    office = plant_counted_office()
    office.report(HOUSE)
    move_in(office, HOUSE, *range(1930, 2020))
    return office


@pytest.fixture
def enter(town: CountedOffice, site: str, page: Page) -> Enter:
    """Return how one of the cast opens an address in the browser."""

    def enter(username: str, address: str) -> None:
        client = WebClient()
        client.enter(town.cast[username].account)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
        page.goto(f"{site}{address}")

    return enter


def is_live(page: Page) -> None:
    """Wait until the wall says that it is connected."""
    expect(page.locator("html")).to_have_attribute("data-link", "live", timeout=SOON)


def open_cases(page: Page, number: str) -> None:
    """Wait until the tile of open cases shows a number."""
    expect(page.locator("#f-cases-open .value b")).to_have_text(f"{number}件", timeout=SOON)


def cut_the_ear() -> None:
    """Cut the connection on which the server hears of changes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE query LIKE 'LISTEN %' AND datname = current_database()"
        )


def test_a_committed_case_repaints_the_wall(town: CountedOffice, page: Page, enter: Enter) -> None:
    enter("luming", f"/cockpit/{TOWN}/")
    is_live(page)
    open_cases(page, "1")

    town.report(HOUSE)

    open_cases(page, "2")
    expect(page.locator("#map-rows")).to_contain_text("流水东苑社区", timeout=SOON)
    expect(page.locator(".place", has_text="流水东苑")).to_contain_text("2", timeout=SOON)


def test_a_wall_of_another_area_is_left_alone(town: CountedOffice, page: Page, enter: Enter) -> None:
    enter("hansg", "/cockpit/")
    is_live(page)

    town.report(HOUSE)

    page.wait_for_timeout(600)
    open_cases(page, "0")


def test_a_case_turns_overdue_by_the_passing_of_time(town: CountedOffice, page: Page, enter: Enter) -> None:
    case = town.report(HOUSE)
    town.make_due(case, clock.now() + timedelta(seconds=3))
    enter("luming", f"/cockpit/{TOWN}/")
    is_live(page)

    expect(page.locator("#f-cases-overdue .value b")).to_have_text("1件", timeout=SOON)
    expect(page.locator("#due")).to_contain_text("超期")


def test_a_wall_that_is_cut_off_says_so_and_recovers(town: CountedOffice, page: Page, enter: Enter) -> None:
    enter("luming", f"/cockpit/{TOWN}/")
    is_live(page)

    cut_the_ear()

    expect(page.locator("html")).to_have_attribute("data-link", "lost", timeout=SOON)
    expect(page.locator(".link")).to_contain_text("断线")
    town.report(HOUSE)  # committed while nobody listens
    is_live(page)
    open_cases(page, "2")


def test_a_wall_whose_login_ends_leads_to_the_login(
    town: CountedOffice, page: Page, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "BEAT", 0.3)
    enter("luming", f"/cockpit/{TOWN}/")
    is_live(page)

    for session in LoginSession.objects.filter(ended_at__isnull=True):
        actions.end_session(session=session, why=SessionEnd.REVOKED, by=job("tests"), at=clock.now())

    page.wait_for_url("**/login/**", timeout=SOON)


def test_one_drills_from_the_subdistrict_to_a_building_and_back(site: str, page: Page, enter: Enter) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    enter("luming", f"/cockpit/{TOWN}/?on=registry.people_60")
    fill = page.locator("path[role=link]")

    page.locator('path[aria-label^="流水东苑 04"]').click()
    page.wait_for_url(f"**/cockpit/{EAST}/?on=registry.people_60")
    page.locator('path[aria-label^="流水东苑 04"]').focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cockpit/{EAST}g04./?on=registry.people_60")
    expect(fill.first).to_be_visible()
    page.get_by_role("button", name="看成表格").click()
    page.locator("#map-rows").get_by_role("link", name="流水东苑7幢").click()
    page.wait_for_url(f"**/cockpit/{HOUSE}/?on=registry.people_60")

    for path in (f"{EAST}g04.", EAST, TOWN):
        page.go_back()
        page.wait_for_url(f"**/cockpit/{path}/?on=registry.people_60")
    expect(fill.first).to_be_visible()


def test_a_tile_opens_its_explanation(page: Page, enter: Enter) -> None:
    enter("luming", f"/cockpit/{TOWN}/")

    page.locator("#f-cases-open").click()

    page.wait_for_url("**/cockpit/figures/cases.open/**")
    expect(page.get_by_role("heading", name="怎么算的")).to_be_visible()
    expect(page.locator("[data-wh-chart] svg").first).to_be_visible()


REPAINT = """
async () => {
  const { swap } = await import("/static/look/js/swap.js");
  const tile = document.querySelector("#f-cases-open").cloneNode(true);
  tile.dataset.repainted = "yes";
  swap({ id: tile.id, html: tile.outerHTML });
}
"""


def test_a_click_is_not_lost_when_its_tile_is_repainted_meanwhile(page: Page, enter: Enter) -> None:
    enter("luming", f"/cockpit/{TOWN}/")
    page.locator("#f-cases-open").hover()

    page.mouse.down()
    page.evaluate(REPAINT)
    page.mouse.up()

    page.wait_for_url("**/cockpit/figures/cases.open/**")


def test_what_is_held_under_the_pointer_is_repainted_when_that_is_let_go(page: Page, enter: Enter) -> None:
    enter("luming", f"/cockpit/{TOWN}/")
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<b id=\"held\">before</b>')")
    held = page.locator("#held")
    held.hover()

    page.mouse.down()
    page.evaluate(
        "async () => (await import('/static/look/js/swap.js')).swap({id: 'held', html: '<b id=\"held\">after</b>'})"
    )
    while_down = held.inner_text()
    page.locator("h1").hover()
    page.mouse.up()

    assert while_down == "before"
    expect(held).to_have_text("after")


def test_nothing_stands_in_a_readers_way(page: Page, enter: Enter) -> None:
    found = {}

    for address in PAGES:
        enter("luming", address)
        page.wait_for_timeout(400)
        found[address] = [*browser.violations(page), *map(partial(_sideways, page), (390, 1280, 1920))]
        page.set_viewport_size(browser.DESK)

    assert found == {address: [0, 0, 0] for address in PAGES}


def _sideways(page: Page, width: int) -> int:
    return browser.sideways(page, width=width)
