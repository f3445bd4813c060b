"""Visits at the size of the office, 55,000 residents behind 700 buildings: `python -m bench.visits`.

Starts its own server with fsync on, plants the demonstration's ground and residents, and measures as the web role in the
scope of a post: the emergency list of 13 buildings from the choice to the finished page, a grid worker's list, the count
of a roster over the whole office, 5,000 homes asked in one act; and as the owner the day's reminders. Best of three.
"""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from bench.own import Result, as_web, office, timed

AT = datetime(2026, 3, 17, 2, 0, tzinfo=UTC)
TODAY = date(2026, 3, 17)
BUILDINGS = 13
HOMES = 5_000
ROUNDS = 3


def main() -> int:
    """Measure on a server of its own; 1 when a bar is missed."""
    with office():
        return measure()


def measure() -> int:
    """Plant the office, time each figure, print it beside its bar."""
    import django

    django.setup()
    plant()
    from wenhui.kit.actor import job
    from wenhui.work.visits import actions

    first = timed(lambda: print(f"     {actions.remind(by=job('bench'), at=AT):,} reminders in a first day"))
    again = best(lambda: actions.remind(by=job("bench"), at=AT))
    print(f"{os.cpu_count()} cores; first reminding {first:.2f} s")
    results = [
        Result(f"emergency list of {BUILDINGS} buildings, page included, s", best(emergency), 2),
        Result("the day's reminders over 55,000 residents, nothing new, s", again, 1),
        Result("a roster's count over the whole office, s", best(roster), 0.5),
        Result(f"{HOMES:,} homes asked in one act, s", timed(ask), 5),
        Result("a grid worker's list with all of it, s", best(listing), 0.5),
    ]
    print(*results, sep="\n")
    return 0 if all(result.is_met for result in results) else 1


def plant() -> None:
    """Migrate, apply the catalogue, plant the ground and its residents."""
    from django.core.management import call_command
    from django.db import connection

    from wenhui.ground.accounts import web_role
    from wenhui.ground.areas import seed as areas
    from wenhui.kit.actor import job
    from wenhui.record.registry import seed as registry
    from wenhui.site import catalogue

    call_command("migrate", verbosity=0)
    web_role.ensure_web_role(connection)
    web_role.grant(connection)
    catalogue.run_apply(catalogue.FOLDER, by=job("bench"), at=AT)
    areas.seed(number=1, by=job("bench"), at=AT)
    registry.seed(number=1, today=TODAY, by=job("bench"), at=AT, progress=lambda done, of: None)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def best(act: Callable[[], object]) -> float:
    """Return the least seconds of some rounds."""
    return min(timed(act) for _ in range(ROUNDS))


def emergency() -> None:
    """Choose 13 buildings of a community, list who is there, render the page."""
    from django.template.loader import render_to_string

    from wenhui.ground.areas.models import Area, Level
    from wenhui.kit.actor import job
    from wenhui.work.visits import actions

    buildings = Area.objects.filter(level=Level.BUILDING, path__startswith="hz.gs.wh.lsdy.").order_by("path")
    paths = [area.path for area in buildings[:BUILDINGS]]
    with as_web("hz.gs.wh.lsdy."):
        blocks = actions.print_emergency(paths=paths, reason="台风撤离准备", by=job("bench"), at=AT)
        page = render_to_string("visits/emergency_print.html", {"blocks": blocks, "by": "bench", "at": AT})
    print(f"     {sum(block.people for block in blocks):,} people, {len(page) // 1024:,} kB")


def roster() -> None:
    """Count who is 80 or older and lives alone, and in how many homes."""
    from wenhui.work.visits import composing
    from wenhui.work.visits.rules.choosing import Question

    with as_web("hz.gs.wh."):
        people = composing.chosen(Question(age_from=80, is_alone=True), path="hz.gs.wh.", today=TODAY)
        print(f"     {people.count():,} people, {people.values('dwelling').distinct().count():,} homes")


def ask() -> None:
    """Give 5,000 homes of the office one reason each."""
    from wenhui.ground.areas.models import Area, Level
    from wenhui.kit.actor import job
    from wenhui.kit.words import Words
    from wenhui.work.visits import actions
    from wenhui.work.visits.actions.asking import Wanted
    from wenhui.work.visits.words import ReasonKind

    doors = Area.objects.filter(level=Level.DWELLING, path__startswith="hz.gs.wh.").order_by("path")[:HOMES]
    wanted = [
        Wanted(
            key=str(door.pk), dwelling_id=door.pk, words=Words("防诈骗", "Fraud"), tell=Words("请记住 96110", "96110"),
            from_on=TODAY, due_on=TODAY + timedelta(days=7),
        )
        for door in doors
    ]  # fmt: skip
    with as_web("hz.gs.wh."):
        asked = actions.ask(
            kind=ReasonKind.OUTREACH,
            source="bench",
            ground="反电信网络诈骗法第八条",
            wanted=wanted,
            by=job("bench"),
            at=AT,
        )
    print(f"     {asked.created:,} reasons")


def listing() -> None:
    """Show what a grid worker sees."""
    from wenhui.ground.areas.rules import parent_path
    from wenhui.work.visits import queries
    from wenhui.work.visits.models import Reason

    building = Reason.objects.filter(source="bench").values_list("area_path", flat=True)[0]
    grid = parent_path(building)
    with as_web(grid):
        found = queries.listing(grid, today=TODAY)
    print(f"     {found.homes:,} homes")


if __name__ == "__main__":
    raise SystemExit(main())
