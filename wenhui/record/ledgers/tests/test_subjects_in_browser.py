"""A workbook of organisations brought in a real browser: its sheet chosen, checked; wide and narrow."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import browser
from wenhui.ground.accounts.testing import Cast
from wenhui.record.ledgers import jobs
from wenhui.record.ledgers.models import Errand
from wenhui.record.ledgers.tests.bringing import listed, workbook
from wenhui.record.ledgers.tests.conftest import GROUND
from wenhui.record.registry.rules.organisations import compose_credit_code
from wenhui.record.registry.testing import plant_dictionary

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
HEADS = ("序号", "企业名称", "统一社会信用代码", "经营地址", "从业人数", "联系电话")


@pytest.fixture
def file(site: str, page: "Page", own_cast: Cast, tmp_path: Path) -> Path:
    """Plant the dictionary, log the secretary in, return a workbook of a cover and two lists of shops."""
    plant_dictionary()
    browser.log_in(page, site, own_cast["zhounc"])
    code = compose_credit_code(register="91", region="330105", serial=7)
    shops = (
        (1, "杭州虚构科技有限公司", code, "流水东苑社区1幢", 12, "0571-88880001"),
        (2, "老王面馆", "", "流水东苑社区2幢", 2, ""),
        (3, "月亮湾茶室", "", "某市某路 1 号", 3, ""),
    )
    cover = listed("填表说明", ("项目", "说明"), ("企业名称", "按营业执照填"))
    path = tmp_path / "沿街商铺台账.xlsx"
    first, second = listed("沿街商铺台账", HEADS, *shops), listed("沿街商铺台账", HEADS, shops[1])
    path.write_bytes(workbook(("说明", cover), ("2月商铺", first), ("3月商铺", second)))
    return path


def work() -> None:
    """Do what was ordered last; the page asks again by itself."""
    errand = Errand.objects.latest("pk")
    jobs.work(errand_id=errand.pk, post_id=errand.post_id)


def test_shops_walk_from_their_sheet_to_the_check(site: str, page: "Page", file: Path) -> None:
    found: list[object] = []

    def look() -> None:
        page.set_viewport_size({"width": 1440, "height": 900})
        found.append([browser.violations(page), browser.sideways(page, width=390)])

    page.goto(f"{site}/ledgers/import/")
    page.get_by_label("台账文件").set_input_files(file)
    page.get_by_label("提供单位").select_option("market")
    page.get_by_label("依据").fill(GROUND)
    page.get_by_role("button", name="上传").click()
    page.get_by_label("工作表").select_option("2月商铺")
    page.get_by_label("一行是").select_option("organisation")
    page.get_by_role("button", name="照这样重新认列").click()
    page.get_by_role("heading", name="各列认成什么").wait_for()
    look()
    page.get_by_role("button", name="预检").click()
    page.get_by_role("heading", name="正在办理：预检").wait_for()
    work()
    page.get_by_role("link", name="要新增的单位").click()
    page.get_by_role("cell", name="老王面馆").wait_for()
    look()

    assert found == [[[], 0]] * 2
