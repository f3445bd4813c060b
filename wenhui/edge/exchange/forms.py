"""What somebody who tends the exchange writes."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WhyForm(forms.Form):
    """Why something is left undone for good."""

    why = forms.CharField(
        label=_("理由"), help_text=_("会和您的名字、时间一起记入日志"), max_length=200, strip=True,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
