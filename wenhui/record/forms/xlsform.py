"""An XLSForm read as the columns of a form: what each question means here, or every reason why it cannot be taken.

    name, columns = read(content, subject=Subject.PERSON, asker="health", why_own="…")

A question is bound by a column `bind::wenhui` (an attribute's key, or `own` with the why in `wenhui::why`), by its name
where that is an attribute of the subject, or by its label as a ledger's head is. Groups are flattened; notes and what a
device records by itself are passed over. Sheets are opened within the limits of `kit.sheets` before pyxform sees them.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from wenhui.kit.sheets import opening
from wenhui.kit.words import Words
from wenhui.record.forms import binding
from wenhui.record.forms.actions.drafting import BESIDE, Asked
from wenhui.record.forms.refusals import FormsError
from wenhui.record.forms.words import Answering
from wenhui.record.registry import dictionary
from wenhui.record.registry.rules.codes import YES_NO
from wenhui.record.registry.words import Subject

BIND, WHY, OWN = "bind::wenhui", "wenhui::why", "own"
ZIPPED: Final = b"PK"
ONLY_XLSX: Final = Words("请把 XLSForm 存成 .xlsx 再上传。", "Save the XLSForm as .xlsx, then upload it.")
FIRST_ROW: Final = 2  # below the head
KINDS: Final[Mapping[str, Answering]] = {
    "text": Answering.TEXT,
    "string": Answering.TEXT,
    "integer": Answering.INTEGER,
    "int": Answering.INTEGER,
    "decimal": Answering.DECIMAL,
    "date": Answering.DATE,
    "select_one": Answering.CHOICE,
}
PASSED_OVER: Final = frozenset(
    {
        "note",
        "start",
        "end",
        "today",
        "deviceid",
        "username",
        "phonenumber",
        "email",
        "audit",
        "begin_group",
        "end_group",
    }
)
# What changes which questions are asked, or computes answers on a device: passing it over would make another form of it.
LOGIC: Final = ("relevant", "calculation", "choice_filter", "repeat_count")
YES: Final = frozenset({"true", "false"})


class XlsFormError(FormsError):
    """An XLSForm that cannot be taken; the words name every row."""

    @classmethod
    def of(cls, problems: Sequence[Words]) -> "XlsFormError":
        """Return the refusal that tells all problems at once."""
        return cls(
            Words(
                "没有登记这张表。" + "；".join(one.zh for one in problems) + "。",
                "The form was not taken. " + "; ".join(one.en for one in problems) + ".",
            )
        )


class Question(NamedTuple):
    """One question: its row in the sheet `survey`, its cells, its type and the list of a choice."""

    row: int
    cells: Mapping[str, str]
    kind: str
    choices: str

    @property
    def label(self) -> str:
        """Return what is asked, in the first language there is."""
        labels = (text for head, text in self.cells.items() if head == "label" or head.startswith("label::"))
        return (next(labels, "") or self.cells.get("name", "")).strip()[: binding.LONGEST]


def read(content: bytes, *, subject: Subject, asker: str, why_own: str) -> tuple[str, list[Asked]]:
    """Return the title of an XLSForm and its columns.

    Raises XlsFormError with every question that cannot be taken, by row; RefusedFileError where the file is none.
    """
    opening.open_file(content)
    if not content.startswith(ZIPPED):
        raise XlsFormError(ONLY_XLSX)
    from pyxform.errors import PyXFormError  # half a second, which no start of the office should wait for
    from pyxform.xls2json_backends import get_xlsform

    try:
        sheet = get_xlsform(io.BytesIO(content))
    except PyXFormError as wrong:
        raise XlsFormError.of([_said(wrong)]) from None
    questions = list(_questions(sheet.survey or ()))
    choices: dict[str, list[tuple[str, str]]] = {}
    for row in sheet.choices or ():
        label = next((text for head, text in row.items() if head.startswith("label")), row.get("name", ""))
        choices.setdefault(row.get("list_name", row.get("list name", "")), []).append((row.get("name", ""), label))
    problems = [problem for one in questions for problem in _problems(one, subject)]
    if not problems:
        problems = _wrong(content)
    if problems:
        raise XlsFormError.of(problems)
    asked = [one for one in questions if one.kind not in PASSED_OVER]
    settings: Mapping[str, str] = sheet.settings[0] if sheet.settings else {}
    title = settings.get("form_title", "")
    labels = [one.label for one in asked]
    proposed = binding.bind(labels, name=title, subject=subject, asker=asker, why_own=why_own)
    return title.strip()[: binding.LONGEST], _bound(asked, proposed, choices, subject, why_own)


def _questions(survey: Sequence[Mapping[str, str]]) -> Iterator[Question]:
    for row, cells in enumerate(survey, start=FIRST_ROW):
        words = cells.get("type", "").strip().replace("begin group", "begin_group").replace("end group", "end_group")
        words = words.replace("begin repeat", "begin_repeat").replace("end repeat", "end_repeat")
        words = words.replace("select one from ", "select_one ").replace("select one ", "select_one ")
        kind, _, rest = words.partition(" ")
        if kind:
            yield Question(row, cells, kind, rest.strip().partition(" ")[0])


def _problems(one: Question, subject: Subject) -> Iterator[Words]:
    where = Words(f"第 {one.row} 行“{one.label}”", f"row {one.row} “{one.cells.get('name', '')}”")
    if one.kind == "end_repeat" or one.kind in PASSED_OVER:
        return
    if one.kind not in KINDS:
        yield Words(
            f"{where.zh}：这里不支持 {one.kind} 类型的问题", f"{where.en}: questions of type {one.kind} are not taken"
        )
    for head in LOGIC:
        if one.cells.get(head, "").strip():
            yield Words(f"{where.zh}：这里不支持 {head} 条件", f"{where.en}: {head} is not taken")
    key = one.cells.get(BIND, "").strip()
    if not key or key == OWN:
        return
    attribute = dictionary.current().attributes.get(key)
    if attribute is None:
        yield Words(f"{where.zh}：属性字典里没有 {key}", f"{where.en}: the dictionary has no {key}")
    elif attribute.subject not in BESIDE[subject]:
        yield Words(f"{where.zh}：{key} 不是这张表一行里的内容", f"{where.en}: {key} does not belong to one row")


def _wrong(content: bytes) -> list[Words]:
    """Return what pyxform itself holds against a file."""
    from pyxform import xls2xform
    from pyxform.errors import PyXFormError

    try:
        xls2xform.convert(io.BytesIO(content), validate=False, warnings=[])
    except PyXFormError as wrong:
        return [_said(wrong)]
    return []


def _said(wrong: Exception) -> Words:
    text = " ".join(str(wrong).split())
    return Words(f"XLSForm 写得不对（{text}）", f"the XLSForm is wrong ({text})")


def _bound(
    asked: Sequence[Question],
    proposed: Sequence[Asked],
    choices: Mapping[str, Sequence[tuple[str, str]]],
    subject: Subject,
    why_own: str,
) -> list[Asked]:
    held, taken, found = dictionary.current().attributes, set[str](), []
    for one, proposal in zip(asked, proposed, strict=True):
        told = one.cells.get(BIND, "").strip()
        named = f"{subject.value}.{one.cells.get('name', '').strip()}"
        key = told if told != OWN else ""
        if not told:
            key = named if named in held else proposal.key
        if key in taken:
            key = ""
        taken.add(key)
        is_required = one.cells.get("required", "").strip().lower() in {"yes", "true", "true()", "是"}
        if key:
            found.append(Asked(title=one.label, key=key, is_required=is_required))
        else:
            found.append(_own(one, choices.get(one.choices, ()), why_own, is_required=is_required))
    return found


def _own(one: Question, choices: Sequence[tuple[str, str]], why_own: str, *, is_required: bool) -> Asked:
    answering, labels = KINDS[one.kind], tuple(label[: binding.LONGEST] for _, label in choices)
    if answering is Answering.CHOICE and {YES_NO.code_of(label) for label in labels} == YES:
        answering, labels = Answering.YES_NO, ()
    why = one.cells.get(WHY, "").strip() or why_own
    return Asked(
        title=one.label,
        answering=answering,
        choices=labels if answering is Answering.CHOICE else (),
        why_own=why,
        is_required=is_required,
    )
