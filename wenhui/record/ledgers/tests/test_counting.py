"""What filled forms and imported tables took is counted by who asks, by the figures of the office; no worker is in it."""

from datetime import datetime, timedelta

import pytest

from wenhui.ground.accounts.testing import AsWeb, Browse, Cast, Office
from wenhui.ground.areas.models import Area
from wenhui.ground.tally import queries as figures
from wenhui.kit.privacy import Privacy
from wenhui.lake.indicators import Definitions, Indicator
from wenhui.record.ledgers import actions
from wenhui.record.ledgers.indicators import INDICATORS
from wenhui.record.ledgers.models import CellCount
from wenhui.record.ledgers.tests.conftest import AT, GROUND, HE, LIN, ZHOU, imported, table
from wenhui.record.ledgers.tests.making import blank_form, door, resident, saved, understood
from wenhui.record.registry.dictionary import Dictionary
from wenhui.record.registry.models import Person

pytestmark = pytest.mark.database
HERE = "hz.gs.wh.lsdy."


def values() -> dict[str, float | None]:
    """Return every figure of the community."""
    found = figures.figures([one.key for one in INDICATORS], HERE, AT)
    return {key.removeprefix("ledgers."): figure.value for key, figure in found.items()}


def filled(words: Dictionary, area: Area, *, begun_at: datetime | None = None) -> CellCount:
    """Fill a blank form that asks a name, a phone, a bank and something nobody knows the meaning of."""
    opened, head, binding = understood(saved(blank_form(["姓名", "联系电话", "开户银行", "审核人意见栏"])), words)
    actions.fill(
        opened=opened, head=head, binding=binding, area=area, asker="civil_affairs", ground=GROUND,
        clearance=Privacy.SENSITIVE, begun_at=begun_at, by=ZHOU, at=AT,
    )  # fmt: skip
    return CellCount.objects.latest("pk")


def test_the_indicators_fit_together_and_none_counts_workers() -> None:
    definitions = Definitions(INDICATORS)

    assert all(one.key.startswith("ledgers.") for one in definitions.indicators)
    assert {column for one in definitions.indicators for column in one.by} == {"asker", "counted_as"}


def test_a_filled_form_counts_what_was_served_and_what_is_left_to_hands(office: Office, words: Dictionary) -> None:
    resident("林秋实", door(office, 501))
    resident("何晚舟", door(office, 502), serial=12)

    counted = filled(words, office.community, begun_at=AT - timedelta(minutes=3))

    assert (counted.rows, counted.served, counted.asked, counted.repeated, counted.seconds) == (2, 4, 4, 0, 180)
    assert values() == {
        "tables_filled": 1, "tables_imported": 0, "cells_served": 4, "cells_confirmed": 0, "cells_asked": 4,
        "cells_repeated": 0, "repeated_rate": 0, "seconds": 180,
    }  # fmt: skip


@pytest.mark.parametrize("begun", [None, timedelta(hours=3), timedelta(minutes=-1)])
def test_a_form_that_was_left_lying_was_not_measured(
    office: Office, words: Dictionary, begun: timedelta | None
) -> None:
    resident("林秋实", door(office, 501))

    counted = filled(words, office.community, begun_at=AT - begun if begun else None)

    assert counted.seconds is None


def test_what_a_form_takes_of_one_door_is_counted_at_its_building(office: Office, words: Dictionary) -> None:
    home = door(office, 501)
    resident("林秋实", home)

    counted = filled(words, home)

    assert counted.area == office.at("lsdy.g04.b001.")


def test_an_accepted_table_counts_what_it_brought_and_a_withdrawn_one_nothing(lin: Person, office: Office) -> None:
    upload = imported(table(LIN, HE), office.community)

    counted = CellCount.objects.get(upload=upload)
    before = values()
    actions.withdraw(upload_id=upload.pk, reason="民政传错了月份", by=ZHOU, at=AT)

    assert (counted.rows, counted.asked) == (2, 0)
    assert (
        counted.served == 3 + 5
    )  # of 林秋实 phone, marriage, education are new; 何晚舟 is new with all but the address
    assert counted.confirmed == 2
    assert (before["tables_imported"], before["cells_served"], before["cells_confirmed"]) == (1, 8, 2)
    assert {key: value for key, value in values().items() if value} == {}


def test_figures_part_by_who_asks_and_where_it_was_counted(office: Office, words: Dictionary, lin: Person) -> None:
    filled(words, office.community)
    imported(table(LIN), office.community)

    assert dict(figures.by_category("ledgers.cells_served", HERE, "asker", AT)).keys() == {"civil_affairs", "community"}
    assert dict(figures.by_category("ledgers.cells_served", HERE, "counted_as", AT)).keys() == {"blank", "import"}


def test_counts_are_written_by_the_web_role_and_seen_where_they_were_made(
    office: Office, words: Dictionary, cast: Cast, as_web: AsWeb
) -> None:
    resident("林秋实", door(office, 501))

    with as_web(cast["zhounc"].scope):
        filled(words, office.community)
        assert CellCount.objects.count() == 1
    with as_web(cast["hansg"].scope):
        assert not CellCount.objects.exists()


@pytest.mark.parametrize("one", INDICATORS, ids=lambda one: one.key)
def test_each_figure_opens_to_its_page(
    office: Office, words: Dictionary, cast: Cast, browse: Browse, one: Indicator
) -> None:
    assert browse("zhounc").get(f"/cockpit/figures/{one.key}/").status_code == 200
