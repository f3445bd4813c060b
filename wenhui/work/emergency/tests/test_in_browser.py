"""A clerk opens emergency mode on a phone and looks at it on a wide screen, in the light and in the dark."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests import browser
from wenhui.ground.accounts.testing import Cast, Office
from wenhui.ground.areas.models import Area
from wenhui.kit import clock
from wenhui.work.cases import testing as cases
from wenhui.work.visits import testing
from wenhui.work.visits.testing import Walk

pytestmark = pytest.mark.browser


def test_emergency_mode_reads_on_a_phone_and_on_a_wide_screen(site: str, page: Page, own_cast: Cast) -> None:
    walk = Walk(
        office := Office({area.path: area for area in Area.objects.all()}), own_cast, testing.plant_doors(office)
    )
    lng, lat = 120.16, 30.29
    ring = [[lng + x, lat + y] for x, y in ((-2e-4, -1e-4), (2e-4, -1e-4), (2e-4, 1e-4), (-2e-4, 1e-4), (-2e-4, -1e-4))]
    Area.objects.filter(path="hz.gs.wh.lsdy.g04.b001.").update(
        lng=lng, lat=lat, outline={"type": "Polygon", "coordinates": [ring]}
    )
    cases.plant_types()
    case = cases.Desk(office, own_cast, at=clock.now()).report(title="楼道堆物", place="1 单元门口")
    walk.settle("r501", "王建国", date(1940, 3, 20), phone="12034560001")

    page.set_viewport_size(browser.PHONE)
    browser.log_in(page, site, own_cast["luming"])
    page.goto(f"{site}/emergency/")
    assert browser.violations(page) == []
    page.get_by_label("或案件号").fill(case.number)
    page.get_by_label("为什么开启").fill("3 号楼天然气泄漏")
    page.get_by_role("button", name="开启").click()

    expect(page.get_by_role("heading", name="要人帮的门")).to_be_visible()
    expect(page.locator(".ground path").first).to_be_visible()
    assert browser.sideways(page) == 0
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.reload()
    expect(page.locator(".ground path").first).to_be_visible()
    assert browser.violations(page) == []
