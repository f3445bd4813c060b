"""Where rows point: a dwelling and the building in which it lies."""

from wenhui.ground.areas.models import Area, Level
from wenhui.record.registry.actions.refusals import WrongPlaceError


def building_of(dwelling: Area) -> Area:
    """Return the building of a dwelling; raise WrongPlaceError when it is none."""
    if dwelling.level != Level.DWELLING:
        raise WrongPlaceError
    labels = dwelling.path.split(".")
    ancestors = [".".join(labels[:depth]) + "." for depth in range(1, len(labels) - 1)]
    building = Area.objects.filter(path__in=ancestors, level=Level.BUILDING).first()
    if building is None:
        raise WrongPlaceError
    return building


def home_of(*, dwelling: Area | None, area: Area | None) -> Area:
    """Return the building or grid that a person belongs to."""
    if dwelling is not None:
        return building_of(dwelling)
    if area is None or area.level not in {Level.BUILDING, Level.GRID}:
        raise WrongPlaceError
    return area
