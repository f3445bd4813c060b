"""Parses what is typed into the registry's pages; saves nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _


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
