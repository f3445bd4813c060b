"""A form is decided and filled in a browser: measured by its script, whole on a phone, complete without scripts."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests import browser
from wenhui.ground.accounts.testing import OFFICE, Cast, Office
from wenhui.ground.areas.models import Area
from wenhui.kit import clock
from wenhui.record.facts import queries as facts
from wenhui.record.forms import actions, testing
from wenhui.record.forms.models import EntryCount, Filling
from wenhui.record.forms.testing import TUESDAY, Desk

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(own_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Plant the desk in the test's own database; of 何晚舟 an old phone is known."""
    monkeypatch.setattr(clock, "now", lambda: TUESDAY)
    desk = testing.plant_desk(Office({area.path: area for area in Area.objects.all()}), own_cast)
    desk.tell("何晚舟", provider="grid", on=TUESDAY.date() - timedelta(days=300), phone="12112345678")
    return desk


def test_a_worker_ticks_and_fills_and_the_time_is_measured(site: str, page: Page, desk: Desk) -> None:
    form, he = desk.admitted(), desk.people["何晚舟"]
    page.set_viewport_size(browser.PHONE)
    browser.log_in(page, site, desk.cast["zhounc"])
    page.goto(f"{site}/forms/{form.pk}/fill/{he.pk}/")
    expect(page.get_by_text("已掌握 1 项，待确认 1 项，需填写 2 项")).to_be_visible()

    page.get_by_label("仍是 12*****5678").check()
    page.get_by_label("是否需要助餐").select_option(label="否")
    page.get_by_label("本月探访次数").fill("2")
    page.get_by_role("button", name="保存").click()
    page.wait_for_url(f"**/forms/{form.pk}/fill/")

    counted = EntryCount.objects.get()
    assert (counted.served, counted.confirmed, counted.asked) == (1, 1, 2)
    assert counted.first_key_at is not None
    assert facts.known_of("person", [he.pk])[he.pk]["person.meal_service"].text == "false"


def test_a_form_is_decided_without_scripts(site: str, page: Page, desk: Desk) -> None:
    form = desk.submitted([testing.NAME, testing.PHONE, testing.OWN])
    actions.explain(form_id=form.pk, reasons={1: "", 2: ""}, struck=(), by=OFFICE, at=desk.at)
    browser.log_in(page, site, desk.cast["chengws"])
    cookies = page.context.cookies()
    context = page.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    context.add_cookies(cookies)  # type: ignore[arg-type]
    plain = context.new_page()
    plain.goto(f"{site}/forms/{form.pk}/")

    plain.get_by_role("button", name="准入", exact=True).click()
    expect(plain.get_by_role("alert")).to_contain_text("没有准入：“姓名”")
    plain.get_by_label("为什么还要姓名").fill("核对是谁")
    plain.get_by_label("撤下，不填 联系电话").check()
    plain.get_by_role("button", name="准入", exact=True).click()

    expect(plain.locator(".light.plate")).to_contain_text("已准入")
    form.refresh_from_db()
    assert (form.standing, form.spared) == ("admitted", 1)
    context.close()


def test_every_page_is_whole_and_kind_to_readers(site: str, page: Page, desk: Desk) -> None:
    form, waiting = desk.admitted(), desk.submitted(name="等着的表")
    draft = desk.drafted(name="草稿")
    desk.fill(form, desk.people["林秋实"], said={4: "1"})
    filing = desk.file(form)
    desk.tell("林秋实", provider="self", on=TUESDAY.date(), phone="12099999999")
    addresses = [
        *(
            "",
            "new/",
            f"{draft.pk}/columns/",
            f"{waiting.pk}/",
            f"{form.pk}/fill/",
            "filings/",
            "burden/",
            f"filings/{filing.pk}/",
        ),
        *(f"{form.pk}/fill/{desk.people['何晚舟'].pk}/", f"filings/{filing.pk}/print/"),
    ]
    browser.log_in(page, site, desk.cast["zhounc"])

    for address in addresses:
        page.set_viewport_size(browser.DESK)
        page.goto(f"{site}/forms/{address}")
        assert browser.violations(page) == [], address
        assert [width for width in (390, 1920) if browser.sideways(page, width=width)] == [], address
        page.set_viewport_size(browser.PHONE)
        assert browser.violations(page) == [], address
    assert Filling.objects.count() == 1
