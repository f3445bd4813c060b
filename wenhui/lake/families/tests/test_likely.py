"""Of the cases around, the one that is the same matter comes first, with reasons."""

from wenhui.lake.families.likely import Telling, likely_same
from wenhui.lake.families.tests import months

HERE, NEAR, FAR = (30.2901, 120.1701), (30.2903, 120.1702), (30.3100, 120.1701)
NEW = Telling("new", "流水东苑3幢路灯不亮，请尽快处理", 100.0, HERE, "路灯")


def test_the_same_matter_comes_first_and_says_why() -> None:
    found = likely_same(
        NEW,
        [
            Telling("drain", "3幢下水道堵了", 99.0, HERE, "下水道"),
            Telling("same", "3幢门口的路灯坏了不亮", 95.0, NEAR, "路灯"),
            Telling("far", "路灯不亮", 99.0, FAR, "路灯"),
            Telling("old", "流水东苑3幢路灯不亮", -300.0, HERE, "路灯"),
        ],
    )

    assert found[0].key == "same"
    assert found[0].likelihood > 0.9
    assert found[0].metres is not None
    assert 20 < found[0].metres < 30
    assert found[0].days == 5
    assert [name for name, _ in found[0].evidence] == ["matter", "place", "time", "kind"]
    assert {one.key for one in found if one.likelihood > 0.5} == {"same"}


def test_a_kind_known_on_both_sides_speaks() -> None:
    like = Telling("like", "3幢门口很黑", 99.0, HERE)

    of_kind, of_other = (
        likely_same(NEW, [Telling("like", like.text, like.day, HERE, kind)], least=0)[0]
        for kind in ("路灯", "油烟污染")
    )

    assert of_kind.likelihood > of_other.likelihood


def test_nobody_near_is_nobody() -> None:
    assert likely_same(NEW, []) == []
    assert likely_same(NEW, [Telling("far", NEW.text, 100.0, FAR)]) == []


def test_most_of_planted_families_are_recognised_one_by_one() -> None:
    table = months.make(400, seed=4, spots=150)
    told = [
        Telling(str(row), text, day, place)
        for row, (text, day, place) in enumerate(zip(table.texts, table.days, table.places, strict=True))
    ]
    asked = [row for row, family in enumerate(table.planted) if family is not None][:40]

    right = 0
    for row in asked:
        found = likely_same(told[row], [one for one in told if one.key != str(row)][:200] + told[200:row])
        right += bool(found) and table.planted[int(found[0].key)] == table.planted[row]

    assert right > 0.7 * len(asked)
