"""The ground on which these tests stand: two communities, a grid and a building each, and four front doors."""

from datetime import UTC, date, datetime

import pytest

from wenhui.ground.areas.models import Area, Level
from wenhui.kit.actor import Actor, ActorKind
from wenhui.record.registry.rules import identity

GULAN = Actor(ActorKind.PERSON, "gulan", "顾晓岚")
AT = datetime(2026, 3, 17, 2, 30, tzinfo=UTC)
TODAY = date(2026, 3, 17)
LEVELS = (Level.CITY, Level.DISTRICT, Level.SUBDISTRICT, Level.COMMUNITY, Level.GRID, Level.BUILDING, Level.UNIT)


class Ground:
    """Areas by path, planted as they are asked for."""

    def __getitem__(self, path: str) -> Area:
        labels = path.rstrip(".").split(".")
        level = Level.DWELLING if len(labels) > len(LEVELS) else LEVELS[len(labels) - 1]
        found = Area.objects.filter(path=path).first()
        if found is not None:
            return found
        parent = self[".".join(labels[:-1]) + "."] if labels[1:] else None
        return Area.objects.create(path=path, label=labels[-1], level=level, parent=parent, name=labels[-1])


@pytest.fixture
def ground(db: None) -> Ground:
    """Plant areas as tests name them."""
    return Ground()


@pytest.fixture
def r501(ground: Ground) -> Area:
    """A front door in 流水东苑."""
    return ground["hz.gs.wh.lsdy.g04.b001.u1.r501."]


@pytest.fixture
def r502(ground: Ground) -> Area:
    """The door beside it."""
    return ground["hz.gs.wh.lsdy.g04.b001.u1.r502."]


@pytest.fixture
def office_area(ground: Ground) -> Area:
    """A grid in 流水东苑, for who has no known door."""
    return ground["hz.gs.wh.lsdy.g04."]


@pytest.fixture
def elsewhere(ground: Ground) -> Area:
    """A front door in 打铁关, another community."""
    return ground["hz.gs.wh.dtg.g01.b001.u1.r101."]


def invented_id_number(birth_on: date = date(1958, 3, 9), serial: int = 7) -> str:
    """Return an ID number that cannot exist: county 999999."""
    return identity.compose(county="999999", birth_on=birth_on, serial=serial)
