"""What row-level security costs a search for people: `python -m bench.registry_search [--people 1000000]`.

Starts its own server with fsync on. The same search, with the same answer, is run in turn as the owner, whom policies do
not bind, and as the web role in the scope of the whole city; beside it stand the web role's times in the scope of the
office and of one community. Medians of one run, from the text typed to the masked list. Beside 55,000 seeded residents
the table holds copies of them in other subdistricts, as a district's table would.
"""

import argparse
import os
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime

from bench.own import Result, as_web, neighbours, office, run

AT = datetime(2026, 3, 17, 4, 0, tzinfo=UTC)
TODAY = date(2026, 3, 17)
SEEDED = 55_000
BAR = 2.5
ROUNDS = 25
COPIED = (
    "name, pinyin, initials, sex, birth_on, phone, phone_index, phone_tail_index, registration, ethnic, left_because"
)


def main() -> int:
    """Measure on a server of its own; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=1_000_000)
    people = parser.parse_args().people
    with office():
        return measure(people)


def measure(people: int) -> int:
    """Fill the tables, time every kind of search under each role, print the ratios."""
    import django

    django.setup()
    seconds = fill(people)
    print(f"{os.cpu_count()} cores; {SEEDED:,} residents seeded in {seconds:.1f} s; {people:,} people in the table")
    results = []
    for kind, text in texts():
        owner, city, town, community = medians(text)
        print(
            f"     search by {kind}: owner {owner:.1f} ms, web role {city:.1f} ms "
            f"(office {town:.1f}, community {community:.1f})"
        )
        results.append(Result(f"search of people by {kind}: web role ÷ owner", city / owner, BAR))
    print(*results, sep="\n")
    return 0 if all(result.is_met for result in results) else 1


def fill(people: int) -> float:
    """Migrate, plant the office, seed its residents, copy them into other subdistricts; return the seed's seconds."""
    from django.core.management import call_command
    from django.db import connection

    from wenhui.ground.accounts import web_role
    from wenhui.ground.areas import testing
    from wenhui.kit.actor import job
    from wenhui.record.registry import seed

    call_command("migrate", verbosity=0)
    web_role.ensure_web_role(connection)
    web_role.grant(connection)
    testing.plant_little_office()
    begin = time.perf_counter()
    seed.seed(number=1, today=TODAY, by=job("bench"), at=AT, progress=lambda done, of: None, residents=SEEDED)
    seconds = time.perf_counter() - begin
    for copy, building in enumerate(neighbours(-(-people // SEEDED) - 1), start=1):
        number = min(SEEDED, people - copy * SEEDED)
        run(
            f"INSERT INTO registry_person ({COPIED}, area_id, area_path) SELECT {COPIED}, {building}, '' "
            f"FROM registry_person WHERE area_path < 'hz.gs.wh/' AND area_path >= 'hz.gs.wh.' "
            f"ORDER BY id LIMIT {number}"
        )
    run("VACUUM ANALYZE")
    return seconds


def texts() -> Iterator[tuple[str, str]]:
    """Yield one text of every kind of search, taken from someone who is there."""
    from wenhui.record.registry import identifiers
    from wenhui.record.registry.models import Person

    known = Person.objects.filter(
        name__startswith="张", phone__isnull=False, id_number__isnull=False, area_path__startswith="hz.gs.wh.lsdy."
    ).order_by("pk")[0]
    phone = identifiers.open_phone(known.phone)
    yield "surname", "张"
    yield "name", known.name
    yield "pinyin", known.pinyin[:6]
    yield "initials", known.initials
    yield "four digits", phone[-4:]
    yield "phone", phone
    yield "ID number", identifiers.open_id_number(known.id_number)


def medians(text: str) -> list[float]:
    """Return the median milliseconds of one search as owner and as the web role in three scopes, run in turn."""
    times: list[list[float]] = [[], [], [], []]
    for _ in range(ROUNDS):
        times[0].append(timed(text))
        for place, path in enumerate(("hz.", "hz.gs.wh.", "hz.gs.wh.lsdy."), start=1):
            with as_web(path):
                times[place].append(timed(text))
    return [statistics.median(taken) * 1000 for taken in times]


def timed(text: str) -> float:
    """Return how many seconds one search takes, its transaction apart."""
    from django.db import transaction

    from wenhui.record.registry import queries

    with transaction.atomic():
        queries.find(text, today=TODAY)
        begin = time.perf_counter()
        queries.find(text, today=TODAY)
        return time.perf_counter() - begin


if __name__ == "__main__":
    raise SystemExit(main())
