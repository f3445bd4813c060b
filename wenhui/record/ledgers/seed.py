"""Plants the demonstration's departments' tables: blank forms that came in and were filled, one of them brought back.

By the same actions as in the office; everything follows from the seed number and the moment.
"""

import io
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final, NamedTuple

import xlsxwriter
from django.db import transaction

from wenhui.ground.areas.models import Area
from wenhui.ground.journal import actions as journal
from wenhui.kit import clock
from wenhui.kit.actor import Actor
from wenhui.kit.privacy import Privacy
from wenhui.record.ledgers import actions
from wenhui.record.ledgers.binding import bind
from wenhui.record.ledgers.filling import Answer
from wenhui.record.ledgers.importing import sheets
from wenhui.record.ledgers.importing.bound import of_binding
from wenhui.record.ledgers.models import CellCount
from wenhui.record.ledgers.opening import open_form
from wenhui.record.ledgers.rules import asking
from wenhui.record.registry import dictionary
from wenhui.record.registry.words import Subject


class Blank(NamedTuple):
    """A department's blank form: who asks, what it is called, of whom, its heads."""

    asker: str
    title: str
    only: str
    heads: Sequence[str]


ELDERS: Final = Blank(
    "civil_affairs",
    "高龄老人花名册",
    "年龄>=80",
    ("序号", "姓名", "身份证号", "年龄", "现住址", "联系电话", "是否独居", "核实人"),
)
FOLLOWED: Final = Blank(
    "health", "老年人健康管理名册", "年龄>=85", ("序号", "姓名", "性别", "出生日期", "现住址", "联系电话", "随访日期")
)
CHECKED: Final = Blank(
    "emergency", "独居老人用火用电名册", "年龄>=80，独居", ("序号", "姓名", "现住址", "联系电话", "是否有隐患")
)
COMMUNITIES: Final = ("hz.gs.wh.lsdy.", "hz.gs.wh.lsxy.", "hz.gs.wh.dtg.", "hz.gs.wh.sljy.")
# So many months back, which form, in how many of the communities.
CAME: Final = ((2, ELDERS, 2), (1, ELDERS, 3), (1, FOLLOWED, 1), (0, ELDERS, 4), (0, FOLLOWED, 2), (0, CHECKED, 1))
GROUND: Final = "老年人权益保障法第三十三条"


def seed(*, number: int, now: datetime, by: Actor, at: datetime) -> None:
    """Plant tables as they came and went until `now`; nothing where any was counted already. One transaction."""
    if CellCount.objects.exists():
        return
    chance = Random(f"ledgers:{number}:{clock.local_day(now).isoformat()}")  # noqa: S311 - invents days, guards nothing
    with transaction.atomic():
        areas = {one.path: one for one in Area.objects.filter(path__in=COMMUNITIES)}
        last: tuple[bytes, Area] | None = None
        for back, form, count in CAME:
            for path in COMMUNITIES[:count]:
                when = _moment(chance, clock.local_day(now), back, now)
                if path in areas and (answer := _filled(chance, form, areas[path], by=by, at=when)) is not None:
                    last = last or (answer.content, areas[path])
        if last is not None:
            _brought_back(*last, by=by, at=now - timedelta(hours=2))
        journal.write(by=by, at=at, verb="ledgers.seed", subject=f"ledgers:{number}")


def _filled(chance: Random, form: Blank, area: Area, *, by: Actor, at: datetime) -> Answer | None:
    """Answer a blank form of one community; None where nobody there is meant."""
    held = dictionary.current()
    opened, head = open_form(_blank(form))
    binding = bind(head, None, dictionary=held, remembered={}, subject=Subject.PERSON)
    conditions = asking.parse(
        form.only, attributes=held.attributes, tables=held.tables, subject=Subject.PERSON, today=clock.local_day(at)
    )
    try:
        return actions.fill(
            opened=opened, head=head, binding=binding, area=area, conditions=conditions, asker=form.asker,
            ground=GROUND, clearance=Privacy.SENSITIVE, begun_at=at - timedelta(seconds=chance.randint(40, 200)),
            by=by, at=at,
        )  # fmt: skip
    except actions.LedgersError:
        return None


def _brought_back(content: bytes, area: Area, *, by: Actor, at: datetime) -> None:
    """Import a form that was filled here: it says what is held, so it confirms and changes nothing."""
    upload = actions.receive(
        content=content, name="高龄老人花名册-已填.xlsx", provider=ELDERS.asker, ground=GROUND,
        as_of=clock.local_day(at), area=area, by=by, at=at,
    )  # fmt: skip
    rows = sheets.rows_of(upload)
    binding = bind(rows.head, rows, dictionary=dictionary.current(), remembered={}, subject=Subject.PERSON)
    joined, bound = of_binding(binding, rows)
    actions.preview(upload_id=upload.pk, rows=joined, bound=bound, by=by, at=at)
    actions.accept(upload_id=upload.pk, by=by, at=at)


def _blank(form: Blank) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet(form.title)
        page.merge_range(0, 0, 0, len(form.heads) - 1, form.title)
        page.write_row(1, 0, form.heads)
    return out.getvalue()


def _moment(chance: Random, today: date, back: int, now: datetime) -> datetime:
    """Return a working hour of the month so many months back, not after now."""
    count = today.year * 12 + today.month - 1 - back
    latest = today.day if back == 0 else 28
    day = date(count // 12, count % 12 + 1, chance.randint(1, latest))
    moment = datetime.combine(day, time(9), tzinfo=clock.SHANGHAI) + timedelta(minutes=chance.randrange(400))
    return min(moment, now - timedelta(hours=3))
