"""How the parts of co-handling units read on a card, and which cases were taken out of one another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext

from wenhui.kit.html import times
from wenhui.kit.html.wording import say
from wenhui.work.cases import access, rules
from wenhui.work.cases.actions.co_handling import BEFORE_ANSWER, IN_HANDLING
from wenhui.work.cases.clocks.calendars import Office
from wenhui.work.cases.models import Case, CasePart, CaseSplit, Unit
from wenhui.work.cases.words import Light


@dataclass(frozen=True, slots=True)
class Line:
    """One co-handling unit's part at the moment of showing, and what this reader may do about it."""

    part: CasePart
    unit: str
    office: Office
    at: datetime
    is_ours: bool
    may_release: bool

    @property
    def light(self) -> Light:
        """Return how the part stands against its own clock: against now, or the moment it was answered."""
        part = self.part
        at = part.answered_at or self.at
        if at > part.due_at:
            return Light.LATE
        return Light.SOON if part.is_owed and at >= part.soon_at else Light.OK

    @property
    def left(self) -> str:
        """Return the work time left or over; empty once it has ended."""
        if not self.part.is_owed:
            return ""
        left = rules.time_left(self.at, due_at=self.part.due_at, calendar=self.office.calendar)
        span = timedelta(days=left.days, hours=left.hours, minutes=left.minutes)
        return times.left(-span if left.is_over else max(span, timedelta(seconds=1)))

    @property
    def state(self) -> str:
        """Return where the part stands, in words."""
        part = self.part
        if part.answered_at:
            when = times.moment(part.answered_at, now=self.at)
            return gettext("%(name)s %(when)s 反馈：%(note)s") % {
                "name": part.answered_by, "when": when, "note": part.note,
            }  # fmt: skip
        if part.released_at:
            return gettext("免去协办：%(why)s") % {"why": part.released_why}
        return gettext("协办中") if part.accepted_at else gettext("等协办单位接单")


@dataclass(frozen=True, slots=True)
class Shared:
    """What a card shows of other units and other cases."""

    lines: list[Line]
    taken_from: str
    into: list[str]
    may_invite: bool
    may_split: bool

    @property
    def may_arrange(self) -> bool:
        """Say whether this reader may ask for help or split the case."""
        return self.may_invite or self.may_split


def shared(
    case: Case, *, office: Office, units: Mapping[str, Unit], may: Callable[[str], bool], unit_key: str, at: datetime
) -> Shared:
    """Return what a reader sees of a case's co-handling units and its splits, and may do about them now."""
    rooms, handles = may(access.DISPATCH), may(access.HANDLE)
    lines = [
        Line(
            part, say(units[part.unit_key].words) if part.unit_key in units else part.unit_key, office, at,
            is_ours=part.is_owed and handles and unit_key in {"", part.unit_key}, may_release=part.is_owed and rooms,
        )
        for part in case.parts.order_by("id")
    ]  # fmt: skip
    splits = (
        CaseSplit.objects.filter(Q(case=case) | Q(taken_from=case)).select_related("case", "taken_from").order_by("id")
    )
    taken_from = next((one.taken_from.number for one in splits if one.case_id == case.pk), "")
    into = [one.case.number for one in splits if one.taken_from_id == case.pk]
    return Shared(
        lines,
        taken_from or "",
        list(into),
        rooms and case.at_stage in IN_HANDLING,
        rooms and case.at_stage in BEFORE_ANSWER,
    )
