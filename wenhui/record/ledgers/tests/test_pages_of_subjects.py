"""The pages of importing where rows are no people, where a workbook has several sheets, where findings are too many."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries

from wenhui.ground.accounts.testing import Browse, Office
from wenhui.ground.journal.models import Entry
from wenhui.kit.sheets import refusals
from wenhui.kit.sheets.refusals import UnknownTabError
from wenhui.record.ledgers import actions, jobs
from wenhui.record.ledgers.actions import findings
from wenhui.record.ledgers.importing.tabs import folded, likely_table
from wenhui.record.ledgers.models import Errand, RememberedTab, Upload
from wenhui.record.ledgers.tests.bringing import listed, workbook
from wenhui.record.ledgers.tests.conftest import AT, GROUND, HE, HEADS, LIN, ZHOU, received, table
from wenhui.record.ledgers.tests.making import blank_form, saved, say
from wenhui.record.registry.dictionary import Dictionary
from wenhui.record.registry.models import Person
from wenhui.record.registry.words import Subject

pytestmark = pytest.mark.django_db
DOOR = "流水东苑社区1幢1单元501室"
GIVEN = {"provider": "housing", "ground": GROUND, "as_of": "2026-03-01", "area": "流水东苑社区"}


def shown(response: Any) -> str:
    return str(response.content.decode())


def sent(browse: Browse, content: bytes, **given: str) -> str:
    """Upload a table; return its page's address."""
    file = SimpleUploadedFile("台账.xlsx", content)
    return str(browse("zhounc").post("/ledgers/import/", GIVEN | given | {"file": file}).headers["Location"])


def done(browse: Browse, address: str, do: str, **given: str) -> str:
    """Order something, let the job do it, and return the page."""
    browse("zhounc").post(address, {"do": do} | given)
    errand = Errand.objects.latest("pk")
    jobs.work(errand_id=errand.pk, post_id=errand.post_id)
    return shown(browse("zhounc").get(address))


def test_homes_walk_from_columns_to_withdrawal(words: Dictionary, office: Office, browse: Browse) -> None:
    say(Subject.DWELLING, office.dwelling.pk, rooms="2")
    rows = ((DOOR, 3, "居住"), ("流水东苑社区1幢1单元909室", 3, "居住"))
    address = sent(browse, listed("出租房屋台账", ("房屋坐落", "房间数", "房屋用途"), *rows))

    columns = shown(browse("zhounc").get(address))
    preview = done(browse, address, "check")
    changes = shown(browse("zhounc").get(address, {"show": "others"}))
    written = done(browse, address, "accept")
    back = done(browse, address, "withdraw", reason="传错了月份")

    assert '<option value="dwelling" selected>' in columns
    for said in ("房屋地址（户室）", "用来对上登记簿", "写入登记簿"):
        assert said in columns
    assert "姓名（人员）" not in columns
    assert "认出的户室" in preview
    assert "没有这个室号" in preview
    assert f"/registry/dwellings/{office.dwelling.pk}/" in changes
    assert "已写入：1 套房里补上" in written
    assert "新登记" not in written
    assert "整批已撤销：它的说法不再算数" in back
    assert "注销了" not in back


def test_organisations_are_shown_before_and_after(words: Dictionary, office: Office, browse: Browse) -> None:
    row = ("老王面馆", "流水东苑社区1幢", 2)
    address = sent(browse, listed("沿街商铺台账", ("企业名称", "经营地址", "从业人数"), row), provider="market")

    preview = done(browse, address, "check")
    written = done(browse, address, "accept")
    back = done(browse, address, "withdraw", reason="传错了月份")

    for said in ("要新增的单位", "老王面馆", "流水东苑"):
        assert said in preview
    assert "新登记 1 家单位" in written
    assert "新登记的单位" in written
    assert "它带来的 1 家单位里注销了 1 家单位" in back


def test_what_rows_are_is_chosen_where_the_heads_do_not_say(words: Dictionary, browse: Browse) -> None:
    address = sent(browse, listed("情况表", ("地址", "层数", "备注"), (DOOR, 3, "")))
    browser = browse("zhounc")

    page = shown(browser.post(address, {"do": "choose", "rows": "building"}, follow=True))
    back = shown(browser.post(address, {"do": "choose", "rows": "nobody"}, follow=True))

    assert '<option value="building" selected>' in page
    assert "建筑地址（楼幢）" in page
    assert Upload.objects.get().subject == ""
    assert "一行是" in back
    assert [entry.refs["rows_are"] for entry in Entry.objects.filter(verb="ledgers.choose_table")] == ["building", "-"]


def test_of_several_sheets_the_one_that_looks_like_the_table_is_taken(lin: Person, browse: Browse) -> None:
    notes = listed("填表说明", ("项目", "说明"), ("婚姻状况", "按户口簿填"))
    codes = listed("代码表", ("代码", "名称"), (1, "未婚"))
    address = sent(browse, workbook(("说明", notes), ("3月名册", table(LIN, HE)), ("代码", codes)))

    page = shown(browse("zhounc").get(address))

    assert '<option value="3月名册" selected>' in page
    assert '<option value="说明" >' in page
    assert "姓名（人员）" in page


def test_another_sheet_is_chosen_and_remembered_for_the_provider(lin: Person, browse: Browse) -> None:
    content = workbook(("1月名册", table(LIN, HE)), ("2月增减", table(HE, heads=HEADS)))
    address = sent(browse, content)
    before = Upload.objects.get().tab

    page = shown(browse("zhounc").post(address, {"do": "choose", "tab": "2月增减"}, follow=True))
    again = sent(browse, workbook(("3月名册", table(LIN, HE)), ("4月增减", table(HE, LIN))))
    elsewhere = sent(browse, workbook(("5月名册", table(LIN, HE)), ("6月增减", table(HE))), provider="police")

    assert before == "1月名册"
    assert '<option value="2月增减" selected>' in page
    assert "1 行" in page
    assert Upload.objects.get(pk=int(again.split("/")[-2])).tab == "4月增减"
    assert Upload.objects.get(pk=int(elsewhere.split("/")[-2])).tab == "5月名册"
    assert RememberedTab.objects.get().tab == "#月增减"


def test_a_sheet_without_a_table_is_told_and_another_can_be_chosen(lin: Person, browse: Browse) -> None:
    address = sent(browse, workbook(("名册", table(LIN)), ("封面", saved(blank_form(["封面"])))))

    page = shown(browse("zhounc").post(address, {"do": "choose", "tab": "封面"}, follow=True))

    assert "没有找到表头" in page
    assert '<option value="名册" >' in page


def test_a_sheet_that_is_not_there_is_refused(lin: Person, office: Office) -> None:
    upload = received(table(LIN), office.community)

    with pytest.raises(UnknownTabError):
        actions.choose_table(upload_id=upload.pk, tab="别的", subject=None, by=ZHOU, at=AT)


def test_a_sheet_is_chosen_before_the_check_only(lin: Person, browse: Browse) -> None:
    address = sent(browse, table(LIN))
    done(browse, address, "check")

    page = browse("zhounc").post(address, {"do": "choose", "rows": "building"})

    assert page.status_code == 409


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("3月名册", "12月名册", True),
        ("三月 名册", "十二月名册", True),
        ("2025年度", "2026年度", True),
        ("名册", "封面", False),
    ],
)
def test_sheets_of_other_months_are_remembered_as_one(one: str, other: str, alike: bool) -> None:
    assert (folded(one) == folded(other)) == alike


def test_a_file_of_one_sheet_is_that_sheet(words: Dictionary) -> None:
    tab, rows = likely_table(table(LIN, HE), provider="housing")

    assert (tab, len(rows)) == ("Sheet", 2)


@pytest.mark.parametrize("content", [table(), "姓名,身份号码\n".encode()])
def test_a_table_without_a_row_is_refused_in_words(words: Dictionary, content: bytes) -> None:
    with pytest.raises(refusals.NoRowsError):
        likely_table(content, provider="housing")


def test_how_many_findings_are_not_listed_is_said_everywhere(
    lin: Person, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings, "MOST", 2)
    address = sent(browse, table(LIN, (*HE[:6], "某市某路 1 号")))

    page = done(browse, address, "check")
    csv = browse("zhounc").get(f"{address}findings/csv/").content.decode("utf-8-sig")
    written = done(browse, address, "accept")

    upload = Upload.objects.get()
    assert {key: upload.counts[key] for key in ("refused", "doubts", "more")} == {"refused": 1, "doubts": 4, "more": 3}
    assert upload.findings.order_by("pk").first().kind == "row"  # type: ignore[union-attr]
    assert "另有 3 处没有逐条列出" in page
    assert "另有 3 处没有逐条列出" in written
    assert "另有 3 处没有逐条列出" in csv


def test_who_lives_elsewhere_is_shown_and_nobody_is_moved(lin: Person, office: Office, browse: Browse) -> None:
    address = sent(browse, table((*LIN[:6], "流水东苑社区2幢")))

    page = done(browse, address, "check")
    listed_there = shown(browse("zhounc").get(address, {"show": "elsewhere"}))
    written = done(browse, address, "accept")

    lin.refresh_from_db()
    assert "住址和登记的不同" in page
    for said in ("登记簿里住", "流水东苑2幢", "走访时问一句是否已搬家", "林**"):
        assert said in listed_there.replace(" ", "")
    assert "有 1 人的住址和登记的不同：住处没有改" in written
    assert lin.dwelling == office.dwelling


def test_the_pages_ask_few_questions(
    words: Dictionary, browse: Browse, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    rows = [("老王面馆", "流水东苑社区1幢", 2), ("老李面馆", "流水东苑社区2幢", 3)]
    address = sent(browse, listed("沿街商铺台账", ("企业名称", "经营地址", "从业人数"), *rows))
    browser = browse("zhounc")
    with django_assert_max_num_queries(26):
        browser.get(address)
    done(browse, address, "check")
    with django_assert_max_num_queries(26):
        browser.get(address)
    done(browse, address, "accept")
    with django_assert_max_num_queries(30):
        browser.get(address)
