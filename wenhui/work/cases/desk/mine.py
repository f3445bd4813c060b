"""What a unit has on its hands: what waits for acceptance, what came back, what is in hand, what others asked of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from wenhui.work.cases import queries, shown
from wenhui.work.cases.clocks.calendars import Office
from wenhui.work.cases.co_handling import Line
from wenhui.work.cases.models import IS_OPEN, IS_OWED, Case, CasePart, Unit
from wenhui.work.cases.queries import Lamps
from wenhui.work.cases.shown import Offer, Shown, unit_name
from wenhui.work.cases.words import Light, Stage, Verb

MOST = 60
"""So many cases are shown; the most pressing come first."""

HERE = (Verb.ACCEPT, Verb.ANSWER, Verb.RETURN_WITH_REASON)
"""What a unit does from the list; the rest is done on the card."""


@dataclass(frozen=True, slots=True)
class Held:
    """One case on a unit's hands, with the steps its unit takes at once."""

    row: Shown
    offers: list[Offer]


@dataclass(frozen=True, slots=True)
class Helping:
    """One part of another unit's case."""

    line: Line
    row: Shown


@dataclass(slots=True)
class Mine:
    """A unit's list in its four parts, each by what is due first."""

    unit: str = ""
    waiting: list[Held] = field(default_factory=list)
    returned: list[Held] = field(default_factory=list)
    in_hand: list[Held] = field(default_factory=list)
    helping: list[Helping] = field(default_factory=list)
    cases: Lamps = field(default_factory=Lamps)

    @property
    def shown(self) -> int:
        """Return how many of the unit's own cases are listed."""
        return len(self.waiting) + len(self.returned) + len(self.in_hand)

    @property
    def rest(self) -> int:
        """Return how many of them are not."""
        return max(0, self.cases.total - self.shown)

    @property
    def lamps(self) -> Lamps:
        """Return how many cases and parts there are, and under which lights."""
        lights = [one.line.light for one in self.helping]
        return self.cases.plus(Lamps(len(lights), lights.count(Light.LATE), lights.count(Light.SOON)))


def of(unit_key: str, *, at: datetime) -> Mine:
    """Return the list of a unit; of every unit in sight for a post of none in particular. Nine queries at most."""
    units = queries.units()
    held = _held(unit_key)
    cases = queries.as_rows(held).order_by("next_due_at", "pk")[:MOST]
    offices: dict[str, Office] = {}
    rows = list(shown.rows(cases, at=at, units=units, offices=offices))
    mine = Mine(unit=unit_name(units, unit_key), cases=queries.lamps(held, at=at))
    for row in sorted(rows, key=lambda row: row.light is Light.HOLD):
        one = Held(row, [step for step in shown.steps_of(row.case) if step.verb in HERE])
        if row.case.stage == Stage.DISPATCHED:
            mine.waiting.append(one)
        elif row.case.rework_count:
            mine.returned.append(one)
        else:
            mine.in_hand.append(one)
    mine.helping = _helping(unit_key, units, offices, at=at)
    return mine


def _held(unit_key: str) -> QuerySet[Case]:
    whose = Q(unit_key=unit_key) if unit_key else ~Q(unit_key="")
    return Case.objects.filter(IS_OPEN, whose, stage__in=[Stage.DISPATCHED, Stage.ACCEPTED])


def _helping(unit_key: str, units: Mapping[str, Unit], offices: dict[str, Office], *, at: datetime) -> list[Helping]:
    parts = list(
        CasePart.objects.filter(IS_OWED, **({"unit_key": unit_key} if unit_key else {})).order_by("due_at")[:MOST]
    )
    cases = queries.as_rows(Case.objects.filter(pk__in=[part.case_id for part in parts])) if parts else []
    rows = {row.case.pk: row for row in shown.rows(cases, at=at, units=units, offices=offices)}
    return [
        Helping(Line(part, unit_name(units, part.unit_key), row.office, at, is_ours=True, may_release=False), row)
        for part in parts
        if (row := rows.get(part.case_id)) is not None
    ]
