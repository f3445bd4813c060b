"""The decision table: the first row that fits says; kept on the case; brought as a sheet, tried, switched on."""

import io
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError

from wenhui.ground.accounts.testing import OFFICE, Browse
from wenhui.ground.journal.models import Entry
from wenhui.kit import catalogue as yaml
from wenhui.kit import clock
from wenhui.kit.catalogue import CatalogueError
from wenhui.kit.clock import SHANGHAI
from wenhui.kit.worktime import WorkTime, WorkUnit
from wenhui.work.cases import actions, catalogue
from wenhui.work.cases.models import Case, RouteEdition
from wenhui.work.cases.routing import decision_table, spreadsheet, trying
from wenhui.work.cases.routing.decision_table import Facts, Names, Row, When, Where
from wenhui.work.cases.testing import FILE, TUESDAY, Desk
from wenhui.work.cases.words import Stage, Verb

TOWN = "hz.gs.wh."
ROWS = [
    Row(types=("event-0301",), when="off", unit="enforcement", limit="2 workhours", note="夜间施工"),
    Row(types=("event-04",), area="hz.gs.wh.dtg.", unit="housing"),
    Row(
        types=("event-0401",), where="building", urgency="emergency", unit="greening", helpers=("police",), check="call"
    ),
    Row(types=("event-0401",), unit="utilities", platform="enforcement", limit="5 workdays"),
    Row(types=("event-2107",), unit="community", helpers=("housing",), automatic=True, note="请物业配合清运"),
]


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({}, 3),
        ({"where": Where.OPEN}, 4),
        ({"urgency": "urgent"}, 4),
        ({"path": "hz.gs.wh.dtg.g01."}, 2),
        ({"type_key": "event-0499"}, None),
        ({"type_key": "event-0301"}, None),
        ({"type_key": "event-0301", "when": When.OFF}, 1),
    ],
)
def test_the_first_row_that_fits_says(changes: dict[str, str], number: int | None) -> None:
    known = {
        "type_key": "event-0401", "path": "hz.gs.wh.lsdy.g04.b001.", "when": When.WORK, "where": Where.BUILDING,
        "urgency": "emergency",
    }  # fmt: skip

    found = decision_table.first(ROWS, Facts(**(known | changes)))  # type: ignore[arg-type]

    assert (found[0] if found else None) == number


NAMES = Names(
    types=[("event-0401", "路面塌陷"), ("event-04", "突发事件"), ("event-0199", "其他"), ("event-0499", "其他")],
    areas=[("hz.gs.wh.dtg.", "打铁关")], units=[("municipal", "市政养护"), ("police", "派出所")],
)  # fmt: skip
LINE = [
    "路面塌陷、突发事件",
    "打铁关",
    "下班时间",
    "楼幢",
    "紧急",
    "综合执法",
    "市政养护",
    "派出所",
    "5 工作日",
    "电话回访",
    "是",
    "x",
]


def test_a_row_is_written_and_read_back_the_same() -> None:
    row = decision_table.read(LINE, NAMES)

    assert decision_table.written(row, NAMES) == LINE
    assert decision_table.row_of(decision_table.stored(row)) == row
    assert (row.types, row.limit, row.automatic) == (("event-0401", "event-04"), "5 workdays", True)


@pytest.mark.parametrize(
    ("column", "text"),
    [(0, "路面"), (0, "其他"), (1, "别处"), (2, "半夜"), (6, "没有"), (8, "5 天"), (8, "0 工作日"), (10, "也许")],
)
def test_a_cell_that_cannot_be_read_is_refused(column: int, text: str) -> None:
    cells = [text if place == column else "" for place in range(len(LINE))]

    with pytest.raises(decision_table.UnknownNameError):
        decision_table.read(cells, NAMES)


def test_the_same_rows_have_the_same_name_and_a_moved_row_another() -> None:
    assert decision_table.digest(ROWS) == decision_table.digest(list(ROWS))
    assert decision_table.digest(ROWS) != decision_table.digest(ROWS[::-1])


def hold(desk: Desk, rows: list[Row] = ROWS) -> RouteEdition:
    by = desk.actor("chengws")
    edition = actions.bring_rules(path=TOWN, rows=rows, by=by, at=desk.at)
    return actions.switch_on_rules(path=TOWN, digest=edition.digest, by=by, at=desk.at)


def test_a_case_taken_up_keeps_what_the_table_said_and_why(desk: Desk) -> None:
    edition = hold(desk, [ROWS[3]])

    case = desk.step(desk.report(), Verb.REGISTER)

    case = Case.objects.get(pk=case.pk)
    assert (case.route["edition"], case.route["row"], case.platform) == (edition.digest, 1, "enforcement")
    assert case.limit == WorkTime(5, WorkUnit.WORKDAYS)
    assert case.due_at == datetime(2026, 3, 23, 17, 30, tzinfo=SHANGHAI)
    assert case.stage == Stage.REGISTERED


def test_only_a_row_that_says_so_dispatches_by_itself(desk: Desk) -> None:
    hold(desk)

    case = desk.step(desk.report(type_key="event-2107"), Verb.REGISTER)

    move = case.moves.latest("id")
    assert (case.stage, case.unit_key, case.parts.get().unit_key) == (Stage.DISPATCHED, "community", "housing")
    assert (move.verb, move.by_name, move.why) == ("dispatch", "派遣规则", "按派遣规则第 5 行自动派遣")


def test_one_edition_holds_at_a_time_and_an_old_one_may_return(desk: Desk) -> None:
    first, second = hold(desk), hold(desk, ROWS[:2])
    again = hold(desk)

    second.refresh_from_db()
    assert again.pk == first.pk
    assert second.ended_at == desk.at
    assert RouteEdition.objects.filter(switched_on_at__isnull=False, ended_at=None).get() == again
    assert Entry.objects.filter(verb="cases.bring_rules").count() == 3  # the catalogue's own, too
    assert Entry.objects.filter(verb="cases.switch_on_rules").count() == 4
    with pytest.raises(IntegrityError, match="route_editions_hold_one_at_a_time"):
        RouteEdition.objects.update(ended_at=None)


@pytest.mark.parametrize("who", ["shenzy", "gulan"])
def test_the_table_is_changed_by_those_whose_post_allows_it(desk: Desk, who: str) -> None:
    edition = hold(desk)

    with pytest.raises(actions.NotAllowedError):
        actions.bring_rules(path=TOWN, rows=ROWS[:1], by=desk.actor(who), at=desk.at)
    with pytest.raises(actions.NotAllowedError):
        actions.switch_on_rules(path=TOWN, digest=edition.digest, by=desk.actor(who), at=desk.at)
    with pytest.raises(actions.NothingGivenError):
        actions.bring_rules(path=TOWN, rows=[], by=OFFICE, at=desk.at)
    with pytest.raises(actions.UnknownCaseError):
        actions.switch_on_rules(path=TOWN, digest="nothing", by=OFFICE, at=desk.at)


def test_an_edition_is_tried_on_what_came_last_month(desk: Desk) -> None:
    RouteEdition.objects.all().delete()
    for _ in range(2):
        desk.take(desk.report(), Verb.DISPATCH)
    desk.report()
    edition = actions.bring_rules(path=TOWN, rows=ROWS, by=OFFICE, at=desk.at)

    tried = trying.tried(edition, known=spreadsheet.names(TOWN), at=desk.at + timedelta(hours=1))

    assert (tried.tried, tried.routed) == (2, 2)
    assert [(one.went, one.would, one.row) for one in tried.elsewhere] == [("市政养护", "绿化养护", 3)] * 2


def _workbook(content: bytes, change: tuple[int, int, str] | None = None) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    if change:
        book.active.cell(row=change[0], column=change[1], value=change[2])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_the_office_changes_its_table_as_a_spreadsheet(
    desk: Desk, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: TUESDAY + timedelta(hours=3))
    hold(desk, ROWS[:4])
    desk.take(desk.report(), Verb.DISPATCH)
    client = browse("luming")
    content = client.get("/cases/rules/sheet.xlsx").content
    changed = SimpleUploadedFile("rules.xlsx", _workbook(content, (4, 7, "应急消防")))
    broken = SimpleUploadedFile("rules.xlsx", _workbook(content, (4, 7, "不存在的单位")))

    brought = client.post("/cases/rules/", {"file": changed})
    looked = client.get(brought.headers["Location"])
    refused = client.post("/cases/rules/", {"file": broken})
    empty = client.post("/cases/rules/", {"file": SimpleUploadedFile("x.xlsx", b"<html>")})
    digest = brought.headers["Location"].rpartition("=")[2]
    on = client.post("/cases/rules/", {"digest": digest})
    shown = client.get("/cases/rules/").content.decode()

    assert spreadsheet.read(content, spreadsheet.names(TOWN)) == ROWS[:4]
    assert (brought.status_code, refused.status_code, empty.status_code, on.status_code) == (302, 422, 422, 302)
    assert "G4：不认得“不存在的单位”。" in refused.content.decode()
    for words in ("新增或改动第 3 行：路面塌陷，楼幢，特急 → 应急消防", "1 件会派给别的单位", "WH-2026-0317-001"):
        assert words in looked.content.decode()
    assert f"现行的 {digest[:6]} 版" in shown
    assert browse("shenzy").get("/cases/rules/").status_code == 403


def test_the_card_says_which_row_it_goes_by_and_proposes_its_unit(
    desk: Desk, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: TUESDAY)
    edition = hold(desk)
    case = desk.step(desk.report(), Verb.REGISTER)

    page = browse("luming").get(f"/cases/{case.number}/")

    assert page.context["opened"].because == f"按第 3 行（{edition.digest[:6]} 版），电话回访"
    assert page.context["opened"].proposed == "greening"
    assert '<option value="greening" selected>' in page.content.decode()


def test_the_catalogue_plants_a_table_once_and_leaves_the_offices_own_alone(desk: Desk) -> None:
    document = yaml.load(FILE, catalogue.Schema)
    planted = RouteEdition.objects.get()
    hold(desk)

    catalogue.apply(document, by=OFFICE, at=desk.at)

    planted.refresh_from_db()
    assert len(planted.rows) >= 8
    assert planted.ended_at is not None
    assert catalogue.plan(document) == []


def test_a_table_that_names_what_is_not_there_is_refused_with_its_line(desk: Desk, tmp_path: Path) -> None:
    text = "routes:\n  - area: hz.gs.wh.\n    rows:\n      - {types: [event-77], unit: nobody}\n"
    file = tmp_path / "cases.yaml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(CatalogueError, match="no type begins with event-77") as refused:
        catalogue.plan(yaml.load(file, catalogue.Schema))

    assert "line 4, routes.0.rows.0: there is no unit nobody" in str(refused.value)
