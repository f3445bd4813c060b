"""Conditions are understood as a clerk writes them, or refused in words."""

import pytest

from wenhui.record.ledgers.refusals import WrongConditionError
from wenhui.record.ledgers.rules import asking
from wenhui.record.ledgers.rules.asking import Condition
from wenhui.record.ledgers.tests.making import TODAY
from wenhui.record.registry.dictionary import Dictionary
from wenhui.record.registry.words import Subject


def parsed(held: Dictionary, text: str, subject: Subject = Subject.PERSON) -> tuple[Condition, ...]:
    """Return the conditions of a line."""
    return asking.parse(text, attributes=held.attributes, tables=held.tables, subject=subject, today=TODAY)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("age>=60", [("person.age", ">=", "60")]),
        ("年龄 ≥ 60 岁", [("person.age", ">=", "60")]),
        ("80周岁以上", [("person.age", ">=", "80")]),
        ("18岁以下", [("person.age", "<=", "18")]),
        ("registration=户籍", [("person.registration", "=", "registered")]),
        ("人口类别！=流动人口", [("person.registration", "!=", "floating")]),
        ("person.sex=女", [("person.sex", "=", "2")]),
        ("alone", [("person.lives_alone", "=", "true")]),
        ("独居，年龄>=80", [("person.lives_alone", "=", "true"), ("person.age", ">=", "80")]),
        ("独居且年龄>=80", [("person.lives_alone", "=", "true"), ("person.age", ">=", "80")]),
        ("是否退役军人", [("person.is_veteran", "=", "true")]),
        ("退役军人=否", [("person.is_veteran", "=", "false")]),
        ("出生日期<1960.1.1", [("person.birth_date", "<", "1960-01-01")]),
        ("电梯数=0", [("building.lifts", "=", "0")]),
        ("月收入<1500", [("person.monthly_income", "<", "1500.00")]),
    ],
)
def test_conditions_are_read(shipped: Dictionary, text: str, found: list[tuple[str, str, str]]) -> None:
    assert [(one.key, one.sign, one.text) for one in parsed(shipped, text)] == found


def test_a_name_means_the_attribute_of_the_rows_themselves(shipped: Dictionary) -> None:
    assert parsed(shipped, "联系电话=057188888888", Subject.ORGANISATION)[0].key == "organisation.phone"
    assert parsed(shipped, "联系电话=12000000001", Subject.PERSON)[0].key == "person.phone"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("没有的东西=1", "属性字典里没有这个名称"),
        ("姓名>张", "不分大小"),
        ("年龄", "还要写出值"),
        ("人口类别=外星人", "不是“人口类别”认得的写法"),
        ("年龄>=很大", "不是数字"),
        ("证件号码=1", "可以指"),
    ],
)
def test_what_is_not_understood_is_refused_in_words(shipped: Dictionary, text: str, why: str) -> None:
    with pytest.raises(WrongConditionError) as refused:
        parsed(shipped, text)

    assert why in refused.value.words.zh
    assert text.partition("=")[0] in refused.value.words.zh


@pytest.mark.parametrize(
    ("condition", "text", "holds"),
    [
        ("age>=60", "60", True),
        ("age>60", "60", False),
        ("age>=60", "", False),
        ("age!=60", "", False),
        ("age<=9", "10", False),
        ("婚姻状况=已婚", "22", True),
        ("婚姻状况=再婚", "20", False),
        ("婚姻状况!=已婚", "22", False),
        ("联系电话=12000000002", "12000000001;12000000002", True),
    ],
)
def test_a_condition_holds_of_a_canonical_text(shipped: Dictionary, condition: str, text: str, holds: bool) -> None:
    assert parsed(shipped, condition)[0].holds(text) is holds
