"""Papers of a case: which there are, what stands on them, who prints, the office's own templates."""

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from wenhui.ground.accounts.testing import Browse
from wenhui.ground.files.testing import photo
from wenhui.ground.journal.models import Entry
from wenhui.kit import clock
from wenhui.kit.clock import SHANGHAI
from wenhui.kit.paper import template
from wenhui.kit.paper.blank import Line, document
from wenhui.work.cases import actions
from wenhui.work.cases.actions.reporters import Reporter
from wenhui.work.cases.models import CaseReport, PaperTemplate
from wenhui.work.cases.paper import kinds, making
from wenhui.work.cases.paper.kinds import Format, Paper
from wenhui.work.cases.testing import Desk
from wenhui.work.cases.words import Behalf, Channel, PhotoRole, Route, Stage, Verb

NOON = datetime(2026, 3, 17, 10, 0, tzinfo=SHANGHAI)
OFFICE = "hz.gs.wh."


@pytest.fixture
def noon(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages ask the clock; here it stands at ten, and files lie in a folder of their own."""
    settings.DATA = tmp_path
    monkeypatch.setattr(clock, "now", lambda: NOON)


def text_of(pdf: bytes) -> str:
    return "".join("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


def words_of(content: bytes) -> str:
    held = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in held.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in held.paragraphs), *cells])


def answered(desk: Desk) -> CaseReport:
    """Return the report of 顾晚晴, whose matter is closed and who was answered."""
    own = Reporter(Behalf.RESIDENT, "顾晚晴", "12000001234", Route.PHONE)
    case = desk.report(
        channel=Channel.RESIDENT, reporter=own, by=desk.actor("luming"), description="三单元 403 黄某报修"
    )
    other = Reporter(Behalf.RESIDENT, "韩青", "12000005678", Route.PHONE)
    desk.report(
        channel=Channel.RESIDENT, reporter=other, by=desk.actor("luming"), same_as=case.number, title="韩家门口塌了"
    )
    desk.take(case, Verb.CLOSE)
    report = CaseReport.objects.filter(case=case).earliest("pk")
    return actions.inform(report_id=report.pk, told="路面已回填，恢复通行。", by=desk.actor("luming"), at=desk.at)


@pytest.mark.parametrize(
    ("stage", "unit", "papers"),
    [
        (Stage.REPORTED, "", [Paper.SHEET]),
        (Stage.REGISTERED, "municipal", [Paper.SHEET]),
        (Stage.DISPATCHED, "municipal", [Paper.SHEET, Paper.NOTICE, Paper.URGING]),
        (Stage.ANSWERED, "municipal", [Paper.SHEET, Paper.NOTICE]),
        (Stage.CLOSED, "municipal", [Paper.SHEET, Paper.NOTICE]),
        (Stage.VOID, "municipal", [Paper.SHEET]),
    ],
)
def test_a_case_has_the_papers_of_its_stage(stage: Stage, unit: str, papers: list[Paper]) -> None:
    assert kinds.offered(stage=stage, unit_key=unit) == papers


@pytest.mark.parametrize("paper", Paper)
def test_the_built_in_word_template_is_one_that_would_be_taken(paper: Paper) -> None:
    used = template.check(making.sample(paper), known=kinds.known(paper))

    assert "案件号" in used


def test_the_sheet_tells_facts_both_sides_and_the_way_with_photos(desk: Desk, browse: Browse, noon: None) -> None:
    case = desk.take(desk.report(place="河西南路口", description="#read(x) <两平方米>"), Verb.ACCEPT)
    actions.add_photo(
        case_id=case.pk, content=photo(), name="a.jpg", role=PhotoRole.REPORTED, by=desk.actor("gulan"), at=desk.at
    )

    client = browse("luming")
    sent = client.post(f"/cases/{case.number}/paper/", {"paper": "sheet", "format": "pdf"})
    again = client.post(f"/cases/{case.number}/paper/", {"paper": "sheet", "format": "pdf"})
    word = client.post(f"/cases/{case.number}/paper/", {"paper": "sheet", "format": "docx"})

    assert (sent.status_code, sent["Content-Type"]) == (200, "application/pdf")
    assert "no-store" in sent["Cache-Control"]
    assert sent.content == again.content
    for words in (
        "案件处置单", case.number, "路面塌陷，围挡松动", "河西南路口", "#read(x)<两平方米>", "市政养护",
        "2026年3月17日10:35到期", "剩35分", "上报时", "接单", "沈知远", "处置人", "核查人", "陆明溪2026年3月17日10:00打印",
    ):  # fmt: skip
        assert words in text_of(sent.content)
    assert "接单" in words_of(word.content)
    assert {image.name for image in pypdf.PdfReader(io.BytesIO(sent.content)).pages[0].images}
    entry = Entry.objects.filter(verb="cases.print_paper").latest("pk")
    assert entry.refs == {"number": case.number, "paper": "sheet", "format": "docx"}


def test_notices_hand_on_what_was_asked(desk: Desk, browse: Browse, noon: None) -> None:
    case = desk.take(desk.report(), Verb.ACCEPT)
    desk.step(case, Verb.URGE)

    client = browse("zhounc")
    urging = client.post(f"/cases/{case.number}/paper/", {"paper": "urging"})
    word = client.post(f"/cases/{case.number}/paper/", {"paper": "notice", "format": "docx"})

    assert "居民又打来电话，请今天上午到场" in text_of(urging.content)
    assert "居民又打来电话" not in words_of(word.content)
    assert "市政养护：" in words_of(word.content)


def test_a_letter_names_its_reader_and_nobody_else(desk: Desk, browse: Browse, noon: None) -> None:
    report = answered(desk)
    address = f"/cases/{report.case.number}/reports/{report.pk}/letter/"

    client = browse("luming")
    card = client.get(f"/cases/{report.case.number}/").content.decode()
    sent = text_of(client.post(address).content)

    assert address in card
    assert "顾晚晴：" in sent
    assert "路面已回填，恢复通行。" in sent
    for theirs in ("韩", "12000001234", "沈知远", "市政养护"):
        assert theirs not in sent
    entry = Entry.objects.get(verb="cases.print_letter")
    assert (entry.subject, entry.reason) == (f"report:{report.pk}", "打印答复函")
    assert "顾晚晴" not in str(entry.refs)


def test_what_there_is_no_paper_of_is_refused_in_words(desk: Desk, browse: Browse, noon: None) -> None:
    case = desk.report()
    report = CaseReport.objects.get(case=case)
    client = browse("luming")

    early = client.post(f"/cases/{case.number}/paper/", {"paper": "notice"})
    unsaid = client.post(f"/cases/{case.number}/reports/{report.pk}/letter/")
    refused = browse("gulan").post(f"/cases/{case.number}/paper/", {"paper": "sheet"})

    assert early.status_code == unsaid.status_code == 409
    assert "没有派遣通知" in early.content.decode()
    assert "还没有答复这位报告人" in unsaid.content.decode()
    assert refused.status_code == 403
    assert client.post(f"/cases/{case.number}/paper/", {"paper": "poem"}).status_code == 404
    assert not Entry.objects.filter(verb__startswith="cases.print").exists()
    with pytest.raises(actions.NotAllowedError):
        actions.print_paper(
            case_id=case.pk, paper=Paper.SHEET, as_format=Format.PDF, by=desk.actor("hansg"), at=desk.at
        )
    with pytest.raises(actions.UnknownCaseError):
        actions.print_letter(report_id=0, as_format=Format.PDF, by=desk.actor("luming"), at=desk.at)


def test_an_office_brings_its_own_template_and_goes_back(desk: Desk, browse: Browse, noon: None) -> None:
    case = desk.take(desk.report(), Verb.DISPATCH)
    own = document([Line("本街道自用：{{案件号}} {{处置单位}}")])
    client = browse("luming")

    brought = client.post("/cases/papers/", {"paper": "notice", "file": SimpleUploadedFile("a.docx", own)})
    client.post("/cases/papers/", {"paper": "notice", "file": SimpleUploadedFile("a.docx", own)})
    mine = client.post(f"/cases/{case.number}/paper/", {"paper": "notice", "format": "docx"})
    sample = client.get("/cases/papers/notice.docx")
    client.post("/cases/papers/", {"paper": "notice", "end": "1"})
    after = client.post(f"/cases/{case.number}/paper/", {"paper": "notice", "format": "docx"})
    page = client.get("/cases/papers/").content.decode()

    assert brought.status_code == 302
    assert words_of(mine.content) == f"本街道自用：{case.number} 市政养护"
    assert sample.content == own
    assert "派遣通知" in words_of(after.content)
    assert "停用的各版" in page
    assert "{{经过.时间}}" in page
    verbs = Entry.objects.filter(subject=f"papers:{OFFICE}").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["cases.bring_template", "cases.end_template"]


def test_a_template_that_is_refused_says_why_and_changes_nothing(desk: Desk, browse: Browse, noon: None) -> None:
    wrong = document([Line("{{案件号}} {{身份证号}}")])
    client = browse("luming")

    unknown = client.post("/cases/papers/", {"paper": "letter", "file": SimpleUploadedFile("a.docx", wrong)})
    empty = client.post("/cases/papers/", {"paper": "letter"})
    none = client.post("/cases/papers/", {"paper": "letter", "end": "1"})
    refused = browse("zhounc").get("/cases/papers/")

    assert (unknown.status_code, empty.status_code, none.status_code) == (422, 422, 409)
    assert "不认识占位符“身份证号”" in unknown.content.decode()
    assert refused.status_code == 403
    assert not PaperTemplate.objects.exists()
    with pytest.raises(actions.NotAllowedError):
        actions.bring_template(path=OFFICE, paper=Paper.SHEET, content=wrong, by=desk.actor("shenzy"), at=desk.at)
    with pytest.raises(actions.NotAllowedError):
        actions.end_template(path=OFFICE, paper=Paper.SHEET, by=desk.actor("shenzy"), at=desk.at)


def test_one_edition_of_a_paper_holds_at_a_time(desk: Desk) -> None:
    given = {"path": OFFICE, "paper": "sheet", "content": b"x", "brought_at": NOON, "brought_by": "陆明溪"}
    PaperTemplate.objects.create(digest="a", **given)

    with pytest.raises(IntegrityError, match="paper_templates_one_holds"), transaction.atomic():
        PaperTemplate.objects.create(digest="b", **given)
    with pytest.raises(IntegrityError, match="paper_templates_of_a_paper"), transaction.atomic():
        PaperTemplate.objects.create(digest="b", **(given | {"paper": "poem"}))
    with pytest.raises(IntegrityError, match="paper_templates_end_after"), transaction.atomic():
        PaperTemplate.objects.filter(digest="a").update(ended_at=desk.at)
