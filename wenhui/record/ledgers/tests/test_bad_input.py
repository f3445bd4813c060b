"""Each wrong cell and row is told with its place and its own words; the rest goes on."""

from datetime import date

import pytest

from wenhui.ground.accounts.testing import AsWeb, Office
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import Scope
from wenhui.record.ledgers import actions
from wenhui.record.ledgers.models import Finding
from wenhui.record.ledgers.tests.conftest import AT, HE, HEADS, KEYS, LIN, ZHOU, imported, previewed, table
from wenhui.record.registry import actions as registry
from wenhui.record.registry import identifiers
from wenhui.record.registry.models import Person
from wenhui.record.registry.tests.conftest import invented_id_number
from wenhui.record.registry.words import Registration

pytestmark = pytest.mark.database

WRONG_DIGIT = LIN[2][:17] + ("0" if LIN[2][17] != "0" else "1")


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        (2, WRONG_DIGIT, "末位校验不符"),
        (3, "电话簿", "只能有数字"),
        (4, "已昏", "不是“婚姻状况”认得的写法"),
    ],
)
def test_a_wrong_cell_is_told_with_its_place_and_the_rest_of_the_row_goes_on(
    lin: Person, office: Office, column: int, cell: str, said: str
) -> None:
    row = [*LIN]
    row[column] = cell
    upload = previewed(table(HE, row), office.community)

    found = upload.findings.get(kind="cell")
    assert (found.row, found.column, found.title) == (4, "ABCDEFG"[column], HEADS[column])
    assert said in found.zh
    assert cell not in found.zh
    assert (upload.counts["newcomers"], upload.counts["linked"]) == (1, 1)  # by the door, where the number is wrong


def test_an_id_number_that_contradicts_the_birth_date_keeps_the_number(lin: Person, office: Office) -> None:
    heads = (*HEADS, "出生日期", "性别")
    upload = previewed(
        table((*LIN, "1959-01-01", "女" if int(LIN[2][16]) % 2 else "男"), heads=heads),
        office.community, *KEYS, "birth_date", "sex",
    )  # fmt: skip

    assert [found.column for found in upload.findings.filter(kind="cell").order_by("column")] == ["H", "I"]
    assert upload.counts["linked"] == 1


def test_of_two_names_with_one_number_none_is_taken(words: None, office: Office) -> None:
    upload = previewed(table(LIN, (*HE[:2], LIN[2], *HE[3:])), office.community)

    assert sorted(upload.findings.filter(kind="row").values_list("row", flat=True)) == [3, 4]
    assert upload.counts["newcomers"] == 0


def test_somebody_who_stands_twice_counts_once(lin: Person, office: Office) -> None:
    upload = previewed(table(LIN, ("2", *LIN[1:])), office.community)

    assert (upload.counts["linked"], upload.counts["refused"]) == (1, 1)


def test_a_newcomer_at_an_unknown_address_is_told_and_not_registered(words: None, office: Office) -> None:
    upload = imported(table((*HE[:6], "某市某路 1 号"), LIN), office.community)

    assert "地址又认不到楼幢或网格" in upload.findings.get(kind="row").zh
    assert list(Person.objects.values_list("name", flat=True)) == ["林秋实"]


def test_a_newcomer_whom_another_community_holds_is_told_and_not_doubled(
    lin: Person, office: Office, as_web: AsWeb
) -> None:
    upload = previewed(table(LIN, HE), office.community)
    Person.objects.filter(pk=lin.pk).update(name="林秋实")

    registry.register_person(
        name="何晚舟",
        id_number=HE[2],
        registration=Registration.RESIDENT,
        area=office.building_elsewhere,
        by=ZHOU,
        at=AT,
    )

    with as_web(Scope(office.community.path, Privacy.SENSITIVE)):
        actions.accept(upload_id=upload.pk, by=ZHOU, at=AT)

    assert Person.objects.filter(name="何晚舟").count() == 1
    assert Finding.objects.get(upload=upload, kind="row").row == 4


def test_a_person_without_id_number_is_found_by_name_and_phone(lin: Person, office: Office) -> None:
    imported(table(LIN), office.community)

    upload = previewed(table((*LIN[:2], "", *LIN[3:])), office.community)

    assert (upload.counts["linked"], upload.counts["newcomers"]) == (1, 0)


def test_the_same_name_and_phone_with_another_id_number_is_somebody_else(lin: Person, office: Office) -> None:
    imported(table(LIN), office.community)

    upload = previewed(table((*LIN[:2], invented_id_number(date(1985, 2, 3), 9), *LIN[3:])), office.community)

    assert (upload.counts["linked"], upload.counts["newcomers"]) == (0, 1)


def test_the_number_of_a_merged_row_finds_the_primary_who_keeps_their_own(lin: Person, office: Office) -> None:
    number = invented_id_number(date(1958, 3, 9), 77)
    twice = registry.register_person(
        name="林秋实", id_number=number, registration=Registration.REGISTERED, area=office.building, by=ZHOU, at=AT
    )
    registry.merge(primary_id=lin.pk, other_id=twice.pk, reason="换过证件，本人确认", by=ZHOU, at=AT)

    upload = imported(table((*LIN[:2], number, *LIN[3:])), office.community)

    lin.refresh_from_db()
    assert (upload.counts["linked"], upload.counts["newcomers"]) == (1, 0)
    assert lin.id_number_index == identifiers.id_number_index(LIN[2])
