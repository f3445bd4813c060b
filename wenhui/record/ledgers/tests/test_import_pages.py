"""The pages on which a table is imported: what they show, what they refuse, to whom, and how many questions they ask."""

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries

from wenhui.ground.accounts.models import Post
from wenhui.ground.accounts.testing import Browse, Cast, Office
from wenhui.record.ledgers import jobs
from wenhui.record.ledgers.models import Errand, Finding, RememberedHead, Upload
from wenhui.record.ledgers.tests.conftest import GROUND, HE, HEADS, LIN, table
from wenhui.record.ledgers.tests.making import blank_form, saved, say
from wenhui.record.ledgers.words import UploadStanding
from wenhui.record.registry.dictionary import Dictionary
from wenhui.record.registry.models import Person
from wenhui.record.registry.words import Subject

pytestmark = pytest.mark.django_db
GIVEN = {"provider": "civil_affairs", "ground": GROUND, "as_of": "2026-03-01", "area": "流水东苑社区"}


def shown(response: Any) -> str:
    """Return the page as text."""
    return str(response.content.decode())


def sent(browse: Browse, content: bytes, who: str = "zhounc", name: str = "婚育登记表.xlsx", **given: str) -> Any:
    """Upload a table."""
    return browse(who).post("/ledgers/import/", GIVEN | given | {"file": SimpleUploadedFile(name, content)})


def worked() -> None:
    """Let the job do what was ordered last."""
    errand = Errand.objects.latest("pk")
    jobs.work(errand_id=errand.pk, post_id=errand.post_id)


@pytest.fixture
def content() -> bytes:
    """A table about 林秋实, whom the registry holds, and 何晚舟, whom it does not: the same bytes all through a test."""
    return table(LIN, HE)


@pytest.fixture
def address(lin: Person, content: bytes, browse: Browse) -> str:
    """Upload the table; return its page's address."""
    return str(sent(browse, content).headers["Location"])


@pytest.fixture
def checked(address: str, browse: Browse) -> str:
    """Have it checked."""
    browse("zhounc").post(address, {"do": "check"})
    worked()
    return address


def test_an_office_that_imported_nothing_is_told_so_and_shown_the_door(words: Dictionary, browse: Browse) -> None:
    page = browse("zhounc").get("/ledgers/")

    assert page.status_code == 200
    for said in ("还没有导入过台账", "/ledgers/import/", "/ledgers/fill/"):
        assert said in shown(page)


def test_imports_are_listed_with_whose_they_are_and_how_far(checked: str, browse: Browse) -> None:
    page = shown(browse("zhounc").get("/ledgers/"))

    for said in ("婚育登记表.xlsx", "民政", "流水东苑社区", "等确认", "周念慈", checked):
        assert said in page


def test_a_table_that_was_not_checked_yet_is_listed_without_figures(address: str, browse: Browse) -> None:
    page = browse("zhounc").get("/ledgers/")

    assert page.status_code == 200
    assert address in shown(page)
    assert shown(page).count(">—</td>") == 4


def test_another_community_sees_nothing_of_a_file(address: str, browse: Browse, cast: Cast) -> None:
    role = cast["zhounc"].post.role
    Post.objects.filter(pk=cast["hansg"].post.pk).update(role=role)
    browser = browse("hansg")

    assert browser.get(address).status_code == 404
    assert browser.get(f"{address}findings/csv/").status_code == 404
    assert "婚育登记表" not in shown(browser.get("/ledgers/"))


@pytest.mark.parametrize("who", ["gulan", "shenzy", "hansg", "chengws"])
def test_only_who_may_import_opens_these_pages(words: Dictionary, browse: Browse, who: str) -> None:
    browser = browse(who)

    for path in ("/ledgers/", "/ledgers/import/", "/ledgers/import/1/", "/ledgers/import/1/progress/"):
        assert browser.get(path).status_code == 403


def test_every_column_is_shown_with_its_look_and_no_value_uncovered(address: str, browse: Browse) -> None:
    page = browse("zhounc").get(address)

    assert page.status_code == 200
    for said in ("姓名（人员）", "身份号码", "用来对上登记簿", "写入登记簿", "林**", "2 行", "婚姻状况（人员）"):
        assert said in shown(page)
    assert "林秋实" not in shown(page)
    assert LIN[2] not in shown(page)
    assert "no-store" in page["Cache-Control"]


def test_what_a_column_means_is_corrected_and_remembered(lin: Person, browse: Browse) -> None:
    content = table((*LIN, "社区体检"), heads=(*HEADS, "走访情况"))
    address = sent(browse, content).headers["Location"]
    browser = browse("zhounc")
    before = shown(browser.get(address))

    page = browser.post(address, {"do": "remember", "column-8": "不是登记事项"}, follow=True)

    assert "等您说明" in before
    assert "上次定过" in shown(page)
    assert "等您说明" not in shown(page)
    assert RememberedHead.objects.get().provider == "civil_affairs"


def test_an_attribute_that_is_not_admitted_is_told_and_is_a_finding(lin: Person, browse: Browse) -> None:
    address = sent(browse, table((*LIN, "佛教"), heads=(*HEADS, "宗教信仰"))).headers["Location"]
    browser = browse("zhounc")
    page = shown(browser.get(address))

    browser.post(address, {"do": "check"})
    worked()

    finding = Finding.objects.get(kind="column")
    assert "没有为“宗教信仰”列明职责和法律依据" in page
    assert "佛教" not in page
    assert (finding.row, finding.column, finding.title) == (2, "H", "宗教信仰")
    assert "没有为“宗教信仰”列明职责和法律依据" in shown(browser.get(address))
    assert "佛教" not in shown(browser.get(address))


def test_without_columns_that_tell_who_nothing_is_checked(lin: Person, browse: Browse) -> None:
    address = sent(browse, table(("1", "已婚", "小学"), heads=("序号", "婚姻状况", "文化程度"))).headers["Location"]
    browser = browse("zhounc")

    page = browser.post(address, {"do": "check"})

    assert "认不出行里是谁" in shown(browser.get(address))
    assert page.status_code == 409
    assert not Errand.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7", "这是PDF 文件"),
        (b"", "文件是空的"),
        (saved(blank_form(["说明"])), "没有找到表头"),
        (b"PK\x03\x04broken", "文件"),
    ],
)
def test_a_file_that_is_no_table_is_refused_and_nothing_is_kept(
    words: Dictionary, browse: Browse, content: bytes, said: str
) -> None:
    page = sent(browse, content)

    assert page.status_code == 422
    assert said in shown(page)
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"area": "打铁关社区"}, "没有找到“打铁关社区”这个区域"),
        ({"as_of": "2999-01-01"}, "这一天还没有到"),
        ({"ground": "无"}, "请写明凭什么收这张表"),
        ({"provider": "nobody"}, "nobody"),
    ],
)
def test_what_is_said_about_a_file_is_looked_at(lin: Person, browse: Browse, given: dict[str, str], said: str) -> None:
    page = sent(browse, table(LIN), **given)

    assert page.status_code == 422
    assert said in shown(page)
    assert "文件请重新选一次" in shown(page)
    assert f'value="{(GIVEN | given)["ground"]}"' in shown(page)
    assert not Upload.objects.exists()


def test_of_two_who_bring_one_file_the_second_is_told_by_whom_and_when(
    address: str, content: bytes, browse: Browse
) -> None:
    page = sent(browse, content, who="luming")

    assert page.status_code == 422
    assert "同一份文件，周念慈已在" in shown(page)
    assert Upload.objects.count() == 1


def test_while_a_job_works_the_page_says_how_far_and_then_shows_the_check(address: str, browse: Browse) -> None:
    browser = browse("zhounc")

    waiting = browser.post(address, {"do": "check"}, follow=True)
    part = browser.get(f"{address}progress/")
    worked()
    after = browser.get(f"{address}progress/")
    page = shown(browser.get(address))

    assert "正在办理：预检" in shown(waiting)
    assert 'hx-trigger="every 1s"' in shown(part)
    assert after.headers["HX-Refresh"] == "true"
    for said in ("照这样导入，2 行会变成", "还没有写入任何东西", "确认导入", "何**", "要新增的人"):
        assert said in page
    assert "何晚舟" not in page


def test_a_second_order_is_told_who_has_it_done_already(address: str, browse: Browse) -> None:
    browser = browse("zhounc")
    browser.post(address, {"do": "check"})

    page = browser.post(address, {"do": "check"})

    assert page.status_code == 409
    assert "已经交办，正在办理" in shown(page)
    assert Errand.objects.count() == 1


def test_a_cell_that_changes_is_shown_from_and_to(lin: Person, browse: Browse) -> None:
    say(Subject.PERSON, lin.pk, marriage="10", phone="12099990000")
    browser = browse("zhounc")
    address = sent(browse, table(LIN), provider="community", as_of="2026-03-18").headers["Location"]
    browser.post(address, {"do": "check"})
    worked()

    page = shown(browser.get(address, {"show": "changes"}))

    for said in ("未婚", "已婚", "用表里的", "12*****0000", "12*****5678", "林**"):
        assert said in page
    assert "12012345678" not in page


def test_a_word_of_somebody_else_is_shown_with_whose_leads(lin: Person, browse: Browse) -> None:
    say(Subject.PERSON, lin.pk, marriage="10")
    browser = browse("zhounc")
    address = sent(browse, table(LIN)).headers["Location"]
    browser.post(address, {"do": "check"})
    worked()

    page = shown(browser.get(address, {"show": "others"}))

    for said in ("与别家说法不同的", "社区", "2026-03-17", "未婚", "已婚"):
        assert said in page
    assert "用表里的，请对方更正" in page or "仍用原来的，两种说法都留" in page


def test_what_was_not_taken_is_told_and_taken_home_as_a_sheet(lin: Person, browse: Browse) -> None:
    bad = ("3", "顾青川", "999999199001011230", "电话簿", "已婚", "小学", "某市某路 1 号")
    browser = browse("zhounc")
    address = sent(browse, table(LIN, bad, heads=(*HEADS[:3], "+联系电话", *HEADS[4:]))).headers["Location"]
    browser.post(address, {"do": "check", "column-4": "联系电话（人员）"})
    worked()

    page = shown(browser.get(address, {"show": "findings"}))
    xlsx = browser.get(f"{address}findings/xlsx/")
    csv = browser.get(f"{address}findings/csv/").content.decode("utf-8-sig")

    book = openpyxl.load_workbook(io.BytesIO(xlsx.content))
    rows = list(book.active.values)
    assert "这一行没有采用" in page
    assert rows[0] == ("表中行号", "列", "列名", "类别", "说明")
    assert {row[0] for row in rows[1:]} == {3, 4}
    assert "+联系电话" in {row[2] for row in rows}
    assert "顾青川" not in csv + page
    assert not [line for line in csv.splitlines()[1:] for cell in line.split(",") if cell.startswith("+")]
    assert browser.get(f"{address}findings/exe/").status_code == 404


def test_a_file_is_confirmed_shown_done_and_taken_back(checked: str, content: bytes, browse: Browse) -> None:
    browser = browse("zhounc")
    browser.post(checked, {"do": "accept"})
    worked()
    done = shown(browser.get(checked))
    twice = sent(browse, content)
    short = browser.post(checked, {"do": "withdraw", "reason": "错"})
    browser.post(checked, {"do": "withdraw", "reason": "传错了月份"})
    worked()
    back = shown(browser.get(checked))

    assert "已写入：1 人里补上 3 格、确认 2 格没有变化；新登记 1 人" in done
    assert "何**" in done
    assert short.status_code == 409
    assert "请写明为什么撤销" in shown(short)
    assert "它带来的 1 人里注销了 1 人" in back
    assert "理由：传错了月份" in back
    assert (twice.status_code, sent(browse, content).status_code) == (422, 302)


def test_the_steps_of_a_withdrawal_take_words_back(checked: str, browse: Browse) -> None:
    browser = browse("zhounc")
    browser.post(checked, {"do": "accept"})
    worked()

    page = shown(browser.post(checked, {"do": "withdraw", "reason": "传错了，改好再传"}, follow=True))

    assert "收回说法" in page
    assert "<p>写入</p>" not in page


def test_on_whom_something_hangs_is_listed_after_a_withdrawal(checked: str, browse: Browse) -> None:
    browser = browse("zhounc")
    browser.post(checked, {"do": "accept"})
    worked()
    say(Subject.PERSON, Person.objects.get(name="何晚舟").pk, marriage="20")

    browser.post(checked, {"do": "withdraw", "reason": "传错了月份"})
    worked()

    page = shown(browser.get(checked))
    assert "没有注销的人，请逐个核对" in page
    assert "社区登记在 2026-03-17 提供的信息" in page


def test_columns_are_explained_anew_and_a_file_is_given_up(checked: str, browse: Browse) -> None:
    browser = browse("zhounc")

    again = browser.post(checked, {"do": "reopen"}, follow=True)
    given_up = browser.post(checked, {"do": "discard"}, follow=True)

    assert "各列认成什么" in shown(again)
    assert "这次导入已经放弃" in shown(given_up)
    assert Upload.objects.get().standing == UploadStanding.DISCARDED


def test_a_command_room_clerk_writes_no_id_numbers_and_registers_nobody(
    lin: Person, office: Office, browse: Browse
) -> None:
    address = sent(browse, table(LIN, HE), who="luming", area="文晖街道").headers["Location"]
    browser = browse("luming")
    page = shown(browser.get(address))
    browser.post(address, {"do": "check"})
    worked()
    browser.post(address, {"do": "accept"})
    worked()

    upload = Upload.objects.get()
    assert "超出您岗位可看的范围，只用来认人" in page
    assert (upload.standing, upload.counts["linked"], upload.counts["newcomers"]) == (UploadStanding.ACCEPTED, 1, 0)
    assert "看得到身份号码的岗位" in upload.findings.get(kind="row").zh
    assert not Person.objects.filter(name="何晚舟").exists()


def test_what_the_job_refused_is_told_on_the_page(checked: str, lin: Person, browse: Browse) -> None:
    say(Subject.PERSON, lin.pk, marriage="10")
    browser = browse("zhounc")
    browser.post(checked, {"do": "accept"})
    worked()

    page = shown(browser.get(checked))

    assert "上次“确认导入”没有办成" in page
    assert "有 1 人的登记内容变了" in page
    assert "确认导入" in page


@pytest.mark.parametrize("state", ["columns", "preview"])
def test_the_page_asks_few_questions(
    address: str, browse: Browse, state: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = browse("zhounc")
    if state == "preview":
        browser.post(address, {"do": "check"})
        worked()

    with django_assert_max_num_queries(27):
        browser.get(address)
