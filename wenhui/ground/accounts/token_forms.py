"""Parses what the page of tokens is given; saves nothing."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wenhui.ground.accounts import access
from wenhui.ground.accounts.actions import LONGEST_TOKEN
from wenhui.ground.accounts.models.tokens import MOST_PER_MINUTE
from wenhui.ground.areas import queries as areas
from wenhui.ground.areas.models import Area, Level
from wenhui.kit.privacy import Privacy

USUAL_DAYS = 180
OFFERED = (Level.CITY, Level.DISTRICT, Level.SUBDISTRICT, Level.COMMUNITY)
CLEARANCES = [
    (Privacy.INSIDE.value, _("内部：案件一类")),
    (Privacy.PERSONAL.value, _("个人信息：居民登记一类，姓名和号码仍然遮住")),
]


class TokenForm(forms.Form):
    """Which program, what it may do, where, and until when."""

    name = forms.CharField(label=_("给哪个程序用"), max_length=60, help_text=_("例如：区城管平台、浙里办随手拍"))
    area = forms.ChoiceField(label=_("辖区"), help_text=_("程序只看得到、只报得进这个范围"))
    permissions = forms.MultipleChoiceField(label=_("可以做什么"), widget=forms.CheckboxSelectMultiple)
    clearance = forms.ChoiceField(label=_("看到哪一级"), choices=CLEARANCES, initial=Privacy.INSIDE.value)
    valid_to = forms.DateField(
        label=_("哪天起失效"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("最长一年；到期前另做一个，换好了再撤销旧的"),
    )  # fmt: skip
    per_minute = forms.IntegerField(
        label=_("每分钟最多调用"),
        min_value=1,
        max_value=MOST_PER_MINUTE,
        initial=600,
        help_text=_("超过的要等下一分钟"),
    )

    def __init__(self, given: Any, *, within: str, today: date) -> None:
        super().__init__(given, initial={"valid_to": today + timedelta(days=USUAL_DAYS)})
        self.today = today
        self.areas: dict[str, Area] = {
            area.path: area for area in areas.subtree(within).filter(level__in=OFFERED, valid_to__isnull=True)
        }
        self._choose("area", [(path, area.name) for path, area in self.areas.items()])
        self._choose("permissions", [(one, access.name_of(one)) for one in access.for_tokens()])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def clean_valid_to(self) -> date:
        """Refuse a day that has come already, or one further than a year."""
        day: date = self.cleaned_data["valid_to"]
        if day <= self.today:
            raise ValidationError(gettext("这一天已经到了，写今天以后的日子"))
        if day > self.today + LONGEST_TOKEN:
            raise ValidationError(gettext("最长一年"))
        return day

    @property
    def token(self) -> dict[str, Any]:
        """Return the token as the action takes it."""
        found = self.cleaned_data
        return found | {
            "valid_from": self.today,
            "area": self.areas[found["area"]],
            "clearance": Privacy(found["clearance"]),
        }
