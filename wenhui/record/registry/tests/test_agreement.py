"""Cells of a row and rows of a table that contradict each other are found."""

from datetime import date

import pytest

from wenhui.record.registry.rules.agreement import contradictions
from wenhui.record.registry.tests.conftest import TODAY, invented_id_number

MAN, WOMAN = invented_id_number(date(1958, 3, 9), 7), invented_id_number(date(1960, 1, 2), 8)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"person.birth_date": ["1958-03-09"], "person.sex": ["1"]}, []),
        ({"person.birth_date": ["1958-03-08"]}, ["出生日期与身份号码里的不一致"]),
        ({"person.sex": ["2"]}, ["性别与身份号码不一致"]),
        ({"person.sex": ["0"]}, []),
        ({"person.birth_date": [""], "person.sex": [""]}, []),
        ({"person.resident_since": ["2020-01-01"], "person.left_on": ["2019-01-01"]}, ["结束早于开始"]),
        ({"person.died_on": ["2026-03-18"]}, ["日期还没有到"]),
        ({"person.died_on": ["2026-03-17"]}, []),
    ],
)
def test_a_row_is_held_against_its_id_number_and_its_own_dates(columns: dict[str, list[str]], said: list[str]) -> None:
    found = contradictions({"person.id_number": [MAN], **columns}, today=TODAY)

    assert [one.words.zh.split("，")[0] for one in found] == said


def test_a_lease_that_ends_before_it_begins_is_found_without_any_person() -> None:
    (found,) = contradictions(
        {"dwelling.lease_from": ["2026-01-01"], "dwelling.lease_until": ["2025-01-01"]}, today=TODAY
    )

    assert (found.row, found.key) == (0, "dwelling.lease_until")


def test_two_persons_with_one_id_number_contradict_each_other_in_both_rows() -> None:
    columns = {"person.id_number": [MAN, WOMAN, MAN], "person.name": ["张伟", "单玉兰", "李强"]}

    found = contradictions(columns, today=TODAY)

    assert [(one.row, one.other_row, one.is_doubt) for one in found] == [(0, 2, False), (2, 0, False)]
    assert "两个不同姓名的人" in found[0].words.zh


@pytest.mark.parametrize("names", [{}, {"person.name": ["张伟", "张伟"]}, {"person.name": ["张伟", ""]}])
def test_one_person_who_stands_twice_is_a_doubt_only(names: dict[str, list[str]]) -> None:
    (found,) = contradictions({"person.id_number": [MAN, MAN], **names}, today=TODAY)

    assert (found.row, found.other_row, found.is_doubt) == (1, 0, True)
