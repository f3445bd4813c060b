"""Makes the file of a paper: PDF in the built-in layout, Word from the office's own template or the built-in one."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from wenhui.kit.paper import blank, printing, template
from wenhui.kit.paper.blank import Line, Table
from wenhui.work.cases.paper.kinds import MOVES, RECORD, Format, Paper
from wenhui.work.cases.paper.written import Written

HERE: Final = Path(__file__).parent
TYPES: Final = {
    Format.PDF: "application/pdf",
    Format.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
RED: Final = "C8161D"


def pdf(written: Written, *, address: str, at: datetime) -> bytes:
    """Return the paper in the built-in layout; its square leads to the case for whoever may see it."""
    layout = HERE / ("sheet.typ" if written.paper is Paper.SHEET else "letter.typ")
    pictures = dict(written.pictures)
    if written.paper is Paper.SHEET:
        pictures["square.svg"] = printing.square(address)
    return printing.pdf(layout, written.data, at=at, pictures=pictures)


def word(written: Written, content: bytes | None) -> bytes:
    """Return the paper as a Word document, from the office's template or else the built-in one."""
    return template.fill(content or sample(written.paper), written.values, {MOVES: written.moves})


@cache
def sample(paper: Paper) -> bytes:
    """Return the built-in template of a paper, which an office may change and bring back."""
    return blank.document(SAMPLES[paper])


def _hole(name: str) -> str:
    return "{{" + name + "}}"


_OFFICE: Final = Line(_hole("街道"), 52, "center", is_bold=True, color=RED)
_SIGNED: Final = (Line(""), Line(_hole("街道"), align="right"), Line(_hole("打印日期"), align="right"))


def _notice(title: str, ask: str) -> tuple[Line | Table, ...]:
    return (
        _OFFICE,
        Line(title, 44, "center", is_bold=True),
        Line("编号：{{案件号}}", 28, "right"),
        Line("{{处置单位}}："),
        Line(ask),
        Line("事项：{{事项}}"),
        Line("地点：{{网格}} {{地点}}"),
        Line("情况：{{描述}}"),
        Line("要求：{{要求}}"),
        Line("时限：{{时限}}，{{到期时间}}前反馈。"),
        *_SIGNED,
    )


SAMPLES: Final[dict[Paper, tuple[Line | Table, ...]]] = {
    Paper.SHEET: (
        Line("{{街道}}案件处置单", 44, "center", is_bold=True),
        Line("编号：{{案件号}}", 28, "right"),
        Table(
            [
                ["事项", "{{事项}}", "阶段", "{{阶段}}"],
                ["类型", "{{类型}}", "来源", "{{来源}}"],
                ["地点", "{{网格}} {{地点}}", "紧急程度", "{{紧急程度}}"],
                ["处置单位", "{{处置单位}}", "时限", "{{时限}}"],
                ["街道时钟", "{{到期时间}} {{街道时钟}}", "上级时钟", "{{上级到期时间}} {{上级时钟}}"],
            ],
            (2, 5, 2, 5),
        ),
        Line("情况：{{描述}}", 24),
        Table([list(RECORD), [_hole(f"{MOVES}.{one}") for one in RECORD]], (4, 2, 6, 2), has_head=True),
        Line("处置人（签字）：            核查人（签字）：            日期：", 24),
        Line("{{打印人}} {{打印时间}} 打印", 21, color="555555"),
    ),
    Paper.NOTICE: _notice("派遣通知", "下列案件派你单位处置，请按时限办理并反馈。"),
    Paper.URGING: _notice("督办通知", "下列案件尚未办结，请抓紧处置，并在时限前反馈结果。"),
    Paper.LETTER: (
        _OFFICE,
        Line("关于您反映事项的答复函", 44, "center", is_bold=True),
        Line("编号：{{案件号}}", 28, "right"),
        Line("{{报告人}}："),
        Line("您于{{报告时间}}反映：{{报告内容}}"),
        Line("现答复如下：{{答复内容}}"),
        Line("感谢您的反映。"),
        *_SIGNED,
    ),
}
