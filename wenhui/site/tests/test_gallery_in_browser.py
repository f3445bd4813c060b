"""The gallery, in a real browser: what holds there holds wherever its components stand."""

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests import browser
from wenhui.ground.accounts.testing import Cast

pytestmark = pytest.mark.browser

PAINTED = "[data-wh-map][data-shown=picture] path.leaflet-interactive"


@pytest.fixture
def gallery(site: str, page: Page, own_cast: Cast) -> str:
    """Log the office's IT person in and return the address of the gallery."""
    browser.log_in(page, site, own_cast["qinsn"])
    return f"{site}/gallery/"


def test_the_gallery_is_accessible_and_never_scrolls_sideways(gallery: str, page: Page) -> None:
    found: list[str] = []
    excess: dict[tuple[str, int], int] = {}

    for text in ("normal", "large"):
        browser.dress(page, gallery, text=text)
        page.goto(gallery)
        page.wait_for_selector(PAINTED)
        found += browser.violations(page)
        excess |= {(text, width): browser.sideways(page, width=width) for width in (320, 390, 768, 1280, 1920)}

    assert found == []
    assert set(excess.values()) == {0}, excess


def test_a_look_is_changed_at_once_and_kept(gallery: str, page: Page) -> None:
    page.goto(gallery)
    page.wait_for_selector(PAINTED)
    before = page.locator(PAINTED).first.get_attribute("fill")

    page.get_by_role("button", name="夜间").click()

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator(PAINTED).first).not_to_have_attribute("fill", str(before))
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_every_chart_can_be_read_as_a_table(gallery: str, page: Page) -> None:
    page.goto(gallery)
    chart = page.locator("[data-wh-chart=line]")
    expect(chart.locator("svg text", has_text="96.4")).to_be_visible()

    chart.get_by_role("button", name="看成表格").click()

    expect(chart.get_by_role("cell", name="96.4 %")).to_be_visible()
    expect(chart.locator("[data-wh-canvas]")).to_be_hidden()


def test_the_map_is_walked_by_keys_and_drilled_by_enter(gallery: str, page: Page) -> None:
    page.goto(gallery)
    page.wait_for_selector(PAINTED)
    page.evaluate(
        "addEventListener('wh:area', (event) => { event.preventDefault(); window.drilled = event.detail.id; })"
    )

    page.locator(f"{PAINTED}[tabindex='0']").focus()
    for key in ("ArrowRight", "ArrowDown", "Enter"):
        page.keyboard.press(key)

    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "2-2 21 件"
    assert page.evaluate("window.drilled") == "g2-2"


def test_an_area_keeps_the_focus_when_the_map_is_drawn_anew(gallery: str, page: Page) -> None:
    page.goto(gallery)
    page.wait_for_selector(PAINTED)
    page.locator(f"{PAINTED}[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    name = "document.activeElement.getAttribute('aria-label')"
    before = page.evaluate(name)
    page.evaluate("document.activeElement.id = 'before'")

    page.evaluate("document.dispatchEvent(new CustomEvent('wh:look'))")

    expect(page.locator("#before")).to_have_count(0)
    assert page.evaluate(name) == before
    expect(page.locator(f"{PAINTED}[tabindex='0']")).to_have_count(1)


def test_a_list_is_walked_with_j_and_k(gallery: str, page: Page) -> None:
    page.goto(gallery)

    for key in ("j", "j", "k"):
        page.keyboard.press(key)

    expect(page.locator("[data-wh-list] a", has_text="流水东苑")).to_be_focused()


def test_a_dialog_is_left_by_escape_and_gives_the_focus_back(gallery: str, page: Page) -> None:
    page.goto(gallery)
    opener = page.locator("[data-wh-open=g-dialog]")
    opener.click()
    expect(page.get_by_role("dialog")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_form_that_was_touched_asks_before_it_is_left(gallery: str, page: Page) -> None:
    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", agree)
    page.goto(gallery)
    page.get_by_label("发生了什么").fill("路灯不亮")

    page.goto(gallery)

    assert asked == ["beforeunload"]


def test_the_account_menu_opens_and_closes(gallery: str, page: Page) -> None:
    page.goto(gallery)
    page.locator("summary", has_text="秦司南").click()
    expect(page.locator(".right .menu .panel")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.locator(".right .menu .panel")).to_be_hidden()
