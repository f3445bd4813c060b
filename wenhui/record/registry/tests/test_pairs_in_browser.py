"""Registering somebody who stands there already, and judging a pair by keyboard, in a real browser."""

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests import browser
from wenhui.ground.accounts.testing import Cast
from wenhui.ground.areas.models import Area
from wenhui.kit.clock import now
from wenhui.record.registry import actions
from wenhui.record.registry.models import Merge, Person, Suspicion
from wenhui.record.registry.tests.conftest import GULAN, invented_id_number
from wenhui.record.registry.words import Registration, ResidenceKind

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PHONE = "12034565678"


@pytest.fixture
def people(site: str, page: "Page", own_cast: Cast) -> list[Person]:
    """Two rows of one person, suspected; the secretary of their community is logged in."""
    door = Area.objects.get(path="hz.gs.wh.lsdy.g04.b001.u1.r501.")
    rows = [
        actions.register_person(
            name=name,
            registration=Registration.REGISTERED,
            dwelling=door,
            birth_on=date(1958, 3, 9),
            phone=PHONE,
            since=date(2020, 1, 1),
            by=GULAN,
            at=now(),
        )
        for name in ("张伟民", "张卫民")
    ]
    Suspicion.objects.create(low=rows[0], high=rows[1], cluster=rows[0].pk, probability=0.97, found_at=now())
    browser.log_in(page, site, own_cast["zhounc"])
    return rows


def test_a_likely_match_appears_while_one_types_and_going_on_registers_a_new_person(
    site: str, page: "Page", people: list[Person]
) -> None:
    page.goto(f"{site}/registry/new/")
    page.get_by_label("姓名").press_sequentially("张伟民")
    page.get_by_label("电话").press_sequentially(PHONE)
    page.locator("#likely").get_by_role("link", name="张**").wait_for()
    page.get_by_label("住址").fill("流水东苑社区1幢1单元501室")
    page.locator("#likely").get_by_text("姓名相同").wait_for()

    page.get_by_role("button", name="登记").click()

    page.get_by_text("已登记").wait_for()
    assert PHONE not in page.url
    assert Person.objects.count() == 3


def test_a_pair_is_judged_by_keyboard_and_the_merge_undone(site: str, page: "Page", people: list[Person]) -> None:
    page.goto(f"{site}/registry/duplicates/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/registry/pairs/**")
    page.keyboard.press("y")
    page.get_by_text("没有要判的").or_(page.get_by_text("还没有比对过")).wait_for()
    merged = Merge.objects.get()

    page.goto(f"{site}/registry/persons/{merged.other_id}/")
    page.get_by_text("您打开的登记是重复的").wait_for()
    page.get_by_role("link", name="撤销合并").click()
    page.get_by_label("依据").fill("两个人，证件不同")
    page.get_by_role("button", name="撤销合并").click()

    page.get_by_text("合并已撤销").wait_for()
    assert Person.objects.filter(merged_into=None).count() == 2


def test_pages_of_registering_and_of_pairs_are_accessible_and_never_scroll_sideways(
    site: str, page: "Page", people: list[Person]
) -> None:
    first, second = people
    third = actions.register_person(
        name="张伟民", registration=Registration.REGISTERED, dwelling=first.dwelling, id_number=invented_id_number(),
        by=GULAN, at=now(),
    )  # fmt: skip
    merge = actions.merge(primary_id=third.pk, other_id=first.pk, reason="对照身份证", by=GULAN, at=now())
    on = date(2026, 1, 5)
    kind = ResidenceKind.REGISTER
    assert first.dwelling is not None
    actions.move_in(person_id=third.pk, dwelling=first.dwelling, kind=kind, on=on, by=GULAN, at=now())
    part = f"registry/merges/{merge.pk}/part/"
    found = [_seen(page, f"{site}/{path}") for path in ("registry/new/", "registry/duplicates/", part)]
    actions.unmerge(merge_id=merge.pk, reason="两个人，同名", by=GULAN, at=now())
    pair = f"registry/pairs/{second.pk}/{third.pk}/"
    found += [
        _seen(page, f"{site}/{path}")
        for path in (pair, f"registry/persons/{third.pk}/", f"registry/persons/{second.pk}/alike/")
    ]
    page.goto(f"{site}/registry/new/")
    page.get_by_label("姓名").press_sequentially("张伟民")
    page.get_by_label("电话").press_sequentially(PHONE)
    page.locator("#likely").get_by_role("link", name="张**").first.wait_for()

    assert [*found, (browser.violations(page), 0, 0)] == [([], 0, 0)] * 7


def _seen(page: "Page", address: str) -> tuple[list[str], int, int]:
    page.goto(address)
    return browser.violations(page), browser.sideways(page, width=390), browser.sideways(page, width=1920)
