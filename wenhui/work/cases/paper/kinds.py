"""Which papers a case has, when, and what an office's own template may name. No Django."""

from typing import Final

from wenhui.work.cases.words import OPEN, Stage, Verb, Worded


class Paper(Worded):
    """A paper (文书). Papers are official and Chinese, whatever language their printer reads."""

    SHEET = "sheet", "案件处置单", "Case sheet"
    NOTICE = "notice", "派遣通知", "Notice of dispatch"
    URGING = "urging", "督办通知", "Notice of urging"
    LETTER = "letter", "答复函", "Letter of reply"


class Format(Worded):
    """What a paper comes as."""

    PDF = "pdf", "PDF", "PDF"
    WORD = "docx", "Word", "Word"


OF_CASE: Final = (Paper.SHEET, Paper.NOTICE, Paper.URGING)
IN_HANDLING: Final = frozenset({Stage.DISPATCHED, Stage.ACCEPTED})
TO_UNIT: Final = frozenset({*OPEN, Stage.CLOSED}) - {Stage.REPORTED, Stage.REGISTERED}

MOVES: Final = "经过"
RECORD: Final = ("时间", "步骤", "说明", "经办")
PLACEHOLDERS: Final = (
    "街道", "案件号", "事项", "描述", "类型", "平台", "来源", "紧急程度", "阶段", "网格", "地点", "处置单位", "要求",
    "上报时间", "立案时间", "派遣时间", "反馈时间", "结案时间", "时限", "到期时间", "上级到期时间", "街道时钟",
    "上级时钟", "打印人", "打印时间", "打印日期",
)  # fmt: skip
OF_LETTER: Final = ("报告人", "报告内容", "报告时间", "答复内容", "答复时间")


def known(paper: Paper) -> frozenset[str]:
    """Return the placeholders that a template of this paper may use. A letter says nothing of who handled what."""
    if paper is Paper.LETTER:
        return frozenset({"街道", "案件号", "打印日期", *OF_LETTER})
    return frozenset({*PLACEHOLDERS, *(f"{MOVES}.{one}" for one in RECORD)})


def offered(*, stage: Stage, unit_key: str) -> list[Paper]:
    """Return the papers that a case has at a stage: notices once a unit has it, urging while that unit works."""
    papers = [Paper.SHEET]
    if unit_key and stage in TO_UNIT:
        papers.append(Paper.NOTICE)
    if unit_key and stage in IN_HANDLING:
        papers.append(Paper.URGING)
    return papers


DEMANDS: Final = {Paper.NOTICE: Verb.DISPATCH, Paper.URGING: Verb.URGE}
"""The step whose words a notice hands on."""
