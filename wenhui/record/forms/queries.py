"""Forms in order, who else asks the same, what is to be filled and filed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from wenhui.ground.areas.models import Area, Level
from wenhui.ground.areas.rules import ancestor_paths
from wenhui.kit.scope import upper_bound
from wenhui.record.facts.subjects import COLUMN
from wenhui.record.forms.models import Filing, Filling, Form, FormColumn
from wenhui.record.forms.rules import periods
from wenhui.record.forms.rules.periods import Period
from wenhui.record.forms.words import FormStanding, Lateness
from wenhui.record.registry.words import Subject

LATENESS = (Lateness.LATE, Lateness.DUE, Lateness.COMING, Lateness.FILED)


@dataclass(frozen=True, slots=True)
class Overlap:
    """Another admitted form that asks some of the same attributes."""

    form: Form
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """One period of a form in one area, filed or not."""

    form: Form
    area: Area
    period: Period
    lateness: Lateness
    filing: Filing | None = None


def reaching(path: str) -> Q:
    """Return the condition that a form is asked in an area, around it or below it."""
    return Q(area_path__in=ancestor_paths(path)) | Q(area_path__gte=path, area_path__lt=upper_bound(path))


def forms(path: str, *, standing: str = "", asker: str = "") -> QuerySet[Form]:
    """Return the forms that reach an area: what waits first, then the latest."""
    found = Form.objects.filter(reaching(path)).select_related("area")
    if standing:
        found = found.filter(standing=standing)
    if asker:
        found = found.filter(asker=asker)
    asked = Count("columns", filter=Q(columns__struck_at__isnull=True))
    repeated = Count("columns", filter=Q(columns__struck_at__isnull=True, columns__is_repeated=True))
    return found.annotate(asked=asked, repeated=repeated).order_by("-drafted_at", "-pk")


def counts(path: str) -> Mapping[str, int]:
    """Return how many forms of each standing reach an area."""
    rows = Form.objects.filter(reaching(path)).values_list("standing").annotate(n=Count("pk")).order_by()
    return dict(rows)


def askers(path: str) -> list[str]:
    """Return who asks anything of an area, in the order of their codes."""
    return sorted(set(Form.objects.filter(reaching(path)).values_list("asker", flat=True)))


def open_forms(path: str, *, today: date) -> QuerySet[Form]:
    """Return the forms that may be filled in an area today."""
    found = Form.objects.filter(reaching(path), standing=FormStanding.ADMITTED, expires_on__gte=today)
    return found.select_related("area").order_by("name", "pk")


def columns_of(form: Form) -> list[FormColumn]:
    """Return the columns that are asked, in order."""
    return list(form.columns.filter(struck_at__isnull=True).select_related("attribute").order_by("place"))


def overlaps(form: Form, columns: Iterable[FormColumn]) -> list[Overlap]:
    """Return admitted forms that ask the same of the same ground, those with most in common first."""
    mine = {
        column.attribute_id or 0: column.title for column in columns if column.attribute_id and not column.struck_at
    }
    there = Form.objects.filter(reaching(form.area_path), standing=FormStanding.ADMITTED)
    others = (
        FormColumn.objects.filter(attribute_id__in=mine, struck_at__isnull=True, form__in=there)
        .exclude(form_id=form.pk)
        .select_related("form")
        .order_by("place")
    )
    found: dict[Form, list[str]] = {}
    for column in others:
        if not (form.key and column.form.key == form.key):
            found.setdefault(column.form, []).append(mine[column.attribute_id or 0])
    ranked = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0].pk))
    return [Overlap(one, tuple(dict.fromkeys(titles))) for one, titles in ranked]


def last_filling(form: Form, number: int, period_on: date) -> Filling | None:
    """Return the last filling of a subject in a period."""
    column = f"{COLUMN[Subject(form.subject)]}_id"
    return form.fillings.filter(period_on=period_on, **{column: number}).order_by("-pk").first()


def own_answers(form: Form, path: str, period_on: date) -> dict[int, Mapping[str, str]]:
    """Return the own answers of everyone filled in an area in a period, by number; the last filling of each counts."""
    column = f"{COLUMN[Subject(form.subject)]}_id"
    rows = form.fillings.filter(period_on=period_on, area_path__gte=path, area_path__lt=upper_bound(path))
    return {number: own for number, own in rows.order_by("pk").values_list(column, "own")}  # noqa: C416 - the last wins


def filing_areas(form: Form, path: str) -> list[Area]:
    """Return the communities that file a form, within an area: the form's own where it lies below them."""
    wide = form.area_path if form.area_path.startswith(path) else path
    communities = Area.objects.filter(
        level=Level.COMMUNITY, valid_to__isnull=True, path__gte=wide, path__lt=upper_bound(wide)
    ).order_by("path")
    if communities:
        return list(communities)
    return [form.area] if form.area.level in {Level.GRID, Level.BUILDING} and form.area_path.startswith(path) else []


def due(path: str, *, today: date) -> list[Due]:
    """Return the periods of the forms that reach an area: of each form and community those not filed, and the last filed.

    Late ones first, then by the day on which they are due.
    """
    asked = Form.objects.filter(
        reaching(path), standing__in=[FormStanding.ADMITTED, FormStanding.EXPIRED]
    ).select_related("area")
    found: list[Due] = []
    filed = {
        (one.form_id, one.area_id, one.period_on): one
        for one in Filing.objects.filter(area_path__gte=path, area_path__lt=upper_bound(path)).select_related("area")
    }
    for form in asked:
        stretches = form.periods_until(today)
        for area in filing_areas(form, path):
            found += _of_area(form, area, stretches, filed, today)
    return sorted(found, key=lambda one: (LATENESS.index(one.lateness), one.period.due_on, one.form.pk, one.area.path))


def _of_area(
    form: Form,
    area: Area,
    stretches: Sequence[Period],
    filed: Mapping[tuple[int, int, date], Filing],
    today: date,
) -> list[Due]:
    found = []
    for period in stretches:
        filing = filed.get((form.pk, area.pk, period.begin))
        how = Lateness(periods.lateness(period, today=today, is_filed=filing is not None))
        found.append(Due(form, area, period, how, filing))
    return found
