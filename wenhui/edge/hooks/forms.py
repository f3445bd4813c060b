"""Parses what the page of webhooks is given; saves nothing."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wenhui.edge.hooks import words
from wenhui.edge.hooks.addresses import LONGEST
from wenhui.edge.hooks.wire import CHOSEN
from wenhui.ground.accounts.models import Token
from wenhui.kit.html.wording import say


class HookForm(forms.Form):
    """For which program, where to, and what of."""

    token = forms.ChoiceField(label=_("哪个程序"), help_text=_("只告诉它这个令牌看得到的案件"))
    address = forms.CharField(
        label=_("送到哪个网址"), max_length=LONGEST, widget=forms.URLInput(attrs={"autocomplete": "off"}),
        help_text=_("对方收报文的地址，https 开头，要在外网"),
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(label=_("什么时候告诉它"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, given: Any, *, tokens: Sequence[Token]) -> None:
        super().__init__(given)
        self.tokens = {str(token.pk): token for token in tokens}
        self._choose("token", [(key, token.name) for key, token in self.tokens.items()])
        self._choose("kinds", [(str(kind), say(words.KINDS[kind])) for kind in CHOSEN])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    @property
    def hook(self) -> dict[str, Any]:
        """Return what is asked for, as the action takes it."""
        given = self.cleaned_data
        return {"token": self.tokens[given["token"]], "address": given["address"].strip(), "kinds": given["kinds"]}
