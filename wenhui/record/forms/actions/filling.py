"""One subject's form, filled on screen: what is said goes to the facts, own answers stay with the filling."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db import transaction

from wenhui.ground.areas.models import Area
from wenhui.ground.journal import actions as journal
from wenhui.kit import clock
from wenhui.kit.actor import Actor
from wenhui.kit.privacy import Privacy
from wenhui.record.facts import actions as facts
from wenhui.record.facts.actions import About
from wenhui.record.facts.subjects import COLUMN
from wenhui.record.facts.words import Through
from wenhui.record.forms import access, burdens, knowing, queries, sheet
from wenhui.record.forms.actions import standing
from wenhui.record.forms.models import EntryCount, Filling, Form
from wenhui.record.forms.refusals import NotAnsweredError, NotOpenError, UnknownFormError, UnknownSubjectError
from wenhui.record.forms.rules import burden, measuring
from wenhui.record.forms.sheet import Cell
from wenhui.record.forms.words import CellState, CountedAs
from wenhui.record.registry.words import Subject

# What a worker writes down for a form is the community's own word.
OURS: Final = "community"
KNOWN: Final = frozenset({CellState.LOCKED, CellState.COMPUTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What was typed, canonically, and what was ticked as unchanged, by the column's place.

    `typed` are the moments of the first and the last keystroke, None where nothing measured them.
    """

    said: Mapping[int, str] = field(default_factory=dict)
    confirmed: Collection[int] = ()
    typed: tuple[datetime, datetime] | None = None


@dataclass(slots=True)
class _Taken:
    """What becomes of the cells: facts by subject, own answers, and the counts."""

    facts: dict[tuple[Subject, int], dict[str, str]] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    asked: list[int] = field(default_factory=list)
    confirmed: int = 0
    repeated: int = 0
    served: int = 0


@transaction.atomic
def fill(*, form_id: int, number: int, answers: Answers, clearance: Privacy, by: Actor, at: datetime) -> Filling:
    """Fill (填写) an open form for the subject of a number: a person, household, dwelling, building or organisation.

    What is known is not taken from anybody's hand: cells that are locked or computed pass an answer over. Raises
    UnknownFormError, NotOpenError, UnknownSubjectError, NotAllowedError, NotAnsweredError, and the refusals of the facts.
    """
    form = Form.objects.filter(pk=form_id).first()
    if form is None:
        raise UnknownFormError
    today = clock.local_day(at)
    if not form.is_open(today):
        raise NotOpenError
    listing = knowing.row_of(form, number, knowing.attributes_of(form), today=today)
    if listing is None:
        raise UnknownSubjectError
    path = listing.rows[0].path
    standing.refuse_unless_allowed(access.FILL, path=path, by=by, at=at)
    period = form.period_at(today)
    earlier = queries.last_filling(form, number, period.begin)
    before = dict(earlier.own) if earlier else {}
    cells = sheet.cells(form, queries.columns_of(form), listing, clearance=clearance, today=today, before=before)
    taken = _take(cells, answers)
    taken.own = before | taken.own
    filling = Filling.objects.create(
        form=form,
        period_on=period.begin,
        own=taken.own,
        asked=taken.asked,
        at=at,
        first_key_at=answers.typed[0] if answers.typed else None,
        last_key_at=answers.typed[1] if answers.typed else None,
        area_id=knowing.building_of(listing, path) or form.area_id,
        **{f"{COLUMN[Subject(form.subject)]}_id": number},
    )
    _say(filling, taken, today=today, by=by, at=at)
    _count(filling, taken, is_again=earlier is not None)
    refs: dict[str, str | int] = {"form": form.pk, "asked": len(taken.asked), "confirmed": taken.confirmed}
    journal.write(by=by, at=at, verb="forms.fill", subject=f"filling:{filling.pk}", refs=refs)
    return filling


def _take(cells: Collection[Cell], answers: Answers) -> _Taken:
    taken, problems = _Taken(), []
    for cell in cells:
        place = cell.column.place
        text = answers.said.get(place, "")
        if cell.state in KNOWN:
            taken.served += 1
        elif cell.state not in {CellState.ASK, CellState.CONFIRM}:
            continue
        elif cell.state is CellState.CONFIRM and place in answers.confirmed:
            taken.confirmed += 1
            _fact(taken, cell, cell.held.text)
        elif text:
            _answer(taken, cell, text)
        elif cell.state is CellState.ASK and cell.column.is_required and not cell.before:
            problems.append(sheet.told(cell, sheet.UNANSWERED))
    if problems:
        raise NotAnsweredError.of(problems)
    return taken


def _answer(taken: _Taken, cell: Cell, text: str) -> None:
    if cell.is_own:
        if text != cell.before:
            taken.own[str(cell.column.place)] = text
            taken.asked.append(cell.column.place)
        return
    taken.asked.append(cell.column.place)
    taken.repeated += cell.is_repeated
    _fact(taken, cell, text)


def _fact(taken: _Taken, cell: Cell, text: str) -> None:
    if cell.attribute is not None:
        taken.facts.setdefault((cell.attribute.subject, cell.number), {})[cell.attribute.key] = text


def _say(filling: Filling, taken: _Taken, *, today: date, by: Actor, at: datetime) -> None:
    if taken.facts:
        facts.say(
            about=[About(subject, number, cells) for (subject, number), cells in taken.facts.items()],
            through=Through.FORM,
            provider=OURS,
            ground=filling.form.ground,
            reference=f"filling:{filling.pk}",
            as_of=today,
            by=by,
            at=at,
        )


def _count(filling: Filling, taken: _Taken, *, is_again: bool) -> None:
    """Count what the filling took; what was served in this period before is not served twice."""
    first, last = filling.first_key_at, filling.last_key_at
    served = 0 if is_again else taken.served
    saved = None
    if first and last:
        pace = burdens.first_pace(filling.form, filling.period_on)
        saved = burden.saved(pace, served=served, spent=(last - first).total_seconds())
    EntryCount.objects.create(
        form=filling.form,
        asker=filling.form.asker,
        counted_as=CountedAs.FILLING,
        at=filling.at,
        served=served,
        confirmed=taken.confirmed,
        asked=len(taken.asked),
        repeated=taken.repeated,
        first_key_at=first,
        last_key_at=last,
        minutes=measuring.minutes(first, last) if first and last else 0,
        saved=saved,
        area=Area.objects.get(pk=filling.area_id),
    )
