"""Parses what is typed where providers differ; saves nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """Why something is decided, uncovered or handed out."""

    reason = forms.CharField(
        label=_("理由"), help_text=_("会和您的名字、时间一起记入日志"), max_length=200, strip=True,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


class NoteForm(forms.Form):
    """What is said to a provider beside the two words."""

    note = forms.CharField(
        label=_("附言（可不写）"), help_text=_("写进交给对方的清单，不要写别的个人信息"), max_length=200, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
