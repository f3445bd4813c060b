"""What somebody says about a device: parsing only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wenhui.edge.sensing.words import Verdict
from wenhui.kit.html.wording import say


class MuteForm(forms.Form):
    """Until which day a device is not heard, and why."""

    until = forms.DateField(
        label=_("静默到"),
        help_text=_("含这一天；最多 30 天，到期自动恢复"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    why = forms.CharField(
        label=_("理由"), help_text=_("会和您的名字、时间一起记入日志"), max_length=200, strip=True,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


class JudgeForm(forms.Form):
    """What was found about one message."""

    message = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    verdict = forms.ChoiceField(choices=lambda: [(str(one), say(one.words)) for one in Verdict])
    note = forms.CharField(max_length=200, required=False, strip=True)
