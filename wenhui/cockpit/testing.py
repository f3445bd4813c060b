"""A small office with everything a wall shows: real outlines, twelve buildings, the cast, cases, people, counters.

Use the fixture `counted_office`, or call `plant_counted_office()` where the test has a committed database of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from wenhui.cockpit.models import SmallCountRule
from wenhui.ground.accounts.testing import Cast, WebClient, plant_cast
from wenhui.ground.areas.models import Area, Level
from wenhui.ground.areas.testing import areas_by_path, plant_little_office
from wenhui.ground.tally import actions as tally
from wenhui.ground.tally import reading
from wenhui.kit import clock
from wenhui.record.registry.models import Person
from wenhui.work.cases import actions as cases
from wenhui.work.cases.models import Case
from wenhui.work.cases.testing import plant_types, say_closed
from wenhui.work.cases.words import Channel, Stage

TOWN = "hz.gs.wh."
EAST = "hz.gs.wh.lsdy."
GATE = "hz.gs.wh.dtg."


@dataclass
class CountedOffice:
    """The planted office and ways to put cases into it."""

    areas: dict[str, Area]
    cast: Cast
    at: datetime

    def report(self, path: str = f"{EAST}g04.b002.", *, ago: timedelta = timedelta(hours=1), **given: Any) -> Case:
        """Report a case in the area at `path`, some time ago."""
        defaults: dict[str, Any] = {
            "title": "路面塌陷，围挡松动",
            "channel": Channel.GRID_PATROL,
            "area": self.areas[path],
            "type_key": "event-0401",
            "by": self.cast["luming"].actor,
            "at": self.at - ago,
        }
        return cases.report(**(defaults | given))

    def make_due(self, case: Case, at: datetime) -> None:
        """Let a case fall due at a moment, as if its clock had begun accordingly."""
        with transaction.atomic():
            self._begin_clock(case, soon_at=min(case.soon_at, at - timedelta(hours=2)), due_at=at)
            Case.objects.filter(pk=case.pk).update(stage=case.stage, registered_at=case.registered_at)

    @transaction.atomic
    def settle(self, case: Case, *, due_at: datetime, on_time: bool) -> None:
        """Let a case be closed before or after a due moment, as if it had gone its way."""
        closed_at = due_at + timedelta(hours=-1 if on_time else 1)
        moments = dict.fromkeys(("registered_at", "dispatched_at", "accepted_at", "answered_at"), case.reported_at)
        self._begin_clock(case, soon_at=case.reported_at, due_at=due_at)
        Case.objects.filter(pk=case.pk).update(**moments, stage=Stage.CLOSED, unit_key="municipal", closed_at=closed_at)
        say_closed(case, closed_at)

    def _begin_clock(self, case: Case, *, soon_at: datetime, due_at: datetime) -> None:
        """Register a reported case: only then may a clock begin that is due later."""
        Case.objects.filter(pk=case.pk).update(stage=Stage.REGISTERED, soon_at=soon_at, due_at=due_at)

    def hide_below(self, least: int) -> None:
        """Let the office show no count of fewer persons."""
        SmallCountRule.objects.create(path=TOWN, hide_below=least)


def plant_counted_office(*, at: datetime | None = None) -> CountedOffice:
    """Plant areas, cast, types and counters; no case yet."""
    at = at or clock.now()
    plant_little_office()
    cast = plant_cast()
    plant_types()
    tally.sync(at=at)
    reading.forget()
    return CountedOffice(areas_by_path(), cast, at)


def move_in(office: CountedOffice, path: str, *births: int) -> None:
    """Let persons born in these years live in the building at `path`."""
    home = Area.objects.filter(level=Level.DWELLING, path__startswith=path).first()
    Person.objects.bulk_create(
        Person(
            name="孙丽娟", birth_on=date(year, 3, 4), registration="registered", dwelling=home, area=office.areas[path]
        )
        for year in births
    )


@pytest.fixture
def counted_office(db: None) -> CountedOffice:
    """The planted office inside the test's transaction."""
    return plant_counted_office()


Visit = Callable[..., Any]


@pytest.fixture
def visit(counted_office: CountedOffice) -> Visit:
    """Return how one of the cast opens an address of the planted office, as the web role."""

    def open_as(username: str, address: str, *, language: str = "zh-hans", **headers: Any) -> Any:
        client = WebClient(headers=headers)
        client.cookies["django_language"] = language
        client.enter(counted_office.cast[username].account)
        return client.get(address)

    return open_as
