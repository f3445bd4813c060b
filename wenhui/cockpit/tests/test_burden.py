"""The wall 减负: what departments ask, by who asks and month; every figure opens, and no worker is on it."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wenhui.cockpit import burden, tiles
from wenhui.cockpit.sights import Sight
from wenhui.cockpit.testing import EAST, TOWN, CountedOffice, Visit
from wenhui.kit import clock
from wenhui.record.ledgers.models import CellCount

AT = datetime(2026, 3, 17, 9, 30, tzinfo=clock.SHANGHAI)
WALL = f"/cockpit/{TOWN}/?theme=burden"
WALL_QUERIES = 54  # however many departments and rows there are


@pytest.fixture
def counted(counted_office: CountedOffice, monkeypatch: pytest.MonkeyPatch) -> CountedOffice:
    """Two departments whose blank forms were filled, one of them in February too."""
    monkeypatch.setattr(clock, "now", lambda: AT)
    for asker, days, served in (("civil_affairs", 1, 120), ("health", 2, 30), ("civil_affairs", 30, 7)):
        CellCount.objects.create(
            asker=asker, counted_as="blank", at=AT - timedelta(days=days), rows=10, served=served, asked=4,
            area=counted_office.areas[EAST],
        )  # fmt: skip
    return counted_office


def test_departments_of_a_month_and_the_months_before(counted: CountedOffice) -> None:
    shown = burden.read(Sight(TOWN, theme=tiles.BURDEN), at=AT)
    before = burden.read(Sight(TOWN, theme=tiles.BURDEN, month=date(2026, 2, 1)), at=AT)

    table = shown.asker_heads.index("台账免填")
    assert {row.name: row.cells[table].written for row in shown.askers} == {"civil_affairs": "120", "health": "30"}
    assert {row.name: row.cells[table].written for row in before.askers} == {"civil_affairs": "7"}
    assert [row.name for row in shown.months] == ["2026-03", "2026-02", "2026-01", "2025-12"]
    assert [row.cells[shown.month_heads.index("台账免填")].written for row in shown.months] == ["150", "7", "0", "0"]
    assert [row.is_chosen for row in before.months] == [False, True, False, False]


def test_what_was_not_measured_is_no_number(counted: CountedOffice) -> None:
    shown = burden.read(Sight(TOWN, theme=tiles.BURDEN), at=AT)

    assert {row.cells[shown.month_heads.index("省下分钟")].written for row in shown.months} == {"—"}


@pytest.mark.parametrize(
    ("asked", "theme", "month"),
    [
        ({"theme": "burden", "month": "2026-02"}, "burden", date(2026, 2, 1)),
        ({"theme": "burden", "month": "2026-13"}, "burden", None),
        ({"theme": "nothing", "month": "2026-02"}, "", None),
    ],
)
def test_an_address_carries_the_theme_and_the_month(asked: dict[str, str], theme: str, month: date | None) -> None:
    sight = Sight.asked(TOWN, asked)

    assert (sight.theme, sight.month) == (theme, month)
    if month:
        assert sight.at(EAST).address == f"/cockpit/{EAST}/?theme=burden&month=2026-02"
        assert "theme=burden" in sight.stream


def test_the_wall_has_its_figures_and_each_leads_to_its_explanation(counted: CountedOffice, visit: Visit) -> None:
    html = visit("luming", WALL).content.decode()

    assert "文晖街道减负" in html
    for key in tiles.THEMES[tiles.BURDEN].figures:
        assert f'id="f-{key.replace(".", "-")}"' in html
    assert "还没有可比的实测，不估算" in html
    leads = set(re.findall(r'href="(/cockpit/figures/[^"]+)"', html))
    assert len(leads) > len(tiles.THEMES[tiles.BURDEN].figures)
    for address in sorted(leads):
        assert visit("luming", address.replace("&amp;", "&")).status_code == 200
    assert (
        "按要表单位" in visit("luming", f"/cockpit/figures/ledgers.cells_served/?area={TOWN}&by=asker").content.decode()
    )


def test_the_wall_of_every_day_is_as_it_was_and_leads_here(counted: CountedOffice, visit: Visit) -> None:
    html = visit("luming", f"/cockpit/{TOWN}/").content.decode()

    assert 'id="due"' in html
    assert 'id="askers"' not in html
    assert "theme=burden" in html


def test_nobody_s_name_is_on_the_wall(counted: CountedOffice, visit: Visit) -> None:
    html = visit("chengws", WALL).content.decode()

    assert not [
        player.account.name for player in counted.cast.values() if player.account.name in html.split("<main")[1]
    ]


def test_the_wall_asks_few_questions(counted: CountedOffice, visit: Visit) -> None:
    visit("luming", WALL)

    with CaptureQueriesContext(connection) as asked:
        visit("luming", WALL)

    assert len(asked) <= WALL_QUERIES


def test_another_community_s_wall_is_refused(counted: CountedOffice, visit: Visit) -> None:
    assert visit("hansg", f"/cockpit/{EAST}/?theme=burden").status_code == 403


def test_english_readers_get_english(counted: CountedOffice, visit: Visit) -> None:
    html = visit("luming", WALL, language="en").content.decode()

    assert "Month by month" in html
    assert "Minutes saved" in html
