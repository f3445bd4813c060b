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
from wenhui.work.cases.intake.placing import Placed, placed
from wenhui.work.cases.queries import Filters, Place
from wenhui.work.cases.words import Behalf, Channel, Column, Light, Outcome, Route, Worded

CERTAIN = frozenset({Level.GRID, Level.BUILDING, Level.UNIT, Level.DWELLING})

OUTSIDE = "outside"
"""Chosen in place of a grid when the place lies outside."""

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


class SpokenField(forms.CharField):
    """Words of any length and kind: characters that cannot be kept are the action's to clean and to tell of."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.validators = []

    def to_python(self, value: Any) -> str:
        """Return the words without what no database keeps."""
        return (super().to_python(value) or "").replace("\x00", "")


class ReportForm(forms.Form):
    """What someone reports: what, where, how it came in. `key` makes a second click the same case."""

    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    title = SpokenField(label=_("什么事"), help_text=_("一句话，例如：路面塌陷，围挡松动"))
    type_key = forms.ChoiceField(label=_("类型"), required=False, help_text=_("不清楚就不选，由指挥室分类"))
    address = SpokenField(label=_("在哪里"), help_text=_("小区、幢、单元，例如：流水西苑 12 幢 3 单元"))
    grid = forms.ChoiceField(label=_("网格"), required=False, help_text=_("地址认不出来时选一个"))
    description = SpokenField(
        label=_("补充说明"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("不写住户的姓名、电话和证件号码"),
    )  # fmt: skip
    channel = forms.ChoiceField(label=_("怎么知道的"))
    behalf = forms.ChoiceField(label=_("替谁报"), required=False, help_text=_("替别人报不会改动您自己的资料"))
    reporter_name = forms.CharField(label=_("报告人姓名"), required=False, max_length=60)
    reporter_phone = forms.CharField(label=_("报告人电话"), required=False, max_length=30)
    route = forms.ChoiceField(label=_("办结后怎么答复"), required=False)
    asked = forms.CharField(required=False, max_length=1)
    edition = forms.IntegerField(required=False, min_value=1)
    same_as = forms.CharField(required=False, max_length=40)

    def __init__(self, *given: Any, within: str, **more: Any) -> None:
        super().__init__(*given, **more)
        self.within = within
        self.placed: Placed | None = None
        self._choose("type_key", [("", gettext("不清楚")), *types_by_class()])
        self._choose("grid", [("", gettext("按地址认")), *_grids(within), (OUTSIDE, gettext("不在本辖区，需转交"))])
        self._choose("behalf", [(one, say(one.words)) for one in Behalf if one is not Behalf.SYSTEM])
        self._choose("route", [(one, say(one.words)) for one in Route if one is not Route.SYSTEM])
        self._choose("channel", [(channel, say(channel.words)) for channel in BY_HAND])

    def _choose(self, name: str, choices: Iterable[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = list(choices)

    def clean(self) -> dict[str, Any]:
        """Find the area: what the address says when that is a grid or less, else the chosen grid."""
        found: dict[str, Any] = super().clean() or {}
        address, grid = found.get("address") or "", found.get("grid") or ""
        understood = area_of(address, within=self.within) if address else None
        area = understood or (areas.at_path(grid) if grid not in {"", OUTSIDE} else None)
        if area is not None or (grid == OUTSIDE and address):
            self.placed = placed(area, within=self.within, said=address)
        elif address:
            self.add_error("address", gettext("认不出是哪一幢。写上小区和幢号，或在下面选网格。"))
        return found

    @property
    def report(self) -> dict[str, Any]:
        """Return the report as the action takes it."""
        found = self.cleaned_data
        return {
            "key": found["key"], "title": found["title"], "type_key": found["type_key"] or actions.NOT_GIVEN,
            "area": self.area, "belongs_to": self.placed.belongs_to if self.placed else "", "place": found["address"],
            "description": found["description"], "channel": Channel(found["channel"]), "same_as": found["same_as"],
            "reporter": self.reporter,
        }  # fmt: skip

    @property
    def area(self) -> Area | None:
        """Return where the report is laid."""
        return self.placed.area if self.placed else None

    @property
    def reporter(self) -> actions.Reporter:
        """Return who reports, as far as they said."""
        found = self.cleaned_data
        return actions.Reporter(
            behalf=Behalf(found["behalf"] or Behalf.SELF), name=found["reporter_name"], phone=found["reporter_phone"],
            route=Route(found["route"] or Route.NONE),
        )  # fmt: skip

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


def types_by_class() -> list[tuple[str, list[tuple[str, str]]]]:
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


class IntakeForm(forms.Form):
    """What steps with a page of their own are given; which of it they need is for their actions to say."""

    words = forms.CharField(required=False, max_length=5000)
    into = forms.CharField(required=False, max_length=40)
    route_key = forms.CharField(required=False, max_length=40)
    unit_key = forms.CharField(required=False, max_length=40)
    numbers = forms.CharField(required=False, max_length=1000)
    granted = forms.CharField(required=False, max_length=5)
    post = forms.IntegerField(required=False, min_value=1)


def began_today(at: datetime) -> datetime:
    """Return when the present day began by the reader's clock."""
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
