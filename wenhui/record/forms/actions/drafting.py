"""A table asked for from above is written down, bound to what the dictionary knows, explained, and submitted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from wenhui.ground.areas.models import Area
from wenhui.ground.journal import actions as journal
from wenhui.kit import clock
from wenhui.kit.actor import Actor
from wenhui.kit.privacy import Privacy
from wenhui.record.forms import access, knowing
from wenhui.record.forms.actions import standing
from wenhui.record.forms.models import Form, FormColumn
from wenhui.record.forms.refusals import (
    GroundMissingError,
    GuardedConditionError,
    NothingAskedError,
    TooManyColumnsError,
    UnknownAskerError,
    WrongColumnError,
    WrongDatesError,
)
from wenhui.record.forms.words import Answering, FormStanding, PeriodKind
from wenhui.record.registry import dictionary
from wenhui.record.registry.words import Subject

PROVIDERS: Final = "provider"
SHORTEST: Final = 4
MOST_COLUMNS: Final = 120
# What belongs to one row of a form: a person's household and home, a household's head, a door's building.
BESIDE: Final[Mapping[Subject, frozenset[Subject]]] = {
    Subject.PERSON: frozenset({Subject.PERSON, Subject.HOUSEHOLD, Subject.DWELLING, Subject.BUILDING}),
    Subject.HOUSEHOLD: frozenset({Subject.HOUSEHOLD, Subject.PERSON, Subject.DWELLING, Subject.BUILDING}),
    Subject.DWELLING: frozenset({Subject.DWELLING, Subject.HOUSEHOLD, Subject.PERSON, Subject.BUILDING}),
    Subject.BUILDING: frozenset({Subject.BUILDING}),
    Subject.ORGANISATION: frozenset({Subject.ORGANISATION, Subject.BUILDING}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One column as it is asked: bound to an attribute by `key`, or an own question that says why it is one."""

    title: str
    key: str = ""
    answering: Answering = Answering.TEXT
    choices: tuple[str, ...] = ()
    why_own: str = ""
    is_required: bool = False
    asks_anew: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A table as it is asked for: by whom, called what, on what ground, of whom in which area, how often, until when."""

    asker: str
    name: str
    ground: str
    subject: Subject
    area: Area
    period: PeriodKind
    due_days: int
    expires_on: date
    columns: Sequence[Asked]
    only: str = ""
    key: str = ""
    edition: int = 1


@transaction.atomic
def draft(*, wish: Wish, by: Actor, at: datetime) -> Form:
    """Write a form (表单) down as a draft.

    Raises NotAllowedError, UnknownAskerError, GroundMissingError, WrongDatesError, GuardedConditionError, NothingAskedError,
    TooManyColumnsError, WrongColumnError, and the ledgers' refusal of a condition that is not understood.
    """
    standing.refuse_unless_allowed(access.ASK, path=wish.area.path, by=by, at=at)
    _refuse(wish, today=clock.local_day(at))
    form = Form(drafted_at=at)
    _take(form, wish)
    form.save(force_insert=True)
    _put_columns(form, wish)
    standing.note(form, "", by=by, at=at)
    journal.write(by=by, at=at, verb="forms.draft", subject=f"form:{form.pk}", refs={"columns": len(wish.columns)})
    return form


@transaction.atomic
def revise(*, form_id: int, wish: Wish, by: Actor, at: datetime) -> Form:
    """Write a draft anew. Raises WrongStandingError once it was submitted, and what `draft` raises."""
    form = standing.locked(form_id, access.ASK, by=by, at=at)
    standing.refuse_unless_standing(form, FormStanding.DRAFTED)
    standing.refuse_unless_allowed(access.ASK, path=wish.area.path, by=by, at=at)
    _refuse(wish, today=clock.local_day(at))
    _take(form, wish)
    form.measured_at = None
    standing.expect(form, None)
    form.save()
    form.columns.all().delete()
    _put_columns(form, wish)
    journal.write(by=by, at=at, verb="forms.revise", subject=f"form:{form.pk}", refs={"columns": len(wish.columns)})
    return form


@transaction.atomic
def explain(
    *, form_id: int, reasons: Mapping[int, str], struck: Collection[int], by: Actor, at: datetime
) -> list[FormColumn]:
    """Say by the column's place why it is asked although it is held, and strike (撤下) what is not asked at all.

    Open to whoever asks and to whoever decides, until it is decided. Raises WrongStandingError.
    """
    form = Form.objects.filter(pk=form_id).first()
    permission = access.DECIDE if form and form.standing == FormStanding.SUBMITTED else access.ASK
    form = standing.locked(form_id, permission, by=by, at=at)
    standing.refuse_unless_standing(form, FormStanding.DRAFTED, FormStanding.SUBMITTED)
    columns = list(form.columns.select_related("attribute").order_by("place"))
    for column in columns:
        column.reason = reasons.get(column.place, column.reason).strip()
        if column.place not in struck:
            column.struck_at = None
        elif column.struck_at is None:
            column.struck_at = at
    FormColumn.objects.bulk_update(columns, ["reason", "struck_at"])
    refs = {"struck": " ".join(str(place) for place in sorted(struck))}
    journal.write(by=by, at=at, verb="forms.explain", subject=f"form:{form.pk}", refs=refs)
    return columns


@transaction.atomic
def submit(*, form_id: int, by: Actor, at: datetime) -> Form:
    """Submit a draft for admission (报请准入), measured as of now. Raises WrongStandingError, NothingAskedError."""
    form = standing.locked(form_id, access.ASK, by=by, at=at)
    standing.refuse_unless_standing(form, FormStanding.DRAFTED)
    columns = standing.measured(form, at=at)
    if all(column.struck_at for column in columns):
        raise NothingAskedError
    standing.step(form, FormStanding.SUBMITTED, by=by, at=at)
    journal.write(by=by, at=at, verb="forms.submit", subject=f"form:{form.pk}", refs={"subjects": form.subjects})
    return form


def _refuse(wish: Wish, *, today: date) -> None:
    provider = dictionary.current().tables[PROVIDERS].by_code.get(wish.asker)
    if provider is None or provider.is_ended:
        raise UnknownAskerError
    if len(wish.ground.strip()) < SHORTEST:
        raise GroundMissingError
    due_on = today + timedelta(days=wish.due_days if wish.period is PeriodKind.ONCE else 0)
    if wish.expires_on < today or wish.expires_on < due_on:
        raise WrongDatesError
    if not wish.columns:
        raise NothingAskedError
    if len(wish.columns) > MOST_COLUMNS:
        raise TooManyColumnsError
    conditions = knowing.conditions_of(wish.subject, wish.only, today=today)
    if any(one.attribute.privacy.rank > Privacy.PERSONAL.rank for one in conditions):
        raise GuardedConditionError
    for column in wish.columns:
        _refuse_column(column, wish.subject)


def _refuse_column(column: Asked, subject: Subject) -> None:
    title = column.title.strip()
    if column.key:
        attribute = dictionary.current().attributes.get(column.key)
        if attribute is None:
            raise WrongColumnError.unknown(title, column.key)
        if attribute.subject not in BESIDE[subject]:
            raise WrongColumnError.of_another_subject(title)
    elif not column.why_own.strip() or (column.answering is Answering.CHOICE and not column.choices):
        raise WrongColumnError.unexplained(title)


def _take(form: Form, wish: Wish) -> None:
    form.key, form.edition = wish.key, wish.edition
    form.asker, form.name, form.ground = wish.asker, wish.name.strip(), wish.ground.strip()
    form.subject, form.only, form.area = wish.subject.value, wish.only.strip(), wish.area
    form.area_path = wish.area.path
    form.period, form.due_days, form.expires_on = wish.period.value, wish.due_days, wish.expires_on


def _put_columns(form: Form, wish: Wish) -> None:
    numbers = dictionary.current().numbers
    FormColumn.objects.bulk_create(
        FormColumn(
            form=form,
            place=place,
            title=one.title.strip(),
            attribute_id=numbers[one.key] if one.key else None,
            answering="" if one.key else one.answering.value,
            choices=list(one.choices) if not one.key and one.answering is Answering.CHOICE else [],
            why_own="" if one.key else one.why_own.strip(),
            is_required=one.is_required,
            asks_anew=one.asks_anew and bool(one.key),
            reason=one.reason.strip(),
        )
        for place, one in enumerate(wish.columns, start=1)
    )
