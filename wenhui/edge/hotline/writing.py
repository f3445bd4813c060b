"""Writes the sheet that goes back to them (回填表), in the columns that their system reads."""

import io
from collections.abc import Iterable
from datetime import datetime

import xlsxwriter
from django.utils import timezone

from wenhui.edge.hotline.models import HotlineStep
from wenhui.edge.hotline.words import State, Step

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = (
    "工单编号", "办理状态", "签收时间", "联系时间", "联系情况", "答复时间", "答复内容", "申请延期至", "延期理由", "退回时间",
    "退回理由", "经办人",
)  # fmt: skip
"""Their words, whatever language the clerk reads."""

PLACES = {
    Step.SIGN: (2, None),
    Step.CONTACT: (3, 4),
    Step.ANSWER: (5, 6),
    Step.EXTEND: (None, 8),
    Step.GIVE_BACK: (9, 10),
}


def workbook(steps: Iterable[HotlineStep]) -> bytes:
    """Return the sheet: one line a ticket, the newest of each kind of step; nothing in it is a formula."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet("回填表")
    page.freeze_panes(1, 0)
    page.write_row(0, 0, HEAD, book.add_format({"bold": True}))
    page.set_column(0, len(HEAD) - 1, 18)
    for place, row in enumerate(lines(steps), 1):
        page.write_row(place, 0, row)
    book.close()
    return held.getvalue()


def lines(steps: Iterable[HotlineStep]) -> list[list[str]]:
    """Return the lines of the sheet, tickets in the order of their first step."""
    found: dict[str, list[str]] = {}
    for one in steps:
        row = found.setdefault(one.ticket.number, [one.ticket.number, *[""] * (len(HEAD) - 1)])
        at_place, words_place = PLACES[Step(one.step)]
        row[1], row[-1] = State(one.to_state).words.zh, one.by_name
        if at_place is not None:
            row[at_place] = written(one.at)
        if words_place is not None:
            row[words_place] = one.words
        if one.step == Step.EXTEND and one.until is not None:
            row[7] = written(one.until)
    return list(found.values())


def written(at: datetime) -> str:
    """Return a moment as their sheets write it."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
