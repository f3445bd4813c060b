"""A small office with everything a wall shows: real outlines, twelve buildings, the cast, cases, people, counters.

Use the fixture `counted_office`, or call `plant_counted_office()` where the test has a committed database of its own.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from wenhui.ground.accounts.testing import Cast, plant_cast
from wenhui.ground.areas.models import Area
from wenhui.ground.areas.testing import areas_by_path, plant_little_office
from wenhui.ground.tally import actions as tally
from wenhui.ground.tally import reading
from wenhui.kit import clock
from wenhui.work.cases import actions as cases
from wenhui.work.cases.models import Case
from wenhui.work.cases.testing import plant_types
from wenhui.work.cases.words import Channel

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
        Case.objects.filter(pk=case.pk).update(soon_at=min(case.soon_at, at - timedelta(hours=2)), due_at=at)


def plant_counted_office(*, at: datetime | None = None) -> CountedOffice:
    """Plant areas, cast, types and counters; no case yet."""
    at = at or clock.now()
    plant_little_office()
    cast = plant_cast()
    plant_types()
    tally.sync(at=at)
    reading.forget()
    return CountedOffice(areas_by_path(), cast, at)


@pytest.fixture
def counted_office(db: None) -> CountedOffice:
    """The planted office inside the test's transaction."""
    return plant_counted_office()
