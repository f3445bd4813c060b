"""Where a request lies. A place outside the office, or one that nobody understands, is referred, never dropped."""

from dataclasses import dataclass

from django.utils.translation import gettext

from wenhui.edge.open311.asked import RefusedError, Reported
from wenhui.edge.open311.models import Jurisdiction
from wenhui.ground.accounts.models import Token
from wenhui.ground.areas import queries as areas
from wenhui.ground.areas.models import Area, Level

LONGEST_OWNER = 120
CERTAIN = frozenset({Level.GRID, Level.BUILDING, Level.UNIT, Level.DWELLING})


@dataclass(frozen=True, slots=True)
class Place:
    """The area a case lies in, a sentence for the reporter where that is the office itself, and whose the place is."""

    area: Area
    notice: str = ""
    belongs_to: str = ""


def home_of(jurisdiction: Jurisdiction, token: Token) -> Area:
    """Return where a case lies that lies nowhere else: the office, or the part of it that the token is for.

    Raises RefusedError where the token is for other ground.
    """
    office, own = jurisdiction.area, token.area
    if own.path.startswith(office.path):
        return own
    if office.path.startswith(own.path):
        return office
    raise RefusedError(403, gettext("这个 api_key 不是这个辖区的。"))


def place_of(given: Reported, *, office: Area, home: Area) -> Place:
    """Return where a request lies.

    A point decides the grid; an address, or an id of ours, that lies in that grid decides the building. What lies out
    of `home` comes to lie at it, with the reason: there the command room sees it and passes it on.
    """
    grid = areas.at_point(given.lng, given.lat) if given.lng is not None and given.lat is not None else None
    named = _named(given, office)
    if given.lat is not None:
        if grid is None or not grid.path.startswith(home.path):
            return Place(home, _outside(grid), _owner(grid, given.address))
        return Place(named if named is not None and named.path.startswith(grid.path) else grid)
    if named is None:
        return Place(home, gettext("地址没有认出来；已经收下，由指挥室核实位置。"))
    return Place(named) if named.path.startswith(home.path) else Place(home, _outside(named), _owner(named, ""))


def _named(given: Reported, office: Area) -> Area | None:
    """Return the area an id or an address names, where that is certain down to the grid at least."""
    found = areas.at_path(given.address_id) if given.address_id else None
    if found is None and given.address:
        found = areas.understand(given.address, within=office.path).area
    return found if found is not None and found.level in CERTAIN else None


def _owner(area: Area | None, said: str) -> str:
    """Return whose a place outside is, as far as that is known."""
    return (area.name if area is not None else said.strip() or gettext("归属待查"))[:LONGEST_OWNER]


def _outside(area: Area | None) -> str:
    if area is None:
        return gettext("这个位置不在本辖区；已经收下，由指挥室转交。")
    return gettext("这个位置在%(area)s，不归这里管；已经收下，由指挥室转交。") % {"area": area.name}
