"""A small office whose dictionary is in force, and department tables made as departments make them."""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime

import openpyxl
import pytest

from wenhui.ground.accounts.testing import Office
from wenhui.ground.areas.models import Area
from wenhui.kit.actor import Actor, ActorKind
from wenhui.record.ledgers import actions
from wenhui.record.ledgers.importing import sheets
from wenhui.record.ledgers.importing.cells import Bound
from wenhui.record.ledgers.models import Upload
from wenhui.record.registry import actions as registry
from wenhui.record.registry import dictionary
from wenhui.record.registry.dictionary import Dictionary
from wenhui.record.registry.models import Person
from wenhui.record.registry.testing import plant_dictionary, shipped_attributes
from wenhui.record.registry.tests.conftest import invented_id_number
from wenhui.record.registry.words import Registration

ZHOU = Actor(ActorKind.PERSON, "zhounc", "周念慈")
AT = datetime(2026, 3, 17, 2, 30, tzinfo=UTC)
GROUND = "居民委员会组织法第三条"
HEADS = ("序号", "姓名", "身份证号", "联系电话", "婚姻状况", "文化程度", "现住址")
KEYS = ("", "name", "id_number", "phone", "marriage", "education", "residential_address")
DOOR = "流水东苑社区1幢1单元501室"
LIN = ("1", "林秋实", invented_id_number(date(1958, 3, 9), 7), "12012345678", "已婚", "小学", DOOR)
HE = ("2", "何晚舟", invented_id_number(date(1990, 7, 1), 12), "12112345678", "未婚", "初中", DOOR)


@pytest.fixture(scope="session")
def shipped() -> Dictionary:
    """The shipped dictionary, from its files, without a database."""
    attributes, tables = shipped_attributes().dictionary()
    numbers = {attribute.key: number for number, attribute in enumerate(attributes, start=1)}
    return Dictionary({one.key: one for one in attributes}, {table.key: table for table in tables}, numbers, {})


@pytest.fixture
def words(office: Office) -> Dictionary:
    """Put the shipped dictionary in force."""
    plant_dictionary()
    return dictionary.current()


@pytest.fixture
def lin(office: Office, words: Dictionary) -> Person:
    """林秋实, invented, whom the registry holds with the ID number of LIN."""
    return registry.register_person(
        name="林秋实", id_number=LIN[2], registration=Registration.REGISTERED, dwelling=office.dwelling, by=ZHOU, at=AT
    )


def table(*rows: Sequence[object], heads: Sequence[str] = HEADS) -> bytes:
    """Return a department's sheet: a title, the head, the rows."""
    workbook = openpyxl.Workbook()
    tab = workbook.active
    tab.append(["已婚育龄人员登记表"])
    tab.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(heads))
    tab.append(list(heads))
    for row in rows:
        tab.append(list(row))
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def bound(*keys: str) -> list[Bound]:
    """Return the binding of a table's columns, in their order; an empty key binds none."""
    known = dictionary.current().attributes
    return [Bound(place, f"person.{key}") for place, key in enumerate(keys or KEYS) if f"person.{key}" in known]


def received(content: bytes, area: Area, provider: str = "community", as_of: date = date(2026, 3, 1)) -> Upload:
    """Receive a file."""
    return actions.receive(
        content=content, name="登记表.xlsx", provider=provider, ground=GROUND, as_of=as_of, area=area, by=ZHOU, at=AT
    )


def previewed(content: bytes, area: Area, *keys: str, provider: str = "community") -> Upload:
    """Receive and preview a file."""
    upload = received(content, area, provider)
    return actions.preview(upload_id=upload.pk, rows=sheets.take(content), bound=bound(*keys), by=ZHOU, at=AT)


def imported(content: bytes, area: Area, *keys: str, provider: str = "community") -> Upload:
    """Receive, preview and accept a file."""
    upload = previewed(content, area, *keys, provider=provider)
    return actions.accept(upload_id=upload.pk, by=ZHOU, at=AT)
