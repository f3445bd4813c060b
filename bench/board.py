"""The board with 20,000 open cases, as a browser asks for it: `python -m bench.board [--open 20000] [--closed 100000]`.

Starts its own server with fsync on and plants the demonstration's ground. Pages are asked through every middleware, as the
command room's clerk under the web role: the board in its columns, as one list, filtered, a case opened beside it. The map
of the same cases goes with them, and a unit's own list. Server time of each request, p95 of the rounds, and the queries of
one request. Not counted: the way to the browser and back.
"""

import argparse
import math
import os
import time
from datetime import UTC, datetime

from bench.own import Result, office, run, timed

AT = datetime(2026, 3, 17, 4, 0, tzinfo=UTC)
ROUNDS = 40
BAR_MS = 200.0
BAR_QUERIES = 15
BAR_OPENED = 30
FRAME = frozenset({"BEGIN", "COMMIT", "SET", "RESET"})  # a server sets its role once a connection
PAGES = {
    "board in columns": ("luming", "/cases/", BAR_QUERIES),
    "board as a list": ("luming", "/cases/?view=list", BAR_QUERIES),
    "board, a community's overdue cases": (
        "luming", "/cases/?area=hz.gs.wh.lsdy.&light=late", BAR_QUERIES,
    ),
    "board with an opened case": ("luming", "/cases/?case=B-1", BAR_OPENED),
    "map with its list": ("luming", "/cases/map/", BAR_QUERIES + 2),
    "marks of the whole office": (
        "luming", "/cases/map/points.json?zoom=14&box=120.0,30.0,120.4,30.5", BAR_QUERIES,
    ),
    "a unit's own list": ("shenzy", "/cases/mine/", BAR_QUERIES),
    "200 cases before they are dispatched": ("luming", "/cases/dispatch/?all=1", BAR_QUERIES),
}  # fmt: skip

# Every eighth case stands where nobody has taken it up; due from four days ago to sixteen days from now.
CASES = """
INSERT INTO cases_case (
    number, area_id, area_path, type_key, platform, channel, stage, urgency, title, description, place, unit_key,
    reported_at, registered_at, closed_at, soon_at, due_at, returned_count, rework_count, reopened_count, source,
    source_key, attributes, lng, lat)
SELECT 'B-' || i, area.id, '', 'event-0102', 'service', 'resident', stage, 'ordinary',
    titles[1 + i %% array_length(titles, 1)], '居民来电反映，请派人到现场查看。', '',
    CASE WHEN stage IN ('reported', 'registered') THEN '' ELSE (ARRAY['municipal', 'greening'])[1 + i %% 2] END,
    t, CASE WHEN stage = 'reported' THEN NULL ELSE t END,
    CASE WHEN stage = 'closed' THEN t + interval '1 hour' END, due - interval '12 hours', due, 0, 0, 0, '', '', '{}',
    area.lng, area.lat
FROM generate_series(1, %s) i
CROSS JOIN LATERAL (
    SELECT %s::timestamptz - (20 + i %% 400) * interval '1 hour' AS t,
        %s::timestamptz + (i * 37 %% 480 - 96) * interval '1 hour' AS due, %s::text[] AS titles,
        CASE WHEN i <= %s THEN (ARRAY['reported', 'registered', 'dispatched', 'accepted', 'accepted', 'accepted',
            'answered', 'verified'])[1 + i %% 8] ELSE 'closed' END AS stage
) given
JOIN (
    SELECT id, lng, lat, row_number() OVER (ORDER BY path) - 1 AS n, count(*) OVER () AS of
    FROM areas_area WHERE level = 'building'
) area ON area.n = i * 7 %% area.of
"""


def main() -> int:
    """Measure on a server of its own; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--open", type=int, default=20_000)
    parser.add_argument("--closed", type=int, default=100_000)
    given = parser.parse_args()
    with office():
        return measure(given.open, given.closed)


def measure(open_: int, closed: int) -> int:
    """Fill the tables, ask for each page, print its p95 and its queries."""
    import django

    django.setup()
    fill(open_, closed)
    print(f"     {os.cpu_count()} cores; {open_:,} open cases, {closed:,} closed")
    results = []
    for what, (who, address, most) in PAGES.items():
        results += asked(what, who, address, most)
    print(*results, sep="\n")
    return 0 if all(result.is_met for result in results) else 1


def fill(open_: int, closed: int) -> None:
    """Migrate, plant ground, cast and catalogue, insert the cases by one statement."""
    from django.core.management import call_command
    from django.db import connection

    from wenhui.ground.accounts import seed as accounts
    from wenhui.ground.accounts import web_role
    from wenhui.ground.areas import seed as areas
    from wenhui.kit.actor import job
    from wenhui.site import catalogue
    from wenhui.work.cases.invented import rhythm

    call_command("migrate", verbosity=0)
    web_role.ensure_web_role(connection)
    web_role.grant(connection)
    catalogue.run_apply(catalogue.FOLDER, by=job("bench"), at=AT)
    areas.seed(number=1, by=job("bench"), at=AT)
    accounts.seed_cast(by=job("bench"), at=AT)
    titles = [title for subject in rhythm.SUBJECTS for said in subject.types.values() for title in said]
    with connection.cursor() as cursor:
        cursor.execute(CASES, [open_ + closed, AT, AT, titles, open_])
    run("VACUUM ANALYZE")


def asked(what: str, who: str, address: str, most: int) -> list[Result]:
    """Ask for a page again and again as one of the cast; return its p95 and the queries of one request."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from wenhui.ground.accounts.models import Account
    from wenhui.ground.accounts.testing import WebClient
    from wenhui.kit import clock

    clock.now = lambda: AT
    client = WebClient(HTTP_HOST="localhost")
    client.enter(Account.objects.get(username=who))

    def ask() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")

    ask()
    with CaptureQueriesContext(connection):
        ask()
        queries = [one["sql"] for one in connection.queries if one["sql"].split()[0] not in FRAME]
    begin = time.process_time()
    taken = sorted(timed(ask) for _ in range(ROUNDS))
    alone = (time.process_time() - begin) / ROUNDS * 1000
    p95 = taken[math.ceil(0.95 * ROUNDS) - 1] * 1000
    print(f"     {what}: median {taken[ROUNDS // 2] * 1000:.0f} ms, of which the server's own processor {alone:.0f} ms")
    return [Result(f"{what}, p95 ms", p95, BAR_MS), Result(f"{what}, queries", len(queries), most)]


if __name__ == "__main__":
    raise SystemExit(main())
