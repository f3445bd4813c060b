"""Emergency mode: who opens it and why, what it gathers, what may be taken out, how it ends."""

import io
import json
from datetime import date, datetime, timedelta
from typing import Any

import pypdf
import pytest
from django.db import IntegrityError, transaction

from wenhui.ground.accounts.testing import AsWeb, Browse
from wenhui.ground.areas.models import Area
from wenhui.ground.journal.models import Entry
from wenhui.kit import clock
from wenhui.work.cases import testing as cases
from wenhui.work.cases.models import Case
from wenhui.work.emergency import actions
from wenhui.work.emergency.models import Emergency
from wenhui.work.visits.testing import TUESDAY, Walk

OFFICE = "hz.gs.wh."
GRID = "hz.gs.wh.lsdy.g04."
BUILDING = f"{GRID}b001."
SQUARE = ((120.1600, 30.2900), (120.1610, 30.2900), (120.1610, 30.2910), (120.1600, 30.2910))
WHY = "3 号楼天然气泄漏"


@pytest.fixture
def ground(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> Walk:
    """Plant three homes of a building inside the square, one case in it, one beside it by its point, one elsewhere."""
    monkeypatch.setattr(clock, "now", lambda: TUESDAY)
    cases.plant_types()
    Area.objects.filter(path=BUILDING).update(lng=120.1605, lat=30.2905)
    walk.settle("r501", "王建国", date(1944, 3, 17), phone="12034560001")
    walk.settle("r502", "李秀英", date(1990, 3, 18), phone="12034560002")
    desk = cases.Desk(walk.office, walk.cast, at=TUESDAY - timedelta(hours=1))
    desk.report(title="楼道堆物")
    beside = desk.report(title="路面积水", area=walk.office.at("lsdy.g04."))
    Case.objects.filter(pk=beside.pk).update(lng=120.1606, lat=30.2901)
    desk.report(title="别处的事", area=walk.office.building_elsewhere, by=desk.actor("luming"))
    return walk


def begin(walk: Walk, **given: Any) -> Emergency:
    defaults: dict[str, Any] = {
        "key": "one", "within": OFFICE, "polygon": SQUARE, "places": [], "reason": WHY, "by": walk.actor("luming"),
        "at": TUESDAY,
    }  # fmt: skip
    return actions.begin(**(defaults | given))


def test_it_gathers_cases_homes_needs_and_who_is_on_duty(ground: Walk, as_web: AsWeb) -> None:
    with as_web(ground.cast["luming"].scope):
        one = begin(ground)
        _, held = actions.look(emergency_id=one.pk, within=OFFICE, by=ground.actor("luming"), at=TUESDAY)

    assert sorted(row.case.title for row in held.cases) == ["楼道堆物", "路面积水"]
    assert (held.homes, held.people, held.in_need) == (3, 2, 1)
    assert [(grid.path, [post.account.name for post in grid.posts]) for grid in held.grids] == [(GRID, ["顾晓岚"])]
    assert {person.name + person.phone for block in held.blocks for door in block.doors for person in door.people} == {
        ""
    }


def test_opening_and_looking_are_on_record_with_shape_and_reason(ground: Walk) -> None:
    one, again = Emergency.objects.get(pk=begin(ground).pk), begin(ground)
    actions.look(emergency_id=one.pk, within=OFFICE, by=ground.actor("chengws"), at=TUESDAY)
    actions.take_out(emergency_id=one.pk, within=OFFICE, kind="pdf", by=ground.actor("luming"), at=TUESDAY)
    actions.end(emergency_id=one.pk, by=ground.actor("luming"), at=TUESDAY + timedelta(hours=1))

    lines = Entry.objects.filter(subject=f"emergency:{one.pk}").order_by("pk")
    assert again == one
    assert [line.verb for line in lines] == ["emergency.begin", "emergency.look", "emergency.take_out", "emergency.end"]
    first = lines[0]
    assert first.reason == WHY
    assert json.loads(str(first.refs["polygon"])) == [list(point) for point in SQUARE]
    assert (first.refs["buildings"], one.area_path) == (1, BUILDING)


def test_it_ends_by_itself_and_shows_nothing_then(ground: Walk) -> None:
    one = begin(ground, polygon=(), places=[GRID])
    later: dict[str, Any] = {"by": ground.actor("luming"), "at": TUESDAY + timedelta(hours=24)}

    with pytest.raises(actions.OverError, match="已经结束"):
        actions.look(emergency_id=one.pk, within=OFFICE, **later)
    with pytest.raises(actions.OverError):
        actions.end(emergency_id=one.pk, **later)


def test_what_cannot_be_opened_says_why(ground: Walk) -> None:
    refused: tuple[tuple[type[Exception], dict[str, Any]], ...] = (
        (actions.NoReasonError, {"reason": " 火 "}),
        (actions.NowhereError, {"polygon": (), "places": []}),
        (actions.NowhereError, {"polygon": (), "places": ["nyc.council.d01."]}),
        (actions.NowhereError, {"polygon": (), "places": [f"{GRID}b999."]}),
    )

    for error, given in refused:
        with pytest.raises(error):
            begin(ground, **given)

    assert not Emergency.objects.exists()


def test_only_leaders_and_the_command_room_open_and_look(ground: Walk) -> None:
    one = begin(ground)

    for who in ("gulan", "zhounc", "shenzy", "hansg", "qinsn"):
        with pytest.raises(actions.NotAllowedError):
            begin(ground, key="two", by=ground.actor(who))
        with pytest.raises(actions.NotAllowedError):
            actions.look(emergency_id=one.pk, within=OFFICE, by=ground.actor(who), at=TUESDAY)


def test_the_scope_is_kept_by_the_database(ground: Walk, as_web: AsWeb) -> None:
    one = begin(ground)

    with as_web(ground.cast["hansg"].scope), pytest.raises(actions.UnknownEmergencyError):
        actions.end(emergency_id=one.pk, by=ground.actor("luming"), at=TUESDAY)


def test_the_database_lets_none_last_longer_than_a_day_or_be_nowhere(ground: Walk) -> None:
    one = begin(ground)

    for name, changed in (
        ("emergency_lasts_a_day", {"ends_at": TUESDAY + timedelta(hours=25)}),
        ("emergency_has_a_reason", {"reason": ""}),
        ("emergency_is_somewhere", {"polygon": [], "places": []}),
        ("emergency_ends_after", {"ended_at": TUESDAY - timedelta(hours=1)}),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Emergency.objects.filter(pk=one.pk).update(**changed)


def test_a_clerk_opens_it_around_a_case_looks_and_takes_the_list_along(
    ground: Walk, browse: Browse, django_assert_max_num_queries: Any
) -> None:
    client = browse("luming")
    case = Case.objects.get(title="路面积水")
    blank = client.get("/emergency/")
    begun = client.post("/emergency/", {"key": "k", "case": case.number, "metres": "100", "reason": WHY})
    with django_assert_max_num_queries(36):
        page = client.get(begun["Location"])
    plain = client.post(f"{begun['Location']}list/", {"kind": "pdf"})
    clear = client.post(f"{begun['Location']}list/", {"kind": "pdf", "clear": "1"})
    file = client.post(f"{begun['Location']}list/", {"kind": "html", "clear": "1"})

    assert blank.status_code == page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    shown = page.content.decode()
    for words in (WHY, "楼道堆物", "路面积水", "顾晓岚", "501 室", "80 岁以上"):
        assert words in shown
    for hidden in ("王建国", "12034560001", "别处的事"):
        assert hidden not in shown
    said, named = text_of(plain.content), text_of(clear.content)
    assert "80岁以上" in said
    assert "王建国" not in said
    assert "王建国82" in named
    assert "12034560001" in named
    offline = file.content.decode()
    assert "12034560001" in offline
    assert '<link rel="stylesheet"' not in offline
    assert "@page" in offline
    assert Entry.objects.filter(verb="journal.reveal", reason=WHY).count() == 2


def test_a_leader_takes_the_list_without_names_whatever_is_asked(ground: Walk, browse: Browse) -> None:
    one = begin(ground)

    sent = browse("chengws").post(f"/emergency/{one.pk}/list/", {"kind": "pdf", "clear": "1"})

    assert "王建国" not in text_of(sent.content)
    assert not Entry.objects.filter(verb="journal.reveal").exists()


def test_pages_refuse_in_words(ground: Walk, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    one = begin(ground)
    client = browse("luming")

    nothing = client.post("/emergency/", {"key": "x", "reason": WHY})
    no_case = client.post("/emergency/", {"key": "x", "case": "WH-0000", "reason": WHY})
    bad_shape = client.post("/emergency/", {"key": "x", "polygon": "[[1]]", "reason": WHY})
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 19, 9, 0, tzinfo=clock.SHANGHAI))
    over = client.get(f"/emergency/{one.pk}/")
    home = client.get("/emergency/").content.decode()

    assert (nothing.status_code, no_case.status_code, bad_shape.status_code) == (422, 422, 422)
    assert "在地图上画一圈" in nothing.content.decode()
    assert "没有这件案件" in no_case.content.decode()
    assert "不成形" in bad_shape.content.decode()
    assert over.status_code == 409
    assert "已经结束" in over.content.decode()
    assert "以前的应急" in home
    assert client.get("/emergency/0/").status_code == 404
    assert client.post(f"/emergency/{one.pk}/list/", {"kind": "exe"}).status_code == 404
    assert browse("gulan").get("/emergency/").status_code == 403


def text_of(pdf: bytes) -> str:
    return "".join("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())
