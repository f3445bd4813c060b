"""Import, seeding and folding are killed outright wherever they are, started again, and leave what one clean run leaves."""

import csv
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from wenhui.ground.areas.models import Area
from wenhui.ground.tally import actions as tally
from wenhui.kit.actor import job
from wenhui.record.registry.models import Person, Residence
from wenhui.site import catalogue
from wenhui.work.cases.models import Case, CaseImport, CaseMove

pytestmark = pytest.mark.faults

ROOT = Path(settings.ROOT)
MAPPING = ROOT / "catalogue" / "mappings" / "district-casework.yaml"
AT = datetime(2026, 3, 17, 4, tzinfo=UTC)
ROWS = 30_000
PATIENCE = 90.0

SEED = """
import django; django.setup()
from datetime import UTC, date, datetime
from wenhui.ground.accounts import seed as accounts
from wenhui.ground.areas import seed as areas
from wenhui.kit.actor import job
from wenhui.record.registry import seed as registry
from wenhui.work.cases.invented import seed as cases
at, by = datetime(2026, 3, 17, 4, tzinfo=UTC), job("seed")
silent = lambda done, of: None
areas.seed(number=1, by=by, at=at)
accounts.seed_cast(by=by, at=at)
registry.seed(number=1, today=date(2026, 3, 17), by=by, at=at, progress=silent, residents=1500)
cases.seed(number=1, now=at, by=by, at=at, progress=silent, days=20)
"""

FOLD = """
import django; django.setup()
from wenhui.ground.tally import actions
while actions.fold(2000):
    pass
"""


@pytest.fixture
def office(own_database: None) -> None:
    """Both cities of the catalogue in a committed database of the test's own."""
    for name in ("wenhui", "nyc"):
        catalogue.run_apply(ROOT / "catalogue" / name, by=job("tests"), at=AT)


def environ_of_test_database() -> dict[str, str]:
    """Return the environment in which a process of ours uses the test's own database."""
    known = connection.settings_dict
    url = f"postgresql://{known['USER']}@/{known['NAME']}?host={quote(known['HOST'], safe='')}"
    return os.environ | {"DATABASE_URL": url, "WENHUI_DEMO": "1", "DJANGO_SETTINGS_MODULE": "wenhui.site.settings"}


def begin(*command: str) -> "subprocess.Popen[bytes]":
    """Start a process of ours on the test's own database."""
    return subprocess.Popen(
        [sys.executable, *command], env=environ_of_test_database(), cwd=ROOT, stdout=subprocess.DEVNULL
    )


def finish(*command: str) -> None:
    """Run it to its end."""
    assert begin(*command).wait(PATIENCE) == 0


def kill_when(command: tuple[str, ...], reached: Callable[[], bool]) -> None:
    """Start it, and kill it outright as soon as `reached`, which must come before its end."""
    process = begin(*command)
    until = time.monotonic() + PATIENCE
    while not reached():
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < until
        time.sleep(0.02)
    process.kill()
    process.wait()


def import_of(file: Path) -> str:
    """Return the program that imports a file as the command line does."""
    arguments = ["cases", "import", str(file), "--mapping", str(MAPPING)]
    return f"from wenhui.site.command import main; main({arguments!r})"


def casework(folder: Path) -> Path:
    """Write a file of invented casework that takes several chunks, every thousandth row an exact second copy."""
    file = folder / "rows.csv"
    columns = (
        "unique_key account opendate closedate complaint_type descriptor city zip borough community_board council_dist"
    )
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(columns.split())
        for number in range(ROWS):
            key = number - 1 if number % 1000 == 999 else number
            day = date(2019, 1, 1) + timedelta(days=key % 1500)
            closed = "" if key % 25 == 0 else day + timedelta(days=key % 40)
            office = f"NYCC{key % 51 + 1:02}"
            writer.writerow([f"K{key:06}", office, day, closed, f"Type {key % 7}", "Invented", "", "", "", "", office])
    return file


def test_a_killed_import_goes_on_and_neither_loses_nor_doubles(office: None, tmp_path: Path) -> None:
    file = casework(tmp_path)
    call = import_of(file)

    kill_when(("-c", call), lambda: CaseImport.objects.filter(done__gt=0).exists())
    standing = CaseImport.objects.get()
    finish("-c", call)

    copies = ROWS // 1000
    run = CaseImport.objects.get()
    assert 0 < standing.done < ROWS
    assert (run.read, run.created, run.held, run.rejected) == (ROWS, ROWS - copies, copies, 0)
    assert Case.objects.count() == ROWS - copies
    assert CaseMove.objects.count() == Case.objects.count() + Case.objects.exclude(closed_at=None).count()
    assert list(tally.differences()) == []


def test_killed_folders_leave_every_figure_exact(office: None, tmp_path: Path) -> None:
    finish("-c", import_of(casework(tmp_path)))

    for left in (20_000, 10_000):
        kill_when(("-c", FOLD), lambda left=left: _unfolded() < left)  # type: ignore[misc]
        assert list(tally.differences()) == []
    finish("-c", FOLD)

    assert _unfolded() == 0
    assert list(tally.differences()) == []


def test_a_killed_seed_is_finished_by_seeding_again(office: None) -> None:
    moments: tuple[Callable[[], bool], ...] = (
        lambda: Area.objects.filter(level="dwelling").exists(),
        Person.objects.exists,
    )

    for reached in moments:
        kill_when(("-c", SEED), reached)
    finish("-c", SEED)
    first = _everything()
    finish("-c", SEED)

    assert _everything() == first
    assert Person.objects.filter(left_on=None).count() == 1500
    assert Case.objects.exists()
    assert list(tally.differences()) == []


def _unfolded() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM tally.cases_case__deltas")
        return int(cursor.fetchone()[0])


def _everything() -> list[int]:
    return [model._default_manager.count() for model in (Area, Person, Residence, Case, CaseMove)]
