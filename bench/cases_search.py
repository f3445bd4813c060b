"""What row-level security costs the board and a search by words: `python -m bench.cases_search [--cases 1000000]`.

Starts its own server with fsync on. The same page of the board and the same search, with the same answer, are asked in
turn as the owner, whom policies do not bind, and as the web role in the scope of the whole city; beside them stand the
web role's times in the scope of the office and of one community. The owner searches the table itself, without the finder.
The bar of a search is 300 ms, in whatever scope, for one character as for two words.
To every tenth case another report was joined, whose words find it, too. Medians of one run. The cases lie in the office and
in copies of its grid in other subdistricts of the district.
"""

import argparse
import os
import statistics
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from bench.own import Result, as_web, neighbours, office, run, timed

if TYPE_CHECKING:
    from wenhui.ground.areas.models import Area

AT = datetime(2026, 3, 17, 4, 0, tzinfo=UTC)
TODAY_BEGAN_AT = datetime(2026, 3, 16, 16, 0, tzinfo=UTC)
BAR = 2.5
BAR_MS = 300.0
BAR_DUPLICATES_MS = 50.0
CORNER = (120.15, 30.27)
ROUNDS = 25
SUBDISTRICTS = 12
SCOPES = ("hz.", "hz.gs.wh.", "hz.gs.wh.lsdy.")
TEXTS = {
    "rare pair": "泄漏",
    "usual pair": "漏水",
    "common pair": "垃圾",
    "two words": "泄漏 井盖",
    "number": "X-77777",
    "one character": "盖",
    "one common character": "水",
}

# One title in 1,000 holds the rare pair; 19 in 20 cases are closed; ten years of them.
CASES = """
INSERT INTO cases_case (
    number, area_id, area_path, type_key, platform, channel, stage, urgency, title, description, place, unit_key,
    reported_at, registered_at, closed_at, soon_at, due_at, returned_count, rework_count, reopened_count, source,
    source_key, attributes, lng, lat, cell)
SELECT 'X-' || i, area.id, '', 'event-0102', 'service', 'resident',
    CASE WHEN is_open THEN (ARRAY['registered', 'dispatched', 'accepted', 'answered'])[1 + i %% 4] ELSE 'closed' END,
    'ordinary', CASE WHEN i %% 1000 = 0 THEN '井盖下水管泄漏' ELSE titles[1 + i %% array_length(titles, 1)] END,
    '居民来电反映，请派人到现场查看。', area.name, '', t, t, CASE WHEN is_open THEN NULL ELSE t + interval '1 day' END,
    t + interval '1 day', t + interval '2 days', 0, 0, 0, '', '', '{}', west + i %% 40 * 0.001,
    south + i %% 30 * 0.001, cells[1 + i %% 1200]
FROM generate_series(%s, %s, %s) i
CROSS JOIN LATERAL (
    SELECT timestamptz '2026-03-17 03:00Z' - i * interval '315 seconds' AS t, i %% 20 = 0 AS is_open, %s::text[] AS titles,
        %s::float AS west, %s::float AS south, %s::bigint[] AS cells
) given
JOIN (
    SELECT id, name, row_number() OVER (ORDER BY path) - 1 AS n, count(*) OVER () AS of
    FROM areas_area WHERE level = 'building'
) area ON area.n = i * 7 %% area.of
"""

# To every tenth case somebody else's words were joined later on; the newest last, as reports come.
JOINED = """
INSERT INTO cases_casereport (
    case_id, area_path, channel, source, source_key, title, words, at, by_kind, by_key, by_name, behalf, route, mended,
    answered_by, told, joins)
SELECT id, area_path, 'hotline', '', '', titles[1 + id * 3 %% array_length(titles, 1)], '', reported_at, 'person',
    'bench', 'bench', 'self', 'none', '[]', '', '', true
FROM cases_case CROSS JOIN (SELECT %s::text[] AS titles) given
WHERE id %% 10 = 0 ORDER BY reported_at
"""


def main() -> int:
    """Measure on a server of its own; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=1_000_000)
    cases = parser.parse_args().cases
    with office():
        return measure(cases)


def measure(cases: int) -> int:
    """Fill the tables, time board and searches under each role, print the ratios."""
    import django

    django.setup()
    fill(cases)
    print(f"     {os.cpu_count()} cores; {cases:,} cases in the table")
    results = [compared("board", board, board)]
    for kind, text in TEXTS.items():
        results.append(compared(f"search by {kind}", partial(barest, text), partial(search, text)))
    results.append(duplicates())
    print(*results, sep="\n")
    return 0 if all(result.is_met for result in results) else 1


def fill(cases: int, *, every: int = 1) -> None:
    """Migrate, plant the office and its neighbours, insert the cases by one statement."""
    from django.core.management import call_command
    from django.db import connection

    from wenhui.ground.accounts import web_role
    from wenhui.ground.areas import testing
    from wenhui.work.cases.intake import near
    from wenhui.work.cases.invented import rhythm
    from wenhui.work.cases.testing import plant_types

    call_command("migrate", verbosity=0)
    web_role.ensure_web_role(connection)
    web_role.grant(connection)
    testing.plant_little_office()
    plant_types()
    neighbours(SUBDISTRICTS)
    titles = [title for subject in rhythm.SUBJECTS for said in subject.types.values() for title in said]
    with connection.cursor() as cursor:
        cursor.execute(
            CASES, [every, cases, every, titles, *CORNER, [near.cell_of(*point_of(number)) for number in range(1200)]]
        )
        cursor.execute(JOINED, [titles])
    run("VACUUM ANALYZE")


def point_of(number: int) -> tuple[float, float]:
    """Return where the case of a number lies: somewhere in a rectangle of four kilometres by three."""
    west, south = CORNER
    return west + number % 40 * 0.001, south + number % 30 * 0.001


def duplicates() -> Result:
    """Time the search for what may be the same as a new report, as the web role in its office."""
    from wenhui.ground.areas import queries as areas
    from wenhui.work.cases.intake import duplicates

    def ask(area: "Area", number: int) -> None:
        lng, lat = point_of(number)
        duplicates.of_report(
            title="井盖下水管泄漏", words="", type_key="event-0102", area=area, lng=lng, lat=lat, at=AT
        )  # fmt: skip

    with as_web("hz.gs.wh."):
        area = areas.at_path("hz.gs.wh.")
        if area is None:
            raise RuntimeError("the office is not there")
        taken = statistics.median(timed(partial(ask, area, 7 * number)) for number in range(ROUNDS)) * 1000
    return Result("possible duplicates of a report, ms", taken, BAR_DUPLICATES_MS)


def compared(what: str, as_owner: Callable[[], object], as_reader: Callable[[], object]) -> Result:
    """Time the same question as owner and as the web role in three scopes, in turn; print medians, return the ratio."""
    from django.db import transaction

    times: list[list[float]] = [[] for _ in range(1 + len(SCOPES))]
    answers = []
    for _ in range(ROUNDS):
        with transaction.atomic():
            answers = [as_owner()]
            times[0].append(timed(as_owner))
        for place, path in enumerate(SCOPES, start=1):
            with as_web(path):
                answers.append(as_reader())
                times[place].append(timed(as_reader))
    if answers[0] != answers[1]:
        raise RuntimeError(f"{what}: the owner and the web role were given different answers.")
    owner, city, town, community = (statistics.median(taken) * 1000 for taken in times)
    print(f"     {what}: owner {owner:.1f} ms, web role {city:.1f} ms (office {town:.1f}, community {community:.1f})")
    if what == "board":
        return Result(f"{what}: web role ÷ owner", city / owner, BAR)
    return Result(f"{what}: slowest of three scopes, ms", max(city, town, community), BAR_MS)


def board() -> object:
    """Ask what the first page of the board asks: how cases stand, and the first leaf of the list."""
    from wenhui.work.cases import queries
    from wenhui.work.cases.queries import Filters

    standing = queries.standing(Filters(), at=AT, today_began_at=TODAY_BEGAN_AT)
    return standing, [case.pk for case in queries.listed(Filters(), at=AT)]


def search(text: str) -> object:
    """Ask for the first leaf of a search among all cases, as a page does."""
    from wenhui.work.cases import queries
    from wenhui.work.cases.queries import Filters

    return [case.pk for case in queries.listed(Filters(text=text, is_any=True), at=AT)]


def barest(text: str) -> object:
    """Ask the same of the table itself, as the owner may."""
    from django.db import connection

    from wenhui.work.cases import queries
    from wenhui.work.cases.models import Case

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM cases_case WHERE id IN (SELECT id FROM cases_case "
            "WHERE cases_grams(number || ' ' || title || ' ' || place || ' ' || description) @> %s "
            "UNION SELECT case_id FROM cases_casereport WHERE joins AND cases_grams(title || ' ' || words) @> %s) "
            "ORDER BY reported_at DESC, id DESC LIMIT %s",
            [queries.grams(text), queries.grams(text), queries.MOST_FOUND],
        )
        found = [pk for (pk,) in cursor.fetchall()]
    cases = Case.objects.filter(pk__in=found).select_related("type", "area__parent__parent")
    return [case.pk for case in cases.order_by("-reported_at", "-pk")[:50]]


if __name__ == "__main__":
    raise SystemExit(main())
