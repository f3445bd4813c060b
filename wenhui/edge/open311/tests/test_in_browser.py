"""The pages of keys and of what programs said, in a real browser: readable by everyone, at every width, in both themes."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from tests import browser
from wenhui.edge.open311.models import Supplement
from wenhui.ground.accounts import actions
from wenhui.ground.accounts.testing import OFFICE, Cast
from wenhui.ground.areas.models import Area
from wenhui.kit import clock
from wenhui.kit.privacy import Privacy
from wenhui.work.cases.actions import report
from wenhui.work.cases.testing import plant_types
from wenhui.work.cases.words import Channel

pytestmark = pytest.mark.browser


def test_keys_are_made_shown_once_and_what_programs_said_is_read(site: str, page: Page, own_cast: Cast) -> None:
    plant_supplement()
    found: list[str] = []
    wide: dict[tuple[str, int], int] = {}

    def look(name: str) -> None:
        found.extend(browser.violations(page))
        wide.update({(name, width): browser.sideways(page, width=width) for width in (390, 1920)})

    browser.log_in(page, site, own_cast["qinsn"])
    page.goto(f"{site}/account/tokens/new/")
    look("new")
    page.get_by_label("给哪个程序用").fill("浙里办随手拍")
    page.get_by_label("看案件").check()
    page.get_by_role("button", name="做好并显示一次").click()
    key = page.get_by_label("浙里办随手拍").input_value()
    look("made")
    page.get_by_role("link", name="抄好了").click()
    look("list")
    browser.log_in(page, site, own_cast["luming"])
    page.goto(f"{site}/open311/")
    look("supplements")

    assert key.startswith("wh_")
    assert found == []
    assert set(wide.values()) == {0}, wide


def plant_supplement() -> None:
    """Let a program say something of a case."""
    plant_types()
    at, day = clock.now(), clock.local_day(clock.now())
    office, grid = (Area.objects.get(path=path) for path in ("hz.gs.wh.", "hz.gs.wh.lsdy.g04."))
    token, _ = actions.make_token(
        name="区城管平台", area=office, permissions=["cases.report", "cases.see"], clearance=Privacy.INSIDE, valid_from=day,
        valid_to=day + timedelta(days=90), per_minute=600, by=OFFICE, at=at,
    )  # fmt: skip
    case = report(
        title="路面塌陷：人行道塌了一块",
        channel=Channel.OPEN311,
        area=grid,
        type_key="event-0401",
        by=token.actor,
        at=at,
    )
    Supplement.objects.create(
        case=case,
        area=grid,
        token=token,
        key="u-1",
        words="围挡被风吹倒了\n晚上看不见",
        wants_open=True,
        received_at=at,
    )
