"""Parses what pages are given; saves nothing. An address with a value nobody knows is read as if it were not there."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wenhui.ground.areas import queries as areas
from wenhui.ground.areas.models import Area, Level
from wenhui.kit.html.wording import say
from wenhui.work.cases import actions, queries, rules
from wenhui.work.cases.queries import Filters, Place
from wenhui.work.cases.words import Channel, Column, Light, Outcome, Worded

CERTAIN = frozenset({Level.GRID, Level.BUILDING, Level.UNIT, Level.DWELLING})

CLOSED_TODAY, ANY = "closed_today", "any"
PRESSING = "pressing"
LIGHTS: Mapping[str, frozenset[Light]] = {
    PRESSING: frozenset({Light.LATE, Light.SOON}),
    **{light: frozenset({light}) for light in Light},
}

# By which channels a person at a desk may say that a case came in; the others have doors of their own.
BY_HAND = (
    Channel.GRID_PATROL, Channel.RESIDENT, Channel.HOTLINE, Channel.WALK_IN, Channel.LEADER, Channel.TRANSFER,
)  # fmt: skip


def filters(given: Mapping[str, str], *, today_began_at: datetime) -> Filters:
    """Return the filters that an address asks for."""
    stage = given.get("stage", "")
    return Filters(
        column=_one_of(Column, stage),
        path=given.get("area", "") if given.get("area", "").endswith(".") else "",
        unit_key=given.get("unit", ""),
        channel=_one_of(Channel, given.get("channel", "")) or "",
        type_key=given.get("type", ""),
        lights=LIGHTS.get(given.get("light", ""), frozenset()),
        text=given.get("q", "").strip(),
        is_any=stage == ANY,
        helps=given.get("helps", ""),
        is_asked=given.get("asked", "") != "",
        closed_since=today_began_at if stage == CLOSED_TODAY else None,
    )


def place(given: Mapping[str, str]) -> Place | None:
    """Return where a list goes on, or None for its beginning."""
    moment, _, pk = given.get("after", "").partition("~")
    try:
        return Place(datetime.fromisoformat(moment), int(pk))
    except ValueError:
        return None


def written(after: Place) -> str:
    """Return a place as an address writes it."""
    return f"{after.at.isoformat()}~{after.pk}"


def _one_of(words: type[Worded], value: str) -> Any:
    return words(value) if value in set(words) else None


class ReportForm(forms.Form):
    """What someone reports: what, where, how it came in. `key` makes a second click the same case."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    title = forms.CharField(label=_("什么事"), max_length=200, help_text=_("一句话，例如：路面塌陷，围挡松动"))
    type_key = forms.ChoiceField(label=_("类型"), required=False, help_text=_("不清楚就不选，由指挥室分类"))
    address = forms.CharField(
        label=_("在哪里"), max_length=200, help_text=_("小区、幢、单元，例如：流水西苑 12 幢 3 单元")
    )
    grid = forms.ChoiceField(label=_("网格"), required=False, help_text=_("地址认不出来时选一个"))
    description = forms.CharField(
        label=_("补充说明"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("不写住户的姓名、电话和证件号码"),
    )  # fmt: skip
    channel = forms.ChoiceField(label=_("怎么知道的"))

    def __init__(self, *given: Any, within: str, **more: Any) -> None:
        super().__init__(*given, **more)
        self.within = within
        self.area: Area | None = None
        self._choose("type_key", [("", gettext("不清楚")), *_types()])
        self._choose("grid", [("", gettext("按地址认")), *_grids(within)])
        self._choose("channel", [(channel, say(channel.words)) for channel in BY_HAND])

    def _choose(self, name: str, choices: Iterable[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = list(choices)

    def clean(self) -> dict[str, Any]:
        """Find the area: what the address says when that is a grid or less, else the chosen grid."""
        found: dict[str, Any] = super().clean() or {}
        understood = area_of(found["address"], within=self.within) if found.get("address") else None
        chosen = areas.at_path(found["grid"]) if found.get("grid") else None
        self.area = understood or chosen
        if self.area is None and found.get("address"):
            self.add_error("address", gettext("认不出是哪一幢。写上小区和幢号，或在下面选网格。"))
        return found

    @property
    def report(self) -> dict[str, Any]:
        """Return the report as the action takes it."""
        found = self.cleaned_data
        return {
            "key": found["key"], "title": found["title"], "type_key": found["type_key"] or actions.NOT_GIVEN,
            "area": self.area, "place": found["address"], "description": found["description"],
            "channel": Channel(found["channel"]),
        }  # fmt: skip

    @classmethod
    def fresh(cls, *, within: str, channel: Channel) -> "ReportForm":
        """Return an empty form with a key of its own."""
        return cls(within=within, initial={"key": uuid.uuid4().hex, "channel": channel})


def area_of(address: str, *, within: str) -> Area | None:
    """Return where an address lies when that is certain down to the grid at least.

    It is read within the whole office: what a neighbouring community calls 1 幢 must not be taken for one of ours.
    """
    understood = areas.understand(address, within=rules.office_of(within)).area
    return understood if understood is not None and understood.level in CERTAIN else None


def _types() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the types to choose from, under their major classes."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in queries.types_to_choose().exclude(key=actions.NOT_GIVEN):
        groups.setdefault(say(one.major), []).append((one.key, say(one.words)))
    return list(groups.items())


def _grids(within: str) -> list[tuple[str, str]]:
    return [(area.path, area.name) for area in areas.children_of(within, Level.GRID)]


class MoveForm(forms.Form):
    """What a step is given: words, a unit, a type. Which of them it needs is for the rules to say."""

    words = forms.CharField(required=False, max_length=2000)
    unit_key = forms.CharField(required=False, max_length=40)
    type_key = forms.CharField(required=False, max_length=120)
    request = forms.IntegerField(required=False, min_value=1)
    outcome = forms.ChoiceField(required=False, choices=Outcome.choices())


class PartForm(forms.Form):
    """What a co-handling unit is asked, answers or is released with; or what a case is split into, one a line."""

    part = forms.IntegerField(required=False, min_value=1)
    unit_key = forms.CharField(required=False, max_length=40)
    words = forms.CharField(required=False, max_length=2000)
    titles = forms.CharField(required=False, max_length=4000)


class RulesForm(forms.Form):
    """A changed decision table to be looked at, or the edition that shall hold."""

    file = forms.FileField(label=_("改好的规则表"), required=False, widget=forms.FileInput(attrs={"accept": ".xlsx"}))
    digest = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)


class AskForm(forms.Form):
    """What is asked of an approver: what, how much of it, and why."""

    kind = forms.ChoiceField(choices=[(verb, verb) for verb in rules.ASKED])
    amount = forms.IntegerField(required=False, min_value=0, max_value=1000)
    words = forms.CharField(max_length=2000)


def began_today(at: datetime) -> datetime:
    """Return when the present day began by the reader's clock."""
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
