"""What must be told is left as a row, once for each case, step and reader; the keeper's beat climbs the ladder."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.work.cases import rules
from wenhui.work.cases.clocks import ladder
from wenhui.work.cases.clocks.calendars import Office, office_at
from wenhui.work.cases.models import IS_OPEN, Case, CaseTelling
from wenhui.work.cases.words import Stage

CHUNK = 500


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
    open_ = Case.objects.filter(IS_OPEN, stage__in=[Stage.REGISTERED, Stage.DISPATCHED, Stage.ACCEPTED])
    known = set(CaseTelling.objects.filter(case__in=open_).values_list("case_id", "step", "whom", "due_at"))
    offices: dict[str, Office] = {}
    rows: list[CaseTelling] = []
    for case in open_.select_related("type").order_by("pk").iterator(chunk_size=CHUNK):
        path = rules.office_of(case.area_path)
        office = offices[path] if path in offices else offices.setdefault(path, office_at(path))
        if not rules.is_held(at, stage=case.at_stage, paused_until=case.paused_until):
            rows += [
                row for row in _reached(case, office, at) if (case.pk, row.step, row.whom, row.due_at) not in known
            ]
    CaseTelling.objects.bulk_create(rows, ignore_conflicts=True, batch_size=CHUNK)
    told = len(rows)
    if told:
        journal.write(by=by, at=at, verb="cases.climb", subject="cases:ladder", refs={"told": told})
    return told


def _reached(case: Case, office: Office, at: datetime) -> Iterator[CaseTelling]:
    limit = office.calendar.minutes_in(case.limit)
    for rung in ladder.reached(office.policy.ladder, at, due_at=case.due_at, limit=limit, calendar=office.calendar):
        whom = f"unit:{case.unit_key}" if rung.whom == "unit" else f"role:{rung.whom}"
        if whom != "unit:":
            yield _row(case, office, step=rung.step, whom=whom, at=at)


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
