"""Intake in a real browser: duplicates appear while one types; pages hold at every width and theme."""

from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from tests import browser
from wenhui.ground.accounts import testing as accounts
from wenhui.kit import clock
from wenhui.kit.clock import SHANGHAI
from wenhui.work.cases import actions
from wenhui.work.cases.actions import Reporter
from wenhui.work.cases.learning import keeping, retraining
from wenhui.work.cases.models import Case
from wenhui.work.cases.testing import Desk, plant_types
from wenhui.work.cases.words import Appeal, Behalf, Channel, Route, Verb

pytestmark = pytest.mark.browser

NOON = datetime(2026, 3, 17, 10, 12, tzinfo=SHANGHAI)
PATHS = ("report/", "WH-2026-0317-001/", "WH-2026-0317-004/", "answers/", "families/")


@pytest.fixture
def intake(
    site: str, page: Page, own_database: None, monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> str:
    """Plant reports of one matter by three channels, a redirection with an objection, a family; log the clerk in."""
    desk = Desk(accounts.plant_office(), accounts.plant_cast())
    plant_types()
    clerk = desk.actor("luming")
    resident = Reporter(Behalf.RESIDENT, "顾晚晴", "12000001234", Route.PHONE)
    first = desk.report(place="1 幢东侧")
    second = desk.report(title="1 幢东侧路面塌了，很危险", channel=Channel.RESIDENT, reporter=resident, by=clerk)
    desk.report(
        same_as=first.number, channel=Channel.HOTLINE, title="路面塌陷\u202e没人管", reporter=resident, by=clerk
    )
    ended = desk.take(
        desk.report(title="楼道灯不亮，老人夜里不敢下楼", type_key="component-0108", reporter=resident, by=clerk),
        Verb.CLOSE,
    )
    wages = desk.report(title="老板拖欠工资三个月", channel=Channel.WALK_IN, type_key=actions.NOT_GIVEN, by=clerk)
    actions.redirect(case_id=wages.pk, route_key="labour", by=clerk, at=desk.at)
    actions.appeal(
        case_id=wages.pk, kind=Appeal.OBJECTION, why="欠薪的是街道发包的工程", by=desk.actor("gulan"), at=desk.at
    )
    family = actions.gather(numbers=[first.number, ended.number], title="1 幢东侧市政设施", by=clerk, at=desk.at)
    actions.take_on(family_id=family.pk, unit_key="municipal", cause="地下管线渗漏", by=clerk, at=desk.at)
    actions.gather(numbers=[second.number, wages.number], title="待确认的一组", by=clerk, at=desk.at)
    settings.DATA = tmp_path
    retraining.train("hz.gs.wh.", by=keeping.LEARNER, at=desk.at)
    monkeypatch.setattr(clock, "now", lambda: NOON)
    browser.log_in(page, site, desk.cast["luming"])
    return f"{site}/cases/"


def test_what_may_be_the_same_appears_while_typing_and_is_chosen(intake: str, page: Page) -> None:
    page.goto(f"{intake}report/")
    page.get_by_label("什么事").fill("路面塌陷")
    page.get_by_label("在哪里").fill("流水东苑社区 1 幢")
    page.get_by_label("在哪里").blur()

    expect(page.locator("#alike")).to_contain_text("可能已经有人报过")
    expect(page.locator("#guess")).to_contain_text("看文字像是“路面塌陷”")
    page.get_by_role("button", name="就用这个类型").click()
    expect(page.get_by_label("类型")).to_have_value("event-0401")
    page.get_by_role("button", name="就是这件").first.click()

    expect(page.get_by_text("多了一位报告人")).to_be_visible()
    assert Case.objects.count() == 4


def test_pages_of_intake_hold_at_every_width_and_for_every_reader(intake: str, page: Page) -> None:
    found: dict[str, list[str]] = {}
    excess: dict[tuple[str, int], int] = {}

    for path in PATHS:
        page.goto(intake + path)
        found[path] = browser.violations(page)
        excess |= {(path, width): browser.sideways(page, width=width) for width in (390, 1920)}

    assert found == {path: [] for path in found}
    assert set(excess.values()) == {0}, {place: pixels for place, pixels in excess.items() if pixels}
