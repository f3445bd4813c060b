"""Parses what the page of emergency mode is given; saves nothing."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wenhui.kit.html.wording import say
from wenhui.work.cases import queries as cases
from wenhui.work.emergency import rules
from wenhui.work.visits import composing
from wenhui.work.visits.forms import PlaceForm, fresh_key
from wenhui.work.visits.rules.choosing import ChoiceError


class BeginForm(PlaceForm):
    """Where: places ticked, a shape drawn, or a circle around a case; and why."""

    key = forms.CharField(max_length=40, widget=forms.HiddenInput)
    case = forms.CharField(
        label=_("或案件号"), max_length=40, required=False, help_text=_("以案件的地点为中心画一个圆")
    )
    metres = forms.TypedChoiceField(
        label=_("半径"), coerce=int, empty_value=None, required=False, initial=200,
        choices=[(metres, _("%s 米") % metres) for metres in rules.RADII],
    )  # fmt: skip
    reason = forms.CharField(
        label=_("为什么开启"), max_length=200, required=False,
        help_text=_("会和您的名字、时间、范围一起记入日志，如：3 号楼天然气泄漏"),
    )  # fmt: skip

    def __init__(self, *given: Any, within: str, **more: Any) -> None:
        super().__init__(*given, within=within, initial={"key": fresh_key(), "metres": 200}, **more)
        self.fields["places"].help_text = _("可以选几个网格或楼幢")

    def clean(self) -> dict[str, Any]:
        """Read the shape, or draw the circle around the case."""
        found: dict[str, Any] = super().clean() or {}
        try:
            corners = composing.read({"polygon": found.get("polygon") or []}).polygon
        except ChoiceError as error:
            self.add_error(None, say(error.words))
            corners = ()
        number = found.get("case", "")
        if number and not corners:
            case = cases.card(number)
            point = None if case is None else (case.lng, case.lat)
            if case is not None and None in (case.lng, case.lat):
                point = (case.area.lng, case.area.lat)
            if point is None or point[0] is None or point[1] is None:
                self.add_error("case", gettext("没有这件案件，或它没有地点。"))
            else:
                corners = rules.circle(point[0], point[1], found.get("metres") or 200)
        found["polygon"] = corners
        return found
