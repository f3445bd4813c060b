"""Definitions are checked against each other before anything is counted."""

from dataclasses import replace

import pytest

from wenhui.kit.words import Words
from wenhui.lake.indicators import DefinitionError, Definitions, Indicator, Kind

WORD = Words("数", "figure")
SUM = Indicator(
    key="scratch.minutes", kind=Kind.SUM, table="scratch", at="at", value="minutes", measured_by="scratch.measured",
    name=WORD, means=WORD, unit=WORD, provider=WORD,
)  # fmt: skip
COUNT = replace(SUM, key="scratch.measured", kind=Kind.FLOW, value="", measured_by="")


def test_a_figure_may_name_what_counts_on_what_it_was_measured() -> None:
    assert Definitions((SUM, COUNT))["scratch.minutes"].measured_by == "scratch.measured"


def test_what_nobody_defined_measures_nothing() -> None:
    with pytest.raises(DefinitionError, match=r"rests on scratch\.measured, which is not defined"):
        Definitions((SUM,))


def test_a_figure_is_defined_once() -> None:
    with pytest.raises(DefinitionError, match="defined twice"):
        Definitions((COUNT, COUNT))
