"""What departments' sheets are spoilt by: each has its own words and its own row, and the rest goes on."""

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from wenhui.ground.accounts.testing import Office
from wenhui.kit.sheets import refusals, scanning
from wenhui.kit.sheets.tests import containers
from wenhui.record.facts import queries as facts
from wenhui.record.ledgers.importing import sheets
from wenhui.record.ledgers.models import Upload
from wenhui.record.ledgers.tests.bringing import brought, checked, told
from wenhui.record.ledgers.tests.conftest import DOOR, HE, HEADS, LIN, received, table
from wenhui.record.ledgers.tests.making import saved
from wenhui.record.registry.dictionary import Dictionary
from wenhui.record.registry.models import Person
from wenhui.record.registry.tests.conftest import invented_id_number

pytestmark = pytest.mark.database
THIRD = ("3", "顾青川", invented_id_number(date(1985, 2, 3), 9), "12212345678", "已婚", "小学", DOOR)
MEGABYTE = 2**20
NAMES = list(enumerate(("顾青川", "陆行远", "沈知意", "程望山", "秦怀舟", "周念安")))


def edited(edit: Callable[[Worksheet], None], *rows: tuple[object, ...]) -> bytes:
    """Return a department's table after somebody has been at it; its rows of data begin at row 3."""
    workbook = openpyxl.load_workbook(io.BytesIO(table(*(rows or (LIN, HE, THIRD)))))
    edit(workbook.active)
    return saved(workbook)


def matters(upload: Upload) -> list[tuple[str, int, str, str]]:
    """Return what was the matter; that an invented number's region or a phone's prefix is unknown is left out."""
    return [one for one in told(upload) if not one[3].startswith(("前 6 位", "12 开头"))]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("1990-02-30", "没有这一天"),
        ("1990年13月1日", "没有这一天"),
        ("19900231", "没有这一天"),
        ("2026-12-31", "日期还没有到"),
        ("2999-01-01", "年份不合常理"),
        ("1990", "缺月和日"),
    ],
)
def test_an_impossible_day_is_told_and_the_rest_of_the_row_goes_on(
    lin: Person, office: Office, cell: str, said: str
) -> None:
    titles = (*HEADS[:2], *HEADS[3:], "出生日期")
    others = [(str(row), name, f"1231234567{row}", "已婚", "小学", DOOR, f"198{row}-02-03") for row, name in NAMES]
    rows = [(*HE[:2], *HE[3:], cell), *others]

    upload = checked(table(*rows, heads=titles), office.community)

    found = upload.findings.get(kind="cell")
    assert (found.row, found.column, found.title) == (3, "G", "出生日期")
    assert said in found.zh
    assert cell not in found.zh
    assert upload.counts["newcomers"] == len(rows)


def test_an_address_in_a_community_that_nobody_knows_is_told(words: Dictionary, office: Office) -> None:
    upload = brought(table((*HE[:6], "月亮湾社区1幢1单元501室"), THIRD), office.community)

    assert [one[:2] for one in matters(upload)] == [("row", 3)]
    assert list(Person.objects.values_list("name", flat=True)) == ["顾青川"]


def test_a_column_of_communities_tells_the_names_that_nobody_knows(words: Dictionary, office: Office) -> None:
    heads = (*HEADS, "所属社区")
    rows = [
        (*HE, "月亮湾社区"),
        (*THIRD, "文晖街道流水东苑社区"),
        ("4", "陆行远", "", "12212345679", "", "", DOOR, "无"),
    ]

    upload = brought(table(*rows, heads=heads), office.community)

    assert [one[:3] for one in matters(upload)] == [("cell", 3, "H")]
    assert "没有叫这个名字的社区" in upload.findings.get(kind="cell").zh
    assert upload.counts["newcomers"] == len(rows)


def test_merged_cells_count_for_each_of_their_rows_and_are_to_be_checked(lin: Person, office: Office) -> None:
    upload = brought(edited(lambda tab: tab.merge_cells("G3:G5")), office.community)

    assert matters(upload) == [("doubt", 3, "G", "合并单元格 G3:G5：内容算作其中每一格的。")]
    assert upload.counts["newcomers"] == 2


def test_hundreds_of_merged_cells_are_told_once(lin: Person, office: Office) -> None:
    def merge(tab: Worksheet) -> None:
        for row in range(3, 3 + 2 * 201, 2):
            tab.merge_cells(start_row=row, end_row=row + 1, start_column=5, end_column=5)

    upload = checked(edited(merge, *([LIN] * 402)), office.community)

    merged = [one for one in matters(upload) if one[3].startswith("合并单元格")]
    assert [one[:3] for one in merged] == [("doubt", 3, "E")]
    assert "这一列有 201 处如此" in upload.findings.get(zh__startswith="合并单元格").zh


def test_a_formula_that_was_never_computed_has_no_value(lin: Person, office: Office) -> None:
    def compute(tab: Worksheet) -> None:
        tab["E3"] = '=IF(A3="1","已婚","未婚")'

    upload = brought(edited(compute), office.community)

    assert matters(upload) == [
        ("doubt", 3, "E", "这一列由公式算出"),
        ("cell", 3, "E", "公式没有算出结果。请用 WPS 或 Excel 打开文件"),
    ]
    assert (upload.counts["linked"], upload.counts["newcomers"]) == (1, 2)


def test_a_formula_that_failed_has_no_value(lin: Person, office: Office) -> None:
    content = edited(lambda tab: None)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    begin = sheet.index(b'<c r="F3"')
    end = sheet.index(b"</c>", begin) + len(b"</c>")
    parts["xl/worksheets/sheet1.xml"] = (
        sheet[:begin] + b'<c r="F3" t="e"><f>VLOOKUP(A3,A9,1)</f><v>#N/A</v></c>' + sheet[end:]
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)

    upload = brought(out.getvalue(), office.community)

    assert ("cell", 3, "F", "公式出错（#N/A）") in matters(upload)


def test_a_number_whose_digits_are_lost_is_not_taken_even_if_it_fits(lin: Person, office: Office) -> None:
    def spoil(tab: Worksheet) -> None:
        tab["C4"] = float(HE[2][:17].replace("X", "0") + "0")
        tab["D5"] = "1.2212E+10"

    upload = brought(edited(spoil), office.community)

    assert [one[:3] for one in matters(upload)] == [("cell", 4, "C"), ("cell", 5, "D")]
    assert [one[3] for one in matters(upload)] == [
        "号码超过 15 位却存成了数值", "号码被表格软件改成了科学记数法",
    ]  # fmt: skip
    assert Person.objects.get(name="何晚舟").id_number is None
    assert Person.objects.get(name="顾青川").phone is None


def test_hidden_rows_are_read_and_told(lin: Person, office: Office) -> None:
    def hide(tab: Worksheet) -> None:
        tab.row_dimensions[4].hidden = True
        tab.column_dimensions["F"].hidden = True

    upload = brought(edited(hide), office.community)

    assert sorted(one[:3] for one in matters(upload)) == [("doubt", 3, "F"), ("doubt", 4, "")]
    assert upload.counts["newcomers"] == 2


def test_what_is_remarked_of_a_column_that_is_not_read_is_not_told(lin: Person, office: Office) -> None:
    upload = checked(edited(lambda tab: tab.merge_cells("A3:A5")), office.community)

    assert matters(upload) == []


def test_many_phones_in_one_cell_are_all_kept_and_one_wrong_among_them_is_told(lin: Person, office: Office) -> None:
    several = (*LIN[:3], "12012345678、120x；12212345678", *LIN[4:])
    listed = (*HE[:3], "12112345678/12212345678 12312345678", *HE[4:])
    others = [(str(row), name, "", f"1231234567{row}", "已婚", "小学", DOOR) for row, name in NAMES]

    upload = brought(table(several, listed, *others), office.community)

    he = Person.objects.get(name="何晚舟")
    assert [one[:3] for one in matters(upload) if one[0] == "cell"] == [("cell", 3, "D")]
    assert upload.counts["linked"] == 1
    assert facts.known_of("person", [he.pk])[he.pk]["person.phone"].text == "12112345678;12212345678;12312345678"


@pytest.mark.parametrize(
    ("content", "refused"),
    [
        (lambda: containers.biff([["姓名"]], encrypted=True), refusals.PasswordError),
        (lambda: containers.compound({"EncryptionInfo": b"x", "EncryptedPackage": b"x"}), refusals.PasswordError),
        (lambda: containers.xlsx({"xl/vbaProject.bin": b"x"}), refusals.MacroError),
        (lambda: containers.bomb(unpacked=256 * MEGABYTE), refusals.SwollenFileError),
        (lambda: table(LIN)[:-300], refusals.TruncatedFileError),
    ],
    ids=["password", "encrypted", "macros", "bomb", "cut off"],
)
def test_what_must_not_be_opened_is_refused_in_words_and_nothing_is_kept(
    words: Dictionary, office: Office, content: Callable[[], bytes], refused: type[refusals.RefusedFileError]
) -> None:
    given = content()
    tracemalloc.start()

    with pytest.raises(refused) as told_why:
        received(given, office.community)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "请" in told_why.value.words.zh
    assert peak < 16 * MEGABYTE
    assert not Upload.objects.exists()


def test_more_rows_than_are_read_at_once_are_refused_in_words(words: Dictionary, office: Office) -> None:
    def far_down(tab: Worksheet) -> None:
        tab.cell(scanning.MOST_ROWS + 1, 2, "林秋实")

    with pytest.raises(refusals.TooManyRowsError) as told_why:
        sheets.take(edited(far_down))

    assert "请按社区或楼幢分成几份上传" in told_why.value.words.zh


def test_two_hundred_thousand_rows_are_within_what_is_read_at_once() -> None:
    assert scanning.MOST_ROWS >= 200_000


def test_a_blank_sheet_is_no_table(words: Dictionary) -> None:
    with pytest.raises(refusals.RefusedFileError):
        sheets.take(saved(Workbook()))
