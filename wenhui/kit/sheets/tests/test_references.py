"""References keep meaning what they meant when rows are put in or formulas are copied."""

import pytest

from wenhui.kit.sheets.areas import Area, letters, number, parse
from wenhui.kit.sheets.references import Insertion, copied, inserted

FIVE = Insertion(after=20, count=5)


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("SUM(D5:D20)", "SUM(D5:D25)"),
        ("SUM($D$5:$D$20)*D21", "SUM($D$5:$D$25)*D26"),
        ("D20+D19", "D20+D19"),
        ("D21/$D$22", "D26/$D$27"),
        ("SUM(D5:D10)", "SUM(D5:D10)"),
        ("SUM(D:D)+SUM(21:23)+SUM($1:$20)", "SUM(D:D)+SUM(26:28)+SUM($1:$25)"),
        ('IF(A21="A21","D30",LOG10(B21))', 'IF(A26="A21","D30",LOG10(B26))'),
        ("Other!D21+'台账'!D21+台账!D21", "Other!D21+'台账'!D26+台账!D26"),
        ("[1]台账!D21+台账:丙!D21", "[1]台账!D21+台账:丙!D21"),
        ("Table1[A21]+TA21X+A21.B", "Table1[A21]+TA21X+A21.B"),
    ],
)
def test_what_lies_below_moves_and_what_spans_the_blanks_grows(formula: str, moved: str) -> None:
    assert inserted(formula, FIVE, tab="台账", own=True) == moved


def test_bare_references_of_another_tab_mean_that_tab() -> None:
    assert inserted("A21+'台账'!A21", FIVE, tab="台账", own=False) == "A21+'台账'!A26"


def test_a_copied_formula_takes_along_what_is_not_fixed() -> None:
    assert copied("A5+$A5+A$5+$A$5+SUM(B5:C$6)", 2, 1) == "B7+$A7+B$5+$A$5+SUM(C7:D$6)"
    assert copied("A1", -1) == "#REF!"


def test_areas_that_touch_the_last_blank_row_grow_unless_it_is_the_head() -> None:
    head = Insertion(after=4, count=3, grows=False)

    assert [FIVE.areas("A5:A20"), FIVE.areas("C20 A21:B21"), head.areas("A3:A4 A5:A6")] == [
        "A5:A25", "C20:C25 A26:B26", "A3:A4 A8:A9",
    ]  # fmt: skip


def test_columns_count_in_letters() -> None:
    assert [letters(number(text)) for text in ("A", "Z", "AA", "SR", "XFD")] == ["A", "Z", "AA", "SR", "XFD"]
    assert (parse("$B$5:D20"), parse("B5"), parse("B"), parse("Sheet!B5")) == (
        Area(5, 2, 20, 4), Area(5, 2, 5, 2), None, None,
    )  # fmt: skip
