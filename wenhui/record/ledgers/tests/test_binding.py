"""What the columns of a head mean, of what its rows are, and how each was decided."""

from decimal import Decimal

import pytest

from wenhui.kit.sheets import heads, opening, reading, taking
from wenhui.kit.sheets.heads import Column, Head
from wenhui.record.ledgers.binding import bind
from wenhui.record.ledgers.rules.columns import Binding, Part, Remembered, folded_path
from wenhui.record.ledgers.tests.making import blank_form, saved, understood
from wenhui.record.ledgers.words import Decided
from wenhui.record.registry.dictionary import Dictionary
from wenhui.record.registry.rules.codes import YES_NO
from wenhui.record.registry.tests.titles import HELD_OUT, LEARNT
from wenhui.record.registry.words import Subject


def head_of(text: str, title: str = "") -> tuple[Head, list[str]]:
    """Return a table of `titles` as a head, and what its columns mean."""
    pairs = [line.strip().rpartition(" ") for line in text.strip().splitlines()]
    columns = tuple(
        Column(number, tuple(head.split(">")), head.rpartition(">")[2])
        for number, (head, _, _) in enumerate(pairs, start=1)
    )
    head = Head("表", (title,), 1, 2, 2, 3, 2, columns, (), (), 1.0, ())
    return head, [key.replace("-", "") for _, _, key in pairs]


def bound(binding: Binding) -> list[str]:
    """Return what every column is taken for."""
    return [one.key for one in binding.columns]


@pytest.mark.parametrize("title", [*LEARNT, *HELD_OUT])
def test_no_column_of_a_department_s_table_is_bound_to_what_it_does_not_mean(shipped: Dictionary, title: str) -> None:
    head, wanted = head_of({**LEARNT, **HELD_OUT}[title], title)

    found = bound(bind(head, None, dictionary=shipped, remembered={}))

    wrong = [
        (column.title, key, mine) for column, key, mine in zip(head.columns, wanted, found, strict=True) if mine != key
    ]
    assert [one for one in wrong if one[2] and title in LEARNT] == []
    assert len(wrong) <= len(wanted) // 5


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("人员导入模板", Subject.PERSON),
        ("人员导出", Subject.PERSON),
        ("建筑导入模板", Subject.BUILDING),
        ("独居高龄老人关爱服务名册", Subject.PERSON),
        ("企业基本情况登记表", Subject.ORGANISATION),
        ("楼宇基础信息表", Subject.BUILDING),
    ],
)
def test_the_heads_say_of_what_the_rows_are(shipped: Dictionary, title: str, subject: Subject) -> None:
    head, _ = head_of(LEARNT[title], title)

    binding = bind(head, None, dictionary=shipped, remembered={})

    assert binding.subject is subject
    assert binding.naming[0].key in {"person.id_number", "person.name", "building.name", "organisation.uscc"}


def test_every_column_says_how_it_was_decided_and_why(shipped: Dictionary) -> None:
    remembered = {
        (Subject.PERSON, "审核意见"): Remembered("", "由审核人填写"),
        (Subject.PERSON, "去向"): Remembered("person.needs"),
    }

    _, _, binding = understood(
        saved(blank_form(["序号", "姓名", "手机", "审核意见", "去向", "甲乙丙"])), shipped, remembered
    )

    assert [one.decided for one in binding.columns] == [
        Decided.INDEX, Decided.PROPOSED, Decided.PROPOSED, Decided.OWN, Decided.REMEMBERED, Decided.OPEN,
    ]  # fmt: skip
    assert [one.column.title for one in binding.unknown] == ["甲乙丙"]
    assert binding.columns[1].reasons[0].zh == "名称相同"
    assert [words.zh for words in binding.columns[3].reasons] == ["这家单位的这一列上次定过", "由审核人填写"]
    assert (binding.columns[4].key, binding.columns[4].confidence) == ("person.needs", 1.0)


def test_what_is_chosen_now_goes_before_what_was_remembered(shipped: Dictionary) -> None:
    head, _ = head_of("姓名 -\n电话 -\n去向 -")
    remembered = {(Subject.PERSON, "去向"): Remembered("person.needs")}

    binding = bind(
        head, None, dictionary=shipped, remembered=remembered, chosen_now={"去向": Remembered("person.left_to")}
    )

    assert (binding.columns[2].key, binding.columns[2].decided) == ("person.left_to", Decided.CHOSEN)


def test_what_one_provider_means_in_a_table_of_enterprises_says_nothing_of_people(shipped: Dictionary) -> None:
    head, _ = head_of("姓名 -\n身份证号 -\n归属 -")

    binding = bind(
        head,
        None,
        dictionary=shipped,
        remembered={(Subject.ORGANISATION, "归属"): Remembered("organisation.community")},
    )

    assert binding.columns[2].decided is Decided.OPEN


def test_a_person_may_say_of_what_the_rows_are(shipped: Dictionary) -> None:
    head, _ = head_of("名称 -\n地址 -\n联系电话 -")

    of_bodies = bind(head, None, dictionary=shipped, remembered={}, subject=Subject.ORGANISATION)

    assert bound(of_bodies) == ["organisation.name", "organisation.address", "organisation.phone"]


def test_memory_tells_what_rows_are_where_heads_do_not(shipped: Dictionary) -> None:
    head, _ = head_of("甲 -\n乙 -")

    binding = bind(
        head, None, dictionary=shipped, remembered={(Subject.DWELLING, "甲"): Remembered("dwelling.address")}
    )

    assert (binding.subject, bound(binding)) == (Subject.DWELLING, ["dwelling.address", ""])


def test_an_attribute_that_has_ended_is_asked_again(shipped: Dictionary) -> None:
    head, _ = head_of("姓名 -\n电话 -\n去向 -")

    binding = bind(
        head, None, dictionary=shipped, remembered={(Subject.PERSON, "去向"): Remembered("person.no_longer")}
    )

    assert binding.columns[2].key != "person.no_longer"


def test_values_and_lists_of_words_help(shipped: Dictionary) -> None:
    workbook = blank_form(["姓名", "证件号码", "帐号"])
    for serial in range(4):
        workbook.active.append([f"张{serial}", f"99999919580309{serial:03}1", f"622848012345678901{serial}"])
    sheet = reading.read(opening.open_file(saved(workbook)))
    head = heads.find(sheet)[0]

    binding = bind(head, taking.take(sheet, head), dictionary=shipped, remembered={})

    assert bound(binding) == ["person.name", "person.id_number", "person.bank_account"]
    assert "值像身份证号" in [words.zh for words in binding.columns[1].reasons]


@pytest.mark.parametrize(
    ("title", "head", "factor"),
    [
        ("", "月收入（元）", 1),
        ("", "月收入（千元）", 1000),
        ("", "月收入（万元/月）", 10_000),
        ("统计表 单位：万元", "月收入", 10_000),
        ("填报单位：流水东苑社区", "月收入", 1),
        ("", "建筑面积（㎡）", 1),
    ],
)
def test_money_has_the_unit_of_its_head_or_of_the_line_above(
    shipped: Dictionary, title: str, head: str, factor: int
) -> None:
    binding = bind(head_of(f"姓名 -\n{head} -", title)[0], None, dictionary=shipped, remembered={})

    assert binding.columns[1].factor == Decimal(factor)


def test_codes_know_the_words_that_the_form_itself_uses(shipped: Dictionary) -> None:
    head, _ = head_of("姓名 -\n婚姻状况 -\n有无残疾 -\n退役军人 -\n电话 -")
    notes = ("", "未婚/已婚/离异/丧偶", "", "1=是，0=否", "多个用;分隔")
    columns = tuple(
        Column(one.number, one.path, one.written, note=note) for one, note in zip(head.columns, notes, strict=True)
    )

    binding = bind(Head("表", (), 1, 2, 2, 3, 2, columns, (), (), 1.0, ()), None, dictionary=shipped, remembered={})

    assert [one.like for one in binding.columns] == [
        (), ("未婚", "已婚", "离异", "丧偶"), ("有", "无"), ("1", "0"), (),
    ]  # fmt: skip
    assert binding.columns[2].table is YES_NO
    assert not any(one.is_closed for one in binding.columns)


def test_an_address_may_be_asked_in_two_columns(shipped: Dictionary) -> None:
    binding = bind(head_of("姓名 -\n电话 -\n现住小区/建筑 -\n门牌地址 -")[0], None, dictionary=shipped, remembered={})
    alone = bind(head_of("姓名 -\n电话 -\n门牌地址 -")[0], None, dictionary=shipped, remembered={})

    assert [one.part for one in binding.columns[2:]] == [Part.BUILDING, Part.DOOR]
    assert alone.columns[2].part is Part.WHOLE
    assert len(binding.by_key["person.residential_address"]) == 2


@pytest.mark.parametrize(
    ("path", "folded"),
    [
        (("户主信息", "姓名"), "户主信息›姓名"),
        (("姓名", "姓名"), "姓名"),
        (("＊联系 电话（必填）",), "联系电话"),
        (("3、月收入（元）",), "月收入元"),
    ],
)
def test_a_head_is_remembered_in_one_spelling(path: tuple[str, ...], folded: str) -> None:
    assert folded_path(path) == folded
