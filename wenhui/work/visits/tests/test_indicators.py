"""What is counted of visits is well defined, follows the rows, and can be opened by whoever may see homes."""

from datetime import timedelta

import pytest

from wenhui.ground.accounts.testing import Browse
from wenhui.ground.tally import queries as figures
from wenhui.kit import clock
from wenhui.lake.indicators import Definitions, Indicator, Kind
from wenhui.work.visits.indicators import INDICATORS
from wenhui.work.visits.testing import TUESDAY, Walk
from wenhui.work.visits.words import Outcome


def test_the_indicators_fit_together_and_none_counts_workers() -> None:
    definitions = Definitions(INDICATORS)

    assert all(one.key.startswith("visits.") for one in definitions.indicators)
    assert not {column for one in definitions.indicators for column in one.by} & {"by_key", "by_name", "account_id"}


@pytest.mark.parametrize("one", INDICATORS, ids=lambda one: one.key)
def test_an_indicator_says_what_it_means_in_both_languages(one: Indicator) -> None:
    assert one.means.zh
    assert one.means.en
    assert one.means.zh != one.name.zh


@pytest.fixture
def counted(walk: Walk) -> Walk:
    """A home met, a home in vain, a home refused, and one more reason at the first."""
    first = walk.ask("r501", "一", due_on=TUESDAY.date())
    walk.ask("r501", "二", due_on=TUESDAY.date() + timedelta(days=6))
    walk.ask("r502", "三")
    walk.ask("r1201", "四")
    walk.knock("r501", told=[first.pk])
    walk.knock("r502", Outcome.NOBODY_HOME)
    walk.knock("r1201", Outcome.REFUSED)
    return walk


def test_figures_follow_what_happens_at_doors(counted: Walk) -> None:
    keys = [one.key for one in INDICATORS if one.kind is not Kind.RATIO]

    found = figures.figures(keys, "hz.gs.wh.lsdy.", TUESDAY)

    assert {key.removeprefix("visits."): figure.value for key, figure in found.items()} == {
        "open_reasons": 2, "homes_to_visit": 2, "homes_due_this_week": 1, "homes_overdue": 0, "visits": 3, "answered": 1,
        "refused": 1, "met": 1,
    }  # fmt: skip


@pytest.mark.parametrize("one", INDICATORS, ids=lambda one: one.key)
def test_each_figure_opens_to_its_rows(
    counted: Walk, browse: Browse, one: Indicator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: TUESDAY)

    page = browse("zhounc").get(f"/cockpit/figures/{one.key}/")

    assert page.status_code == 200
    assert "501 室" in page.content.decode() or one.key.split(".")[1] in {
        "refused", "homes_due_this_week", "homes_overdue", "answered_share",
    }  # fmt: skip
