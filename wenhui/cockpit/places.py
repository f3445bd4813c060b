"""The ways from a wall: up and down the tree, to another indicator, to another period. All are addresses."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext

from wenhui.cockpit import queries, tiles, wording
from wenhui.cockpit.sights import PERIODS, Sight
from wenhui.ground.areas.models import Area
from wenhui.kit.html.wording import say


class Choice(NamedTuple):
    """One entry of a chooser."""

    name: str
    address: str
    is_chosen: bool


class Group(NamedTuple):
    """Entries of a chooser that belong together."""

    name: str
    choices: Sequence[Choice]


class Chooser(NamedTuple):
    """A small menu of addresses."""

    name: str
    chosen: str
    groups: Sequence[Group]


def up(around: Sequence[Area], sight: Sight, *, top: str) -> str:
    """Return the address of the area around, where that lies in the reader's scope."""
    around = [area for area in around[:-1] if area.path.startswith(top)]
    return sight.at(around[-1].path).address if around else ""


def crumbs(around: Sequence[Area], sight: Sight, *, top: str) -> list[tuple[str, str]]:
    """Return the way down from `top`, the reader's own area; what lies above it is not in their scope."""
    inside = [area for area in around if area.path.startswith(top)]
    return [
        (area.short_name or area.name, "" if area.path == sight.path else sight.at(area.path).address)
        for area in inside
    ]


def choosers(sight: Sight) -> list[Chooser]:
    """Return what one may choose on a wall: its theme, what colours the map and, where that has one, the period."""
    defined = queries.definitions()
    indicator = defined[sight.on]
    groups = [
        Group(
            say(tiles.group_words(group)),
            [Choice(say(one.name), sight.coloured_by(one.key).address, one.key == sight.on) for one in members],
        )
        for group, members in queries.by_group()
    ]
    themes = [
        Choice(say(words), sight.about(theme).address, theme == sight.theme)
        for theme, words in tiles.THEME_WORDS.items()
    ]
    choosers = [
        Chooser(gettext("看哪一面"), say(tiles.THEME_WORDS[sight.theme]), [Group("", themes)]),
        Chooser(gettext("地图看"), say(indicator.name), groups),
    ]
    if queries.has_period(indicator):
        chosen = sight.period or indicator.period
        periods = [Choice(str(wording.PERIOD_WORDS[one]), sight.over(one).address, one == chosen) for one in PERIODS]
        choosers.append(Chooser(gettext("时段"), str(wording.PERIOD_WORDS[chosen]), [Group("", periods)]))
    return choosers
