"""The demonstration: an invented office of 55,000 residents and a year of cases, a function of a number and a day.

Each room plants its own rows and does nothing where they stand already, so an interrupted seed is finished by seeding
again, and nothing is doubled.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from django.conf import settings
from django.db import connection
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from wenhui.edge.hotline import seed as hotline_seed
from wenhui.edge.sensing import seed as sensing_seed
from wenhui.ground.accounts import seed as accounts_seed
from wenhui.ground.areas import seed as areas_seed
from wenhui.ground.tally import actions as tally
from wenhui.ground.tally.models import Frozen
from wenhui.kit import clock
from wenhui.kit.actor import job
from wenhui.record.facts import seed as facts_seed
from wenhui.record.forms import seed as forms_seed
from wenhui.record.ledgers import seed as ledgers_seed
from wenhui.record.registry import seed as registry_seed
from wenhui.record.registry import seed_copies as registry_copies
from wenhui.site import catalogue
from wenhui.site.commands import RefusalError, tell
from wenhui.work.cases.evaluation import planting as evaluation_planting
from wenhui.work.cases.importing import writing
from wenhui.work.cases.invented import history
from wenhui.work.cases.invented import seed as cases_seed
from wenhui.work.cases.photos import planting
from wenhui.work.visits import seed as visits_seed

SEEDER = job("seed", "演示数据")
COUNCIL = Path(settings.ROOT) / "catalogue" / "nyc"
MAPPING = Path(settings.ROOT) / "catalogue" / "mappings" / "district-casework.yaml"

Step = Callable[[int, int], None]

# Tables of which a tenth or more changed since they were analyzed.
MOVED: Final = """
SELECT format('%I.%I', schemaname, relname) FROM pg_stat_user_tables
WHERE n_mod_since_analyze > greatest(50, n_live_tup / 10)
"""


class Size(NamedTuple):
    """How much is invented; the rest follows from it."""

    residents: int = registry_seed.RESIDENTS
    copies: int = registry_copies.COPIES  # people registered a second time
    days: int = cases_seed.DAYS  # of cases
    photos: int = planting.CASES  # cases that have some
    tickets: int = hotline_seed.TICKETS  # of the hotline
    trend_days: int = 60  # past days whose figures are frozen at midnight


WHOLE = Size()


def seed(*, number: int, today: date | None = None, size: Size = WHOLE) -> None:
    """Plant everything the demonstration shows, as it stands at this moment, or at 10:00 on another `today`.

    Refused outside the demonstration: its people log in with a password that all know.
    """
    if not settings.DEMO:
        raise RefusalError("The demonstration is seeded only with WENHUI_DEMO=1. Nothing was changed.")
    at = clock.now()
    now = at if today in {None, clock.local_day(at)} else datetime.combine(today, time(10), tzinfo=clock.SHANGHAI)
    day = clock.local_day(now)
    with _bar() as bar:
        step = _stepper(bar, "区域")
        step(0, 1)
        areas_seed.seed(number=number, by=SEEDER, at=at)
        step(1, 1)
        accounts_seed.seed_cast(by=SEEDER, at=at)
        sensing_seed.seed(by=SEEDER, at=at)
        registry_seed.seed(
            number=number, today=day, by=SEEDER, at=at, progress=_stepper(bar, "人员"), residents=size.residents
        )
        step = _stepper(bar, "重复登记")
        step(0, 1)
        registry_copies.seed(number=number, today=day, by=SEEDER, at=at, copies=size.copies)
        step(1, 1)
        step = _stepper(bar, "事实")
        step(0, 1)
        facts_seed.seed(number=number, today=day, by=SEEDER, at=at)
        step(1, 1)
        cases_seed.seed(number=number, now=now, by=SEEDER, at=at, progress=_stepper(bar, "案件"), days=size.days)
        step = _stepper(bar, "照片")
        step(0, 1)
        planting.seed(number=number, by=SEEDER, at=at, cases=size.photos)
        step(1, 1)
        step = _stepper(bar, "热线")
        step(0, 1)
        hotline_seed.seed(number=number, now=now, by=SEEDER, at=at, tickets=size.tickets)
        step(1, 1)
        step = _stepper(bar, "考评")
        step(0, 1)
        evaluation_planting.seed(number=number, now=now, by=SEEDER, at=at)
        step(1, 1)
        step = _stepper(bar, "表单")
        step(0, 1)
        forms_seed.seed(number=number, now=now, by=SEEDER, at=at)
        step(1, 1)
        step = _stepper(bar, "台账")
        step(0, 1)
        ledgers_seed.seed(number=number, now=now, by=SEEDER, at=at)
        step(1, 1)
        step = _stepper(bar, "走访")
        step(0, 1)
        visits_seed.seed(number=number, now=now, by=SEEDER, at=at)
        step(1, 1)
        _fold(_stepper(bar, "计数"))
        _freeze(day, size.trend_days, _stepper(bar, "日终数"))
    _analyze()


def _analyze() -> None:
    """Let the planner know what came, or the first who ask are answered by plans for empty tables.

    A start that finds everything planted passes over it: analyzing all tables takes longer than all else it does.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute(MOVED)
        tables = [table for (table,) in cursor.fetchall()]
        if tables:
            cursor.execute(f"ANALYZE {', '.join(tables)}")


def _fold(step: Step) -> None:
    """Fold until nothing is left, so that the first wall opens quickly."""
    step(0, 1)
    while tally.fold():
        pass
    step(1, 1)


def _freeze(today: date, days: int, step: Step) -> None:
    """Keep the figures of the past days as midnight would have kept them, worked out from the invented moments."""
    if Frozen.objects.exists():
        step(days, days)
        return
    for ago in range(days, 0, -1):
        day = today - timedelta(days=ago)
        tally.freeze_as_of(day=day, sources={history.TABLE: history.as_of(clock.day_ends_at(day))})
        step(days - ago + 1, days)


def import_casework(file: Path, mapping: Path = MAPPING, rejects: Path | None = None) -> writing.Outcome:
    """Import the real casework into the second demonstration city, which is planted first if it does not stand."""
    catalogue.run_apply(COUNCIL, by=SEEDER, at=clock.now())
    guests = accounts_seed.seed_guests(by=SEEDER, at=clock.now())
    tell("第二个演示城市：" + "、".join(str(post.account) for post in guests) + " 登录后，在右上角换到那里的岗位。")
    return bring_in(file, mapping, rejects or file.with_name(f"{file.name}.rejects.csv"))


def bring_in(file: Path, mapping: Path, rejects: Path) -> writing.Outcome:
    """Import cases with a progress bar, and say what became of every row."""
    with _bar() as bar:
        outcome = writing.bring_in(
            file=file,
            mapping_file=mapping,
            rejects=rejects,
            by=job("import"),
            at=clock.now(),
            progress=_stepper(bar, "导入"),
        )
    tell(
        f"{outcome.read:,} rows read: {outcome.created:,} created, {outcome.held:,} already held, "
        f"{outcome.rejected:,} rejected."
    )
    if outcome.rejects is not None:
        tell(f"The rejected rows and why: {outcome.rejects}")
    return outcome


def _bar() -> Progress:
    return Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())


def _stepper(bar: Progress, name: str) -> Step:
    task = bar.add_task(name, total=None)

    def step(done: int, of: int) -> None:
        bar.update(task, completed=done, total=of)

    return step
