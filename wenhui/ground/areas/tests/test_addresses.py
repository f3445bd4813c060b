"""Addresses as people write them come apart into the right pieces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenhui.ground.areas.addresses import Pieces, normalise, number_of, parse

FLAT = Pieces(place="流水西苑", building="12", unit="3", room="501")


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("流水西苑12幢3单元501室", FLAT),
        ("流水西苑１２号楼３单元５０１", FLAT),
        ("流水西苑 12 栋 3 单元 501", FLAT),
        ("流水西苑12栋3-501", FLAT),
        ("流水西苑12-3-501", FLAT),
        ("流水西苑12号3单元501室", FLAT),
        ("流水西苑12#3单元501", FLAT),
        ("流水西苑12座3单元501室", FLAT),
        ("流水西苑，12幢，3单元，501室。", FLAT),
        ("流水西苑12幢-3单元-501室", FLAT),
        ("流水西苑12幢/3/501", FLAT),
        ("流水西苑十二幢三单元501室", FLAT),
        ("流水西苑十二幢三单元五〇一室", FLAT),
        ("流水西苑012幢03单元501室", FLAT),
        ("流水西苑—12—3—501", FLAT),
        ("流水西苑12幢3单501", FLAT),
        ("流水西苑12幢501", Pieces(place="流水西苑", building="12", room="501")),
        ("流水西苑12-501", Pieces(place="流水西苑", building="12", room="501")),
        ("流水西苑12幢", Pieces(place="流水西苑", building="12")),
        ("流水西苑12号楼", Pieces(place="流水西苑", building="12")),
        ("流水西苑", Pieces(place="流水西苑")),
        ("流水西苑小区12幢", Pieces(place="流水西苑小区", building="12")),
        ("流水西苑二十一幢", Pieces(place="流水西苑", building="21")),
        ("流水西苑12幢3单元", Pieces(place="流水西苑", building="12", unit="3")),
        ("流水西苑12幢3单元5楼", Pieces(place="流水西苑", building="12", unit="3", floor="5")),
        ("流水西苑12幢3单元5楼501室", Pieces(place="流水西苑", building="12", unit="3", floor="5", room="501")),
        ("现代城A座1203", Pieces(place="现代城", building="A", room="1203")),
        ("现代城B幢2单元1203A", Pieces(place="现代城", building="B", unit="2", room="1203A")),
        ("现代城a1幢", Pieces(place="现代城", building="A1")),
        ("12栋3-501", Pieces(building="12", unit="3", room="501")),
        ("12幢3单元501室", Pieces(building="12", unit="3", room="501")),
        ("打铁关社区 5幢", Pieces(community="打铁关社区", building="5")),
        ("打铁关社区02网格5幢", Pieces(community="打铁关社区", grid="02", building="5")),
        ("打铁关新村五幢", Pieces(place="打铁关新村", building="5")),
        ("三里家园二区5幢", Pieces(place="三里家园二区", building="5")),
        ("三里家园2区5幢301", Pieces(place="三里家园2区", building="5", room="301")),
        ("三里家园社区三里家园二区5幢", Pieces(community="三里家园社区", place="三里家园二区", building="5")),
        ("文晖街道流水西苑12幢", Pieces(subdistrict="文晖街道", place="流水西苑", building="12")),
        (
            "浙江省杭州市拱墅区文晖街道流水西苑社区流水西苑12幢3单元501室",
            Pieces(city="杭州市", district="拱墅区", subdistrict="文晖街道", community="流水西苑社区", place="流水西苑",
                   building="12", unit="3", room="501"),
        ),
        (
            "杭州市下城区文晖街道打铁关社区",
            Pieces(city="杭州市", district="下城区", subdistrict="文晖街道", community="打铁关社区"),
        ),
        ("河西南路38号", Pieces(road="河西南路", road_number="38")),
        ("河西南路38号3幢2单元401室", Pieces(road="河西南路", road_number="38", building="3", unit="2", room="401")),
        ("河西南路３８号２-４０１", Pieces(road="河西南路", road_number="38", unit="2", room="401")),
        ("文晖路108-2号", Pieces(road="文晖路", road_number="108-2")),
        ("拱墅区文晖路108号流水西苑12幢", Pieces(district="拱墅区", road="文晖路", road_number="108", place="流水西苑",
                                       building="12")),
        ("河西南38号1幢2单元401室", Pieces(place="河西南38号", building="1", unit="2", room="401")),
        ("绍兴路五二一号1201室", Pieces(road="绍兴路", road_number="521", room="1201")),
        ("流水西苑12幢（北门旁）", Pieces(place="流水西苑", building="12", leftover="(北门旁)")),
        ("流水西苑12幢3单元501室王家", Pieces(place="流水西苑", building="12", unit="3", room="501", leftover="王家")),
        ("流水西苑12幢楼下", Pieces(place="流水西苑", building="12", leftover="楼下")),
        ("", Pieces()),
        ("501", Pieces(room="501")),
        ("13800000000", Pieces(leftover="13800000000")),
    ],
)  # fmt: skip
def test_an_address_comes_apart_into_its_pieces(text: str, pieces: Pieces) -> None:
    assert parse(text) == pieces


@pytest.mark.parametrize(
    ("written", "value"),
    [("一", 1), ("两", 2), ("十", 10), ("十二", 12), ("二十", 20), ("二十一", 21), ("一百", 100), ("一百零五", 105),
     ("一百二十三", 123), ("五〇一", 501), ("五二一", 521), ("百", 100)],
)  # fmt: skip
def test_chinese_numerals_have_values(written: str, value: int) -> None:
    assert number_of(written) == value


@pytest.mark.parametrize("name", ["三里家园", "一号公馆旁", "百合花苑", "十里春风", "万景里"])
def test_numerals_inside_names_stay_as_they_are(name: str) -> None:
    assert normalise(name)[0] in (name[0], "1")


WRITTEN = st.text(
    alphabet="流水西苑打铁关三里家园一二十百零〇０１２3459幢栋座号楼单元室层弄社区街道网格-—－，、/# 　（）()AＢ",
    max_size=40,
)


@given(WRITTEN | st.text(max_size=60))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)

    assert normalise(once) == once


@given(WRITTEN | st.text(max_size=400))
def test_every_text_can_be_parsed_and_keeps_its_digits(text: str) -> None:
    pieces = parse(text)

    kept = "".join(str(getattr(pieces, name)) for name in Pieces.__slots__)
    digits = [character for character in normalise(text) if character in "0123456789"]
    assert sorted(character for character in kept if character in "0123456789") == sorted(digits)


@given(
    number=st.integers(1, 199), unit=st.integers(1, 9), room=st.integers(101, 3399),
    counter=st.sampled_from(["幢", "栋", "号楼", "座", "#", "号"]), blank=st.sampled_from(["", " ", "　"]),
)  # fmt: skip
def test_every_spelling_of_a_flat_means_the_same(number: int, unit: int, room: int, counter: str, blank: str) -> None:
    text = f"流水西苑{blank}{number}{counter}{blank}{unit}单元{blank}{room}室"

    assert parse(text) == Pieces(place="流水西苑", building=str(number), unit=str(unit), room=str(room))
