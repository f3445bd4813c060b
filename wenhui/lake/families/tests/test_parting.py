"""What a telling is about, and where: taken apart the same however it is written."""

import pytest

from wenhui.lake.families import columns
from wenhui.lake.families.parting import part
from wenhui.lake.texts.errors import TextsError


@pytest.mark.parametrize(
    ("text", "concepts", "numbers"),
    [
        ("来电人称流水东苑34幢2单元的路灯坏了，请尽快处理", {"light"}, {"34"}),
        ("流水东苑３４幢路灯不亮", {"light"}, {"34"}),
        ("三里家园27号楼漏水，12月3日晚10点打过电话13812345678", {"leak"}, {"27"}),
        ("有12个垃圾桶满了", {"rubbish"}, set()),
        ("第三次反映，电梯停运5天", {"lift"}, set()),
        ("Rats and noise at 45 Main St", {"vermin", "noise"}, {"45"}),
        ("Graffiti at 74 River Rd, flooding the road", {"advert", "flood"}, {"74"}),
        ("", set(), set()),
    ],
)
def test_a_text_is_parted(text: str, concepts: set[str], numbers: set[str]) -> None:
    parted = part(text)

    assert parted.concepts == concepts
    assert parted.numbers == numbers


def test_names_and_politeness_are_not_the_matter() -> None:
    assert part("市民反映流水东苑34幢路灯不亮，希望有关部门重视，谢谢").matter.strip(" ,") == "路灯不亮"
    assert part("74 River Rd").names == part("noise at 74 River Road").names == {"river"}
    assert part("流水东苑34幢").names == part("打电话说流水东苑34幢").names == {"流水", "水东", "东苑"}


@pytest.mark.parametrize(
    "cell",
    [
        "2026-03-17 08:30",
        "2026/3/17 8:30",
        "2026年3月17日 8时30分",
        "20260317 08:30",
        "2026-03-17T16:30:00+08:00",
        "2026-03-17T08:30:00Z",
    ],
)
def test_moments_are_read_as_people_write_them(cell: str) -> None:
    assert columns.days("f.csv", "at", [cell]) == columns.days("f.csv", "at", ["2026-03-17T08:30"])


def test_columns_that_hold_neither_are_refused() -> None:
    assert (
        columns.days("f.csv", "at", ["2026-01-01", "", "2026-01-03"])[1]
        == columns.days("f.csv", "at", ["2026-01-02"])[0]
    )
    assert columns.places("f.csv", "a", ["30.2", "", "0"], "b", ["120.1", "", "0"]) == [(30.2, 120.1), None, None]
    with pytest.raises(TextsError, match="are dates or moments"):
        columns.days("f.csv", "at", ["路灯", "2026-13-45", "soon"])
    with pytest.raises(TextsError, match="no latitude and longitude"):
        columns.places("f.csv", "a", ["x", "95"], "b", ["y", "10"])
