"""What clocks cost: `python -m bench.clocks [--cases 1000000] [--open 20000]`.

Due moments of a million cases, worked out at once on the office's calendar, beside one scan of a table of so many cases in
SQL; every working minute of 2019–2026 beside `chinesecalendar`. Then, with 20,000 open cases: a beat of the escalation
ladder while nothing is to be told (the usual one), the first beat of all, and all clocks laid on the calendar after a new
day off.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial

import numpy as np

from bench.own import Result, office, run, timed

AT = datetime(2026, 3, 17, 4, 0, tzinfo=UTC)
BAR, BEAT_BAR, RECLOCK_BAR = 5.0, 0.5, 1.0
ROUNDS = 5


def main() -> int:
    """Measure on a server of its own; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--open", type=int, default=20_000)
    given = parser.parse_args()
    with office():
        return measure(given.cases, given.open)


def measure(cases: int, open_cases: int) -> int:
    """Fill, measure, print; 1 when a bar is missed."""
    import django

    django.setup()
    from bench import cases_search

    cases_search.fill(open_cases * 20, every=20)  # one in twenty is open: those alone
    results = [of_due_moments(cases), of_minutes(), *of_the_ladder(), of_a_new_day_off()]
    print(*results, sep="\n")
    return 0 if all(result.is_met for result in results) else 1


def of_due_moments(cases: int) -> Result:
    """Compare working out due moments with one scan of the same rows."""
    from wenhui.kit import worktimes
    from wenhui.work.cases.clocks.calendars import office_at

    run(
        "CREATE TABLE bench_clock AS SELECT i AS id, timestamptz '2026-03-17' - i * interval '40 seconds' AS reported_at, "
        f"timestamptz '2026-03-20' AS due_at FROM generate_series(1, {cases}) i"
    )
    run("VACUUM ANALYZE bench_clock")
    calendar = office_at("hz.gs.wh.").calendar
    starts = worktimes.of([AT])[0] - np.arange(1, cases + 1, dtype=np.int64) * 40 * 1_000_000
    limits = np.where(np.arange(cases) % 3 == 0, 120, calendar.minutes_a_day * 7).astype(np.int64)

    def work_out() -> None:
        worktimes.add_minutes(calendar, starts, limits)

    work_out()
    scan = best(partial(run, "SELECT max(reported_at), max(due_at) FROM bench_clock"))
    worked = best(work_out)
    print(f"     {cases:,} cases: due {worked:.2f} s, one scan {scan:.2f} s")
    return Result("due moments of a million cases ÷ one scan", worked / scan, BAR)


def of_minutes() -> Result:
    """Count the working minutes of 2019–2026 that lie elsewhere than `chinesecalendar` has their days."""
    import chinese_calendar

    from wenhui.kit import worktimes
    from wenhui.work.cases.clocks.calendars import office_at

    calendar = office_at("hz.gs.wh.").calendar
    days = chinese_calendar.get_workdays(date(2019, 1, 1), date(2026, 12, 31))
    midnights = worktimes.of(datetime(day.year, day.month, day.day, tzinfo=calendar.zone) for day in days)
    clock = np.concatenate(
        [np.arange(begin + worktimes.MINUTE, end + 1, worktimes.MINUTE) for begin, end, _ in calendar.line.pieces]
    )
    minutes = (midnights[:, None] + clock).ravel()
    begin = np.full(minutes.size, worktimes.of([datetime(2019, 1, 1, tzinfo=calendar.zone)])[0])
    found = worktimes.add_minutes(calendar, begin, np.arange(1, minutes.size + 1))
    return Result(f"of {minutes.size:,} working minutes, those elsewhere", float((found != minutes).sum()), 0)


def of_the_ladder() -> list[Result]:
    """Time the beat of the escalation ladder, first and later."""
    from wenhui.work.cases import actions
    from wenhui.work.cases.clocks.escalating import LADDER

    first = timed(partial(actions.climb, by=LADDER, at=AT))
    beats = [timed(partial(actions.climb, by=LADDER, at=AT + timedelta(minutes=number))) for number in range(1, ROUNDS)]
    print(f"     the first beat of all {first:.2f} s")
    return [Result("a beat of the ladder, s", statistics.median(beats), BEAT_BAR)]


def of_a_new_day_off() -> Result:
    """Time laying all open clocks on a calendar with another day off."""
    from wenhui.kit.actor import job
    from wenhui.work.cases import actions
    from wenhui.work.cases.actions import reclocking
    from wenhui.work.cases.models import OfficeDay

    # Nothing but an approval moves a clock later; the bench wants clocks that still run.
    run("ALTER TABLE cases_case DISABLE TRIGGER cases_clock_is_approved")
    run("UPDATE cases_case SET due_at = timestamptz '2026-04-10 07:00Z' WHERE closed_at IS NULL")
    run("ALTER TABLE cases_case ENABLE TRIGGER cases_clock_is_approved")
    reclocking.remember(at=AT)
    OfficeDay.objects.create(path="hz.", on=date(2026, 3, 20), kind="day_off")
    begin = time.perf_counter()
    moved = actions.reclock(by=job("bench", "bench"), at=AT)
    taken = time.perf_counter() - begin
    print(f"     {moved:,} clocks moved in {taken:.2f} s")
    return Result("20,000 clocks after a new day off, s", taken / max(moved, 1) * 20_000, RECLOCK_BAR)


def best(act: Callable[[], object]) -> float:
    """Return the best time of some rounds."""
    return min(timed(act) for _ in range(ROUNDS))


if __name__ == "__main__":
    raise SystemExit(main())
