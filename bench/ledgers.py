"""What importing a ledger costs beside only reading it: `python -m bench.ledgers`.

Starts its own server with fsync on, with the demonstration's areas. 55,000 invented residents in 24 columns come into an
empty registry; then a month later with 90 % of cells equal, 8 % changed, 2 % of rows new. Each time the whole way is
timed, as the web role: received, read, linked, previewed, accepted, what is known brought in line. Beside it stands
python-calamine reading the same bytes, the best of three, and, where it is installed (`make peers`), django-import-export
in bulk mode, dry run and save, updating an equal plain table.
"""

import gc
import importlib.util
import io
import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import python_calamine
import xlsxwriter

from bench.own import Result, office, run, timed

if TYPE_CHECKING:
    from wenhui.record.registry.dictionary import Dictionary

AT = datetime(2026, 3, 17, 4, 0, tzinfo=UTC)
RESIDENTS = 55_000
CHANGED, NEW = 0.08, 0.02
UPDATE_BAR, EMPTY_BAR, PEER_BAR = 6, 15, 0.10
PATIENCE = 2  # times the peer's bar
STEADY = ("id_number", "birth_date", "sex", "residential_address")
KEYS = (
    *("name", "sex", "id_number", "birth_date", "phone", "registration", "marriage", "education"),
    *("residential_address", "registered_address", "native_place", "nationality", "email", "birth_place"),
    *("certificate_kind", "certificate_until", "registered_code", "employment", "occupation", "workplace"),
    *("medical_insurance", "contact_name", "elder_living"),
)
Person = dict[str, Any]


class CutOffError(BaseException):
    """The peer has had its time. Nothing that it calls takes this for an error of a row."""


def main() -> int:
    """Measure on a server of its own; 1 when a bar is missed."""
    with office():
        import django

        django.setup()
        return measure()


def measure() -> int:
    """Import into an empty registry, then a month later; print the ratios."""
    prepare()
    chance = random.Random(1)
    residents = [resident(number, chance) for number in range(RESIDENTS)]
    first = sheet(residents)
    alone, took = reading(first), importing(first, date(2026, 2, 1))
    print(f"{os.cpu_count()} cores; reading alone {alone:.2f} s, into an empty registry {took:.2f} s")
    results = [Result("import into an empty registry ÷ only reading", took / alone, EMPTY_BAR)]
    run("VACUUM ANALYZE")
    month_later(residents, chance)
    second = sheet(residents)
    alone, took = reading(second), importing(second, date(2026, 3, 1))
    print(f"     a month later: reading alone {alone:.2f} s, importing {took:.2f} s")
    results.append(Result("import with 90 % equal cells ÷ only reading", took / alone, UPDATE_BAR))
    if importlib.util.find_spec("import_export"):
        of_peer, has_ended = peer(residents, most=round(took / PEER_BAR * PATIENCE))
        print(f"     django-import-export {of_peer:.0f} s{'' if has_ended else ', cut off there'}")
        results.append(Result("the same ÷ django-import-export in bulk mode", took / of_peer, PEER_BAR))
    else:
        print("     django-import-export is not measured: it is not installed (make peers)")
    print(*results, sep="\n")
    return 0 if all(result.is_met for result in results) else 1


def prepare() -> None:
    """Migrate, plant the office with its buildings, put the dictionary in force."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from wenhui.ground.accounts import web_role
    from wenhui.ground.areas import catalogue as areas
    from wenhui.ground.areas import seed
    from wenhui.kit.actor import job
    from wenhui.kit.catalogue import load
    from wenhui.record.registry import catalogue

    call_command("migrate", verbosity=0)
    web_role.ensure_web_role(connection)
    web_role.grant(connection)
    folder = Path(settings.ROOT) / "catalogue" / "wenhui"
    areas.apply(load(folder / areas.FILE, areas.Schema), by=job("bench"), at=AT)
    seed.seed(number=1, by=job("bench"), at=AT)
    catalogue.apply(load(folder / catalogue.FILE, catalogue.Schema), by=job("bench"), at=AT)


def resident(number: int, chance: random.Random) -> Person:
    """Return one invented person: county 999999, a phone from 12."""
    from wenhui.record.registry.rules import identity

    born = date(1935, 1, 1) + timedelta(days=number * 7 % 30_000)
    id_number = identity.compose(county="999999", birth_on=born, serial=number * 7 // 30_000 % 1000)
    person = {key: value(key, chance) for key in KEYS if key not in STEADY}
    homes = doors()
    sex = "男" if id_number[16] in "13579" else "女"
    return (
        person
        | {"id_number": id_number, "birth_date": born, "sex": sex}
        | {"residential_address": homes[number * 13 // 30 % len(homes)]}
    )


@lru_cache
def doors() -> list[str]:
    """Return the addresses of all front doors."""
    from wenhui.ground.areas.models import Area
    from wenhui.record.registry import queries

    paths = list(Area.objects.filter(level="dwelling").order_by("path").values_list("path", flat=True))
    names = queries.addresses(paths)
    return [names[path] for path in paths]


def value(key: str, chance: random.Random) -> Any:
    """Return an invented cell of an attribute."""
    held = words()
    attribute = held.attributes[f"person.{key}"]
    if attribute.kind == "name":
        return "张" + chr(0x4E00 + chance.randrange(4000)) + chr(0x4E00 + chance.randrange(4000))
    if attribute.kind == "code":
        return chance.choice([code.words.zh for code in held.tables[attribute.table].in_force])
    if attribute.kind == "date":
        return date(2020, 1, 1) + timedelta(days=chance.randrange(2000))
    if attribute.kind == "phone":
        return f"12{chance.randrange(10**9):09d}"
    return f"{attribute.words.zh}{chance.randrange(3000)}"


@lru_cache
def words() -> "Dictionary":
    """Return the dictionary in force, asked for once."""
    from wenhui.record.registry import dictionary

    return dictionary.current()


def month_later(residents: list[Person], chance: random.Random) -> None:
    """Change 8 % of the cells that change at all, and put somebody new in place of the last 2 %."""
    loose = [key for key in KEYS if key not in STEADY]
    share = CHANGED * len(KEYS) / len(loose)
    for person in residents:
        person |= {key: value(key, chance) for key in loose if chance.random() < share}
    for place in range(RESIDENTS - int(RESIDENTS * NEW), RESIDENTS):
        residents[place] = resident(RESIDENTS + place, chance)


def sheet(residents: list[Person]) -> bytes:
    """Return the department's sheet: 24 columns, the first of them only counts."""
    attributes = words().attributes
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        tab, day = workbook.add_worksheet("台账"), workbook.add_format({"num_format": "yyyy-mm-dd"})
        tab.write_row(0, 0, ["序号", *(attributes[f"person.{key}"].words.zh for key in KEYS)])
        for row, person in enumerate(residents, 1):
            tab.write_number(row, 0, row)
            for column, key in enumerate(KEYS, 1):
                cell = person[key]
                if isinstance(cell, date):
                    tab.write_datetime(row, column, cell, day)
                else:
                    tab.write_string(row, column, cell)
    return out.getvalue()


def reading(content: bytes) -> float:
    """Return the seconds in which python-calamine reads a file, the best of three."""

    def read() -> object:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            return workbook.get_sheet_by_index(0).to_python()

    return min(timed(read) for _ in range(3))


def importing(content: bytes, as_of: date) -> float:
    """Return the seconds in which a file is imported, from its bytes to what is known."""
    from wenhui.ground.areas.models import Area
    from wenhui.kit.actor import job
    from wenhui.record.ledgers import actions
    from wenhui.record.ledgers.importing import sheets
    from wenhui.record.ledgers.importing.cells import Bound

    area = Area.objects.get(path="hz.gs.wh.")
    bound = [Bound(place, f"person.{key}") for place, key in enumerate(KEYS, 1)]
    by = job("bench")

    def act() -> None:
        upload = actions.receive(
            content=content, name="台账.xlsx", provider="community", ground="测量", as_of=as_of, area=area, by=by, at=AT
        )
        actions.preview(upload_id=upload.pk, rows=sheets.take(content), bound=bound, by=by, at=AT)
        done = actions.accept(upload_id=upload.pk, by=by, at=AT)
        print(f"     {done.counts}")

    gc.collect()
    with cleared_web_role():
        return timed(act)


def peer(residents: list[Person], *, most: int) -> tuple[float, bool]:
    """Return the seconds in which django-import-export updates an equal plain table: bulk mode, dry run, then save.

    And whether it ended: after `most` seconds it is cut off, as the ratio is far below the bar then.
    """
    import tablib
    from django.db import connection, models
    from import_export import resources

    columns = {key: models.TextField() for key in KEYS if key != "id_number"}
    meta = type("Meta", (), {"app_label": "ledgers", "db_table": "bench_plain"})
    fields = {"id_number": models.CharField(max_length=18, primary_key=True), **columns}
    plain: Any = type("Plain", (models.Model,), {"__module__": __name__, "Meta": meta, **fields})
    with connection.schema_editor() as editor:
        editor.create_model(plain)
    rows = [[str(person[key]) for key in KEYS] for person in residents]
    plain.objects.bulk_create([plain(**dict(zip(KEYS, row, strict=True))) for row in rows], batch_size=2_000)
    options = {"model": plain, "import_id_fields": ["id_number"], "use_bulk": True, "batch_size": 2_000}
    options |= {"skip_diff": True, "skip_unchanged": True, "report_skipped": False}
    resource = type("PlainResource", (resources.ModelResource,), {"Meta": type("Meta", (), options)})()
    chance = random.Random(2)
    changed = [
        [
            cell + "改" if key != "id_number" and chance.random() < CHANGED else cell
            for key, cell in zip(KEYS, row, strict=True)
        ]
        for row in rows
    ]
    dataset = tablib.Dataset(*changed, headers=KEYS)

    def act() -> None:
        resource.import_data(dataset, dry_run=True, raise_errors=True)
        resource.import_data(dataset, dry_run=False, raise_errors=True)

    def cut_off(*_: object) -> None:
        raise CutOffError

    signal.signal(signal.SIGALRM, cut_off)
    signal.alarm(most)
    began = time.perf_counter()
    try:
        act()
    except CutOffError:
        return time.perf_counter() - began, False
    finally:
        signal.alarm(0)
    return time.perf_counter() - began, True


@contextmanager
def cleared_web_role() -> Iterator[None]:
    """Act as the web role over the whole office, cleared for identifiers."""
    from django.db import connection, transaction

    from wenhui.ground.accounts.scoped import scope_on
    from wenhui.ground.accounts.web_role import WEB_ROLE
    from wenhui.kit.privacy import Privacy
    from wenhui.kit.scope import Scope

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {connection.ops.quote_name(WEB_ROLE)}")
        with scope_on(Scope("hz.gs.wh.", Privacy.SENSITIVE)):
            yield


if __name__ == "__main__":
    raise SystemExit(main())
