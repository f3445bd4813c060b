"""The page on which a form is filled: what it shows, what it refuses, whom, and how many questions it asks."""

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries

from wenhui.ground.accounts.testing import Browse, Office
from wenhui.ground.journal.models import Entry
from wenhui.record.ledgers.models import BlankForm, RememberedHead
from wenhui.record.ledgers.shown import meanings
from wenhui.record.ledgers.tests.conftest import GROUND
from wenhui.record.ledgers.tests.making import blank_form, door, resident, saved
from wenhui.record.registry.dictionary import Dictionary

pytestmark = pytest.mark.django_db
TITLES = ("序号", "姓名", "身份证号", "联系电话", "走访情况")


def shown(response: Any) -> str:
    """Return the page as text."""
    return str(response.content.decode())


def upload(browse: Browse, content: bytes, name: str = "老人名册.xlsx", who: str = "zhounc") -> Any:
    """Upload a blank form."""
    return browse(who).post("/ledgers/fill/", {"file": SimpleUploadedFile(name, content), "asker": "civil_affairs"})


@pytest.fixture
def uploaded(office: Office, words: Dictionary, browse: Browse) -> str:
    """Register 林秋实, upload a form, return its address."""
    resident("林秋实", door(office, 501))
    return str(upload(browse, saved(blank_form(TITLES, title="老人名册"))).headers["Location"])


def test_what_a_form_asks_is_shown(uploaded: str, browse: Browse) -> None:
    page = browse("zhounc").get(uploaded)

    assert page.status_code == 200
    for said in ("老人名册", "民政", "身份证号", "公民身份号码（人员）", "没有认出", "流水东苑社区"):
        assert said in shown(page)
    assert "林秋实" not in shown(page)
    assert "no-store" in page["Cache-Control"]


def test_a_look_says_how_much_is_held_and_hands_out_nothing(uploaded: str, browse: Browse) -> None:
    page = browse("zhounc").post(uploaded, {"do": "look", "area": "流水东苑社区", "only": ""})

    assert page.status_code == 200
    assert "1 行，已有 3 格可填，1 格会空着" in shown(page)
    assert "不知道这一列问什么" in shown(page)
    assert "林秋实" not in shown(page)
    assert not Entry.objects.filter(verb="ledgers.fill").exists()


def test_the_form_comes_back_filled_and_is_journalled(uploaded: str, browse: Browse) -> None:
    page = browse("zhounc").post(uploaded, {"do": "fill", "area": "流水东苑", "only": "年龄>=60", "ground": GROUND})

    assert page.status_code == 200
    assert page["Content-Type"].endswith("sheet")
    assert page["Content-Disposition"].endswith(".xlsx")
    row = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(page.content)).worksheets[0][3]]
    assert row == [1, "林秋实", "999999195803090072", "12000000007", None]
    assert Entry.objects.get(verb="ledgers.fill").refs["asker"] == "civil_affairs"


def test_what_is_said_of_a_column_is_remembered_for_its_provider(uploaded: str, browse: Browse) -> None:
    browser = browse("zhounc")

    page = browser.post(uploaded, {"do": "remember", "rows": "person", "column-5": "主要诉求（人员）"}, follow=True)

    assert "上次定过" in shown(page)
    assert [(row.path, row.key) for row in RememberedHead.objects.all()] == [("走访情况", "person.needs")]
    browser.post(uploaded, {"do": "remember", "rows": "person", "column-5": "不是登记事项"})
    assert RememberedHead.objects.get().key == ""


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"do": "fill", "area": "流水东苑", "ground": ""}, "请写明哪家单位凭什么要这张表"),
        ({"do": "fill", "area": "打铁关社区", "ground": GROUND}, "没有找到“打铁关社区”这个区域"),
        ({"do": "look", "area": "不在社区"}, "没有找到"),
        ({"do": "look", "area": ""}, "区域"),
        ({"do": "look", "area": "流水东苑", "only": "年龄>很大"}, "用不上"),
        ({"do": "look", "area": "流水东苑", "only": "年龄>120"}, "没有符合条件的行"),
        ({"do": "remember", "rows": "person", "column-5": "没有的属性"}, "属性字典里没有"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(
    uploaded: str, browse: Browse, posted: dict[str, str], said: str
) -> None:
    page = browse("zhounc").post(uploaded, posted)

    assert page.status_code == 422
    assert said in shown(page)
    assert not Entry.objects.filter(verb="ledgers.fill").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7", "这是PDF 文件"),
        ("姓名,联系电话,性别\n".encode(), "只能填写 .xlsx 表格"),
        (b"", "文件是空的"),
        (saved(blank_form(["说明"])), "没有找到表头"),
    ],
)
def test_a_file_that_cannot_be_filled_is_refused_before_it_is_kept(
    words: Dictionary, browse: Browse, content: bytes, said: str
) -> None:
    page = upload(browse, content)

    assert page.status_code == 422
    assert said in shown(page)
    assert not BlankForm.objects.exists()


def test_a_form_with_rows_in_it_is_refused(words: Dictionary, browse: Browse) -> None:
    workbook = blank_form(TITLES)
    workbook.active.append([1, "张三", "999999195803090072", "12000000001", ""])

    assert "不是空白表" in shown(upload(browse, saved(workbook)))


@pytest.mark.parametrize("who", ["gulan", "shenzy", "hansg", "chengws"])
def test_who_may_uncover_nobody_may_fill_nothing(words: Dictionary, browse: Browse, who: str) -> None:
    assert browse(who).get("/ledgers/fill/").status_code == 403


def test_a_form_is_seen_by_who_uploaded_it(uploaded: str, browse: Browse) -> None:
    assert browse("luming").get(uploaded).status_code == 404


def test_a_clerk_without_clearance_gets_no_id_numbers(uploaded: str, words: Dictionary, browse: Browse) -> None:
    theirs = upload(browse, saved(blank_form(TITLES)), who="luming").headers["Location"]

    page = browse("luming").post(theirs, {"do": "fill", "area": "文晖街道", "ground": GROUND})

    row = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(page.content)).worksheets[0][2]]
    assert row == [1, "林秋实", None, "12000000007", None]


def test_the_page_asks_few_questions(
    uploaded: str, browse: Browse, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = browse("zhounc")

    with django_assert_max_num_queries(29):
        browser.post(uploaded, {"do": "look", "area": "流水东苑社区"})


def test_rows_that_the_head_does_not_tell_are_chosen(words: Dictionary, browse: Browse) -> None:
    address = upload(browse, saved(blank_form(["甲乙", "丙丁", "戊己"]))).headers["Location"]
    browser = browse("zhounc")

    unknown = browser.post(address, {"do": "look", "area": "流水东苑社区"})
    browser.post(address, {"do": "remember", "rows": "dwelling", "column-1": "房屋地址（户室）"})
    page = browser.get(address)

    assert "看不出这张表一行填的是" in shown(unknown)
    assert "上次定过" in shown(page)


def test_a_cover_sheet_is_passed_over_and_another_sheet_may_be_chosen(
    words: Dictionary, office: Office, browse: Browse
) -> None:
    workbook = blank_form(["填表说明"])
    workbook.active.title = "说明"
    for title, heads in (("人员", TITLES), ("房屋", ("房屋地址", "建筑面积", "所属网格"))):
        workbook.create_sheet(title).append(list(heads))
    address = upload(browse, saved(workbook)).headers["Location"]
    browser = browse("zhounc")

    first = browser.get(address)
    other = browser.post(address, {"do": "remember", "tab": "房屋", "rows": ""}, follow=True)
    none = browser.get(address, {"tab": "说明"})

    assert "工作表“人员”" in shown(first)
    assert "工作表“房屋”" in shown(other)
    assert "建筑面积（户室）" in shown(other)
    assert "工作表“人员”" in shown(none)


def test_every_attribute_has_a_name_of_its_own(shipped: Dictionary) -> None:
    assert len(meanings(shipped)) == len(shipped.attributes)
