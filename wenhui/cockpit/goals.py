"""What is wanted of figures in a set of areas, and below how many persons none is shown, read in two questions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from wenhui.cockpit import tiles
from wenhui.cockpit.models import IndicatorPolicy, SmallCountRule
from wenhui.cockpit.rules import Goal
from wenhui.ground.areas.rules import ancestor_paths
from wenhui.lake.indicators import Indicator

HIDE_BELOW: Final = 5  # where an office has not said otherwise


@dataclass(frozen=True, slots=True)
class Goals:
    """The policies that touch some areas."""

    policies: Mapping[tuple[str, str], IndicatorPolicy] = field(default_factory=dict)
    small: Mapping[str, int] = field(default_factory=dict)

    def goal(self, indicator: Indicator, path: str) -> Goal:
        """Return what is wanted of an indicator at `path`: the nearest policy that holds there, else the definition's."""
        for above in reversed(ancestor_paths(path)):
            policy = self.policies.get((indicator.key, above))
            if policy is not None and (above == path or policy.holds_below):
                return Goal(indicator.good, policy.target, policy.limit)
        return tiles.WATCHED.get(indicator.key) or Goal(indicator.good, indicator.target, indicator.limit)

    def hide_below(self, path: str) -> int:
        """Return below how many persons a count is not shown at `path`."""
        return next((self.small[above] for above in reversed(ancestor_paths(path)) if above in self.small), HIDE_BELOW)


def read(paths: Iterable[str]) -> Goals:
    """Return what holds in the areas at `paths`."""
    wanted = {above for path in paths for above in ancestor_paths(path)}
    return Goals(
        {(row.indicator, row.path): row for row in IndicatorPolicy.objects.filter(path__in=wanted)},
        dict(SmallCountRule.objects.filter(path__in=wanted).values_list("path", "hide_below")),
    )
