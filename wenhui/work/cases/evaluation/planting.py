"""Gives the invented year what an evaluation speaks of, approvals and call-backs, and publishes its last whole month.

Runs as the owner; where something was published it does nothing. The month was published on the second of the next, so
that what was closed later shows as a difference.
"""

from datetime import datetime, timedelta

from django.db import connection, transaction

from wenhui.ground.journal import actions as journal
from wenhui.kit import clock
from wenhui.kit.actor import Actor
from wenhui.kit.scope import upper_bound
from wenhui.work.cases.actions import evaluating
from wenhui.work.cases.clocks.calendars import office_at
from wenhui.work.cases.evaluation.periods import Period
from wenhui.work.cases.invented.seed import SUBDISTRICT
from wenhui.work.cases.models import Case, CaseRequest, Evaluation
from wenhui.work.cases.words import Decision, Stage, Verb

EVERY = {Verb.EXTEND: 29, Verb.DEFER: 61}
REASONS = {
    Verb.EXTEND: "配件要从厂家调，明天到货；已向报告人说明。",
    Verb.DEFER: "连日有雨，路面干透才能施工；现场已围挡。",
}

CALL_BACKS = """
INSERT INTO cases_casecallback (report_id, case_id, area_path, is_satisfied, words, at, by_name)
SELECT said.id, said.case_id, said.area_path, said.id %% 11 <> 0,
    CASE WHEN said.id %% 11 = 0 THEN '来得慢了，等了好几天。' ELSE '' END, said.answered_at + interval '1 hour', '陆明溪'
FROM cases_casereport AS said JOIN cases_case AS one ON one.id = said.case_id
WHERE said.route <> 'none' AND said.answered_at IS NOT NULL AND said.answered_at + interval '1 hour' <= %(now)s
    AND said.id %% 3 = 0 AND one.stage = 'closed' AND one.area_path >= %(first)s AND one.area_path < %(last)s
ON CONFLICT DO NOTHING
"""


@transaction.atomic
def seed(*, number: int, now: datetime, by: Actor, at: datetime, within: str = SUBDISTRICT) -> int:
    """Plant approvals and call-backs, publish the month before, and return how many rows that has."""
    known = Evaluation.objects.filter(path=within).first()
    if known is not None:
        return known.rows
    approvals = _approve(number, within)
    with connection.cursor() as cursor:
        cursor.execute(CALL_BACKS, {"now": now, "first": within, "last": upper_bound(within)})
        call_backs = cursor.rowcount
    zone = office_at(within).calendar.zone
    period = Period.month_of(clock.local_day(now, zone)).before
    published_at = min(now, clock.day_begins_at(period.ends_before, zone) + timedelta(days=1, hours=9, minutes=40))
    one = evaluating.publish(path=within, period=period, by=by, at=published_at)
    refs: dict[str, str | int] = {"approvals": approvals, "call_backs": call_backs, "rows": one.rows}
    journal.write(by=by, at=at, verb="cases.plant_evaluation", subject=f"cases:{number}", refs=refs)
    return one.rows


def _approve(number: int, within: str) -> int:
    """Let some closed cases have been due a workday earlier, until somebody approved that day."""
    calendar = office_at(within).calendar
    ours = Case.objects.filter(area_path__gte=within, area_path__lt=upper_bound(within), stage=Stage.CLOSED)
    asked: list[CaseRequest] = []
    for case in ours.exclude(accepted_at=None).order_by("pk").iterator(chunk_size=2000):
        kind = next((verb for verb, every in EVERY.items() if (case.pk + number) % every == 0), None)
        due_before = case.due_at - timedelta(days=1)
        if (
            kind is None
            or case.accepted_at is None
            or not calendar.is_workday(clock.local_day(due_before, calendar.zone))
        ):
            continue
        decided_at = case.accepted_at + timedelta(minutes=40)
        if decided_at >= due_before or case.requests.exists():
            continue
        asked.append(
            CaseRequest(
                case=case, area_path=case.area_path, kind=kind, unit_key=case.unit_key, amount=1, why=REASONS[kind],
                asked_at=decided_at - timedelta(minutes=25), asked_by_kind="job", asked_by_key=f"unit-{case.unit_key}",
                asked_by_name="沈知远", decided_at=decided_at, due_before=due_before, due_after=case.due_at,
                soon_before=min(case.soon_at, due_before),
                until=decided_at + timedelta(days=1) if kind is Verb.DEFER else None,
            )
        )  # fmt: skip
    _keep(asked)
    return len(asked)


def _keep(asked: list[CaseRequest]) -> None:
    """Write requests as they come about: asked first, then decided."""
    decided = [(one, one.decided_at, one.due_before, one.due_after, one.soon_before, one.until) for one in asked]
    for one in asked:
        one.decided_at = one.due_before = one.due_after = one.soon_before = one.until = None
    CaseRequest.objects.bulk_create(asked)
    for one, decided_at, due_before, due_after, soon_before, until in decided:
        one.decision, one.decided_by_kind = str(Decision.APPROVED), "job"
        one.decided_by_key, one.decided_by_name = "desk", "陆明溪"
        one.decided_at, one.due_before, one.due_after, one.soon_before = decided_at, due_before, due_after, soon_before
        one.until = one.ended_at = until
    CaseRequest.objects.bulk_update(
        asked,
        [
            "decision", "decided_at", "decided_by_kind", "decided_by_key", "decided_by_name", "due_before", "due_after",
            "soon_before", "until", "ended_at",
        ],
        batch_size=500,
    )  # fmt: skip
