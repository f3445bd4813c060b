"""An XLSForm becomes a drafted form: every question is bound or says why not; what is not taken is told all at once."""

import io
from collections.abc import Sequence

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from wenhui.ground.accounts.testing import Browse
from wenhui.kit import clock
from wenhui.kit.sheets.refusals import RefusedFileError
from wenhui.record.forms import xlsform
from wenhui.record.forms.actions import Asked
from wenhui.record.forms.models import Form
from wenhui.record.forms.testing import GROUND, TUESDAY, Desk
from wenhui.record.forms.words import Answering
from wenhui.record.registry.words import Subject

HEADS = ("type", "name", "label", "required", "bind::wenhui", "wenhui::why", "relevant")
SURVEY = (
    ("start", "start"),
    ("begin group", "who", "基本情况"),
    ("text", "name", "称呼"),
    ("text", "q2", "手机号码", "yes"),
    ("date", "q3", "何时出生", "", "person.birth_date"),
    ("end group",),
    ("select_one yn", "q4", "是否愿意参加", "", "own", "以前没有问过"),
    ("select_one often", "q5", "多久来一次"),
    ("integer", "q6", "本月次数"),
    ("note", "n1", "谢谢"),
)
CHOICES = (("yn", "1", "是"), ("yn", "0", "否"), ("often", "w", "每周"), ("often", "m", "每月"))


def made(survey: Sequence[Sequence[str]] = SURVEY) -> bytes:
    """Return an XLSForm as a department writes it."""
    workbook = openpyxl.Workbook()
    sheets = [("survey", HEADS, survey), ("choices", ("list_name", "name", "label"), CHOICES)]
    sheets.append(("settings", ("form_title", "form_id"), [("志愿探访登记表", "visits")]))
    for title, heads, rows in sheets:
        sheet = workbook.create_sheet(title)
        for row in (heads, *rows):
            sheet.append(list(row))
    del workbook["Sheet"]
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def read(content: bytes) -> tuple[str, list[Asked]]:
    return xlsform.read(content, subject=Subject.PERSON, asker="civil_affairs", why_own="登记里没有")


def test_questions_are_bound_by_name_by_label_and_by_column(desk: Desk) -> None:
    title, columns = read(made())

    assert title == "志愿探访登记表"
    assert [(one.title, one.key, one.answering, one.why_own) for one in columns] == [
        ("称呼", "person.name", Answering.TEXT, ""),
        ("手机号码", "person.phone", Answering.TEXT, ""),
        ("何时出生", "person.birth_date", Answering.TEXT, ""),
        ("是否愿意参加", "", Answering.YES_NO, "以前没有问过"),
        ("多久来一次", "", Answering.CHOICE, "登记里没有"),
        ("本月次数", "", Answering.INTEGER, "登记里没有"),
    ]
    assert columns[1].is_required
    assert columns[4].choices == ("每周", "每月")


def test_everything_that_is_not_taken_is_told_at_once_with_its_row(desk: Desk) -> None:
    survey = [
        ("image", "pic", "房屋照片"),
        ("begin repeat", "rep", "家庭成员"),
        ("text", "a", "姓名", "", "person.no"),
        ("end repeat",),
        ("text", "b", "原因", "", "", "", "${a} = '1'"),
        ("text", "c", "单位名", "", "organisation.name"),
    ]

    with pytest.raises(xlsform.XlsFormError) as refused:
        read(made(survey))

    for told in (
        "第 2 行“房屋照片”：这里不支持 image", "第 3 行“家庭成员”：这里不支持 begin_repeat",
        "第 4 行“姓名”：属性字典里没有 person.no",
        "第 6 行“原因”：这里不支持 relevant", "第 7 行“单位名”：organisation.name 不是这张表一行里的内容",
    ):  # fmt: skip
        assert told in refused.value.words.zh


def test_what_pyxform_holds_against_a_file_is_told_in_its_words(desk: Desk) -> None:
    with pytest.raises(xlsform.XlsFormError, match="nowhere"):
        read(made([("select_one nowhere", "a", "选什么")]))


def test_what_is_no_spreadsheet_is_refused(desk: Desk) -> None:
    with pytest.raises(RefusedFileError):
        read(b"%PDF-1.7")
    with pytest.raises(xlsform.XlsFormError, match="xlsx"):
        read(b"type,name,label")


def test_an_uploaded_form_becomes_a_draft_or_says_why_not(
    desk: Desk, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: TUESDAY)
    client = browse("zhounc")
    typed = {
        "asker": "civil_affairs", "name": "", "ground": GROUND, "subject": "person", "only": "", "heads": "",
        "area": desk.office.community.pk, "period": "once", "due_days": 5, "expires_on": "2026-12-31",
    }  # fmt: skip

    wrong = client.post("/forms/new/", typed | {"file": SimpleUploadedFile("a.xlsx", made([("image", "a", "照片")]))})
    none = client.post("/forms/new/", typed)
    taken = client.post("/forms/new/", typed | {"file": SimpleUploadedFile("a.xlsx", made())})

    assert (wrong.status_code, none.status_code, taken.status_code) == (422, 422, 302)
    assert "第 2 行" in wrong.content.decode()
    assert Form.objects.get().name == "志愿探访登记表"
    assert Form.objects.get().columns.count() == 6
