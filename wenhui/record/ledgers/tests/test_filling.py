"""A department's blank form, answered: rows, words, gaps, and nothing else changed."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from pytest_django import DjangoAssertNumQueries

from wenhui.ground.accounts.testing import AsWeb, Cast, Office
from wenhui.kit.privacy import Privacy
from wenhui.record.ledgers.refusals import WrongConditionError
from wenhui.record.ledgers.rules.columns import Remembered
from wenhui.record.ledgers.testing import read_again
from wenhui.record.ledgers.tests.conftest import AT, ZHOU
from wenhui.record.ledgers.tests.making import TODAY, answered, blank_form, door, resident, saved, say
from wenhui.record.ledgers.tests.putian import PUTIAN, sixteen_households
from wenhui.record.ledgers.words import Why
from wenhui.record.registry import actions as registry
from wenhui.record.registry.dictionary import Dictionary
from wenhui.record.registry.words import OrganisationKind, Subject

pytestmark = pytest.mark.django_db


def cells(content: bytes, first: int = 2, last: int | None = None) -> list[list[object]]:
    """Return the cells of a filled form."""
    tab = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [[cell.value for cell in row] for row in tab.iter_rows(min_row=first, max_row=last)]


def test_people_stand_in_order_of_address_with_what_the_registry_holds(office: Office, words: Dictionary) -> None:
    for door_number, name, serial in ((1002, "林秋实", 2), (501, "何晚舟", 7)):
        resident(name, door(office, door_number), serial=serial)
    form = saved(blank_form(["序号", "姓名", "性别", "年龄", "身份证号", "联系电话", "现住址", "人口类别"]))

    answer = answered(form, words, office.community)

    assert cells(answer.content) == [
        [1, "何晚舟", "男", 68, "999999195803090072", "12000000007", "流水东苑1幢1单元501室", "户籍"],
        [2, "林秋实", "女", 68, "999999195803090021", "12000000002", "流水东苑1幢1单元1002室", "户籍"],
    ]
    assert (answer.rows, answer.cells_served, answer.gaps) == (2, 14, ())


def test_what_providers_said_stands_in_the_words_and_units_of_the_form(office: Office, words: Dictionary) -> None:
    lin = resident("林秋实", door(office, 501))
    say(Subject.PERSON, lin.pk, phone="12000000001;12000000002", marriage="22", monthly_income="3200.00")
    form = saved(blank_form(["姓名", "联系电话", "婚姻状况", "月收入（千元）", "开户银行"]))

    answer = answered(form, words, office.community)

    assert cells(answer.content) == [["林秋实", "12000000001;12000000002", "再婚", 3.2, None]]
    assert [(gap.column.title, gap.key, gap.why, gap.count) for gap in answer.gaps] == [
        ("开户银行", "person.bank_name", Why.UNKNOWN, 1)
    ]


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-2+3", "@SUM(A1)"])
def test_values_that_a_spreadsheet_would_execute_are_written_as_text(
    office: Office, words: Dictionary, text: str
) -> None:
    lin = resident("林秋实", door(office, 501))
    say(Subject.PERSON, lin.pk, workplace=text)

    answer = answered(saved(blank_form(["姓名", "工作单位"])), words, office.community)

    part = zipfile.ZipFile(io.BytesIO(answer.content)).read("xl/worksheets/sheet1.xml")
    assert f'<c r="B2" t="inlineStr"><is><t>{text}</t></is></c>'.encode() in part
    assert b"<f" not in part


def test_lists_of_words_notes_and_formats_of_the_form_are_obeyed(office: Office, words: Dictionary) -> None:
    lin = resident("林秋实", door(office, 501))
    say(Subject.PERSON, lin.pk, marriage="22", employment="11", is_veteran="true")
    workbook = blank_form(
        ["姓名", "性别", "婚姻状况", "出生日期（YYYYMMDD）", "入住日期", "是否退役军人（1=是，0=否）"]
    )
    tab = workbook.active
    for column, allowed in (("B", "1-男,2-女"), ("C", "未婚,已婚,离异,丧偶")):
        validation = DataValidation(type="list", formula1=f'"{allowed}"')
        validation.add(f"{column}2:{column}40")
        tab.add_data_validation(validation)
    tab["E2"].number_format = "yyyy-mm-dd"

    answer = answered(saved(workbook), words, office.community)

    assert cells(answer.content) == [["林秋实", "1-男", "已婚", "19580309", datetime(2020, 5, 1), "1"]]
    assert answer.written[3] == ["20"]  # the form has no word for 再婚


def test_a_word_the_list_does_not_have_is_a_gap_of_its_own(office: Office, words: Dictionary) -> None:
    lin = resident("林秋实", door(office, 501))
    say(Subject.PERSON, lin.pk, marriage="30")
    workbook = blank_form(["姓名", "婚姻状况"])
    validation = DataValidation(type="list", formula1='"未婚,已婚"')
    validation.add("B2:B40")
    workbook.active.add_data_validation(validation)

    answer = answered(saved(workbook), words, office.community)

    assert cells(answer.content) == [["林秋实", None]]
    assert [(gap.why, gap.count) for gap in answer.gaps] == [(Why.NO_WORD, 1)]


def test_households_homes_buildings_and_organisations_have_rows_of_their_own(office: Office, words: Dictionary) -> None:
    first, second = resident("林秋实", door(office, 501)), resident("林小满", door(office, 501), serial=8)
    household = registry.form_household(
        dwelling=door(office, 501),
        head_id=first.pk,
        member_ids=[first.pk, second.pk],
        on=date(2020, 5, 1),
        by=ZHOU,
        at=AT,
    )
    registry.register_organisation(name="晨汐面馆", kind=OrganisationKind.TRADER, area=office.building, by=ZHOU, at=AT)
    say(Subject.BUILDING, office.building.pk, lifts="2")
    say(Subject.DWELLING, door(office, 501).pk, floor_area="89.5")
    forms = {
        ("户编号", "户主姓名", "户主电话", "家庭人口数"): [[household.number, "林秋实", "12000000007", 2]],
        ("房屋地址", "建筑面积", "所属网格"): [["流水东苑1幢1单元501室", 89.5, "流水东苑04网格"]],
        ("楼宇名称", "电梯数量", "单元数", "居住人数"): [["流水东苑1幢", 2, 1, 2], ["流水东苑2幢", None, None, 0]],
        ("企业名称", "实际经营地址", "企业类型"): [["晨汐面馆", "流水东苑1幢", "个体工商户"]],
    }

    found = {titles: cells(answered(saved(blank_form(titles)), words, office.grid).content) for titles in forms}

    assert found == forms


def test_members_of_a_household_stand_together_the_head_first(office: Office, words: Dictionary) -> None:
    child = resident("林小满", door(office, 501), born=date(2015, 1, 2), serial=8)
    head = resident("林秋实", door(office, 501))
    registry.form_household(
        dwelling=door(office, 501), head_id=head.pk, member_ids=[head.pk, child.pk], on=date(2020, 5, 1), by=ZHOU, at=AT
    )
    say(Subject.PERSON, child.pk, relation_to_head="32")

    answer = answered(saved(blank_form(["姓名", "与户主关系", "户主姓名"])), words, office.community)

    assert cells(answer.content) == [["林秋实", "户主", "林秋实"], ["林小满", "长女", "林秋实"]]


@pytest.mark.parametrize(
    ("only", "names"),
    [
        ("", ["林秋实", "林小满", "何晚舟"]),
        ("age>=60", ["林秋实"]),
        ("60岁及以上", ["林秋实"]),
        ("年龄＜60", ["林小满"]),
        ("registration=户籍，性别=女", ["林小满"]),
        ("alone", ["何晚舟"]),
        ("独居=否", ["林秋实", "林小满"]),
        ("出生日期>=2000-01-01", ["林小满"]),
        ("婚姻状况=已婚", ["林秋实"]),
    ],
)
def test_conditions_choose_rows(office: Office, words: Dictionary, only: str, names: list[str]) -> None:
    lin = resident("林秋实", door(office, 501))
    resident("林小满", door(office, 501), born=date(2015, 1, 2), serial=8)
    say(Subject.PERSON, lin.pk, marriage="22")
    he = resident("何晚舟", door(office, 502), serial=9)
    type(he).objects.filter(pk=he.pk).update(birth_on=None, id_number=None, id_number_index=None)

    answer = answered(saved(blank_form(["姓名", "联系电话"])), words, office.community, only=only)

    assert [row[0] for row in cells(answer.content)] == names


def test_a_condition_on_what_one_may_not_see_is_refused(office: Office, words: Dictionary) -> None:
    resident("林秋实", door(office, 501))
    form = saved(blank_form(["姓名", "联系电话"]))

    with pytest.raises(WrongConditionError) as refused:
        answered(form, words, office.community, only="月收入>100", clearance=Privacy.PERSONAL)

    assert "超出您岗位可看的范围" in refused.value.words.zh


def test_columns_above_the_clearance_off_by_law_or_asked_each_time_stay_blank(
    office: Office, words: Dictionary
) -> None:
    resident("林秋实", door(office, 501))
    form = saved(blank_form(["姓名", "身份证号", "政治面貌", "本人签字", "走访情况"]))

    answer = answered(form, words, office.community, clearance=Privacy.PERSONAL)

    assert cells(answer.content) == [["林秋实", None, None, None, None]]
    assert [(gap.column.title, gap.why) for gap in answer.gaps] == [
        ("身份证号", Why.ABOVE),
        ("政治面貌", Why.NOT_ADMITTED),
        ("本人签字", Why.EVERY_TIME),
        ("走访情况", Why.OPEN),
    ]


def test_the_web_role_fills_with_what_its_scope_sees_and_nothing_else(
    office: Office, words: Dictionary, cast: Cast, as_web: AsWeb
) -> None:
    lin = resident("林秋实", door(office, 501))
    resident("何晚舟", door(office, 101, "dtg.g01.b001."), serial=8)
    say(Subject.PERSON, lin.pk, marriage="20", monthly_income="3200.00")
    form = saved(blank_form(["姓名", "婚姻状况", "月收入"]))

    with as_web(cast["zhounc"].scope):
        own = answered(form, words, office.subdistrict)
    with as_web(cast["gulan"].scope):
        less = answered(form, words, office.subdistrict, clearance=Privacy.PERSONAL)

    assert cells(own.content) == [["林秋实", "已婚", 3200]]
    assert cells(less.content) == [["林秋实", "已婚", None]]


def test_a_thousand_rows_cost_no_more_questions_than_one(
    office: Office, words: Dictionary, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for serial in range(1, 9):
        resident("林秋实", door(office, 500 + serial), serial=serial)
    form = saved(
        blank_form(["姓名", "年龄", "独居", "与户主关系", "入住日期", "户主姓名", "现住址", "所在小区", "婚姻状况"])
    )

    with django_assert_max_num_queries(16):
        answer = answered(form, words, office.community)

    assert answer.rows == 8


def test_of_the_monthly_table_of_putian_eleven_columns_of_twelve_are_served(office: Office, words: Dictionary) -> None:
    sixteen_households(office)
    form = saved(blank_form(PUTIAN, title="低收入家庭月报表"))

    answer = answered(form, words, office.community)

    assert (answer.rows, answer.cells_served, answer.cells_lacking) == (16, 176, 16)
    assert [(gap.column.title, gap.why, gap.count) for gap in answer.gaps] == [("本月走访情况", Why.OPEN, 16)]


def test_reading_the_filled_form_again_gives_the_words_that_were_served(office: Office, words: Dictionary) -> None:
    sixteen_households(office)
    answer = answered(saved(blank_form(PUTIAN, title="低收入家庭月报表")), words, office.community)

    binding, found = read_again(answer.content, dictionary=words, remembered={}, today=TODAY)

    assert binding.subject is Subject.HOUSEHOLD
    assert {number: column.values for number, column in found.items()} == answer.written
    assert [column.refusals for column in found.values() if column.refusals] == []


def test_what_was_decided_about_a_column_is_obeyed(office: Office, words: Dictionary) -> None:
    lin = resident("林秋实", door(office, 501))
    say(Subject.PERSON, lin.pk, needs="装扶手")
    remembered = {
        (Subject.PERSON, "走访情况"): Remembered("person.needs"),
        (Subject.PERSON, "审核人"): Remembered("", "由审核人填写"),
    }

    answer = answered(saved(blank_form(["姓名", "走访情况", "审核人"])), words, office.community, remembered=remembered)

    assert cells(answer.content) == [["林秋实", "装扶手", None]]
    assert [(gap.column.title, gap.why) for gap in answer.gaps] == [("审核人", Why.OWN)]


def test_an_address_in_two_columns_is_parted_between_them(office: Office, words: Dictionary) -> None:
    resident("林秋实", door(office, 501))

    answer = answered(saved(blank_form(["姓名", "联系电话", "现住小区/建筑", "门牌地址"])), words, office.community)

    assert cells(answer.content)[0][2:] == ["流水东苑1幢", "1单元501室"]
