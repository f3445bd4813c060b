"""What counting costs and what it saves: `python -m bench.tally`. Starts its own server with fsync on; needs nothing.

Ratios are taken within one run. Each bar is the issue's; the exit code is 1 when one is missed.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any, cast

from bench import tally_cases as cases
from bench.own import Result, office, run, timed

AT = datetime(2026, 3, 17, 4, 0, tzinfo=UTC)
TOWN = "hz.gs.wh."
BLOCKS = 8  # a neighbour on the machine disturbs some blocks, seldom all


def fill(table: str, count: int, first: int = 0) -> None:
    """Insert cases in one statement."""
    run(f"INSERT INTO {table} ({cases.INSERTED}) {cases.rows(count, first)}")


def fold_all() -> float:
    """Fold until nothing waits; return the seconds it took."""
    from wenhui.ground.tally import actions

    begin = time.perf_counter()
    while actions.fold():
        pass
    return time.perf_counter() - begin


def tables() -> None:
    """Make both tables anew, and counters on one of them."""
    from wenhui.ground.tally import actions, reading

    for table in (cases.BARE, cases.TABLE):
        run(f"DROP TABLE IF EXISTS {table} CASCADE; {cases.make(table)}")
    actions.sync(at=AT)
    reading.forget()


def bulk(count: int = 200_000, rounds: int = 3) -> Result:
    """Insert many cases by one statement, with indicators and without."""
    plain, counted = [], []
    for _ in range(rounds):
        tables()
        run("CHECKPOINT")
        without = timed(lambda: fill(cases.BARE, count))
        run("CHECKPOINT")
        with_counts = timed(lambda: fill(cases.TABLE, count))
        plain.append(without)
        counted.append(with_counts)
        print(f"     bulk insert of {count:,}: {without:.2f} s without, {with_counts:.2f} s with 20 indicators")
    print(f"     fold of {count:,} deltas: {fold_all():.1f} s")
    return Result("bulk insert with 20 indicators ÷ without", min(counted) / min(plain), 2.5)


def single(commits: int = 1_000) -> Result:
    """Insert one case per commit, turn about, and take medians."""
    tables()
    spent: dict[str, list[float]] = {cases.BARE: [], cases.TABLE: []}
    for number in range(commits):
        for table, seconds in spent.items():
            seconds.append(timed(partial(fill, table, 1, 2_000_000 + number)))
    without, with_counts = statistics.median(spent[cases.BARE]), statistics.median(spent[cases.TABLE])
    print(f"     single-row commit: {without * 1000:.2f} ms without, {with_counts * 1000:.2f} ms with 20 indicators")
    fold_all()
    return Result("single-row commit with 20 indicators ÷ without", with_counts / without, 2.5)


def read_seconds(times: int = 50) -> float:
    """Return the median time, in its quietest block, of the one query for all 24 indicators of the subdistrict."""
    from django.db import connection

    from wenhui.ground.tally import definitions, reading
    from wenhui.lake import reading as asking

    wanted = definitions.office().closed_over([one.key for one in cases.DEFINITIONS.indicators])
    asked = asking.question(wanted, reading.tables_of({cases.TABLE}), [TOWN], AT)
    with connection.cursor() as cursor:

        def read() -> None:
            cursor.execute(asked.sql(), cast("list[Any]", asked.parameters))
            cursor.fetchall()

        return min(statistics.median(timed(read) for _ in range(times)) for _ in range(BLOCKS))


def grow(count: int) -> None:
    """Fill the counted table from empty to `count` cases and fold them."""
    from wenhui.ground.tally import actions, reading

    run(f"DROP TABLE IF EXISTS {cases.TABLE} CASCADE; {cases.make(cases.TABLE)}")
    fill(cases.TABLE, count)
    took = timed(lambda: actions.sync(at=AT))
    reading.forget()
    run(f"VACUUM (ANALYZE) {cases.TABLE}")
    run("ANALYZE")
    print(f"     counters set up over {count:,} cases: {took:.1f} s")


def reads(small: int, large: int) -> list[Result]:
    """Read all figures over few and over many cases, and count the same from the rows."""
    grow(small)
    few = read_seconds()
    grow(large)
    many = read_seconds()
    group_by = min(timed(from_rows) for _ in range(3))
    print(f"     reading 24 indicators: {few * 1000:.2f} ms at {small:,}, {many * 1000:.2f} ms at {large:,} cases")
    print(f"     the same by GROUP BY over the rows: {group_by * 1000:.0f} ms")
    return [
        Result(f"reading at {large:,} ÷ at {small:,}", many / few, 1.3),
        Result("GROUP BY over the rows ÷ that read", group_by / many, 200, at_least=True),
    ]


def from_rows() -> None:
    """Count the same figures from the rows, in one pass over the table."""
    from wenhui.ground.tally import definitions
    from wenhui.lake import recounting

    columns = definitions.columns_of(cases.TABLE)
    run(recounting.figures_sql(cases.ON_TABLE, columns, TOWN, AT))


def machine() -> None:
    """Print what the figures were taken on: cores, and the machine's own COPY of a million rows."""
    from django.db import connection

    run(f"DROP TABLE IF EXISTS bench_copy; CREATE TABLE bench_copy ({cases.COLUMNS})")
    with connection.cursor() as cursor, tempfile.TemporaryFile() as spool:
        with cursor.copy(
            f"COPY (SELECT row_number() OVER (), * FROM ({cases.rows(1_000_000)}) AS rows) TO STDOUT"
        ) as out:
            for chunk in out:
                spool.write(chunk)
        spool.seek(0)

        def load() -> None:
            with cursor.copy("COPY bench_copy FROM STDIN") as into:
                while chunk := spool.read(1 << 20):
                    into.write(chunk)

        took = timed(load)
    run("DROP TABLE bench_copy")
    print(f"     {os.cpu_count()} cores; COPY of 1,000,000 rows into a table without indexes: {took:.1f} s")


def measure(arguments: argparse.Namespace) -> list[Result]:
    """Take every figure."""
    import django

    django.setup()
    from django.core.management import call_command

    from wenhui.ground.tally import definitions

    call_command("migrate", verbosity=0)
    definitions.office = lambda: cases.DEFINITIONS  # type: ignore[assignment]
    machine()
    parts: dict[str, Callable[[], list[Result]]] = {
        "bulk": lambda: [bulk()],
        "single": lambda: [single()],
        "reads": lambda: reads(10_000, arguments.cases),
    }
    return [result for part in arguments.parts or parts for result in parts[part]()]


def main() -> int:
    """Measure on a server of our own and print every figure beside its bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", help="only these parts")
    parser.add_argument("--cases", type=int, default=1_000_000, help="rows of the large table")
    arguments = parser.parse_args()
    with office():
        results = measure(arguments)
    print(*results, sep="\n")
    return 0 if all(result.is_met for result in results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
