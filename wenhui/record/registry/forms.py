"""Parses what is typed into the registry's pages; saves nothing."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wenhui.ground.areas import queries as areas
from wenhui.ground.areas.models import Area, Level
from wenhui.ground.areas.rules import ancestor_paths
from wenhui.kit.html.wording import say
from wenhui.kit.scope import Scope
from wenhui.record.registry.rules import identity, names, phones
from wenhui.record.registry.rules.refusal import NotUsableError
from wenhui.record.registry.words import LIVING, Registration, ResidenceKind, Sex

T = TypeVar("T")
OFFICE_DEPTH = 3  # city, district, subdistrict: within these an address is read


class SearchForm(forms.Form):
    """The search box."""

    q = forms.CharField(
        label=_("找人"),
        help_text=_("姓名、拼音或首字母，电话或其后四位，完整的身份号码"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )


class RevealForm(forms.Form):
    """Why someone wants to see what is covered."""

    reason = forms.CharField(
        label=_("查看的理由"),
        help_text=_("会和您的名字、时间一起记入日志，如：核对高龄津贴申请"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def _date(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, help_text=help_text, widget=widget)


def _text(label: Any, length: int, help_text: Any = "", **attributes: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"} | attributes)
    return forms.CharField(label=label, max_length=length, required=False, help_text=help_text, widget=widget)


class PersonForm(forms.Form):
    """Someone who is registered: what is on the card, how to reach them, where they live since when."""

    name = _text(_("姓名"), 80)
    sex = forms.ChoiceField(label=_("性别"), choices=Sex.choices, initial=Sex.UNKNOWN, required=False)
    birth_on = _date(_("出生日期"), _("有身份号码就不用填"))
    id_number = _text(_("身份号码"), 30, _("18 位，照证件"))
    phone = _text(_("电话"), 30, inputmode="tel")
    address = _text(_("住址"), 200, _("小区、幢、单元、室，例如：流水西苑12幢3单元501室；只知道楼幢也可以"))
    registration = forms.ChoiceField(label=_("类别"), choices=Registration.choices)
    residence = forms.ChoiceField(
        label=_("住的方式"), choices=[(kind, ResidenceKind(kind).label) for kind in LIVING], required=False
    )
    since = _date(_("从哪天起住在这里"), _("不知道就空着"))

    def __init__(self, *given: Any, sees: Scope, today: date, **more: Any) -> None:
        super().__init__(*given, **more)
        self.sees, self.today = sees, today
        self.area: Area | None = None

    def clean_name(self) -> str:
        """Return the name in its one form."""
        return _usable(names.read_name, self.cleaned_data["name"])

    def clean_id_number(self) -> str:
        """Return the ID number in its one form, or nothing."""
        text = self.cleaned_data["id_number"]
        return _usable(lambda typed: identity.read_id_number(typed, today=self.today).number, text) if text else ""

    def clean_phone(self) -> str:
        """Return the phone in its one form, or nothing."""
        text = self.cleaned_data["phone"]
        return _usable(lambda typed: phones.read_phone(typed).number, text) if text else ""

    def clean_address(self) -> str:
        """Find the door, building or grid; what cannot be found for certain, or lies elsewhere, is refused in words."""
        text: str = self.cleaned_data["address"]
        self.area = place_of(text, sees=self.sees)
        if self.area is None:
            raise ValidationError(gettext("认不出是哪一户。写上小区、幢号和室号；不知道室号就写到幢。"))
        if not self.sees.covers(self.area.path):
            raise ValidationError(gettext("这个地方不在您的权限内"))
        return text

    @property
    def person(self) -> dict[str, Any]:
        """Return the person as the action takes them."""
        found = self.cleaned_data
        is_door = self.area is not None and self.area.level == Level.DWELLING
        return {
            "name": found["name"],
            "sex": Sex(found["sex"] or Sex.UNKNOWN),
            "birth_on": found["birth_on"],
            "id_number": found["id_number"],
            "phone": found["phone"],
            "registration": Registration(found["registration"]),
            "dwelling": self.area if is_door else None,
            "area": None if is_door else self.area,
            "residence": ResidenceKind(found["residence"] or ResidenceKind.HOME),
            "since": found["since"],
        }


def place_of(address: str, *, sees: Scope) -> Area | None:
    """Return the door, building or grid that an address means for certain, read within the whole office."""
    if not address.strip():
        return None
    within = ancestor_paths(sees.path)[:OFFICE_DEPTH][-1]
    area = areas.understand(address, within=within).area
    if area is not None and area.level == Level.UNIT:
        area = area.parent
    return area if area is not None and area.level in {Level.DWELLING, Level.BUILDING, Level.GRID} else None


def _usable(read: Callable[[str], T], text: str) -> T:
    try:
        return read(text)
    except NotUsableError as refused:
        raise ValidationError(say(refused.words)) from None


class GroundForm(forms.Form):
    """On what ground someone judges, merges or parts two rows."""

    reason = forms.CharField(
        label=_("依据"),
        help_text=_("会和您的名字、时间一起记入日志；不写姓名和号码"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
