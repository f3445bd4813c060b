"""What forms are expected to cost and what they cost: read from rows of the entry meter, never guessed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Sum

from wenhui.ground.areas.models import Area, Level
from wenhui.kit import clock
from wenhui.kit.scope import upper_bound
from wenhui.record.forms import knowing, measuring
from wenhui.record.forms.models import EntryCount, Form, FormColumn
from wenhui.record.forms.rules import burden
from wenhui.record.forms.rules.burden import Pace
from wenhui.record.forms.words import Basis, CountedAs, FormStanding
from wenhui.record.registry import dictionary

MEASURED: Final = Q(first_key_at__isnull=False, counted_as=CountedAs.FILLING)
SPENT: Final = ExpressionWrapper(F("last_key_at") - F("first_key_at"), output_field=DurationField())


@dataclass(frozen=True, slots=True)
class Expected:
    """What a form will cost: cells that take hands in a period, seconds each where measured, minutes a week of all."""

    cells: int
    per_cell: float | None
    minutes: Decimal
    basis: Basis
    communities: int

    @property
    def each(self) -> Decimal:
        """Return the minutes a week of one community."""
        return (self.minutes / max(1, self.communities)).quantize(burden.TENTH)


@dataclass(frozen=True, slots=True)
class Line:
    """One form in force: what was expected of it, what it has cost; `actual` is None where nothing was measured.

    Of all `asked` communities so many lie in the reader's area: what was expected is their share.
    """

    form: Form
    asked: int
    communities: int
    weeks: Decimal
    minutes: Decimal
    fillings: int
    measured: int

    @property
    def expected(self) -> Decimal | None:
        """Return the minutes a week that were expected of these communities."""
        if self.form.expected_minutes is None:
            return None
        return (self.form.expected_minutes * self.communities / self.asked).quantize(burden.TENTH)

    @property
    def cells(self) -> int | None:
        """Return how many cells were expected to take hands in a period of these communities."""
        of_all = self.form.expected_cells
        return None if of_all is None else round(of_all * self.communities / self.asked)

    @property
    def actual(self) -> Decimal | None:
        """Return the minutes measured a week since the admission; what was not measured is not among them."""
        return (self.minutes / self.weeks).quantize(burden.TENTH) if self.measured else None

    @property
    def each(self) -> Decimal | None:
        """Return the minutes that one filling took on average, None where nothing was measured."""
        return (self.minutes / self.measured).quantize(burden.TENTH) if self.measured else None

    @property
    def expected_each(self) -> Decimal | None:
        """Return the minutes that were expected of one subject on average."""
        if self.form.expected_minutes is None or not self.form.subjects:
            return None
        of_period = self.form.expected_minutes * burden.weeks(self.form.period, due_days=self.form.due_days)
        return (of_period / self.form.subjects).quantize(burden.TENTH)

    @property
    def is_above(self) -> bool:
        """Say whether one takes longer than was expected of one: however many were filled so far, that can be compared."""
        return self.each is not None and self.expected_each is not None and self.each > self.expected_each


def pace_of(rows: QuerySet[EntryCount]) -> Pace:
    """Return how long the cells of these rows took, of fillings that were measured."""
    found = rows.filter(MEASURED).aggregate(spent=Sum(SPENT), typed=Sum("asked"), ticked=Sum("confirmed"))
    spent = found["spent"].total_seconds() if found["spent"] else 0.0
    return Pace(spent, (found["typed"] or 0) + (found["ticked"] or 0))


def first_pace(form: Form, period_on: date) -> Pace:
    """Return how long cells took in a form's own first period, before it could be answered from itself.

    Nothing for the first period itself: there is nothing to compare it with.
    """
    first = form.period_at(form.admitted_on or period_on)
    if period_on <= first.begin:
        return Pace()
    begin, end = clock.day_begins_at(first.begin), clock.day_begins_at(first.end)
    return pace_of(EntryCount.objects.filter(form=form, at__gte=begin, at__lt=end))


def cells(form: Form, columns: Sequence[FormColumn]) -> int:
    """Return how many cells of a measured form take hands in one period."""
    held = dictionary.current().attributes
    found = 0
    for column in columns:
        attribute = held.get(measuring.held_key(column)) if column.attribute_id else None
        if column.struck_at or (attribute is not None and not knowing.is_sayable(attribute)):
            continue
        is_asked_of_all = attribute is None or bool(attribute.ask_every_time) or column.asks_anew
        found += burden.hands(subjects=form.subjects, fresh=column.fresh, is_asked_of_all=is_asked_of_all)
    return found


def expect(form: Form, columns: Sequence[FormColumn]) -> Expected | None:
    """Return what a measured form will cost; None where nothing was measured of it or the like, and nobody has estimated."""
    count = cells(form, columns)
    communities = len(_communities([form])[form.pk])
    for basis, pace in ((Basis.OWN, _own(form)), (Basis.SIMILAR, _similar(form, columns))):
        if pace.is_known:
            minutes = burden.weekly(pace.per_cell * count, period=form.period, due_days=form.due_days)
            return Expected(count, pace.per_cell, minutes, basis, communities)
    if form.typed_minutes is None:
        return None
    seconds = float(form.typed_minutes) * burden.MINUTE * form.subjects
    minutes = burden.weekly(seconds, period=form.period, due_days=form.due_days)
    return Expected(count, None, minutes, Basis.TYPED, communities)


def recorded(form: Form) -> Expected | None:
    """Return what was expected of a form when it was decided."""
    if form.expected_minutes is None or form.expected_cells is None:
        return None
    communities = len(_communities([form])[form.pk])
    return Expected(form.expected_cells, None, form.expected_minutes, Basis(form.expected_from), communities)


def in_force(forms: QuerySet[Form], *, path: str, at: datetime) -> list[Line]:
    """Return every form in force with what was expected and what was measured in an area, the dearest first.

    Three questions. A post below a community reads the share of that community.
    """
    open_forms = list(forms.filter(standing=FormStanding.ADMITTED).select_related("area"))
    counted = EntryCount.objects.filter(form__in=open_forms, counted_as=CountedAs.FILLING).values("form_id").annotate(
        total=Sum("minutes"), fillings=Count("pk"), measured=Count("pk", filter=MEASURED)
    )  # fmt: skip
    found = {row["form_id"]: row for row in counted}
    where = _communities(open_forms)
    today = clock.local_day(at)
    lines = [
        Line(
            form=one,
            asked=len(where[one.pk]),
            communities=sum(place.startswith(path) for place in where[one.pk]) or 1,
            weeks=max(Decimal(1), Decimal((today - (one.admitted_on or today)).days) / burden.DAYS_A_WEEK),
            minutes=found[one.pk]["total"] if one.pk in found else Decimal(0),
            fillings=found[one.pk]["fillings"] if one.pk in found else 0,
            measured=found[one.pk]["measured"] if one.pk in found else 0,
        )
        for one in open_forms
    ]
    return sorted(lines, key=lambda line: (-(line.expected or 0), line.form.pk))


def _own(form: Form) -> Pace:
    """Return the pace of the form itself and of its earlier editions: of the same key, else of the same asker and name."""
    same = Q(form__key=form.key) if form.key else Q(form__key="", form__asker=form.asker, form__name=form.name)
    return pace_of(EntryCount.objects.filter(same))


def _similar(form: Form, columns: Sequence[FormColumn]) -> Pace:
    mine = {column.attribute_id or 0 for column in columns if column.attribute_id and not column.struck_at}
    others = FormColumn.objects.filter(
        struck_at__isnull=True, attribute__in=mine, form__subject=form.subject, form__decision="admitted"
    ).exclude(form_id=form.pk)  # fmt: skip
    asked: dict[int, set[int]] = {}
    for form_id, attribute in others.values_list("form_id", "attribute_id"):
        asked.setdefault(form_id, set()).add(attribute or 0)
    similar = [number for number, theirs in asked.items() if burden.is_similar(mine, theirs)]
    return pace_of(EntryCount.objects.filter(form__in=similar)) if similar else Pace()


def _communities(forms: Sequence[Form]) -> Mapping[int, list[str]]:
    """Return the communities that each form is asked of, as far as one sees; its own area where that lies below them."""
    if not forms:
        return {}
    wide = Q()
    for path in {one.area_path for one in forms}:
        wide |= Q(path__gte=path, path__lt=upper_bound(path))
    paths = list(Area.objects.filter(wide, level=Level.COMMUNITY, valid_to__isnull=True).values_list("path", flat=True))
    return {one.pk: [path for path in paths if path.startswith(one.area_path)] or [one.area_path] for one in forms}
