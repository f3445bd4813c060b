"""What must be told is left as a row, once for each case, step and reader; the keeper's beat climbs the ladder.

A row beside each open case (`CaseRung`) says when its next rung is. The beat works that out anew only where the clock or
the unit is another, and looks at those alone whose moment has come: 20,000 open cases cost it a quarter of a second.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

import numpy as np
from django.db import transaction
from django.db.models import F, Q, QuerySet

from wenhui.ground.journal import actions as journal
from wenhui.kit import worktimes
from wenhui.kit.actor import Actor
from wenhui.work.cases import rules
from wenhui.work.cases.clocks import ladder
from wenhui.work.cases.clocks.calendars import Office, office_at
from wenhui.work.cases.models import IS_OPEN, Case, CaseRung, CaseTelling
from wenhui.work.cases.words import Stage

CHUNK = 2000
CLIMBING = IS_OPEN & Q(stage__in=[Stage.REGISTERED, Stage.DISPATCHED, Stage.ACCEPTED])
AS_IT_WAS = Q(rung__due_at=F("due_at"), rung__unit_key=F("unit_key"))


def note(case: Case, *, step: str, whom: str, at: datetime, nth: int = 1) -> None:
    """Leave what must be told, not before the quiet hours are over. Harmless to repeat."""
    CaseTelling.objects.bulk_create(
        [_row(case, office_at(case.area_path), step=step, whom=whom, at=at, nth=nth)], ignore_conflicts=True
    )


@transaction.atomic
def climb(*, by: Actor, at: datetime) -> int:
    """Leave a row for every rung that an open case in handling has reached and nobody was told of; return how many.

    Run again, or twice at once, it adds nothing: the database knows each case, step, reader and clock once.
    """
    CaseRung.objects.exclude(case__in=Case.objects.filter(CLIMBING).values("pk")).delete()
    anew = Case.objects.filter(CLIMBING).filter(Q(rung__isnull=True) | ~AS_IT_WAS)
    for cases in _with_limits(anew):
        _stand((case, min(moments, default=None)) for case, _, moments in _climbing(cases))
    running = Q(paused_until__isnull=True) | Q(paused_until__lte=at)
    due = Case.objects.filter(CLIMBING, running, rung__next_at__lte=at)
    told = sum(_tell(cases, at) for cases in _with_limits(due))
    if told:
        journal.write(by=by, at=at, verb="cases.climb", subject="cases:ladder", refs={"told": told})
    return told


def _tell(cases: Sequence[Case], at: datetime) -> int:
    """Leave a row for each rung that these cases have reached, and say when the next one is."""
    known = set(CaseTelling.objects.filter(case__in=cases).values_list("case_id", "step", "whom", "due_at"))
    now = worktimes.of([at])[0]
    rows: list[CaseTelling] = []
    standing = []
    for case, office, moments in _climbing(cases):
        standing.append((case, min((moment for moment in moments if moment > now), default=None)))
        reached = [rung for rung, moment in zip(office.policy.ladder, moments, strict=True) if moment <= now]
        rows += [row for row in _rows(case, office, reached, at) if _mark(row) not in known]
    CaseTelling.objects.bulk_create(rows, ignore_conflicts=True, batch_size=CHUNK)
    _stand(standing)
    return len(rows)


def _stand(standing: Iterable[tuple[Case, int | None]]) -> None:
    """Keep when the next rung of each case is."""
    rows = [
        CaseRung(
            case=case, unit_key=case.unit_key, due_at=case.due_at,
            next_at=None if moment is None else worktimes.moment_of(moment),
        )
        for case, moment in standing
    ]  # fmt: skip
    fields = ["unit_key", "due_at", "next_at"]
    CaseRung.objects.bulk_create(rows, update_conflicts=True, unique_fields=["case"], update_fields=fields)


def _with_limits(cases: QuerySet[Case]) -> Iterator[list[Case]]:
    """Yield cases with what their rungs depend on, so many at a time."""
    needed = ("area_path", "unit_key", "due_at", "route", "type__limit_amount", "type__limit_unit")
    rows = cases.select_related("type").only(*needed).order_by("pk").iterator(chunk_size=CHUNK)
    while some := list(islice(rows, CHUNK)):
        yield some


def _climbing(cases: Sequence[Case]) -> Iterator[tuple[Case, Office, list[int]]]:
    """Yield each case with its office and when it reaches the rungs of that office's ladder; each office is asked once."""
    by_office: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        by_office[rules.office_of(case.area_path)].append(case)
    for path, some in by_office.items():
        office = office_at(path)
        limits = np.array([office.calendar.minutes_in(case.limit) for case in some], dtype=np.int64)
        due_at = worktimes.of(case.due_at for case in some)
        moments = ladder.moments(office.policy.ladder, due_at=due_at, limits=limits, calendar=office.calendar)
        by_case = np.column_stack(moments).tolist() if moments else [[]] * len(some)
        yield from ((case, office, by_case[place]) for place, case in enumerate(some))


def _rows(case: Case, office: Office, reached: Iterable[ladder.Rung], at: datetime) -> Iterator[CaseTelling]:
    for rung in reached:
        whom = f"unit:{case.unit_key}" if rung.whom == "unit" else f"role:{rung.whom}"
        if whom != "unit:":
            yield _row(case, office, step=rung.step, whom=whom, at=at)


def _mark(row: CaseTelling) -> tuple[int, str, str, datetime]:
    return row.case_id, row.step, row.whom, row.due_at


def _row(case: Case, office: Office, *, step: str, whom: str, at: datetime, nth: int = 1) -> CaseTelling:
    told_at = ladder.not_before(at, office.policy.quiet, office.calendar.zone)
    return CaseTelling(
        case=case,
        area_path=case.area_path,
        step=step,
        whom=whom,
        due_at=case.due_at,
        nth=nth,
        at=at,
        not_before=told_at,
    )
