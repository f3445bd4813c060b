"""A worker's round on a phone, a roster drawn on a map, an emergency list on paper; light and dark, large text too."""

import json
import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import browser
from wenhui.ground.accounts.testing import Cast, Office
from wenhui.ground.areas.models import Area
from wenhui.kit import clock
from wenhui.kit.words import Words
from wenhui.record.registry.testing import plant_dictionary
from wenhui.work.visits import testing
from wenhui.work.visits.models import Reason, Referral, Roster, Visit
from wenhui.work.visits.testing import Walk
from wenhui.work.visits.words import ReasonKind

pytestmark = pytest.mark.browser
SPOT = (120.16, 30.29)


@pytest.fixture
def walk(own_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Walk:
    """Plant doors, people and reasons; it is ten in the morning, today."""
    now = datetime.combine(clock.local_day(clock.now()), testing.TUESDAY.time(), tzinfo=clock.SHANGHAI)
    monkeypatch.setattr(clock, "now", lambda: now)
    office = Office({area.path: area for area in Area.objects.all()})
    plant_dictionary()
    testing.plant_rules()
    walk = Walk(office, own_cast, testing.plant_doors(office), at=now)
    lng, lat = SPOT
    ring = [[lng + x, lat + y] for x, y in ((-2e-4, -1e-4), (2e-4, -1e-4), (2e-4, 1e-4), (-2e-4, 1e-4), (-2e-4, -1e-4))]
    Area.objects.filter(path="hz.gs.wh.lsdy.g04.b001.").update(
        lng=lng, lat=lat, outline={"type": "Polygon", "coordinates": [ring]}
    )
    person = walk.settle("r501", "王建国", date(1940, 3, 20), phone="12034560001")
    days: dict[str, Any] = {"from_on": now.date(), "due_on": now.date() + timedelta(days=3)}
    walk.ask("r501", "高龄津贴（满 80 周岁）", person_id=person.pk, **days)
    walk.ask("r501", "防诈骗上门提醒", **days)
    walk.ask("r502", "防诈骗上门提醒", **days)
    asks = ("person.phone", "person.workplace", "dwelling.smoke_alarm")
    walk.ask("r501", "补信息", kind=ReasonKind.GAP, person_id=person.pk, asks=asks, tell=Words("", ""), **days)
    walk.ask("r1201", "防诈骗上门提醒", **days | {"due_on": now.date(), "from_on": now.date()})
    return walk


def test_a_worker_walks_a_round_with_one_hand(site: str, page: Page, walk: Walk) -> None:
    page.set_viewport_size(browser.PHONE)
    browser.log_in(page, site, walk.cast["gulan"])
    page.goto(f"{site}/visits/")
    expect(page.locator(".sum")).to_contain_text("3 户待走访")

    page.get_by_role("link", name="501 室").click()
    expect(page.get_by_role("button", name="见到了，记下")).to_be_visible()  # `all` waits for nothing
    for box in page.locator(".ask input[type=checkbox]").all():
        box.check()
    page.get_by_label("还是 12*****0001").check()
    page.get_by_label("工作单位 王**").fill("文晖面馆")
    page.get_by_role("group", name="是否安装烟感").get_by_label("是", exact=True).check()
    page.get_by_role("button", name="见到了，记下").dblclick()
    page.get_by_role("link", name="502 室").click()
    page.get_by_role("button", name="没人在家").click()

    expect(page.locator(".door.done")).to_contain_text("501 室")
    expect(page.locator(".door.away")).to_contain_text("换下午、傍晚试试")
    assert sorted(Visit.objects.values_list("outcome", flat=True)) == ["answered", "nobody_home"]
    assert Reason.objects.filter(state="met").count() == 3


def test_a_refusal_reads_out_the_right_to_refuse(site: str, page: Page, walk: Walk) -> None:
    page.set_viewport_size(browser.PHONE)
    browser.log_in(page, site, walk.cast["gulan"])
    page.goto(f"{site}/visits/home/{walk.doors['r502'].pk}/")

    page.get_by_text("不愿接受", exact=True).click()
    expect(page.get_by_text("您有权不接受走访")).to_be_visible()
    page.get_by_role("button", name="记下不愿接受").click()

    expect(page.locator(".sum")).to_contain_text("2 户待走访")


def test_a_round_works_without_scripts(site: str, page: Page, walk: Walk) -> None:
    browser.log_in(page, site, walk.cast["gulan"])
    cookies = page.context.cookies()
    context = page.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    context.add_cookies(cookies)  # type: ignore[arg-type]
    plain = context.new_page()

    plain.goto(f"{site}/visits/home/{walk.doors['r502'].pk}/")
    plain.get_by_text("转办", exact=True).click()
    plain.get_by_label("要别人来办什么").fill("楼道灯不亮")
    plain.get_by_role("button", name="转办并记下").click()
    plain.wait_for_url("**/visits/?building=*")

    assert Visit.objects.get().outcome == "referred"
    assert Referral.objects.get().what == "楼道灯不亮"
    context.close()


def test_a_roster_is_drawn_on_the_map(site: str, page: Page, walk: Walk) -> None:
    browser.log_in(page, site, walk.cast["zhounc"])
    page.goto(f"{site}/visits/rosters/new/")
    page.get_by_label("年龄从").fill("80")
    canvas = page.locator("[data-wh-canvas]")
    page.locator("[data-wh-canvas] path").first.wait_for()
    box = canvas.bounding_box()
    assert box
    for x, y in ((0.02, 0.02), (0.98, 0.02), (0.98, 0.98), (0.02, 0.98)):
        canvas.click(position={"x": box["width"] * x, "y": box["height"] * y})
    page.get_by_role("button", name="看看有多少人").click()
    expect(page.locator("#counted")).to_contain_text("1 人，1 户")
    page.get_by_label("名册名称").fill("高龄老人")
    page.get_by_label("依据").fill("老年人权益保障法")
    page.get_by_role("button", name="存成名册").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("高龄老人")
    assert len(Roster.objects.get().question["polygon"]) == 4


def test_the_emergency_list_is_numbered_a4(site: str, page: Page, walk: Walk) -> None:
    browser.log_in(page, site, walk.cast["zhounc"])
    page.goto(f"{site}/visits/emergency/")
    page.get_by_label("流水东苑 1 幢").check()
    page.get_by_label("为什么打印").fill("台风撤离准备")
    page.get_by_role("button", name="打开来打印").click()

    expect(page.get_by_role("row", name="501 室")).to_contain_text("王建国 12034560001")
    found = browser.violations(page)
    page.get_by_role("heading", level=1).wait_for()
    sheet = page.pdf(prefer_css_page_size=True)
    assert found == []
    assert re.search(rb"/MediaBox \[0 0 59[45]\.\d+ 84[12]\.\d+\]", sheet)  # A4 in points
    assert browser.sideways(page, width=390) == 0


@pytest.mark.parametrize("who", ["gulan", "zhounc"])
def test_every_page_is_accessible_and_never_scrolls_sideways(site: str, page: Page, walk: Walk, who: str) -> None:
    browser.log_in(page, site, walk.cast[who])
    door = f"home/{walk.doors['r501'].pk}/"
    paths = ["", door] if who == "gulan" else ["", door, "rosters/", "rosters/new/", "emergency/", "hand-over/"]

    found = {}
    for path in paths:
        page.goto(f"{site}/visits/{path}")
        for summary in page.locator("main details > summary").all():
            summary.click()
        found[path] = [
            *browser.violations(page),
            *(
                f"{browser.sideways(page, width=width)} px at {width}"
                for width in (390, 1920)
                if browser.sideways(page, width=width)
            ),
        ]

    assert json.dumps({path: wrong for path, wrong in found.items() if wrong}, ensure_ascii=False, indent=1) == "{}"


def test_large_text_keeps_to_one_column(site: str, page: Page, walk: Walk) -> None:
    browser.log_in(page, site, walk.cast["gulan"])
    browser.dress(page, site, text="large")

    excess = []
    for path in ("", f"home/{walk.doors['r501'].pk}/"):
        page.goto(f"{site}/visits/{path}")
        excess.append(browser.sideways(page, width=390))

    assert excess == [0, 0]
