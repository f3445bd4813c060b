"""Parses what is typed on the pages of forms; saves nothing."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wenhui.ground.areas.models import Area, Level
from wenhui.kit.html import wording
from wenhui.kit.scope import upper_bound
from wenhui.kit.sheets.opening import MOST_BYTES
from wenhui.kit.sheets.refusals import RefusedFileError
from wenhui.kit.words import Words
from wenhui.record.forms import binding, shown, xlsform
from wenhui.record.forms.actions import Asked, Wish
from wenhui.record.forms.models import Form, FormColumn
from wenhui.record.forms.refusals import FormsError, WrongEstimateError
from wenhui.record.forms.words import Answering, PeriodKind
from wenhui.record.forms.xlsform import XlsFormError
from wenhui.record.registry.rules.codes import CodeTable
from wenhui.record.registry.words import Subject

DAY_INPUT: Final = {"type": "date"}
LEVELS: Final = [Level.SUBDISTRICT, Level.COMMUNITY]


class WishForm(forms.Form):
    """A table as it is asked for: its head, and what it asks, one column a line."""

    asker = forms.ChoiceField(label=_("要表单位"), help_text=_("谁要这张表；没有的先在代码表“提供方”里登记"))
    name = forms.CharField(
        label=_("表名"), max_length=60, required=False, help_text=_("用 XLSForm 登记的，不写就用文件里的名称")
    )
    ground = forms.CharField(
        label=_("依据"), max_length=200, help_text=_("法律条款，或文件名称和文号。没有依据的表不报请准入。")
    )
    subject = forms.ChoiceField(label=_("一行填的是"), choices=[(one.value, one.label) for one in Subject])
    only = forms.CharField(
        label=_("只填符合条件的"),
        max_length=200,
        required=False,
        help_text=_("如 年龄>=80，独居；不写就是范围内的全部"),
    )
    area = forms.ModelChoiceField(label=_("填报范围"), queryset=Area.objects.none(), empty_label=None)
    period = forms.ChoiceField(label=_("多久要一次"), choices=PeriodKind.choices)
    due_days = forms.IntegerField(
        label=_("几天内报"), min_value=1, max_value=180, initial=5, help_text=_("每期结束后几天内；一次性的从准入起算")
    )
    expires_on = forms.DateField(
        label=_("有效期至"),
        widget=forms.DateInput(attrs=DAY_INPUT, format="%Y-%m-%d"),
        help_text=_("到期自动停；还要就重新报请"),
    )
    heads = forms.CharField(
        label=_("表头"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("从来表复制表头粘贴到这里，一列一行；必填的列加 *。认得的列会自动对应登记事项。"),
        max_length=20_000,
        required=False,
    )
    file = forms.FileField(
        label=_("或者上传 XLSForm"),
        required=False,
        help_text=_("ODK、KoBo 用的 .xlsx；不支持的问题会连行号一次说完"),
        error_messages={"empty": _("文件是空的。请确认选对了文件，保存后再上传。")},
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def __init__(self, *given: Any, providers: CodeTable, within: str, **more: Any) -> None:
        """Offer the providers of the code table, and the areas of the scope that file forms."""
        super().__init__(*given, **more)
        self.from_file: list[Asked] = []
        self.fields["asker"].choices = [  # type: ignore[attr-defined]
            (code.code, wording.say(code.words)) for code in providers.in_force
        ]
        areas = Area.objects.filter(
            path__gte=within, path__lt=upper_bound(within), level__in=LEVELS, valid_to__isnull=True
        ).order_by("path")
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Read the XLSForm, if one is given; there are either heads or a file, and a name."""
        found: dict[str, Any] = self.cleaned_data
        file, title = found.get("file"), ""
        if file is not None and "subject" in found and "asker" in found:
            try:
                title, self.from_file = self._read(file)
            except (FormsError, RefusedFileError) as refused:
                self.add_error("file", wording.say(refused.words))
        elif file is None and not found.get("heads", "").strip():
            self.add_error("heads", gettext("请粘贴表头，或者上传 XLSForm。"))
        found["name"] = found.get("name") or title
        if not found["name"] and not self.errors:
            self.add_error("name", gettext("请写表名。"))
        return found

    def _read(self, file: Any) -> tuple[str, list[Asked]]:
        if file.size > MOST_BYTES:
            raise XlsFormError(
                Words(
                    "文件太大。请删去图片和多余的工作表，再上传。", "The file is too large; remove pictures and sheets."
                )
            )
        found = self.cleaned_data
        return xlsform.read(
            file.read(), subject=Subject(found["subject"]), asker=found["asker"], why_own=gettext("登记里没有这一项")
        )

    def wish(self, before: Sequence[FormColumn] = ()) -> Wish:
        """Return the wish; columns whose head stood before keep what was said of them."""
        found = self.cleaned_data
        heads = binding.heads_of(found["heads"])
        subject = Subject(found["subject"])
        kept = {column.title: asked(column) for column in before}
        bound = self.from_file or binding.bind(
            heads, name=found["name"], subject=subject, asker=found["asker"], why_own=gettext("登记里没有这一项")
        )
        return Wish(
            asker=found["asker"],
            name=found["name"],
            ground=found["ground"],
            subject=subject,
            area=found["area"],
            period=PeriodKind(found["period"]),
            due_days=found["due_days"],
            expires_on=found["expires_on"],
            only=found["only"],
            columns=[kept.get(one.title, one) for one in bound],
        )


def asked(column: FormColumn) -> Asked:
    """Return a column as it was asked."""
    return Asked(
        title=column.title,
        key=column.attribute.key if column.attribute else "",
        answering=Answering(column.answering) if column.answering else Answering.TEXT,
        choices=tuple(column.choices),
        why_own=column.why_own,
        is_required=column.is_required,
        asks_anew=column.asks_anew,
        reason=column.reason,
    )


def wish_of(form: Form, columns: Sequence[Asked]) -> Wish:
    """Return a form's wish with other columns."""
    return Wish(
        asker=form.asker,
        name=form.name,
        ground=form.ground,
        subject=Subject(form.subject),
        area=form.area,
        period=PeriodKind(form.period),
        due_days=form.due_days,
        expires_on=form.expires_on,
        only=form.only,
        columns=columns,
        key=form.key,
        edition=form.edition,
    )


def initial_of(form: Form, columns: Sequence[FormColumn]) -> dict[str, Any]:
    """Return what the page of a draft begins with."""
    heads = [f"{column.title}{'*' if column.is_required else ''}" for column in columns]
    names = ("asker", "name", "ground", "subject", "only", "area", "period", "due_days", "expires_on")
    return {name: getattr(form, name) for name in names} | {"heads": "\n".join(heads)}


def columns_from(columns: Sequence[FormColumn], typed: Mapping[str, str]) -> list[Asked]:
    """Return a draft's columns as the page of columns has them: what each means, or why it is an own question."""
    keys = shown.meanings()
    found = []
    for column in columns:
        prefix = f"column-{column.place}"
        meaning = typed.get(f"{prefix}-meaning", "").strip()
        key = keys.get(meaning, meaning)
        answering = typed.get(f"{prefix}-answering", "")
        found.append(
            Asked(
                title=column.title,
                key=key,
                answering=Answering(answering) if answering in Answering.values else Answering.TEXT,
                choices=binding.choices_of(typed.get(f"{prefix}-choices", "")),
                why_own="" if key else typed.get(f"{prefix}-why", ""),
                is_required=f"{prefix}-required" in typed,
                asks_anew=f"{prefix}-anew" in typed,
                reason=typed.get(f"{prefix}-reason", column.reason),
            )
        )
    return found


def minutes_from(typed: Mapping[str, str]) -> Decimal | None:
    """Return the minutes that somebody estimates for one subject, None without any. Raises WrongEstimateError."""
    text = typed.get("minutes", "").strip()
    if not text:
        return None
    try:
        minutes = Decimal(text)
    except InvalidOperation:
        raise WrongEstimateError from None
    if not minutes.is_finite():
        raise WrongEstimateError
    return minutes


def explained(columns: Sequence[FormColumn], typed: Mapping[str, str]) -> tuple[dict[int, str], set[int]]:
    """Return the reasons typed on the page of a form, by place, and the places of columns that are struck."""
    reasons = {column.place: typed[name][:120] for column in columns if (name := f"reason-{column.place}") in typed}
    return reasons, {column.place for column in columns if f"strike-{column.place}" in typed}


class FileForm(forms.Form):
    """Which period of a form is filed for which area."""

    area = forms.IntegerField()
    period_on = forms.DateField()
