"""The entry meter follows what is decided, filled and filed, by who asks; it never counts who typed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from wenhui.ground.accounts.testing import OFFICE, Browse
from wenhui.ground.tally import queries as figures
from wenhui.kit import clock
from wenhui.lake.indicators import Definitions, Indicator
from wenhui.record.forms import actions
from wenhui.record.forms.indicators import INDICATORS
from wenhui.record.forms.models import Form
from wenhui.record.forms.testing import NAME, OWN, PHONE, TUESDAY, Desk

TODAY = TUESDAY.date()


@pytest.fixture
def counted(desk: Desk) -> Desk:
    """One form admitted and filled twice, one refused, one waiting; a month filed."""
    form = desk.admitted([NAME, replace(PHONE, asks_anew=True), OWN])
    lin, he = desk.people["林秋实"], desk.people["何晚舟"]
    desk.fill(form, lin, said={2: "12012345678", 3: "1"}, typed=(desk.at - timedelta(minutes=2), desk.at))
    desk.fill(form, he, said={2: "12112345678"})
    desk.file(form)
    other = desk.submitted(asker="health", name="体检名册")
    actions.refuse(form_id=other.pk, why="都可以从登记取", by=OFFICE, at=desk.at)
    desk.submitted(name="等着的表")
    return desk


def test_the_indicators_fit_together_and_none_counts_workers() -> None:
    definitions = Definitions(INDICATORS)

    assert all(one.key.startswith("forms.") for one in definitions.indicators)
    assert not {column for one in definitions.indicators for column in one.by} & {"by_key", "by_name", "by_kind"}


def test_figures_follow_what_was_decided_filled_and_filed(counted: Desk) -> None:
    found = figures.figures([one.key for one in INDICATORS], "hz.gs.wh.lsdy.", TUESDAY)

    values = {key.removeprefix("forms."): float(figure.value or 0) for key, figure in found.items()}
    assert values.pop("time_of_one") == pytest.approx(120, rel=0.03)
    assert values.pop("repeated_rate") == pytest.approx(100 / 3)
    assert values == {
        "waiting": 1, "in_force": 1, "admitted": 1, "refused": 1, "columns_spared": 3, "filed": 1, "cells_served": 2,
        "cells_confirmed": 0, "cells_asked": 3, "cells_repeated": 1, "minutes": 2,
        "compared": 0, "minutes_saved": 0,
    }  # fmt: skip


def test_minutes_saved_are_unknown_until_something_can_be_compared(counted: Desk) -> None:
    before = figures.figures(["forms.minutes_saved"], "hz.gs.wh.lsdy.", TUESDAY)["forms.minutes_saved"]
    counted.at = TUESDAY + timedelta(days=31)
    form = Form.objects.get(standing="admitted")
    counted.fill(form, counted.people["何晚舟"], said={3: "2"}, typed=(counted.at - timedelta(seconds=6), counted.at))

    after = figures.figures(["forms.minutes_saved"], "hz.gs.wh.lsdy.", counted.at)["forms.minutes_saved"]
    past = figures.trend(
        "forms.minutes_saved", "hz.gs.wh.lsdy.", TODAY, counted.at.date() + timedelta(days=1), counted.at, "m"
    )

    assert before.value is None
    assert after.value == pytest.approx(0.9)  # one cell served, at 60 s a cell, less 6 s
    assert [value for _, value in past] == [None, pytest.approx(0.9)]


def test_figures_part_by_who_asks(counted: Desk) -> None:
    parts = dict(figures.by_category("forms.columns_spared", "hz.gs.wh.lsdy.", "asker", TUESDAY))

    assert parts == {"health": 3}


def test_a_past_without_a_single_row_of_a_kind_is_nothing(desk: Desk) -> None:
    form = desk.submitted()
    actions.refuse(form_id=form.pk, why="都可以从登记取", by=OFFICE, at=desk.at)

    past = figures.trend("forms.admitted", "hz.gs.wh.lsdy.", TODAY, TODAY + timedelta(days=1), TUESDAY)

    assert past == [(TODAY, 0)]


def test_the_rows_behind_a_sum_are_counted_as_rows(
    counted: Desk, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: TUESDAY)

    page = browse("zhounc").get("/cockpit/figures/forms.cells_asked/").content.decode()

    assert "第 1–2 条，共 2 条" in page


@pytest.mark.parametrize("one", INDICATORS, ids=lambda one: one.key)
def test_each_figure_opens_to_its_page(
    counted: Desk, browse: Browse, one: Indicator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: TUESDAY)

    assert browse("zhounc").get(f"/cockpit/figures/{one.key}/").status_code == 200
