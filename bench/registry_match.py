"""How quickly likely matches appear while someone is typed in: `python -m bench.registry_match [--people 55000]`.

Starts its own server with fsync on. A model is trained on the seeded residents; then people who stand there are typed in
again, with slips (no ID number, another phone, a character that sounds the same, an address in another form), under the web
role in the office's scope. From the texts typed to the masked list with reasons. The slowest of all counts, each
the best of three. Beside it stand training, a search of everybody in batch, and one merge and its undoing.
"""

import argparse
import os
import statistics
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from random import Random
from typing import TYPE_CHECKING, Final

from bench.own import Result, as_web, office, timed

if TYPE_CHECKING:
    from wenhui.record.registry.models import Person

AT: Final = datetime(2026, 3, 17, 4, 0, tzinfo=UTC)
TODAY: Final = date(2026, 3, 17)
OFFICE: Final = "hz.gs.wh."
TYPED: Final = 300
ROUNDS: Final = 3
BAR: Final = 150.0
FOUND: Final = 0.95
SOUNDS: Final = str.maketrans("伟强军华玉英秀芳晓浩轩子", "玮蔷君桦宇瑛绣方小昊宣梓")


def main() -> int:
    """Measure on a server of its own; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=55_000)
    people = parser.parse_args().people
    with office():
        return measure(people)


def measure(people: int) -> int:
    """Seed, train, type people in again; print the figures."""
    import django

    django.setup()
    from django.db import transaction

    from wenhui.kit.actor import job
    from wenhui.record.registry import actions, matching
    from wenhui.record.registry.models import Person

    fill(people)
    by = job("bench")
    print(f"     {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {people:,} residents")
    print(f"     training: {timed(lambda: actions.train_linkage(by=by, at=AT)):.1f} s")
    print(f"     searching everybody in batch: {timed(lambda: actions.suspect(by=by, at=AT)):.1f} s")
    living = list(Person.objects.filter(left_on__isnull=True).select_related("dwelling").order_by("pk"))
    sample = Random("bench:registry_match").sample(living, TYPED)
    taken, right = [], 0
    with as_web(OFFICE):
        matching.likely({"name": "张伟"}, today=TODAY)
        for number, person in enumerate(sample):
            roles = typed(person, number)
            door = None if number % 3 else person.dwelling_id
            rounds = []
            for _ in range(ROUNDS):
                begin = time.perf_counter()
                found = matching.likely(roles, dwelling_id=door, today=TODAY)
                rounds.append((time.perf_counter() - begin) * 1000)
            taken.append(min(rounds))
            right += bool(found) and found[0].found.person_id == person.pk
    print(f"     one record typed in: median {statistics.median(taken):.0f} ms, slowest of {TYPED} {max(taken):.0f} ms")
    with transaction.atomic():
        merging(sample)
        transaction.set_rollback(True)
    results = [
        Result(f"likely matches of one record among {people:,}, slowest, ms", max(taken), BAR),
        Result("typed in again with slips: proposed first", right / TYPED, FOUND, at_least=True),
    ]
    print(*results, sep="\n")
    return 0 if all(result.is_met for result in results) else 1


def fill(people: int) -> None:
    """Migrate, plant the office, seed its residents."""
    from django.core.management import call_command
    from django.db import connection

    from bench.own import run
    from wenhui.ground.accounts import web_role
    from wenhui.ground.areas import testing
    from wenhui.kit.actor import job
    from wenhui.record.registry import seed

    call_command("migrate", verbosity=0)
    web_role.ensure_web_role(connection)
    web_role.grant(connection)
    testing.plant_little_office()
    seed.seed(number=1, today=TODAY, by=job("bench"), at=AT, progress=lambda done, of: None, residents=people)
    run("VACUUM ANALYZE")


def typed(person: "Person", number: int) -> Mapping[str, str]:
    """Return what a clerk types of someone who stands there already, with one slip or another."""
    from wenhui.record.registry import identifiers, queries

    path = person.dwelling.path if person.dwelling else person.area_path
    address = queries.addresses([path])[path].replace(" ", "")
    phone = identifiers.open_phone(person.phone)
    return {
        "name": person.name.translate(SOUNDS) if number % 2 else person.name,
        "sex": person.sex,
        "birth_date": "" if person.birth_on is None or number % 5 == 0 else person.birth_on.isoformat(),
        "id_number": identifiers.open_id_number(person.id_number) if number % 5 == 0 else "",
        "phone": phone if number % 4 else f"12{number:09d}",
        "address": address,
    }


def merging(sample: Sequence["Person"]) -> None:
    """Merge two, undo it; print how long each takes."""
    from wenhui.kit.actor import job
    from wenhui.record.registry import actions
    from wenhui.record.registry.models import Merge

    by, why = job("bench"), "measured"
    primary, other = sample[0].pk, sample[1].pk
    merged = timed(lambda: actions.merge(primary_id=primary, other_id=other, reason=why, by=by, at=AT))
    record = Merge.objects.get()
    undone = timed(lambda: actions.unmerge(merge_id=record.pk, reason=why, by=by, at=AT))
    print(f"     one merge {merged * 1000:.0f} ms, its undoing {undone * 1000:.0f} ms")


if __name__ == "__main__":
    raise SystemExit(main())
