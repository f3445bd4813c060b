"""Clocks run as city, office and catalogue say, the nearest first."""

from datetime import date, time

from wenhui.ground.accounts.testing import Office
from wenhui.ground.areas.models import Area
from wenhui.kit.worktime import Rhythm
from wenhui.work.cases import rules
from wenhui.work.cases.clocks.calendars import office_at
from wenhui.work.cases.models import CasePolicy, OfficeDay, OfficeYear

GRID = "hz.gs.wh.lsdy.g04."


def policy(path: str, percent: int) -> None:
    CasePolicy.objects.create(
        path=path,
        hours=[["08:00", "12:00"]],
        intake_amount=1,
        intake_unit="workdays",
        soon_percent=percent,
        reopen_days=1,
    )


def test_without_rows_an_office_runs_as_china_does(office: Office) -> None:
    here = office_at(GRID)

    assert here.policy == rules.Policy()
    assert (here.calendar.rhythm, str(here.calendar.zone)) == (Rhythm.CHINA, "Asia/Shanghai")


def test_the_nearest_policy_counts(office: Office) -> None:
    policy("hz.", 10)
    policy("hz.gs.wh.", 20)
    policy("hz.gs.wh.dtg.", 40)

    assert office_at(GRID).policy.soon_percent == 20
    assert office_at("hz.gs.").policy.soon_percent == 10
    assert office_at(GRID).calendar.hours == ((time(8), time(12)),)


def test_a_city_has_its_own_zone_and_rhythm(office: Office) -> None:
    Area.objects.create(
        path="nyc.", label="nyc", level="city", name="纽约", time_zone="America/New_York", calendar="plain"
    )

    abroad = office_at("nyc.council.d01.")

    assert (abroad.calendar.rhythm, str(abroad.calendar.zone)) == (Rhythm.PLAIN, "America/New_York")


def test_days_of_a_district_hold_below_it_and_a_nearer_word_wins(office: Office) -> None:
    day = date(2026, 3, 17)
    OfficeDay.objects.create(path="hz.", on=day, kind="day_off")
    OfficeDay.objects.create(path="hz.gs.wh.", on=day, kind="workday")
    OfficeYear.objects.create(path="hz.", year=2027, source="通知")

    assert office_at(GRID).calendar.is_workday(day)
    assert not office_at("hz.gs.").calendar.is_workday(day)
    assert office_at(GRID).calendar.is_known(2027)


def test_tables_of_work_time_are_kept_while_nothing_changes(office: Office) -> None:
    first, second = office_at(GRID), office_at(GRID)
    OfficeDay.objects.create(path="hz.", on=date(2026, 3, 17), kind="day_off")

    assert first.calendar is second.calendar
    assert office_at(GRID).calendar is not first.calendar
