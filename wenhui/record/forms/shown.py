"""A form as pages show it: its columns with what is held and who else asks, in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext, ngettext, pgettext

from wenhui.kit.html import numbers, wording
from wenhui.record.forms.burdens import Expected
from wenhui.record.forms.models import Form, FormColumn
from wenhui.record.forms.queries import Overlap
from wenhui.record.forms.rules.periods import Period
from wenhui.record.forms.words import Basis, FormStanding, PeriodKind
from wenhui.record.registry import dictionary
from wenhui.record.registry.models import AdmittedAttribute
from wenhui.record.registry.rules.attributes import Attribute
from wenhui.record.registry.words import Subject

PROVIDERS: Final = "provider"
LIGHTS: Final[Mapping[str, str]] = {
    FormStanding.DRAFTED: "hold",
    FormStanding.SUBMITTED: "soon",
    FormStanding.ADMITTED: "ok",
    FormStanding.REFUSED: "hold",
    FormStanding.EXPIRED: "stale",
    FormStanding.ENDED: "hold",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One column on the page. Shares are whole per cent, None where there is nobody to ask."""

    column: FormColumn
    attribute: Attribute | None
    meaning: str
    held: int | None
    fresh: int | None
    keeps: str
    others: tuple[Form, ...]
    needs_reason: bool
    lacks_duty: bool

    @property
    def choices(self) -> str:
        """Return what an own question lets one choose, as it is typed."""
        return gettext("、").join(self.column.choices)

    @property
    def is_plain(self) -> bool:
        """Say whether the head is the attribute's own name."""
        return self.attribute is not None and self.column.title == self.attribute.words.zh

    @property
    def rest(self) -> int:
        """Return how many per cent are not held."""
        return 100 - (self.held or 0)


def asker(code: str) -> str:
    """Return what a provider is called."""
    return asker_names().get(code, code)


def askers(codes: Sequence[str]) -> list[tuple[str, str]]:
    """Return providers with what they are called."""
    names = asker_names()
    return [(code, names.get(code, code)) for code in codes]


def asker_names() -> dict[str, str]:
    """Return what every provider is called, by code; nothing before the dictionary is in force."""
    table = dictionary.current().tables.get(PROVIDERS)
    return {code.code: wording.say(code.words) for code in table.codes} if table else {}


def light(standing: str) -> tuple[str, str]:
    """Return the light of a standing, and its word."""
    return LIGHTS[standing], str(FormStanding(standing).label)


def counted(subject: str, count: int) -> str:
    """Return a number of subjects in their own measure: 9,300 人, 3,100 户."""
    number = f"{count:,}"
    match Subject(subject):
        case Subject.PERSON:
            return ngettext("%(n)s 人", "%(n)s 人", count) % {"n": number}
        case Subject.HOUSEHOLD:
            return ngettext("%(n)s 户", "%(n)s 户", count) % {"n": number}
        case Subject.DWELLING:
            return ngettext("%(n)s 套", "%(n)s 套", count) % {"n": number}
        case Subject.BUILDING:
            return ngettext("%(n)s 幢", "%(n)s 幢", count) % {"n": number}
        case Subject.ORGANISATION:
            return ngettext("%(n)s 家", "%(n)s 家", count) % {"n": number}


def period(one: Period) -> str:
    """Return a period in words: 2026 年 3 月, 2026 年第 1 季度, 2026 年."""
    words = {"year": one.begin.year, "month": one.begin.month, "quarter": (one.begin.month + 2) // 3}
    match one.kind:
        case PeriodKind.YEAR:
            return gettext("%(year)s 年") % words
        case PeriodKind.QUARTER:
            return gettext("%(year)s 年第 %(quarter)s 季度") % words
        case PeriodKind.MONTH:
            return gettext("%(year)s 年 %(month)s 月") % words
        case _:
            return gettext("一次性，%(day)s 起") % {"day": one.begin.isoformat()}


def often(form: Form) -> str:
    """Return how often a form is asked and until when each time."""
    days = {"days": form.due_days, "kind": form.get_period_display()}
    if form.period == PeriodKind.ONCE:
        return gettext("一次，准入后 %(days)s 天内报") % days
    return gettext("%(kind)s，期满后 %(days)s 天内报") % days


def lines(form: Form, columns: Sequence[FormColumn], overlaps: Sequence[Overlap], *, today: date) -> list[Line]:
    """Return the columns of a form as they are shown."""
    held = dictionary.current().attributes
    admitted = set(AdmittedAttribute.objects.filter(since__lte=today).values_list("key", flat=True))
    asked_by: dict[str, list[Form]] = {}
    for other in overlaps:
        for title in other.titles:
            asked_by.setdefault(title, []).append(other.form)
    return [_line(form, column, held, admitted, asked_by) for column in columns]


def meanings() -> dict[str, str]:
    """Return every attribute's name with its subject, as it is chosen; by that name its key."""
    return {called(one): one.key for one in dictionary.current().attributes.values()}


def called(attribute: Attribute) -> str:
    """Return an attribute's name with its subject: 联系电话（人员）."""
    return pgettext("attributes", "%(name)s（%(subject)s）") % {
        "name": wording.say(attribute.words),
        "subject": attribute.subject.label,
    }


def in_words(overlaps: Sequence[Overlap]) -> list[dict[str, Any]]:
    """Return overlaps in words: 与民政《老年人口摸底表》重复 7 列."""
    return [
        {
            "form": one.form,
            "words": ngettext(
                "与%(asker)s《%(name)s》重复 %(n)s 列", "与%(asker)s《%(name)s》重复 %(n)s 列", len(one.titles)
            )
            % {"asker": asker(one.form.asker), "name": one.form.name, "n": len(one.titles)},
            "titles": gettext("、").join(one.titles),
        }
        for one in overlaps
    ]


def burden(expected: Expected | None) -> dict[str, Any]:
    """Return what a form is expected to cost, in words; an estimate is asked for where nothing was measured."""
    is_measured = expected is not None and expected.basis is not Basis.TYPED
    pace = expected.per_cell if expected else None
    return {
        "expected": expected,
        "basis": str(expected.basis.label) if expected else "",
        "pace": numbers.number(pace, 1) if pace else "",
        "can_estimate": not is_measured,
    }


def _line(
    form: Form,
    column: FormColumn,
    held: Mapping[str, Attribute],
    admitted: set[str],
    asked_by: Mapping[str, Sequence[Form]],
) -> Line:
    attribute = held.get(column.attribute.key) if column.attribute else None
    is_measured = form.measured_at is not None and form.subjects > 0 and attribute is not None
    return Line(
        column=column,
        attribute=attribute,
        meaning=called(attribute) if attribute else column.why_own,
        held=round(column.held * 100 / form.subjects) if is_measured else None,
        fresh=round(column.fresh * 100 / form.subjects) if is_measured else None,
        keeps=_keeps(attribute),
        others=tuple(asked_by.get(column.title, ())),
        needs_reason=column.is_repeated and not column.reason and not column.struck_at,
        lacks_duty=bool(attribute and attribute.needs_admission and attribute.key not in admitted),
    )


def _keeps(attribute: Attribute | None) -> str:
    if attribute is None:
        return gettext("自有问题，登记里没有")
    if attribute.ask_every_time:
        return gettext("每次都要当面问")
    if attribute.freshness_days is None:
        return gettext("不会过期")
    return ngettext("%(days)s 天内算新鲜", "%(days)s 天内算新鲜", attribute.freshness_days) % {
        "days": attribute.freshness_days
    }
