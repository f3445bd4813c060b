"""A form brought, understood and taken home filled, in a real browser, wide and narrow."""

import io
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests import browser
from wenhui.ground.accounts.testing import Cast
from wenhui.ground.areas.models import Area
from wenhui.record.ledgers.tests.conftest import GROUND
from wenhui.record.ledgers.tests.making import blank_form, resident, saved
from wenhui.record.registry.testing import plant_dictionary

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


@pytest.fixture
def form(site: str, page: "Page", own_cast: Cast, tmp_path: Path) -> Path:
    """Plant the dictionary and 林秋实, log her community's secretary in, return a blank form."""
    plant_dictionary()
    resident("林秋实", Area.objects.get(path="hz.gs.wh.lsdy.g04.b001.u1.r501."))
    browser.log_in(page, site, own_cast["zhounc"])
    path = tmp_path / "老人名册.xlsx"
    path.write_bytes(saved(blank_form(("序号", "姓名", "身份证号", "联系电话", "走访情况"), title="老人名册")))
    return path


def bring(page: "Page", site: str, form: Path) -> None:
    """Upload a form and arrive at what it asks."""
    page.goto(f"{site}/ledgers/fill/")
    page.get_by_label("空白表").set_input_files(form)
    page.get_by_label("发表单位").select_option("civil_affairs")
    page.get_by_role("button", name="上传").click()
    page.get_by_role("heading", name="老人名册").wait_for()


def test_a_secretary_brings_a_form_and_takes_it_home_filled(site: str, page: "Page", form: Path) -> None:
    bring(page, site, form)
    page.get_by_label("“走访情况”的意思").fill("不是登记事项")
    page.get_by_role("button", name="记住这些意思").click()
    page.get_by_text("这家单位的这一列上次定过").wait_for()
    page.get_by_label("只填符合条件的").fill("60岁以上")
    page.get_by_role("button", name="看看能填多少").click()
    page.get_by_text("1 行，已有 3 格可填，1 格会空着").wait_for()
    page.get_by_label("要表的依据").fill(GROUND)
    with page.expect_download() as waited:
        page.get_by_role("button", name="填好下载").click()

    content = Path(waited.value.path()).read_bytes()
    assert waited.value.suggested_filename == "老人名册-已填.xlsx"
    assert openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]["B3"].value == "林秋实"


def test_both_pages_are_accessible_and_never_scroll_sideways(site: str, page: "Page", form: Path) -> None:
    page.goto(f"{site}/ledgers/fill/")
    found = [browser.violations(page), browser.sideways(page, width=390)]
    bring(page, site, form)
    found += [browser.violations(page), browser.sideways(page, width=390)]
    page.get_by_role("button", name="看看能填多少").click()
    page.get_by_text("1 行").wait_for()
    found += [browser.violations(page), browser.sideways(page, width=390)]

    assert found == [[], 0] * 3
