"""Photos in a real browser: chosen on a phone, kept when the form comes back, shown large."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import browser
from wenhui.ground.accounts import testing as accounts
from wenhui.ground.files.testing import photo, video
from wenhui.kit import clock
from wenhui.kit.clock import SHANGHAI
from wenhui.work.cases.models import Case
from wenhui.work.cases.testing import plant_types

NOON = datetime(2026, 3, 17, 10, 12, tzinfo=SHANGHAI)


@pytest.mark.browser
def test_a_report_with_photos_from_a_phone(
    site: str, page: Page, page_problems: list[str], monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    accounts.plant_office()
    cast = accounts.plant_cast()
    plant_types()
    monkeypatch.setattr(clock, "now", lambda: NOON)
    settings.DATA = tmp_path
    for name, content in (("a.jpg", photo()), ("b.mp4", video()), ("c.jpg", b"<svg/>")):
        (tmp_path / name).write_bytes(content)
    page.set_viewport_size(browser.PHONE)
    browser.log_in(page, site, cast["gulan"])

    page.goto(f"{site}/cases/report/")
    page.get_by_label("什么事").fill("路灯不亮")
    page.get_by_label("在哪里").fill("某处")
    chosen = page.get_by_label("选照片")
    chosen.set_input_files([tmp_path / "a.jpg", tmp_path / "b.mp4"])
    chosen.set_input_files([tmp_path / "c.jpg"])
    expect(page.locator(".picked li")).to_have_count(3)
    assert browser.violations(page) == []
    page.get_by_role("button", name="上报", exact=True).click()

    expect(page.get_by_text("还没有上报成功")).to_be_visible()
    expect(page.get_by_label("什么事")).to_have_value("路灯不亮")
    expect(page.locator(".picked li")).to_have_count(3)
    page.get_by_label("在哪里").fill("流水东苑社区 1 幢")
    page.get_by_role("button", name="上报", exact=True).click()

    expect(page.get_by_text("“c.jpg”：SVG")).to_be_visible()
    assert Case.objects.get().photos.count() == 2
    assert browser.violations(page) == []
    assert browser.sideways(page) == 0
    page.locator("[data-wh-photo]").first.click()
    expect(page.locator("#large-photo img")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#large-photo-words")).to_contain_text("上报时的视频，1 秒，顾晓岚，今日 10:12")
    expect(page.locator("#large-photo video")).to_have_js_property("readyState", 4)
    page.keyboard.press("Escape")
    expect(page.locator("#large-photo")).to_be_hidden()
    assert all("422" in problem for problem in page_problems)
    page_problems.clear()
