"""A form that was filled here says nothing new when it comes back."""

import io
from datetime import date

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation

from wenhui.ground.accounts.testing import Office
from wenhui.kit.sheets import heads, opening, reading, taking
from wenhui.record.ledgers import actions
from wenhui.record.ledgers.binding import bind
from wenhui.record.ledgers.importing.bound import of_binding
from wenhui.record.ledgers.models import Upload
from wenhui.record.ledgers.tests.conftest import AT, ZHOU, received
from wenhui.record.ledgers.tests.making import answered, blank_form, door, resident, saved, say
from wenhui.record.registry import actions as registry
from wenhui.record.registry.dictionary import Dictionary
from wenhui.record.registry.models import Residence
from wenhui.record.registry.tests.titles import LEARNT
from wenhui.record.registry.words import ResidenceKind, Subject

pytestmark = pytest.mark.django_db
TITLES = (
    "序号", "姓名", "性别", "身份证号", "出生日期", "年龄", "联系电话", "婚姻状况", "文化程度", "工作单位", "月收入（千元）",
    "现住址", "所属社区", "所属网格", "楼幢", "单元", "室号", "户编号", "与户主关系", "户籍地址",
    "是否人户分离", "人口类别", "是否独居",
)  # fmt: skip


def come_back(content: bytes, office: Office, held: Dictionary) -> Upload:
    """Import a filled form as an upload does, up to its preview."""
    sheet = reading.read(opening.open_file(content))
    head = heads.find(sheet)[0]
    rows = taking.take(sheet, head)
    binding = bind(head, rows, dictionary=held, remembered={})
    rows, bound = of_binding(binding, rows)
    upload = received(content, office.community)
    return actions.preview(upload_id=upload.pk, rows=rows, bound=bound, by=ZHOU, at=AT)


def people(office: Office) -> None:
    """Register a household of whom much is known, one person alone, and one who lives away from the register."""
    head, child = (
        resident("林秋实", door(office, 501)),
        resident("林小满", door(office, 501), born=date(2015, 1, 2), serial=8),
    )
    registry.form_household(
        dwelling=door(office, 501), head_id=head.pk, member_ids=[head.pk, child.pk], on=date(2020, 5, 1), by=ZHOU, at=AT
    )
    say(
        Subject.PERSON, head.pk,
        marriage="22", education="20", workplace="晨汐面馆", monthly_income="3200.00", phone="12000000001;12000000002",
    )  # fmt: skip
    say(Subject.PERSON, child.pk, relation_to_head="32", lives_apart="true", registered_address="某省某县某村")
    alone = resident("何晚舟", door(office, 502), serial=9)
    Residence.objects.create(
        person=alone, dwelling=door(office, 501), kind=ResidenceKind.REGISTER, area=office.building
    )


@pytest.mark.parametrize(
    "titles", [TITLES, tuple(line.split()[0] for line in LEARNT["人员导入模板"].split("\n") if line.strip())]
)
def test_importing_a_filled_form_changes_nothing(office: Office, words: Dictionary, titles: tuple[str, ...]) -> None:
    people(office)
    filled = answered(saved(blank_form(titles)), words, office.community)

    upload = come_back(filled.content, office, words)

    assert filled.rows == 3
    changes = ("newcomers", "refused", "new", "changed", "cells")
    assert {key: upload.counts[key] for key in changes} == dict.fromkeys(changes, 0)
    assert (upload.counts["linked"], upload.counts["equal"] > 10) == (3, True)


def test_what_somebody_corrects_in_it_is_news(office: Office, words: Dictionary) -> None:
    people(office)
    filled = answered(saved(blank_form(["姓名", "身份证号", "联系电话", "与户主关系"])), words, office.community)
    workbook = openpyxl.load_workbook(io.BytesIO(filled.content))
    workbook.active["D2"] = "配偶"

    upload = come_back(saved(workbook), office, words)

    assert (upload.counts["new"], upload.counts["changed"]) == (1, 0)


def test_a_broader_word_than_the_one_known_is_no_change(office: Office, words: Dictionary) -> None:
    people(office)
    workbook = blank_form(["姓名", "身份证号", "联系电话", "婚姻状况"])
    validation = DataValidation(type="list", formula1='"未婚,已婚,离异,丧偶"')
    validation.add("D2:D40")
    workbook.active.add_data_validation(validation)
    filled = answered(saved(workbook), words, office.community)

    upload = come_back(filled.content, office, words)

    assert filled.written[4][0] == "20"
    assert (upload.counts["changed"], upload.counts["new"]) == (0, 0)


def test_an_address_in_two_columns_is_one_when_it_comes_back(shipped: Dictionary) -> None:
    workbook = blank_form(["姓名", "联系电话", "现住小区/建筑", "门牌地址", "婚姻状况"])
    workbook.active.append(["林秋实", "12000000007", "流水东苑1幢", "1单元501室", "已婚"])
    workbook.active.append(["何晚舟", "12000000008", "流水东苑2幢", None, "未婚"])
    sheet = reading.read(opening.open_file(saved(workbook)))
    rows = taking.take(sheet, heads.find(sheet)[0])

    joined, bound = of_binding(bind(rows.head, rows, dictionary=shipped, remembered={}), rows)

    assert [(one.place, one.key) for one in bound if one.key.endswith("address")] == [(2, "person.residential_address")]
    assert joined.columns[2] == ["流水东苑1幢1单元501室", "流水东苑2幢"]
