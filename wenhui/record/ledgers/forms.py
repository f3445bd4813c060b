"""Parses what is typed and uploaded on the pages of ledgers; saves nothing."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wenhui.kit.html import wording
from wenhui.kit.sheets.opening import MOST_BYTES
from wenhui.record.registry.rules.codes import CodeTable


class UploadForm(forms.Form):
    """A department's blank form, and whose it is."""

    file = forms.FileField(
        label=_("空白表"),
        help_text=_("发表单位原样发来的 .xlsx，不用改动"),
        error_messages={"required": _("请选一个文件"), "empty": _("文件是空的。请确认选对了文件，保存后再上传。")},
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
    asker = forms.ChoiceField(label=_("发表单位"), help_text=_("认过的列会按单位记住，下次不再问"))

    def __init__(self, *args: Any, providers: CodeTable, **kwargs: Any) -> None:
        """Offer the providers of the code table."""
        super().__init__(*args, **kwargs)
        self.fields["asker"].choices = [  # type: ignore[attr-defined]
            (code.code, wording.say(code.words)) for code in providers.in_force
        ]

    def clean_file(self) -> Any:
        """Refuse what is larger than any file that is opened, before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("文件太大。请删去图片和多余的工作表，再上传。"))
        return file


class ImportForm(forms.Form):
    """A department's table with rows in it: whose it is, on what ground, of which day and area."""

    file = forms.FileField(
        label=_("台账文件"),
        help_text=_("原样的 .xlsx、.xls 或 .csv，不用改表头"),
        error_messages={"required": _("请选一个文件"), "empty": _("文件是空的。请确认选对了文件，保存后再上传。")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
    )
    provider = forms.ChoiceField(
        label=_("提供单位"),
        help_text=_("内容算这家单位说的，认过的列也按单位记住"),
        error_messages={"required": _("请选是哪家单位提供的")},
    )
    ground = forms.CharField(
        label=_("依据"),
        help_text=_("凭什么收这张表，如“居民委员会组织法第三条”，会和您的名字一起记入日志"),
        min_length=4,
        max_length=200,
        error_messages=dict.fromkeys(("required", "min_length"), _("请写明凭什么收这张表（至少四个字）")),
    )
    as_of = forms.DateField(
        label=_("表里内容截至"),
        help_text=_("表是哪一天的情况；比这一天更新的说法不会被它盖掉"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    area = forms.CharField(
        label=_("区域"), help_text=_("表里的人、户、房屋或单位在哪个社区或街道"), max_length=80, strip=True
    )

    def __init__(self, *args: Any, providers: CodeTable, today: date, **kwargs: Any) -> None:
        """Offer the providers of the code table, and today as the day."""
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["as_of"].initial = today
        self.fields["as_of"].widget.attrs["max"] = today.isoformat()
        self.fields["provider"].choices = [  # type: ignore[attr-defined]
            ("", _("请选")),
            *((code.code, wording.say(code.words)) for code in providers.in_force),
        ]

    def clean_file(self) -> Any:
        """Refuse what is larger than any file that is opened, before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("文件太大。请删去图片和多余的工作表，再上传。"))
        return file

    def clean_as_of(self) -> date:
        """Refuse a day that has not come."""
        day: date = self.cleaned_data["as_of"]
        if day > self.today:
            raise forms.ValidationError(_("这一天还没有到"))
        return day


class FillForm(forms.Form):
    """For which area, for whom, and on what ground."""

    area = forms.CharField(
        label=_("区域"), help_text=_("社区、网格、楼幢的名称，或区划代码"), max_length=80, strip=True
    )
    only = forms.CharField(
        label=_("只填符合条件的"),
        help_text=_("如 年龄>=60，人口类别=户籍，独居；不写就全部填"),
        max_length=200,
        required=False,
    )
    ground = forms.CharField(
        label=_("要表的依据"),
        help_text=_("填好的表含姓名和号码，依据会和您的名字一起记入日志"),
        max_length=200,
        required=False,
    )
    skips_stale = forms.BooleanField(label=_("过期的不填，空着"), required=False)
    due_on = forms.DateField(
        label=_("走访最晚哪天问到"),
        help_text=_("缺的和过期的交给走访：每户每件只问一次，不管几张表要；不交就清空"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Take the day before which nothing can be asked."""
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_due_on(self) -> date | None:
        """Refuse a day that has gone."""
        due_on: date | None = self.cleaned_data["due_on"]
        if due_on is not None and due_on < self.today:
            raise forms.ValidationError(_("要办到的日子已经过了"))
        return due_on
