"""Where a report is laid: where it says, or with whoever took it when that lies outside (需转交). Nothing is dropped."""

from typing import NamedTuple

from django.utils.translation import gettext

from wenhui.ground.areas import queries as areas
from wenhui.ground.areas.models import Area
from wenhui.work.cases import rules


class Placed(NamedTuple):
    """The area a report lies in; and, where its place lies outside, whose it is as far as that is known."""

    area: Area
    belongs_to: str = ""


def placed(found: Area | None, *, within: str, said: str = "") -> Placed | None:
    """Return where to lay what lies at `found` when the one who takes it may see `within`.

    Outside it is laid at `within` itself and says whose it is: the area found, else the place in the words that were
    said. None when there is no area `within`.
    """
    if found is not None and found.path.startswith(within):
        return Placed(found)
    own = areas.at_path(within)
    if own is None:
        return None
    building = areas.at_path(rules.building_of(found.path)) if found is not None else None
    return Placed(own, (building.name if building is not None else said.strip() or gettext("归属待查"))[:120])
