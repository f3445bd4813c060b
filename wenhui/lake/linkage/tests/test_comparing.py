"""Each comparison as a table: two values, one level."""

import numpy as np
import pytest

from wenhui.lake.linkage import comparing, tables
from wenhui.lake.linkage.comparing import LEVELS, MISSING, Pairs
from wenhui.lake.linkage.normalising import id_check
from wenhui.lake.linkage.records import Encoded


def citizen(first: str) -> str:
    """Return the whole number that begins with seventeen digits."""
    return first + id_check(first)


def said(one: dict[str, str], two: dict[str, str]) -> dict[str, str]:
    """Return the words of the level of each field of two rows; missing ones are left out."""
    roles = {role: [one.get(role, ""), two.get(role, "")] for role in one | two}
    encoded = Encoded(tables.normal_roles(["a", "b"], roles, strict=False))
    levels = comparing.levels(encoded, Pairs(np.array([0], np.int32), np.array([1], np.int32)))
    return {name: LEVELS[name][level[0]] for name, level in levels.items() if level[0] != MISSING}


ANNA = citizen("99999919900102042")
TWIN = citizen("99999919900102046")


@pytest.mark.parametrize(
    ("one", "two", "surname", "given"),
    [
        ("张伟", "张伟", "equal", "equal"),
        ("张伟", "章伟", "same sound", "equal"),
        ("张伟", "张玮", "equal", "same sound"),
        ("张晴雨", "张睛雨", "equal", "alike"),
        ("张未来", "张末来", "equal", "alike"),
        ("张英明", "张音明", "equal", "alike"),
        ("张建国", "张国建", "equal", "swapped"),
        ("张建国", "张建军", "equal", "near"),
        ("张建国", "张建", "equal", "near"),
        ("张建国", "李秀英", "differs", "differs"),
        ("李建国", "张建国", "differs", "equal"),
        ("张晓明", "Xiaoming Zhang", "same sound", "same sound"),
        ("Anna Novák", "anna novak", "equal", "equal"),
        ("Anna Novak", "Novak Anna", "", "swapped"),
        ("Anna Novak", "Ana Novak", "equal", "alike"),
        ("Catherine Novak", "Cathryn Novak", "equal", "same sound"),
        ("Anna Novak", "A Novak", "equal", "near"),
        ("Anna Maria Novak", "Maria Anna Novak", "equal", "swapped"),
        ("Anna Novak", "Hugo Marten", "differs", "differs"),
    ],
)
def test_names_are_compared_part_by_part(one: str, two: str, surname: str, given: str) -> None:
    levels = said({"name": one}, {"name": two})

    assert (levels.get("surname", ""), levels["given"]) == (surname, given)


@pytest.mark.parametrize(
    ("one", "two", "level"),
    [
        ("1990-01-02", "1990/1/2", "equal"),
        ("1990-01-02", "1990-02-01", "day and month swapped"),
        ("1990-01-02", "1991-01-02", "one digit"),
        ("1990-01-12", "1990-01-21", "one digit"),
        ("1990-01-02", "1975-01-02", "two parts equal"),
        ("1990-01-02", "1990-01-19", "two parts equal"),
        ("1990-01-02", "1975-03-02", "differs"),
    ],
)
def test_birth_dates_are_compared_by_parts(one: str, two: str, level: str) -> None:
    assert said({"birth_date": one}, {"birth_date": two})["birth"] == level


@pytest.mark.parametrize(
    ("one", "two", "level"),
    [
        (ANNA, ANNA.lower(), "equal"),
        (ANNA, ANNA[:16] + "7" + ANNA[17:], "one or two digits"),
        (ANNA, ANNA[:3] + ANNA[4:], "one or two digits"),
        (ANNA, ANNA[:8] + ANNA[9] + ANNA[8] + ANNA[10:], "one or two digits"),
        (ANNA, TWIN, "same birth, both numbers valid"),
        (ANNA, citizen("99999919550102042"), "differs"),
        ("5304218", "5304218", "equal"),
        ("5304218", "5304281", "one or two digits"),
        ("5304218", "5304200", "differs"),
    ],
)
def test_id_numbers_that_are_both_valid_are_no_slip_of_each_other(one: str, two: str, level: str) -> None:
    assert said({"id_number": one}, {"id_number": two})["id"] == level


@pytest.mark.parametrize(
    ("one", "two", "level"),
    [
        ("12912345678", "+86 129 1234 5678", "equal"),
        ("12912345678", "12912345687", "one digit"),
        ("057185001234", "85001234", "one digit"),
        ("12912345678", "12987654321", "differs"),
    ],
)
def test_phones_are_compared_by_digits(one: str, two: str, level: str) -> None:
    assert said({"phone": one}, {"phone": two})["phone"] == level


@pytest.mark.parametrize(
    ("one", "two", "level"),
    [
        ("流水东苑3幢2单元501室", "流水东苑3-2-501", "equal"),
        ("流水东苑3幢2单元501室", "文晖街道流水东苑3-2-501", "same home"),
        ("流水东苑3幢2单元501室", "流水东苑3幢2单元502室", "same building"),
        ("流水东苑3幢2单元501室", "流水东苑4幢1单元102室", "same place"),
        ("流水东苑3幢2单元501室", "打铁关3幢1单元101室", "differs"),
        ("12 Main Street Dapto 2530", "12 main st dapto 2530", "equal"),
        ("12 Salkauskas Crescent Dapto 2530", "12 Salkauskus Cresc ent Dapto 2530", "same home"),
        ("12 Salkauskas Crescent Dapto 2530", "Dapto 2530 12 Salkauskas Crescent", "near"),
        ("12 Salkauskas Crescent Dapto", "7 Pinkerton Circuit Richlands", "differs"),
    ],
)
def test_addresses_are_compared_by_home(one: str, two: str, level: str) -> None:
    assert said({"address": one}, {"address": two})["address"] == level


def test_what_is_missing_is_no_disagreement() -> None:
    assert said({"name": "张伟", "phone": "12912345678"}, {"name": "张伟", "birth_date": "1990-01-02"}) == {
        "surname": "equal",
        "given": "equal",
    }


def test_birth_date_and_sex_inside_equal_id_numbers_are_not_counted_again() -> None:
    row = {"id_number": ANNA, "birth_date": "1990-01-02", "sex": "女"}

    assert said(row, row) == {"id": "equal"}
    assert said(row, row | {"id_number": ""}) == {"birth": "equal", "sex": "equal"}
    assert set(said(row, row | {"id_number": citizen("99999919550102042")})) == {"id", "birth", "sex"}


def test_a_number_that_holds_no_birth_date_leaves_it_counted() -> None:
    row = {"id_number": "5304218", "birth_date": "1990-01-02"}

    assert set(said(row, row)) == {"id", "birth"}


def test_birth_date_and_sex_are_taken_from_a_valid_number_where_the_row_lacks_them() -> None:
    assert said({"id_number": ANNA}, {"birth_date": "1990-01-02", "sex": "女"}) == {"birth": "equal", "sex": "equal"}


def test_a_comparison_is_the_same_from_either_side() -> None:
    names = ["张伟", "张玮", "李伟", "张建国", "张国建", "张建", "欧阳若曦", "Anna·Novak", "Zhangwei"]
    rows = [{"name": name, "phone": f"129{len(name)}2345{len(name)}78", "birth_date": "1990-01-02"} for name in names]

    for one in rows:
        for two in rows:
            assert said(one, two) == said(two, one)
