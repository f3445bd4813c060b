"""Forms as departments make them, and people to fill them with. All invented."""

import io
from collections.abc import Sequence
from datetime import date

from openpyxl import Workbook

from wenhui.ground.accounts.testing import Office
from wenhui.ground.areas.models import Area, Level
from wenhui.kit.privacy import Privacy
from wenhui.kit.sheets import heads, opening, reading
from wenhui.kit.sheets.heads import Head
from wenhui.kit.sheets.opening import Opened
from wenhui.record.facts import actions as facts
from wenhui.record.facts.actions import About
from wenhui.record.facts.words import Through
from wenhui.record.ledgers import filling
from wenhui.record.ledgers.binding import bind
from wenhui.record.ledgers.filling import Answer
from wenhui.record.ledgers.rules import asking
from wenhui.record.ledgers.rules.columns import Binding, Memory
from wenhui.record.ledgers.tests.conftest import AT, GROUND, ZHOU
from wenhui.record.registry import actions as registry
from wenhui.record.registry.dictionary import Dictionary
from wenhui.record.registry.models import Person
from wenhui.record.registry.rules import identity
from wenhui.record.registry.words import Registration, Sex, Subject

TODAY = date(2026, 3, 17)


def door(office: Office, number: int, building: str = "lsdy.g04.b001.") -> Area:
    """Return a front door of the first stairwell of a building, planted when it is first asked for."""
    path = office.at(building).path
    unit = Area.objects.filter(path=f"{path}u1.").first() or Area.objects.create(
        parent=office.at(building), level=Level.UNIT, label="u1", path=f"{path}u1.", name="1 单元"
    )
    found = Area.objects.filter(path=f"{unit.path}r{number}.").first()
    return found or Area.objects.create(
        parent=unit, level=Level.DWELLING, label=f"r{number}", path=f"{unit.path}r{number}.", name=f"{number} 室"
    )


def resident(name: str, at_door: Area, *, born: date = date(1958, 3, 9), serial: int = 7) -> Person:
    """Register an invented person behind a door."""
    return registry.register_person(
        name=name,
        registration=Registration.REGISTERED,
        dwelling=at_door,
        id_number=identity.compose(county="999999", birth_on=born, serial=serial),
        phone=f"12{serial:09}",
        sex=Sex.MALE if serial % 2 else Sex.FEMALE,
        birth_on=born,
        since=date(2020, 5, 1),
        by=ZHOU,
        at=AT,
    )


def say(subject: Subject, number: int, **cells: str) -> None:
    """Let the community say something of a subject."""
    keyed = {f"{subject.value}.{key}": text for key, text in cells.items()}
    facts.say(
        about=[About(subject, number, keyed)],
        through=Through.FORM,
        provider="community",
        ground=GROUND,
        by=ZHOU,
        at=AT,
    )


def saved(workbook: Workbook) -> bytes:
    """Return a workbook's bytes."""
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def blank_form(titles: Sequence[str], *, title: str = "") -> Workbook:
    """Return a plain blank form."""
    workbook = Workbook()
    tab = workbook.active
    if title:
        tab.append([title])
        tab.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(titles))
    tab.append(list(titles))
    return workbook


def understood(
    content: bytes, held: Dictionary, remembered: Memory | None = None, subject: Subject | None = None
) -> tuple[Opened, Head, Binding]:
    """Open a form, find its head and bind it."""
    opened = opening.open_file(content)
    head = heads.find(reading.read(opened))[0]
    return opened, head, bind(head, None, dictionary=held, remembered=remembered or {}, subject=subject)


def answered(
    content: bytes,
    held: Dictionary,
    area: Area,
    *,
    remembered: Memory | None = None,
    only: str = "",
    clearance: Privacy = Privacy.SENSITIVE,
) -> Answer:
    """Fill a blank form."""
    opened, head, binding = understood(content, held, remembered)
    conditions = asking.parse(
        only,
        attributes=held.attributes,
        tables=held.tables,
        subject=binding.subject or Subject.PERSON,
        today=TODAY,
    )
    return filling.answer(opened, head, binding, area=area, conditions=conditions, clearance=clearance, today=TODAY)
