"""Tables whose rows are homes or buildings: found by code or address, never invented, taken back as one."""

import pytest

from wenhui.ground.accounts.testing import AsWeb, Office
from wenhui.ground.areas.models import Area, AreaCode
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import Scope
from wenhui.record.facts import queries as facts
from wenhui.record.ledgers.models import RowsOfSubjects
from wenhui.record.ledgers.tests.bringing import brought, checked, listed, taken_back, told
from wenhui.record.ledgers.tests.making import door, say
from wenhui.record.registry.dictionary import Dictionary
from wenhui.record.registry.words import Subject

pytestmark = pytest.mark.database
HEADS = ("序号", "房屋编号", "房屋坐落", "房屋用途", "房间数", "月租金")
DOOR = "流水东苑社区1幢1单元501室"


def homes(*rows: tuple[object, ...]) -> bytes:
    return listed("出租房屋台账", HEADS, *rows)


def known(place: Area) -> dict[str, str]:
    return {key: word.text for key, word in facts.known_of("place", [place.pk])[place.pk].items()}


def test_what_a_table_says_of_homes_is_known_and_taken_back_as_one(words: Dictionary, office: Office) -> None:
    upload = brought(homes((1, "", DOOR, "居住", 3, 4500)), office.community)
    before = known(office.dwelling)

    taken_back(upload)

    assert (upload.subject, upload.counts["linked"], upload.counts["newcomers"]) == (Subject.DWELLING, 1, 0)
    assert before["dwelling.rooms"] == "3"
    assert known(office.dwelling) == {}


def test_the_same_table_again_confirms_and_another_word_changes(words: Dictionary, office: Office) -> None:
    brought(homes((1, "", DOOR, "居住", 3, 4500)), office.community)

    again = brought(homes((2, "", DOOR, "居住", 3, 4500)), office.community)
    other = checked(homes((1, "", DOOR, "居住", 4, 4500)), office.community)

    assert (again.counts["equal"], again.counts["new"], again.counts["changed"]) == (3, 0, 0)
    assert (other.counts["equal"], other.counts["changed"]) == (2, 1)


def test_a_home_is_never_made_from_a_table(words: Dictionary, office: Office) -> None:
    area_count = Area.objects.count()
    rows = ((1, "", "流水东苑社区1幢1单元909室"), (2, "", "流水东苑社区"), (3, "", "某市某路 1 号"), (4, "", ""))

    upload = brought(homes(*((*row, "居住", 3, 4500) for row in rows)), office.community)

    assert told(upload) == [
        ("row", 3, "C", "地址只认到楼幢"),
        ("row", 4, "C", "地址只认到社区或网格"),
        ("row", 5, "C", "地址认不到本区域的任何地方"),
        ("row", 6, "C", "没有写房屋地址"),
    ]
    assert (upload.counts["linked"], Area.objects.count()) == (0, area_count)


def test_a_home_is_found_by_its_official_code(words: Dictionary, office: Office) -> None:
    AreaCode.objects.create(area=office.dwelling, edition="2020-06-30", code="330105011001501")

    upload = checked(homes((1, "330105011001501", "", "居住", 3, 4500)), office.community)

    assert RowsOfSubjects.objects.get(upload=upload).subjects == [office.dwelling.pk]


def test_a_home_is_found_by_the_code_that_a_department_gave_it(words: Dictionary, office: Office) -> None:
    say(Subject.DWELLING, office.dwelling.pk, code="ZF-0501")

    upload = checked(homes((1, "ZF-0501", "", "居住", 3, 4500), (2, "ZF-0999", "", "居住", 2, 1)), office.community)

    assert RowsOfSubjects.objects.get(upload=upload).subjects == [office.dwelling.pk]
    assert told(upload) == [("row", 4, "C", "没有写房屋地址")]


def test_code_and_address_of_two_homes_are_told(words: Dictionary, office: Office) -> None:
    say(Subject.DWELLING, door(office, 502).pk, code="ZF-0502")

    upload = checked(homes((1, "ZF-0502", DOOR, "居住", 3, 4500)), office.community)

    assert told(upload) == [("row", 3, "B", "房屋编号和地址指的不是同一户室")]


def test_of_two_rows_about_one_home_the_upper_counts(words: Dictionary, office: Office) -> None:
    upload = checked(homes((1, "", DOOR, "居住", 3, 1), (2, "", DOOR, "居住", 4, 1)), office.community)

    assert (upload.counts["linked"], told(upload)) == (1, [("row", 4, "", "和上面一行说的是同一个")])


def test_many_homes_are_read_together(words: Dictionary, office: Office, django_assert_max_num_queries: object) -> None:
    doors = [door(office, 100 + number) for number in range(30)]
    content = homes(*((1, "", f"流水东苑社区1幢1单元{100 + number}室", "居住", 3, 1) for number in range(30)))

    with django_assert_max_num_queries(50):  # type: ignore[operator]
        upload = checked(content, office.community)

    assert set(RowsOfSubjects.objects.get(upload=upload).subjects) == {one.pk for one in doors}


def test_buildings_are_found_by_address_by_estate_and_name_or_by_name(words: Dictionary, office: Office) -> None:
    heads = ("楼栋名称", "所属小区", "楼宇地址", "电梯数", "建成年份")
    rows = (
        ("随便", "", "流水东苑社区1幢", 2, 1998),
        ("2幢", "流水东苑社区", "", 1, 1999),
        ("流水东苑3幢", "", "", 0, 2001),
        ("9幢", "流水东苑社区", "", 0, 2001),
        ("", "", "", 1, 1),
    )

    upload = brought(listed("楼栋台账", heads, *rows), office.community)

    assert (upload.subject, upload.counts["linked"]) == (Subject.BUILDING, 3)
    assert known(office.building)["building.lifts"] == "2"
    assert known(office.at("lsdy.g04.b002."))["building.built_year"] == "1999"
    assert [one[:3] for one in told(upload) if one[0] == "row"] == [("row", 6, "C"), ("row", 7, "A")]


def test_a_worker_brings_homes_as_the_web_role(words: Dictionary, office: Office, as_web: AsWeb) -> None:
    with as_web(Scope(office.community.path, Privacy.SENSITIVE)):
        brought(homes((1, "", DOOR, "居住", 3, 4500)), office.community)

    assert known(office.dwelling)["dwelling.use"]


def test_whoever_sees_another_community_sees_nothing_of_it(words: Dictionary, office: Office, as_web: AsWeb) -> None:
    checked(homes((1, "", DOOR, "居住", 3, 4500)), office.community)

    with as_web(Scope("hz.gs.wh.dtg.", Privacy.SENSITIVE)):
        assert RowsOfSubjects.objects.count() == 0
