"""This module's part of the catalogue, `forms.yaml`: forms that the office itself keeps, as they are asked.

A form of the file becomes a draft; nobody but a person admits it. One that the file says otherwise becomes a draft of a
new edition, and the one in force stays until that is admitted. What the file no longer names says `ended: true`.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Literal

from django.db import transaction
from pydantic import Field, StringConstraints, model_validator

from wenhui.ground.areas.models import Area
from wenhui.ground.journal import actions as journal
from wenhui.kit import clock
from wenhui.kit.actor import Actor
from wenhui.kit.catalogue import CatalogueError, Change, Document, Part
from wenhui.record.forms import actions
from wenhui.record.forms.actions import Asked, Wish
from wenhui.record.forms.actions.drafting import BESIDE, PROVIDERS
from wenhui.record.forms.forms import asked
from wenhui.record.forms.models import Form
from wenhui.record.forms.words import Answering, FormStanding, PeriodKind
from wenhui.record.registry import dictionary
from wenhui.record.registry.words import Subject

FILE = "forms.yaml"

AreaPath = Annotated[str, StringConstraints(pattern=r"^([a-z0-9_-]+\.)+$")]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{2,40}$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=60)]
ENDED_BY = "目录里停用"


class ColumnRow(Part):
    """One column: bound by `key`, or a question of the form's own with `why`."""

    title: Line
    key: str = ""
    answering: Answering = Answering.TEXT
    choices: list[Line] = []
    why: str = Field(default="", max_length=120)
    required: bool = False
    asks_anew: bool = False
    reason: str = Field(default="", max_length=120)

    @model_validator(mode="after")
    def says_what_it_is(self) -> "ColumnRow":
        """Refuse a column that is neither bound nor explained, and a choice of nothing."""
        if bool(self.key) == bool(self.why):
            raise ValueError("is either bound by `key`, or says in `why` why it is a question of its own")
        if (self.answering is Answering.CHOICE) != bool(self.choices):
            raise ValueError("`choices` and `answering: choice` belong together")
        return self


class FormRow(Part):
    """One form as it is asked."""

    key: Key
    asker: str
    name: Line
    ground: str = Field(min_length=4, max_length=200)
    area: AreaPath
    subject: Literal["person", "household", "dwelling", "building", "organisation"]
    only: str = Field(default="", max_length=200)
    period: PeriodKind
    due_days: int = Field(ge=1, le=180)
    expires_on: date
    columns: list[ColumnRow] = Field(min_length=1, max_length=120)
    ended: bool = False


class Schema(Document):
    """`forms.yaml`."""

    forms: list[FormRow] = []


def plan(document: Schema) -> list[Change]:
    """Return what applying would change. Raises CatalogueError when rows name what is not there."""
    problems = list(_problems(document))
    if problems:
        raise CatalogueError(problems)
    changes = (_change(row, _latest(row.key)) for row in document.forms)
    return [change for change in changes if change is not None]


@transaction.atomic
def apply(document: Schema, *, by: Actor, at: datetime) -> None:
    """Draft what the file asks anew or otherwise, and end what it ends; a second time nothing changes."""
    changes = plan(document)
    today = clock.local_day(at)
    for row in document.forms:
        latest = _latest(row.key)
        change = _change(row, latest)
        if change is None:
            continue
        if change.kind == "end":
            for one in Form.objects.filter(key=row.key, standing__in=[FormStanding.DRAFTED, FormStanding.ADMITTED]):
                actions.end(form_id=one.pk, why=ENDED_BY, by=by, at=at)
        elif latest is not None and latest.standing == FormStanding.DRAFTED:
            actions.revise(form_id=latest.pk, wish=_wish(row, latest.edition), by=by, at=at)
        elif row.expires_on >= today:
            actions.draft(wish=_wish(row, latest.edition + 1 if latest else 1), by=by, at=at)
    journal.write(by=by, at=at, verb="forms.apply_catalogue", subject="catalogue:forms", refs={"changes": len(changes)})


def _problems(document: Schema) -> Iterator[str]:
    held = dictionary.current()
    known = set(Area.objects.filter(path__in=[row.area for row in document.forms]).values_list("path", flat=True))
    providers = held.tables[PROVIDERS].by_code if PROVIDERS in held.tables else {}
    keys = [row.key for row in document.forms]
    for number, row in enumerate(document.forms):
        if row.area not in known:
            yield document.problem(("forms", number, "area"), f"there is no area {row.area}")
        if row.asker not in providers:
            yield document.problem(("forms", number, "asker"), f"there is no provider {row.asker}")
        if keys.count(row.key) > 1 and keys.index(row.key) == number:
            yield document.problem(("forms", number, "key"), f"the form {row.key} stands here twice")
        for place, column in enumerate(row.columns):
            attribute = held.attributes.get(column.key)
            if column.key and attribute is None:
                yield document.problem(
                    ("forms", number, "columns", place, "key"), f"there is no attribute {column.key}"
                )
            elif attribute is not None and attribute.subject not in BESIDE[Subject(row.subject)]:
                yield document.problem(
                    ("forms", number, "columns", place, "key"), f"{column.key} does not belong to one {row.subject}"
                )


def _latest(key: str) -> Form | None:
    return Form.objects.select_related("area").filter(key=key).order_by("-edition").first()


def _change(row: FormRow, latest: Form | None) -> Change | None:
    name = f"form {row.key}"
    if row.ended:
        stands = latest is not None and latest.standing in {FormStanding.DRAFTED, FormStanding.ADMITTED}
        return Change("end", name) if stands else None
    if latest is None:
        return Change("add", name, "a draft, to be admitted by a person")
    if _says(row) == _stands(latest):
        return None
    return Change("change", name, "a draft" if latest.standing == FormStanding.DRAFTED else "a draft of a new edition")


def _says(row: FormRow) -> tuple[object, ...]:
    return (
        *(row.asker, row.name, row.ground, row.area, row.subject, row.only, row.period.value, row.due_days),
        *(row.expires_on, [_asked(column) for column in row.columns]),
    )


def _stands(form: Form) -> tuple[object, ...]:
    columns = form.columns.select_related("attribute").order_by("place")
    return (
        *(form.asker, form.name, form.ground, form.area_path, form.subject, form.only, form.period, form.due_days),
        *(form.expires_on, [asked(column) for column in columns]),
    )


def _asked(column: ColumnRow) -> Asked:
    return Asked(
        title=column.title,
        key=column.key,
        answering=Answering.TEXT if column.key else column.answering,
        choices=tuple(column.choices),
        why_own=column.why,
        is_required=column.required,
        asks_anew=column.asks_anew,
        reason=column.reason,
    )


def _wish(row: FormRow, edition: int) -> Wish:
    return Wish(
        asker=row.asker,
        name=row.name,
        ground=row.ground,
        subject=Subject(row.subject),
        area=Area.objects.get(path=row.area, valid_to__isnull=True),
        period=row.period,
        due_days=row.due_days,
        expires_on=row.expires_on,
        only=row.only,
        columns=[_asked(column) for column in row.columns],
        key=row.key,
        edition=edition,
    )
