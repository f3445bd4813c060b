"""A table brought, explained, checked, confirmed and taken back in a real browser, with a real worker; wide and narrow."""

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.db import connections

from tests import browser
from wenhui.ground.accounts.testing import Cast
from wenhui.ground.areas.models import Area
from wenhui.record.ledgers import jobs
from wenhui.record.ledgers.models import Errand
from wenhui.record.ledgers.tests.conftest import GROUND, HE, HEADS, LIN, table
from wenhui.record.ledgers.tests.making import resident, say
from wenhui.record.registry.testing import plant_dictionary
from wenhui.record.registry.words import Subject

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.fixture
def file(site: str, page: "Page", own_cast: Cast, tmp_path: Path) -> Path:
    """Plant the dictionary and 林秋实, log her community's secretary in, return a table about her and others."""
    plant_dictionary()
    lin = resident("林秋实", Area.objects.get(path="hz.gs.wh.lsdy.g04.b001.u1.r501."))
    say(Subject.PERSON, lin.pk, marriage="10")
    browser.log_in(page, site, own_cast["zhounc"])
    path = tmp_path / "婚育登记表.xlsx"
    nobody = ("3", "顾青川", "999999199001011230", "电话簿", "已昏", "小学", "某市某路 1 号")
    rows = [(*LIN, "佛教", "每周来"), (*HE, "", "没有"), (*nobody, "", "")]
    path.write_bytes(table(*rows, heads=(*HEADS, "宗教信仰", "走访情况")))
    return path


def bring(page: "Page", site: str, file: Path) -> None:
    """Upload a table and arrive at its columns."""
    page.goto(f"{site}/ledgers/import/")
    page.get_by_label("台账文件").set_input_files(file)
    page.get_by_label("提供单位").select_option("civil_affairs")
    page.get_by_label("依据").fill(GROUND)
    page.get_by_role("button", name="上传").click()
    page.get_by_role("heading", name="各列认成什么").wait_for()


def work() -> None:
    """Do what was ordered last; the page asks again by itself."""
    errand = Errand.objects.latest("pk")
    jobs.work(errand_id=errand.pk, post_id=errand.post_id)


def let_a_worker_work() -> None:
    """Let a worker do what waits, as the process of jobs does, and end."""

    def worker() -> None:
        call_command("procrastinate", "worker", "--one-shot", "--delete-jobs=never")
        connections.close_all()

    thread = threading.Thread(target=worker)
    thread.start()
    thread.join(20)


def test_a_secretary_imports_a_table_and_takes_it_back(site: str, page: "Page", file: Path) -> None:
    bring(page, site, file)
    page.get_by_label("“走访情况”的意思").fill("不是登记事项")
    page.get_by_role("button", name="预检").click()
    page.get_by_role("heading", name="正在办理：预检").wait_for()
    let_a_worker_work()
    page.get_by_role("heading", name="照这样导入").wait_for()
    page.get_by_role("link", name="与别家说法不同的").click()
    page.get_by_role("cell", name="未婚").wait_for()
    page.get_by_role("button", name="确认导入").click()
    page.get_by_role("heading", name="正在办理：确认导入").wait_for()
    work()
    page.get_by_text("新登记 1 人").wait_for()
    page.get_by_label("撤销的理由").fill("传错了月份")
    page.get_by_role("button", name="撤销整批").click()
    page.get_by_role("heading", name="正在办理：撤销整批").wait_for()
    work()

    page.get_by_text("它带来的 1 人里注销了 1 人").wait_for()


def test_every_step_is_accessible_and_never_scrolls_sideways(site: str, page: "Page", file: Path) -> None:
    found: list[object] = []

    def look() -> None:
        found.append([browser.violations(page), browser.sideways(page, width=390)])

    page.goto(f"{site}/ledgers/")
    look()
    page.goto(f"{site}/ledgers/import/")
    look()
    bring(page, site, file)
    look()
    page.get_by_role("button", name="预检").click()
    page.get_by_role("heading", name="正在办理：预检").wait_for()
    look()
    work()
    page.get_by_role("heading", name="照这样导入").wait_for()
    look()
    page.get_by_role("button", name="确认导入").click()
    page.get_by_role("heading", name="正在办理：确认导入").wait_for()
    work()
    page.get_by_text("新登记 1 人").wait_for()
    look()

    assert found == [[[], 0]] * 6
