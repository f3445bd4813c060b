"""What an approval does to a clock: it moves later, stands still for a while, or runs again. Only work time counts."""

from dataclasses import dataclass
from datetime import datetime

from wenhui.kit.worktime import WorkCalendar, WorkTime, WorkUnit
from wenhui.work.cases.asking.caps import PAUSES
from wenhui.work.cases.clocks.calendars import office_at
from wenhui.work.cases.models import Case, CaseRequest
from wenhui.work.cases.words import Decision, Verb


@dataclass(frozen=True, slots=True)
class Clock:
    """A case's clock as it was when a pause began, on the calendar of its office."""

    soon_at: datetime
    due_at: datetime
    calendar: WorkCalendar

    def put(self, case: Case, minutes: int) -> None:
        """Let the case turn 临期 and 超期 so many work-minutes later than this clock says."""
        case.soon_at, case.due_at = self._later(self.soon_at, minutes), self._later(self.due_at, minutes)

    def _later(self, moment: datetime, minutes: int) -> datetime:
        return self.calendar.add_minutes(moment, minutes).at if minutes > 0 else moment


def grant(request: CaseRequest, case: Case, at: datetime) -> None:
    """Let the case's clock do what was asked, as it stands at `at`; both rows are for the caller to save."""
    calendar = office_at(case.area_path).calendar
    end_run_out(case, at)
    request.soon_before, request.due_before = case.soon_at, case.due_at
    clock = Clock(case.soon_at, case.due_at, calendar)
    match request.verb:
        case Verb.EXTEND:
            clock.put(case, calendar.minutes_in(WorkTime(request.amount or 0, case.limit.unit)))
        case Verb.DEFER | Verb.HOLD:
            request.until = calendar.add(at, WorkTime(request.amount or 0, WorkUnit.WORKDAYS)).at
            clock.put(case, calendar.between(at, request.until).minutes)
            case.paused_until = request.until
        case Verb.RESUME | Verb.VOID:
            end(case, at)
    request.due_after = case.due_at


def end(case: Case, at: datetime) -> None:
    """Let the clock of a paused case run from `at` on: due as much later as there was work time in its pause."""
    end_run_out(case, at)
    paused = _running(case)
    if paused is None:
        return
    pause = _pause(paused)
    if pause is not None:
        pause.clock.put(case, pause.clock.calendar.between(pause.begun_at, at).minutes)
    case.paused_until = None
    paused.ended_at = at
    paused.save(update_fields=["ended_at"])


def end_run_out(case: Case, at: datetime) -> None:
    """Write down the end of a pause that has ended by itself; the clock has long known it."""
    paused = _running(case)
    if paused is not None and paused.until and paused.until <= at:
        paused.ended_at = paused.until
        paused.save(update_fields=["ended_at"])
        case.paused_until = None


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause that runs: since when it is measured, how the clock stood then, and until when it was granted."""

    begun_at: datetime
    clock: Clock
    until: datetime | None


def pause_of(case: Case) -> Pause | None:
    """Return the pause of a case, or None where it has none."""
    paused = _running(case)
    return _pause(paused) if paused is not None else None


def _pause(paused: CaseRequest) -> Pause | None:
    """Return a pause; where the calendar changed within it, as it is measured since then."""
    begun_at, soon_at, due_at = paused.decided_at, paused.soon_before, paused.due_before
    if begun_at is None or soon_at is None or due_at is None:
        return None
    anew = paused.case.reclocks.filter(unit_key="", at__gte=begun_at, due_resumed__isnull=False).order_by("-id").first()
    if anew is not None and anew.soon_resumed and anew.due_resumed:
        begun_at, soon_at, due_at = anew.at, anew.soon_resumed, anew.due_resumed
    return Pause(begun_at, Clock(soon_at, due_at, office_at(paused.area_path).calendar), paused.until)


def _running(case: Case) -> CaseRequest | None:
    pauses = [*map(str, PAUSES), str(Verb.HANG)]
    return case.requests.filter(decision=Decision.APPROVED, kind__in=pauses, ended_at__isnull=True).first()
