"""Parses what the pages of visits are given; saves nothing."""

import json
import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wenhui.ground.areas import queries as areas
from wenhui.ground.areas.models import Area, Level
from wenhui.kit.html.wording import say
from wenhui.kit.privacy import Privacy
from wenhui.record.registry import dictionary
from wenhui.record.registry.words import Registration, Sex
from wenhui.work.visits import composing, emergency
from wenhui.work.visits.actions.recording import Said
from wenhui.work.visits.questions import Read
from wenhui.work.visits.rules.choosing import ChoiceError, Question
from wenhui.work.visits.rules.walking import walking_order
from wenhui.work.visits.words import Outcome, Part

DAY_INPUT = {"type": "date"}
MOST_OFFERED = 120  # above so many buildings one chooses grids


class Numbers(forms.Field):
    """Row numbers that were ticked; anything else is refused."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[int]:
        """Return the numbers."""
        try:
            return [int(one) for one in value or ()]
        except ValueError:
            raise forms.ValidationError(gettext("请重新打开这一页再选。")) from None


class VisitForm(forms.Form):
    """What came of knocking at a door. Its key makes a second tap the same visit."""

    key = forms.CharField(max_length=40)
    outcome = forms.ChoiceField(choices=Outcome.choices)
    told = Numbers(required=False)
    about = Numbers(required=False)
    moved = Numbers(required=False)
    what = forms.CharField(required=False, max_length=200)
    again_on = forms.DateField(required=False)
    again_part = forms.ChoiceField(required=False, choices=[("", ""), *Part.choices])
    knocked_at = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M"])
    is_invited = forms.BooleanField(required=False)

    def visit(self, read: Read) -> dict[str, Any]:
        """Return the visit as the action takes it, with what its questions were answered."""
        found = self.cleaned_data
        again = (found["again_on"], Part(found["again_part"])) if found["again_on"] and found["again_part"] else None
        moment: datetime | None = found["knocked_at"]
        outcome = Outcome(found["outcome"])
        return {
            "key": f"{found['key']}:{outcome}",
            "outcome": outcome,
            "said": Said(
                told=found["told"],
                about=found["about"],
                moved=found["moved"],
                what=found["what"],
                again=again,
                answers=read.answers,
                declined=read.declined,
            ),
            "knocked_at": moment,
            "is_invited": found["is_invited"],
        }


def fresh_key() -> str:
    """Return a key for a form that has not been sent."""
    return uuid.uuid4().hex


class AskForm(forms.Form):
    """Somebody asked that one look in at a home."""

    key = forms.CharField(max_length=40, widget=forms.HiddenInput)
    zh = forms.CharField(label=_("看望什么"), max_length=60, help_text=_("如：子女在外地，请看看老人是否安好"))
    ground = forms.CharField(label=_("谁请求的"), max_length=200, help_text=_("如：女儿来电请求；不写姓名和电话"))
    due_on = forms.DateField(label=_("最晚哪天去"), widget=forms.DateInput(attrs=DAY_INPUT, format="%Y-%m-%d"))


class PlaceForm(forms.Form):
    """Where: grids or buildings that are ticked, or a shape drawn on the map."""

    places = forms.MultipleChoiceField(
        label=_("地方"), required=False, help_text=_("不选就是您看得到的全部"), widget=forms.CheckboxSelectMultiple
    )
    polygon = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)

    def __init__(self, *given: Any, within: str, **more: Any) -> None:
        super().__init__(*given, **more)
        field = self.fields["places"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = [(area.path, area.name) for area in offered_places(within)]

    def clean_polygon(self) -> list[Any]:
        """Return the corners."""
        try:
            corners = json.loads(self.cleaned_data["polygon"] or "[]")
        except ValueError:
            corners = None
        if not isinstance(corners, list):
            raise forms.ValidationError(gettext("地图上画的范围不成形，请重画。"))
        return corners


class RosterForm(PlaceForm):
    """Conditions of a roster; empty ones ask nothing."""

    name = forms.CharField(label=_("名册名称"), max_length=60, required=False)
    ground = forms.CharField(
        label=_("依据"), max_length=200, required=False, help_text=_("凭哪项职责或法律查这些人，如：老年人权益保障法")
    )
    age_from = forms.IntegerField(label=_("年龄从"), min_value=0, max_value=130, required=False)
    age_to = forms.IntegerField(label=_("到"), min_value=0, max_value=130, required=False)
    sex = forms.ChoiceField(
        label=_("性别"), required=False, choices=[("", _("不限")), (Sex.FEMALE, _("女")), (Sex.MALE, _("男"))]
    )
    kinds = forms.MultipleChoiceField(
        label=_("人口类别"), required=False, choices=Registration.choices, widget=forms.CheckboxSelectMultiple
    )
    is_alone = forms.BooleanField(label=_("一个人住"), required=False)
    is_renting = forms.BooleanField(label=_("租房住"), required=False)

    def __init__(self, *given: Any, within: str, clearance: Privacy, **more: Any) -> None:
        super().__init__(*given, within=within, **more)
        held = dictionary.current()
        self.asked_by = [
            attribute
            for key in composing.ASKABLE
            if (attribute := held.attributes.get(key)) and attribute.privacy.rank <= clearance.rank
        ]
        for attribute in self.asked_by:
            self.fields[f"known-{attribute.key}"] = forms.ChoiceField(
                label=say(attribute.words),
                required=False,
                choices=[("", gettext("不限")), *composing.choices_of(attribute, held)],
            )

    @property
    def known_fields(self) -> list[forms.BoundField]:
        """Return the fields that ask by what is known."""
        return [self[f"known-{attribute.key}"] for attribute in self.asked_by]

    def clean(self) -> dict[str, Any]:
        """Read the conditions as one question."""
        found: dict[str, Any] = super().clean() or {}
        asked = {
            "age_from": found.get("age_from"), "age_to": found.get("age_to"), "is_alone": found.get("is_alone"),
            "is_renting": found.get("is_renting"), "sex": found.get("sex", ""), "kinds": found.get("kinds", []),
            "places": found.get("places", []), "polygon": found.get("polygon", []),
            "known": {
                one.key: [found[f"known-{one.key}"]] for one in self.asked_by if found.get(f"known-{one.key}")
            },
        }  # fmt: skip
        try:
            self.question: Question | None = composing.read(asked)
        except ChoiceError as error:
            self.question = None
            self.add_error(None, say(error.words))
        return found


class ReachForm(forms.Form):
    """What a roster's homes are told, and by when."""

    key = forms.CharField(max_length=40, widget=forms.HiddenInput)
    zh = forms.CharField(label=_("什么事"), max_length=60, help_text=_("一句话，如：流感疫苗免费接种"))
    tell = forms.CharField(
        label=_("上门怎么说"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("照着念就行的话；自愿的事写明自愿"),
    )  # fmt: skip
    due_on = forms.DateField(label=_("最晚哪天办到"), widget=forms.DateInput(attrs=DAY_INPUT, format="%Y-%m-%d"))


class EmergencyForm(PlaceForm):
    """For which buildings, and why."""

    reason = forms.CharField(
        label=_("为什么打印"),
        max_length=200,
        required=False,
        help_text=_("会和您的名字、时间一起记入日志，如：台风撤离准备"),
    )

    def __init__(self, *given: Any, within: str, **more: Any) -> None:
        super().__init__(*given, within=within, **more)
        self.within = within
        self.paths: list[str] = []

    def clean(self) -> dict[str, Any]:
        """Find the buildings' paths: ticked, or in the shape drawn."""
        found: dict[str, Any] = super().clean() or {}
        polygon = found.get("polygon") or []
        try:
            corners = composing.read({"polygon": polygon}).polygon
        except ChoiceError as error:
            self.add_error(None, say(error.words))
            return found
        within = composing.buildings_in(corners, path=self.within) if corners else []
        self.paths = [*found.get("places", []), *within]
        return found


class HandOverForm(forms.Form):
    """Whose homes go to whom, from which day on."""

    post = forms.ChoiceField(label=_("交出的岗位"))
    account = forms.ChoiceField(label=_("接手的人"))
    on = forms.DateField(label=_("从哪天起"), widget=forms.DateInput(attrs=DAY_INPUT, format="%Y-%m-%d"))

    def __init__(self, *given: Any, posts: Iterable[Any], accounts: Iterable[Any], **more: Any) -> None:
        super().__init__(*given, **more)
        for name, choices in (
            ("post", [(post.pk, f"{post.account.name} · {post}") for post in posts]),
            ("account", [(account.pk, account.name) for account in accounts]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = choices


def offered_places(within: str) -> list[Area]:
    """Return the buildings below a place where they are few, else its grids, in walking order."""
    buildings = emergency.buildings_at([within])
    if len(buildings) <= MOST_OFFERED:
        return buildings
    return sorted(areas.children_of(within, Level.GRID), key=lambda area: walking_order(area.path))


def in_a_week(at: datetime) -> date:
    """Return the day that dates are first set to."""
    return timezone.localtime(at).date() + timedelta(days=7)
