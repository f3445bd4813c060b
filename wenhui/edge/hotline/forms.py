"""Parses what is typed and uploaded on the pages of the hotline; saves nothing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wenhui.kit.sheets.opening import MOST_BYTES

MOST_WORDS = 2_000


class SheetForm(forms.Form):
    """A sheet of tickets as the hotline exports it."""

    file = forms.FileField(
        label=_("热线工单表"),
        help_text=_("热线系统导出的 .xlsx、.xls 或 .csv，不用改表头；一次最多 1,000 行，重复上传不会重复立案"),
        error_messages={"required": _("请选一个文件"), "empty": _("文件是空的。请确认选对了文件，保存后再上传。")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )

    def clean_file(self) -> Any:
        """Refuse what is larger than any file that is opened, before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("文件太大。请删去图片和多余的工作表，再上传。"))
        return file


class WordsForm(forms.Form):
    """Words that a step needs; which step needs them is the action's business."""

    words = forms.CharField(required=False, max_length=MOST_WORDS, strip=True)
    until = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M"])
    reason = forms.CharField(required=False, max_length=200, strip=True)
    granted = forms.CharField(required=False, max_length=3)
