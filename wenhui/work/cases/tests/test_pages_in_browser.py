"""The board and the card in a real browser: opened without leaving the list, walked by keys, read at every width."""

from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from tests import browser
from wenhui.ground.accounts import testing as accounts
from wenhui.kit import clock
from wenhui.kit.clock import SHANGHAI
from wenhui.work.cases.models import Case
from wenhui.work.cases.testing import Desk, plant_types
from wenhui.work.cases.words import Channel, Verb

pytestmark = pytest.mark.browser

NOON = datetime(2026, 3, 17, 10, 12, tzinfo=SHANGHAI)


@pytest.fixture
def board(site: str, page: Page, own_database: None, monkeypatch: pytest.MonkeyPatch) -> str:
    """Fill the board with a case at each stage, log the command-room clerk in, and return its address."""
    desk = Desk(accounts.plant_office(), accounts.plant_cast())
    plant_types()
    hung = desk.report(place="河西南路口向北 30 米")
    desk.grant(desk.take(hung, Verb.ACCEPT), Verb.HANG)
    for verb in (Verb.REGISTER, Verb.DISPATCH, Verb.ACCEPT, Verb.ANSWER, Verb.VERIFY, Verb.CLOSE):
        case = desk.report(place="河西南路口向北 30 米")
        desk.take(case, verb)
    desk.report(
        title="楼道内电动自行车充电，多次劝阻无效，夜间仍在充电", type_key="event-2108", channel=Channel.HOTLINE,
        area=desk.office.building_elsewhere, by=desk.actor("luming"),
    )  # fmt: skip
    monkeypatch.setattr(clock, "now", lambda: NOON)
    browser.log_in(page, site, desk.cast["luming"])
    return f"{site}/cases/"


def test_a_case_opens_beside_the_list_and_its_address_can_be_shared(board: str, page: Page) -> None:
    page.goto(f"{board}?view=list")
    page.get_by_role("link", name="楼道内电动自行车充电").click()

    expect(page.locator("#opened h2")).to_contain_text("楼道内电动自行车充电")
    expect(page.locator("tr[aria-selected=true]")).to_contain_text("WH-2026-0317-008")
    assert "case=WH-2026-0317-008" in page.url
    page.reload()
    expect(page.locator("#opened h2")).to_contain_text("楼道内电动自行车充电")


def test_lanes_are_walked_by_keys_in_all_four_directions(board: str, page: Page) -> None:
    page.goto(board)
    walked = []

    for key in ("j", "l", "j", "k", "h"):
        page.keyboard.press(key)
        walked.append(page.evaluate("document.activeElement.closest('section').getAttribute('aria-labelledby')"))
    page.keyboard.press("Enter")

    assert walked == ["lane-intake", "lane-dispatch", "lane-dispatch", "lane-dispatch", "lane-intake"]
    expect(page.locator("#opened")).to_be_visible()
    expect(page.locator(".cards li[aria-current=true]")).to_have_count(1)


def test_the_list_is_walked_and_opened_by_keys(board: str, page: Page) -> None:
    page.goto(f"{board}?view=list")

    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.evaluate("document.activeElement.closest('tr').dataset.number")
    page.keyboard.press("Enter")
    expect(page.locator("#opened")).to_have_attribute("data-number", second)
    expect(page.locator(".htmx-swapping, .htmx-settling")).to_have_count(0)
    page.keyboard.press("Escape")

    expect(page.locator("#opened")).to_be_hidden()


def test_a_case_is_dispatched_from_the_board(board: str, page: Page) -> None:
    page.goto(f"{board}?stage=dispatch&case=WH-2026-0317-002")

    page.keyboard.press("d")
    page.get_by_label("处置单位", exact=True).select_option(label="绿化养护")
    page.locator("form").get_by_role("button", name="派遣", exact=True).click()

    expect(page.get_by_text("WH-2026-0317-002 已派遣")).to_be_visible()
    assert Case.objects.get(number="WH-2026-0317-002").unit_key == "greening"


def test_axe_holds_nothing_against_pages_of_cases(board: str, page: Page) -> None:
    found: dict[str, list[str]] = {}

    for path in ("", "?view=list", "?case=WH-2026-0317-004", "WH-2026-0317-005/", "report/", "?q=没有"):
        page.goto(board + path)
        found[path] = browser.violations(page)

    assert found == {path: [] for path in found}


def test_pages_of_cases_never_scroll_sideways(board: str, page: Page) -> None:
    excess: dict[tuple[str, str, int], int] = {}

    for text in ("normal", "large"):
        browser.dress(page, board, text=text)
        for path in ("", "?view=list", "?case=WH-2026-0317-004", "WH-2026-0317-005/", "report/"):
            page.goto(board + path)
            excess |= {(text, path, width): browser.sideways(page, width=width) for width in (390, 768, 1280, 1920)}

    assert set(excess.values()) == {0}, {place: pixels for place, pixels in excess.items() if pixels}


def test_the_board_works_without_scripts(board: str, page: Page) -> None:
    cookies = page.context.cookies()
    context = page.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    context.add_cookies(cookies)  # type: ignore[arg-type]
    plain = context.new_page()

    plain.goto(board)
    plain.get_by_role("link", name="楼道内电动自行车充电").click()

    expect(plain.locator("#opened h2")).to_contain_text("楼道内电动自行车充电")
    context.close()


def test_waiting_cases_are_ticked_by_keys_sent_and_taken_back(board: str, page: Page) -> None:
    found: dict[str, list[str]] = {}
    page.set_viewport_size(browser.WALL)
    page.goto(board)
    for key in ("ArrowRight", "j", "ArrowRight", "x"):
        page.keyboard.press(key)
    page.get_by_role("button", name="派遣选中的 1").click()
    found["dispatch"] = browser.violations(page)

    page.get_by_role("button", name="派遣 1").click()
    expect(page.get_by_text("已派遣 1 件")).to_be_visible()
    sent = Case.objects.get(number="WH-2026-0317-002").stage
    page.get_by_role("button", name="撤销").click()

    expect(page.get_by_text("撤回了 1 件派遣")).to_be_visible()
    assert (sent, Case.objects.get(number="WH-2026-0317-002").stage) == ("dispatched", "registered")
    page.keyboard.press("?")
    found["keys"] = browser.violations(page)
    page.set_viewport_size(browser.PHONE)
    page.goto(f"{board}map/")
    found["map"] = browser.violations(page)
    assert found == {"dispatch": [], "keys": [], "map": []}
    assert browser.sideways(page, width=390) == 0
