"""Sheets of theirs are read by their heads; bad rows are refused in words, good rows stand. No database."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

import pytest
import xlsxwriter

from wenhui.edge.hotline import reading
from wenhui.edge.hotline.reading import NotTicketsError, RowError
from wenhui.edge.hotline.words import State, Step
from wenhui.kit.clock import SHANGHAI
from wenhui.kit.sheets.refusals import NoRowsError, RefusedFileError

HEAD = (
    "序号",
    "工单编号",
    "诉求标题",
    "诉求内容",
    "来电人",
    "联系电话",
    "诉求地址",
    "受理时间",
    "办理时限",
    "工单状态",
)
GOOD = (
    "1",
    "HZ26031701",
    "路灯不亮",
    "成片不亮",
    "苏半夏",
    "12900001234",
    "流水东苑社区1幢",
    "2026-03-17 09:12",
    "2026-03-24",
    "待签收",
)
BASE = {"number": "HZ1", "title": "路灯不亮"}


def book(*rows: Sequence[object], head: Sequence[str] = HEAD, title: str = "") -> bytes:
    held = BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False}) as made:
        page = made.add_worksheet()
        first = 1 if title else 0
        if title:
            page.merge_range(0, 0, 0, len(head) - 1, title)
        for place, row in enumerate([head, *rows], first):
            page.write_row(place, 0, row)
    return held.getvalue()


def test_a_sheet_under_a_title_is_read_by_its_heads() -> None:
    page = reading.read(book(GOOD, (*GOOD[:1], "HZ26031702", *GOOD[2:]), title="12345 工单导出"), zone=SHANGHAI)

    first = page.lines[0].told
    assert [line.told.number for line in page.lines] == ["HZ26031701", "HZ26031702"]
    assert (first.title, first.phone, first.place) == ("路灯不亮", "12900001234", "流水东苑社区1幢")
    assert first.received_at == datetime(2026, 3, 17, 9, 12, tzinfo=SHANGHAI)
    assert first.answer_due_at == datetime(2026, 3, 24, 23, 59, tzinfo=SHANGHAI)
    assert (first.state, page.refused) == (State.TO_SIGN, ())


def test_bad_rows_are_refused_by_number_and_good_rows_are_kept() -> None:
    bad = [list(GOOD) for _ in range(4)]
    bad[0][1], bad[1][2:4], bad[2][7], bad[3][9] = "", ["", ""], "上周二", "已飞走"

    page = reading.read(book(*bad, GOOD), zone=SHANGHAI)

    assert [line.row for line in page.lines] == [6]
    assert [(one.row, one.why) for one in page.refused] == [
        (2, "工单编号是空的或读不懂。"),
        (3, "没有写是什么事。"),
        (4, "“受理时间”里的“上周二”不是时间。"),
        (5, "不认识工单状态“已飞走”。"),
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (book(("张三", "3", "女"), head=("姓名", "年龄", "性别")), NotTicketsError),
        (book(), NoRowsError),
        (b"not a sheet \xff\xfe\x00", RefusedFileError),
    ],
    ids=["another table", "no rows", "no sheet"],
)
def test_a_file_that_holds_no_tickets_is_refused_whole(content: bytes, expected: type[RefusedFileError]) -> None:
    with pytest.raises(expected):
        reading.read(content, zone=SHANGHAI)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ({"callback": "非常满意", "callback_at": "2026-03-20 10:00", "solved": "否"}, [(Step.SATISFIED, False)]),
        ({"callback": "不满意", "callback_at": "2026-03-20 10:00"}, [(Step.DISSATISFIED, None)]),
        ({"callback": "未接通"}, []),
        ({"extension": "同意", "extension_at": "2026-03-19", "extension_until": "2026-03-31"}, [(Step.EXTENDED, None)]),
        ({"extension": "不同意", "extension_at": "2026-03-19"}, [(Step.NOT_EXTENDED, None)]),
        (
            {
                "state": "已办结", "closed_at": "2026-03-21", "callback": "满意", "callback_at": "2026-03-20",
                "solved": "已解决",
            },
            [(Step.SATISFIED, True), (Step.CLOSED, None)],
        ),
    ],
)  # fmt: skip
def test_what_was_said_since_is_read_in_its_order(
    given: dict[str, str], expected: list[tuple[Step, bool | None]]
) -> None:
    line = reading.line_of(2, BASE | given, SHANGHAI)

    assert [(one.step, one.is_solved) for one in line.said] == expected


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"callback": "不满意"}, "回访结果要有回访时间。"),
        ({"callback": "呵呵", "callback_at": "2026-03-20"}, "不认识回访结果“呵呵”。"),
        ({"extension": "同意"}, "延期审核结果要有审核时间。"),
        ({"answer_due_at": "2026-02-30"}, "“答复时限”里的“2026-02-30”不是时间。"),
    ],
)
def test_a_row_that_cannot_be_read_says_why(given: dict[str, str], why: str) -> None:
    with pytest.raises(RowError, match=why):
        reading.line_of(2, BASE | given, SHANGHAI)
