"""A wall as parts of a page, each with an id: what the page shows at first and what the stream swaps later, alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone, translation

from wenhui.cockpit import walls
from wenhui.cockpit.sights import Sight
from wenhui.ground.accounts.scoped import scope_on
from wenhui.ground.areas import queries as areas
from wenhui.kit.clock import SHANGHAI
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import Scope

MAP: Final = "map"


class WallKey(NamedTuple):
    """What makes two walls the same: whoever looks with the same clearance, language and clock sees the same parts."""

    sight: Sight
    clearance: Privacy
    language: str
    zone: ZoneInfo = SHANGHAI

    @property
    def path(self) -> str:
        """Return the area of the wall."""
        return self.sight.path


@dataclass(frozen=True, slots=True)
class Painted:
    """A wall as it stood at a moment: parts by their id, marks of what a browser fetches again when they change.

    `changes_at` is when the passing of time alone will change it.
    """

    parts: Mapping[str, str]
    marks: Mapping[str, str]
    changes_at: datetime | None


def paint(key: WallKey, at: datetime) -> Painted:
    """Return the wall as it stands, read in a short transaction that sees its area and no more."""
    with translation.override(key.language), timezone.override(key.zone), scope_on(Scope(key.path, key.clearance)):
        wall = walls.read(key.sight, list(areas.ancestors(key.path)), at=at)
        parts = {
            **{tile.id: _part("tile", tile=tile, now=at) for tile in wall.tiles},
            **_beside(wall, at),
            **({"compared": _part("compared", compared=wall.compared, now=at)} if wall.compared else {}),
            "map-legend": _part("map_legend", map=wall.map, now=at),
            "map-rows": _part("map_rows", map=wall.map, now=at),
        }
    mark = sha256(repr(wall.map.drawn).encode()).hexdigest()
    return Painted(parts, {MAP: mark}, wall.changes_at)


def _beside(wall: walls.Wall, at: datetime) -> dict[str, str]:
    """Return what stands beside the map: what is due and how old cases are, or who asks how much, month by month."""
    if wall.burden is not None:
        return {name: _part(name, burden=wall.burden, now=at) for name in ("askers", "months")}
    return {"due": _part("due", due=wall.due, now=at), "ages": _part("ages", ages=wall.ages, now=at)}


def clock_words(at: datetime, zone: ZoneInfo) -> str:
    """Return a moment as the wall's as-of time."""
    return f"{timezone.localtime(at, zone):%H:%M:%S}"


def concerns(key: WallKey, payload: str) -> bool:
    """Say whether a notice of the counters (`table path`, the path shared by all that changed) touches a wall."""
    changed = payload.partition(" ")[2]
    return changed.startswith(key.path) or key.path.startswith(changed)


def _part(name: str, **context: object) -> str:
    return render_to_string(f"cockpit/parts/{name}.html", context).strip()
