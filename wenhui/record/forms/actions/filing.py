"""A period is filed: its rows are frozen as they are known now, under a receipt."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction

from wenhui.ground.areas.models import Area, Level
from wenhui.ground.areas.rules import label_of, parent_path
from wenhui.ground.journal import actions as journal
from wenhui.kit import clock
from wenhui.kit.actor import Actor
from wenhui.kit.privacy import Privacy
from wenhui.record.facts import sealing
from wenhui.record.facts.subjects import COLUMN
from wenhui.record.forms import access, knowing, queries
from wenhui.record.forms.actions import standing
from wenhui.record.forms.models import EntryCount, FiledRow, Filing, Form, FormColumn
from wenhui.record.forms.refusals import (
    AboveClearanceError,
    FiledAlreadyError,
    NotOpenError,
    UnknownFormError,
    WrongAreaError,
    WrongPeriodError,
)
from wenhui.record.forms.rules.cells import Held
from wenhui.record.forms.rules.periods import Period
from wenhui.record.forms.words import CountedAs, FormStanding
from wenhui.record.ledgers import actions as ledgers
from wenhui.record.ledgers.filling import lacking
from wenhui.record.ledgers.filling.listings import Listing
from wenhui.record.registry import dictionary
from wenhui.record.registry.rules.attributes import Attribute
from wenhui.record.registry.words import Kind, Subject

AT_ONCE: Final = 2000
OWN_GUARDED: Final = Privacy.PERSONAL
COUNTED_DOWN_TO: Final = frozenset({Level.COMMUNITY, Level.GRID, Level.BUILDING})

Rows = list[dict[int, tuple[int, str]]]  # for each row by the column's place: privacy class, text as it is kept


@transaction.atomic
def file(*, form_id: int, area_id: int, period_on: date, clearance: Privacy, by: Actor, at: datetime) -> Filing:
    """File (报送) an admitted form for a community and the period that begins on a day; once.

    Raises UnknownFormError, NotAllowedError, NotOpenError, WrongAreaError, WrongPeriodError, AboveClearanceError,
    FiledAlreadyError. What nobody knows is filed blank, counted as lacking, and handed on to be asked at the door by the
    form's deadline, each question once whatever the number of forms.
    """
    form = Form.objects.filter(pk=form_id).first()
    area = Area.objects.filter(pk=area_id, valid_to__isnull=True).first()
    if form is None:
        raise UnknownFormError
    if area is None or not area.path.startswith(form.area_path) or area.level not in COUNTED_DOWN_TO:
        raise WrongAreaError
    standing.refuse_unless_allowed(access.FILE, path=area.path, by=by, at=at)
    today = clock.local_day(at)
    period = _period(form, period_on, today)
    columns = queries.columns_of(form)
    _refuse_above(columns, clearance)
    attributes = knowing.attributes_of(form)
    listing = knowing.rows(form, area, attributes, today=today)
    own = queries.own_answers(form, area.path, period.begin)
    known = knowing.known(listing, attributes, today=today)
    rows = list(_cells(form, columns, listing, own, known))
    filing = _filed(form, area, period, rows, len(columns), by=by, at=at)
    _freeze(filing, form, listing, rows)
    numbers = listing.ids(Subject(form.subject))
    served = sum(
        bool(text) for number, row in zip(numbers, rows, strict=True) if number not in own for _, text in row.values()
    )
    EntryCount.objects.create(form=form, asker=form.asker, counted_as=CountedAs.FILING, at=at, served=served, area=area)
    _hand_on(filing, listing, attributes, known, by=by, at=at)
    refs: dict[str, str | int] = {"form": form.pk, "rows": filing.rows, "receipt": filing.receipt}
    journal.write(by=by, at=at, verb="forms.file", subject=f"filing:{filing.pk}", refs=refs)
    return filing


def _period(form: Form, period_on: date, today: date) -> Period:
    """Return the period that begins on a day. An admitted form that ended may still be filed for what lies before."""
    if form.standing not in {FormStanding.ADMITTED, FormStanding.EXPIRED}:
        raise NotOpenError
    for period in form.periods_until(today):
        if period.begin == period_on:
            return period
    raise WrongPeriodError


def _refuse_above(columns: Sequence[FormColumn], clearance: Privacy) -> None:
    held = dictionary.current().attributes
    above = [
        column.title
        for column in columns
        if column.attribute
        and column.attribute.key in held
        and held[column.attribute.key].privacy.rank > clearance.rank
    ]
    if above:
        raise AboveClearanceError.of(above)


def _cells(
    form: Form,
    columns: Sequence[FormColumn],
    listing: Listing,
    own: Mapping[int, Mapping[str, str]],
    known: Mapping[str, Sequence[Held]],
) -> Iterator[dict[int, tuple[int, str]]]:
    held = dictionary.current().attributes
    for place, number in enumerate(listing.ids(Subject(form.subject))):
        answered = own.get(number, {})
        row = {}
        for column in columns:
            attribute = held.get(column.attribute.key) if column.attribute else None
            if attribute is None or attribute.ask_every_time:
                guarded = attribute.privacy if attribute else OWN_GUARDED
                row[column.place] = (guarded.rank, answered.get(str(column.place), ""))
            else:
                text = known[attribute.key][place].text
                row[column.place] = (attribute.privacy.rank, sealing.seal(Kind(attribute.kind), text))
        yield row


def _filed(form: Form, area: Area, period: Period, rows: Rows, width: int, *, by: Actor, at: datetime) -> Filing:
    try:
        with transaction.atomic():
            return Filing.objects.create(
                form=form,
                receipt=_receipt(form, area, period),
                period_on=period.begin,
                period_to=period.end,
                due_on=period.due_on,
                at=at,
                by_key=by.key,
                by_name=by.name,
                rows=len(rows),
                cells=len(rows) * width,
                lacking=sum(not text for row in rows for _, text in row.values()),
                area=area,
            )
    except IntegrityError as broken:
        if "forms_a_period_is_filed_once" in str(broken) or "receipt" in str(broken):
            raise FiledAlreadyError from None
        raise


def _hand_on(
    filing: Filing,
    listing: Listing,
    attributes: Sequence[Attribute],
    known: Mapping[str, Sequence[Held]],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Let visits ask what was filed blank for want of knowledge. A period filed late asks from today."""
    lacks = [
        one
        for attribute in attributes
        for one in lacking.found(
            listing, attribute, ((row, False) for row, held in enumerate(known[attribute.key]) if not held.text)
        )
    ]
    if lacks:
        ledgers.hand_on(
            lacking=list(dict.fromkeys(lacks)), asker=filing.form.asker, ground=filing.form.ground,
            due_on=max(filing.due_on, clock.local_day(at)), by=by, at=at,
        )  # fmt: skip


def _receipt(form: Form, area: Area, period: Period) -> str:
    """Return the receipt's number: the form, the period, and where, such as HZ-018-202603-WH-LSDY."""
    place = f"{label_of(parent_path(area.path))}-{label_of(area.path)}".upper()
    return f"HZ-{form.pk:03d}-{period.code}-{place}"


def _freeze(filing: Filing, form: Form, listing: Listing, rows: Rows) -> None:
    column = f"{COLUMN[Subject(form.subject)]}_id"
    frozen = []
    for position, (number, row) in enumerate(zip(listing.ids(Subject(form.subject)), rows, strict=True), start=1):
        by_class: dict[int, dict[str, str]] = {}
        for where, (guarded, text) in row.items():
            by_class.setdefault(guarded, {})[str(where)] = text
        frozen += [
            FiledRow(filing=filing, position=position, guarded=guarded, cells=cells, **{column: number})
            for guarded, cells in sorted(by_class.items())
        ]
    FiledRow.objects.bulk_create(frozen, batch_size=AT_ONCE)
