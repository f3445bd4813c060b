"""The list of corrections that goes to one provider, as a spreadsheet: what they said, what is believed, room to answer."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import xlsxwriter
from django.utils.translation import gettext

from wenhui.record.facts.differing import Row, Side
from wenhui.record.registry import identifiers
from wenhui.record.registry.models import Person
from wenhui.record.registry.words import Subject

WIDTHS = (10, 14, 22, 26, 18, 20, 14, 20, 14, 14, 24, 24)


def sheet(rows: Sequence[Row], *, is_clear: bool) -> bytes:
    """Return the file. `is_clear` names people and numbers as they are; else all is covered as on the page.

    Texts that begin with a sign by which a spreadsheet takes formulas are written as text.
    """
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    page = book.add_worksheet(gettext("更正清单"))
    page.freeze_panes(1, 0)
    for place, width in enumerate(WIDTHS):
        page.set_column(place, place, width)
    page.write_row(0, 0, _head(), book.add_format({"bold": True, "text_wrap": True, "valign": "top"}))
    people = _people(rows) if is_clear else {}
    for place, row in enumerate(rows, start=1):
        for column, text in enumerate(_line(row, people, is_clear=is_clear)):
            page.write_string(place, column, text)
    book.close()
    return file.getvalue()


def _head() -> list[str]:
    return [
        gettext("更正编号"), gettext("对象"), gettext("身份号码"), gettext("住处"), gettext("项目"),
        gettext("贵单位的说法"), gettext("贵单位说法的日期"), gettext("现采信的说法"), gettext("采信来源"),
        gettext("采信说法的日期"), gettext("附言"), gettext("答复：无误，或更正为"),
    ]  # fmt: skip


def _line(row: Row, people: Mapping[int, Person], *, is_clear: bool) -> list[str]:
    person = people.get(row.about.number) if row.about.subject is Subject.PERSON else None
    name = person.name if person else row.about.name
    number = identifiers.open_id_number(person.id_number) if person and person.id_number else ""
    return [
        str(row.conflict.pk), name, number, row.about.place, row.words, _text(row.theirs, is_clear=is_clear),
        _day(row.theirs.as_of), _text(row.lead, is_clear=is_clear), row.lead.provider, _day(row.lead.as_of),
        row.correction.note if row.correction else "", "",
    ]  # fmt: skip


def _text(side: Side, *, is_clear: bool) -> str:
    return side.clear if is_clear else side.text


def _day(on: date) -> str:
    return on.isoformat()


def _people(rows: Sequence[Row]) -> Mapping[int, Any]:
    numbers = [row.about.number for row in rows if row.about.subject is Subject.PERSON]
    return Person.objects.in_bulk(numbers)
