"""A filed period as it was filed, and what is known otherwise since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from wenhui.kit import clock
from wenhui.kit.html.wording import say
from wenhui.record.facts import sealing
from wenhui.record.facts.subjects import COLUMN
from wenhui.record.forms import knowing, queries
from wenhui.record.forms.knowing import Said
from wenhui.record.forms.models import FiledRow, Filing, FormColumn
from wenhui.record.forms.rules.cells import Held
from wenhui.record.forms.sheet import MASKED
from wenhui.record.forms.words import Answering
from wenhui.record.registry import dictionary
from wenhui.record.registry.rules.attributes import Attribute
from wenhui.record.registry.rules.codes import YES_NO
from wenhui.record.registry.words import Kind, Subject

SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class Correction:
    """A cell that is known otherwise since it was filed: in which row and column, before and after, who said so when."""

    position: int
    name: str
    column: FormColumn
    before: str
    after: str
    said: Said | None


@dataclass(frozen=True, slots=True)
class Since:
    """What happened to a filed period: corrections, rows whose subject is there no longer, subjects that came."""

    corrections: Sequence[Correction]
    gone: int
    come: int


def rows_of(filing: Filing, *, limit: int | None = None) -> list[tuple[int, int, dict[str, str]]]:
    """Return the frozen rows in order, as far as one's clearance sees them: place, subject's number, texts in clear."""
    column = f"{COLUMN[Subject(filing.form.subject)]}_id"
    kinds = _kinds(queries.columns_of(filing.form))
    found: dict[int, tuple[int, dict[str, str]]] = {}
    asked = FiledRow.objects.filter(filing=filing).order_by("position", "guarded")
    for place, number, cells in (asked.filter(position__lte=limit) if limit else asked).values_list(
        "position", column, "cells"
    ):
        clear = found.setdefault(place, (number, {}))[1]
        for where, text in cells.items():
            clear[where] = sealing.unseal(kinds[where], text) if where in kinds else text
    return [(place, number, cells) for place, (number, cells) in found.items()]


def shown_rows(filing: Filing, columns: Sequence[FormColumn]) -> list[tuple[int, list[str]]]:
    """Return the first frozen rows as a page shows them, masked and in words."""
    held = dictionary.current().attributes
    return [
        (
            place,
            [_cell(held.get(column.attribute.key) if column.attribute else None, column, cells) for column in columns],
        )
        for place, _, cells in rows_of(filing, limit=SHOWN)
    ]


def since(filing: Filing) -> Since:
    """Return what is known otherwise than it was filed. What follows from other entries, such as an age, is not news."""
    columns = [column for column in queries.columns_of(filing.form) if column.attribute]
    held = dictionary.current().attributes
    attributes = [held[column.attribute.key] for column in columns if column.attribute and column.attribute.key in held]
    listing = knowing.rows(filing.form, filing.area, attributes, today=clock.local_day(filing.at))
    numbers = listing.ids(Subject(filing.form.subject))
    known = knowing.known(listing, attributes, today=clock.local_day(filing.at))
    said = knowing.last_said(listing, attributes)
    names = knowing.names_of(listing, Subject(filing.form.subject))
    where = {number: place for place, number in enumerate(numbers)}
    frozen = rows_of(filing)
    corrections = []
    for place, number, cells in frozen:
        now = where.get(number)
        if now is None:
            continue
        for column in columns:
            attribute = held.get(column.attribute.key) if column.attribute else None
            if attribute is None or attribute.ask_every_time or str(column.place) not in cells:
                continue
            before, after = cells[str(column.place)], known[attribute.key][now]
            if _is_news(before, after):
                subject = listing.ids(attribute.subject)[now]
                corrections.append(
                    Correction(
                        place, names[number], column, in_words(attribute, before), in_words(attribute, after.text),
                        said[attribute.key].get(subject),
                    )
                )  # fmt: skip
    filed = {number for _, number, _ in frozen}
    return Since(corrections, gone=len(filed - where.keys()), come=len(where.keys() - filed))


def in_words(attribute: Attribute | None, text: str) -> str:
    """Return a canonical text as readers see it: codes in words, numbers and names masked."""
    if not text or attribute is None:
        return text
    if attribute.kind is Kind.BOOLEAN:
        return _word(YES_NO.by_code, text)
    if attribute.kind is Kind.CODE:
        return _word(dictionary.current().tables[attribute.table].by_code, text)
    masked: str = MASKED.get(attribute.kind, str)(text)
    return masked


def _cell(attribute: Attribute | None, column: FormColumn, cells: Mapping[str, str]) -> str:
    text = cells.get(str(column.place), "")
    if attribute is None and column.answering == Answering.YES_NO and text:
        return _word(YES_NO.by_code, text)
    return in_words(attribute, text)


def _is_news(before: str, after: Held) -> bool:
    return not after.is_worked_out and after.is_sayable and bool(after.text or before) and after.text != before


def _word(by_code: Mapping[str, "object"], text: str) -> str:
    code = by_code.get(text)
    return say(code.words) if code is not None else text  # type: ignore[attr-defined]


def _kinds(columns: Sequence[FormColumn]) -> dict[str, Kind]:
    held = dictionary.current().attributes
    return {
        str(column.place): held[column.attribute.key].kind
        for column in columns
        if column.attribute and column.attribute.key in held and not held[column.attribute.key].ask_every_time
    }
