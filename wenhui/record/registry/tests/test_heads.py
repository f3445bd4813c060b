"""Columns of other departments' tables are recognised; what is not known is left alone."""

from collections.abc import Iterator, Mapping

import pytest

from wenhui.record.registry.rules import headwords
from wenhui.record.registry.rules.heads import Head, HeadBook, Proposal, Shape, chosen
from wenhui.record.registry.testing import shipped_attributes
from wenhui.record.registry.tests.titles import HELD_OUT, LEARNT
from wenhui.record.registry.words import Subject


@pytest.fixture(scope="module")
def book() -> HeadBook:
    """The office's own dictionary, from its files."""
    attributes, tables = shipped_attributes().dictionary()
    return HeadBook(attributes, {table.key: table for table in tables})


def rows(text: str) -> list[tuple[Head, str]]:
    """Return heads with what they mean, of a table of `titles`."""
    pairs = (line.strip().rpartition(" ") for line in text.strip().splitlines())
    return [(Head(tuple(head.split(">"))), "" if key == "-" else key) for head, _, key in pairs]


def answers(book: HeadBook, tables: Mapping[str, str]) -> Iterator[tuple[str, str, str, tuple[Proposal, ...]]]:
    """Yield table, head, what it means and what is proposed."""
    for title, text in tables.items():
        wanted = rows(text)
        for (head, key), proposals in zip(wanted, book.propose([head for head, _ in wanted], title), strict=True):
            yield title, "›".join(head.path), key, proposals


def taken(proposals: tuple[Proposal, ...]) -> str:
    """Return the attribute that would be bound without asking."""
    best = chosen(proposals)
    return best.key if best else ""


def measured(book: HeadBook, tables: Mapping[str, str]) -> tuple[float, float, float]:
    """Return precision and recall of what is bound without asking, and how often the first proposal is right."""
    found = [
        (key, taken(proposals), proposals[0].key if proposals else "") for _, _, key, proposals in answers(book, tables)
    ]
    right = sum(bool(key) and key == bound for key, bound, _ in found)
    known = sum(bool(key) for key, _, _ in found)
    return (
        right / sum(bool(bound) for _, bound, _ in found),
        right / known,
        sum(key == first for key, _, first in found) / len(found),
    )


def test_the_lists_are_long_enough_to_judge_by() -> None:
    assert sum(len(rows(text)) for text in LEARNT.values()) >= 150
    assert sum(len(rows(text)) for text in HELD_OUT.values()) >= 100


@pytest.mark.parametrize("title", LEARNT)
def test_every_column_of_a_known_table_is_recognised(book: HeadBook, title: str) -> None:
    wrong = [
        (head, key, proposals[:2])
        for _, head, key, proposals in answers(book, {title: LEARNT[title]})
        if (proposals[0].key if proposals else "") != key
    ]

    assert wrong == []


def test_tables_never_seen_before_are_recognised_too(book: HeadBook) -> None:
    precision, recall, first = measured(book, HELD_OUT)

    assert precision >= 0.98
    assert recall >= 0.9
    assert first >= 0.93


@pytest.mark.parametrize(
    ("heads", "title", "subject"),
    [
        (["姓名", "电话"], "", Subject.PERSON),
        (["名称", "地址", "电话"], "沿街店铺台账", Subject.ORGANISATION),
        (["户主", "家庭人口数", "户主身份证号", "联系电话"], "", Subject.HOUSEHOLD),
        (["房屋坐落", "产权人", "建筑面积", "房屋状态"], "", Subject.DWELLING),
        (["楼宇名称", "层数", "电梯数"], "", Subject.BUILDING),
        (["备注", "序号"], "", None),
        ([], "", None),
    ],
)
def test_what_the_rows_are_is_judged_over_the_whole_head(
    book: HeadBook, heads: list[str], title: str, subject: Subject | None
) -> None:
    assert book.subject_of([Head((head,)) for head in heads], title) == subject


@pytest.mark.parametrize(
    ("beside", "key"), [("企业名称", "organisation.phone"), ("姓名", "person.phone"), ("身份证号", "person.phone")]
)
def test_a_bare_phone_is_that_of_the_rows_subject(book: HeadBook, beside: str, key: str) -> None:
    _, phone = book.propose([Head((beside,)), Head(("联系电话",))])

    assert taken(phone) == key


@pytest.mark.parametrize(
    ("path", "key"),
    [
        (("户主信息", "姓名"), "household.head_name"),
        (("户主信息", "户主信息", "联系电话"), "household.head_phone"),
        (("配偶情况", "身份证号码"), "person.spouse_id_number"),
        (("个人信息", "姓名"), "person.name"),
        (("一、基本信息", "1.姓名"), "person.name"),
        (("经办人", "姓名"), ""),
        (("父亲", "联系电话"), ""),
        (("家庭医生", "姓名"), ""),
        (("租赁信息", "月租金"), "dwelling.rent"),
    ],
)
def test_a_head_under_another_head_belongs_to_whom_that_one_names(
    book: HeadBook, path: tuple[str, ...], key: str
) -> None:
    _, _, found = book.propose([Head(("姓名",)), Head(("身份证号",)), Head(path)])

    assert taken(found) == key


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("* 姓 名", "person.name"),
        ("姓名（必填）", "person.name"),
        ("【必填】身份证号", "person.id_number"),
        ("身份证号\n（18位）", "person.id_number"),
        ("３．联系电话：", "person.phone"),
        ("(2)性别", "person.sex"),
        ("联系电话/手机", "person.phone"),
        ("手机号码或联系电话", "person.phone"),
        ("申请人的姓名", "person.name"),
        ("出生日期(YYYY-MM-DD)", "person.birth_date"),
        ("户藉地址", "person.registered_address"),
        ("ID_Card", "person.id_number"),
        ("具体现住址", "person.residential_address"),
    ],
)
def test_heads_are_read_through_marks_numbers_blanks_and_slips(book: HeadBook, written: str, key: str) -> None:
    _, found = book.propose([Head(("姓名",)), Head((written,))])

    assert taken(found) == key


@pytest.mark.parametrize(
    "head",
    [
        "备注",
        "序号",
        "审核意见",
        "经办人电话",
        "核查人",
        "现场照片",
        "得分",
        "其他",
        "登记人姓名",
        "是否完成",
        "图片",
        "A",
        "",
    ],
)
def test_what_is_not_known_is_not_guessed(book: HeadBook, head: str) -> None:
    _, _, found = book.propose([Head(("姓名",)), Head(("身份证号",)), Head((head,))])

    assert chosen(found) is None


def test_one_character_that_means_something_else_is_no_slip(book: HeadBook) -> None:
    (found,) = book.propose([Head(("户籍电话",))])

    assert found == ()


@pytest.mark.parametrize(
    ("shape", "key"), [(Shape.ID_NUMBER, "person.id_number"), (Shape.TEXT, "person.certificate_number")]
)
def test_values_decide_between_two_meanings(book: HeadBook, shape: Shape, key: str) -> None:
    undecided, decided = (
        book.propose([Head(("姓名",)), Head(("证件号码",), shape=given)])[1] for given in (None, shape)
    )

    assert chosen(undecided) is None
    assert [one.key for one in undecided] == ["person.id_number", "person.certificate_number"]
    assert taken(decided) == key


def test_values_that_look_like_something_else_take_the_confidence_away(book: HeadBook) -> None:
    (found,) = book.propose([Head(("出生日期",), shape=Shape.PHONE)])

    assert chosen(found) is None
    assert "值看起来不像这一项" in [reason.zh for reason in found[0].reasons]


def test_a_closed_set_is_compared_with_the_code_table(book: HeadBook) -> None:
    fits, strange = (
        book.propose([Head(("文化程度",), shape=Shape.CLOSED, values=values)])[0]
        for values in (("小学", "初中", "本科"), ("甲", "乙", "丙"))
    )

    assert "值都在代码表里：文化程度" in [reason.zh for reason in fits[0].reasons]
    assert (taken(fits), taken(strange)) == ("person.education", "")


def test_a_proposal_says_why_in_both_languages(book: HeadBook) -> None:
    _, found = book.propose([Head(("姓名",)), Head(("联系方式",), shape=Shape.PHONE)])

    assert [reason.zh for reason in found[0].reasons] == ["同义词：联系方式", "值像电话"]
    assert found[0].reasons[1].en == "the values look like phones"


def test_somebody_may_say_what_the_rows_are(book: HeadBook) -> None:
    found = book.propose([Head(("地址",)), Head(("联系电话",))], subject=Subject.ORGANISATION)

    assert [proposals[0].key for proposals in found] == ["organisation.address", "organisation.phone"]


@pytest.mark.parametrize(
    ("head", "unit"),
    [
        ("注册资本（万元）", "万元"),
        ("家庭月收入(元/月)", "元/月"),
        ("经营面积（㎡）", "m2"),
        ("性别（男/女）", ""),
        ("姓名", ""),
    ],
)
def test_the_unit_of_a_head_is_read_from_its_brackets(head: str, unit: str) -> None:
    assert headwords.unit_in(head) == unit
