"""Rows without any number: found by name and front door, refused where that is somebody the table has spoken of."""

from datetime import date

import pytest

from wenhui.ground.accounts.testing import OFFICE, Office
from wenhui.record.ledgers.models import Finding
from wenhui.record.ledgers.tests.conftest import AT, DOOR, LIN, imported, previewed, table
from wenhui.record.registry import actions as registry
from wenhui.record.registry.models import Person
from wenhui.record.registry.tests.conftest import invented_id_number
from wenhui.record.registry.words import Registration

pytestmark = pytest.mark.database

BY_DOOR = "没有号码可对，按姓名和住址认到了登记簿里的这个人，请核对"
TWICE = "和上面一行说的是同一个人，只采用上面一行"
NUMBERLESS = ("1", "林秋实", "", "", "已婚", "小学", DOOR)


def told() -> list[tuple[str, str]]:
    return list(Finding.objects.order_by("row").values_list("kind", "zh"))


def test_a_row_without_numbers_speaks_of_the_one_of_that_name_behind_the_door(lin: Person, office: Office) -> None:
    upload = imported(table(NUMBERLESS), office.community)

    assert (upload.counts["linked"], upload.counts["newcomers"]) == (1, 0)
    assert told() == [("doubt", BY_DOOR)]


def test_whose_door_is_another_is_somebody_new(lin: Person, office: Office) -> None:
    elsewhere = ("1", "林秋实", "", "", "已婚", "小学", "流水东苑社区2幢")

    upload = previewed(table(elsewhere), office.community)

    assert (upload.counts["linked"], upload.counts["newcomers"], told()) == (0, 1, [])


def test_two_of_one_name_behind_one_door_are_told_apart_by_nothing(lin: Person, office: Office) -> None:
    registry.register_person(
        name="林秋实", registration=Registration.REGISTERED, dwelling=office.dwelling, by=OFFICE, at=AT
    )

    upload = previewed(table(NUMBERLESS), office.community)

    assert (upload.counts["linked"], upload.counts["newcomers"]) == (0, 1)


def test_a_row_that_the_door_gives_to_whom_another_row_names_is_left_out(lin: Person, office: Office) -> None:
    upload = previewed(table(LIN, NUMBERLESS), office.community)

    assert (upload.counts["linked"], upload.counts["refused"]) == (1, 1)
    assert ("row", TWICE) in told()


def test_another_number_is_another_person_whatever_the_door(lin: Person, office: Office) -> None:
    namesake = ("1", "林秋实", invented_id_number(date(1999, 1, 1), 3), "", "未婚", "小学", DOOR)

    upload = previewed(table(namesake), office.community)

    assert (upload.counts["linked"], upload.counts["newcomers"]) == (0, 1)
