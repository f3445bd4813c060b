"""Photos come with a report, an answer, a check; each stands whatever becomes of them."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from wenhui.ground.accounts.testing import AsWeb, Browse
from wenhui.ground.files.actions import RefusedError
from wenhui.ground.files.testing import camera, photo, picture, video
from wenhui.ground.journal.models import Entry
from wenhui.kit import clock
from wenhui.kit.clock import SHANGHAI
from wenhui.work.cases import actions
from wenhui.work.cases.models import Case, CasePhoto
from wenhui.work.cases.photos import photographing, picturing, planting
from wenhui.work.cases.testing import Desk
from wenhui.work.cases.words import PhotoRole, Verb

NOON = datetime(2026, 3, 17, 10, 0, tzinfo=SHANGHAI)
LNG, LAT = 120.1587, 30.2806
NEAR = photo(exif=camera(lng=LNG + 0.0003, lat=LAT, at=datetime(2026, 3, 17, 8, 20)))
REPORT = {
    "key": "form-1", "title": "路面塌陷", "address": "流水东苑社区 1 幢", "channel": "grid_patrol", "type_key": "",
    "grid": "", "description": "井盖旁",
}  # fmt: skip


@pytest.fixture(autouse=True)
def at_ten_with_a_folder_of_its_own(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA = tmp_path
    monkeypatch.setattr(clock, "now", lambda: NOON)


def sent(content: bytes = NEAR, name: str = "路面.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/html")


def add(desk: Desk, case: Case, role: PhotoRole, *, by: str, content: bytes = NEAR) -> CasePhoto:
    given: dict[str, Any] = {"content": content, "name": "路面.jpg", "role": role, "by": desk.actor(by), "at": desk.at}
    return actions.add_photo(case_id=case.pk, **given)


def test_a_photo_stands_with_its_case_the_step_it_came_with_and_how_far_away_it_was_taken(desk: Desk) -> None:
    case = desk.report(lng=LNG, lat=LAT)

    kept = add(desk, case, PhotoRole.REPORTED, by="gulan")

    assert (kept.move, kept.area_path, kept.metres) == (case.moves.get(), case.area_path, 30)
    assert (kept.by_name, kept.at) == ("顾晓岚", desk.at)
    line = Entry.objects.get(verb="cases.add_photo")
    assert line.refs == {"number": case.number, "file": kept.file_id, "role": "reported"}


def test_the_same_photo_in_the_same_role_is_there_once(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.ACCEPT)

    first, again, before = (
        add(desk, case, role, by=by)
        for role, by in (
            (PhotoRole.REPORTED, "gulan"), (PhotoRole.REPORTED, "luming"), (PhotoRole.BEFORE, "shenzy"),
        )
    )  # fmt: skip

    assert first == again
    assert before.file == first.file
    assert CasePhoto.objects.count() == 2
    assert Entry.objects.filter(verb="cases.add_photo").count() == 2


@pytest.mark.parametrize(
    ("role", "by", "last", "why"),
    [
        (PhotoRole.AFTER, "gulan", Verb.ACCEPT, "不能给这件案件加“处置后”照片"),
        (PhotoRole.CHECK, "shenzy", Verb.ANSWER, "不能给这件案件加“核查”照片"),
        (PhotoRole.REPORTED, "hansg", Verb.REGISTER, "不能给这件案件加“上报时”照片"),
        (PhotoRole.REPORTED, "gulan", Verb.CLOSE, "不能再加照片"),
    ],
)
def test_who_may_not_add_a_photo_is_told(desk: Desk, role: PhotoRole, by: str, last: Verb, why: str) -> None:
    case = desk.take(desk.report(), last)

    with pytest.raises(actions.CaseError, match=why):
        add(desk, case, role, by=by)

    assert not CasePhoto.objects.exists()


def test_a_case_has_an_end_of_photos(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picturing, "MOST", 1)
    case = desk.report()
    add(desk, case, PhotoRole.REPORTED, by="gulan")

    with pytest.raises(actions.TooManyPhotosError, match="已有 1 张照片"):
        add(desk, case, PhotoRole.REPORTED, by="gulan", content=photo(picture(40, 40)))
    monkeypatch.setattr(picturing, "MOST", 2)
    with pytest.raises(RefusedError, match="一个字节也没有"):
        add(desk, case, PhotoRole.REPORTED, by="gulan", content=b"")


@pytest.mark.parametrize("change", ["UPDATE cases_casephoto SET metres = 0", "DELETE FROM cases_casephoto"])
def test_photos_of_cases_are_never_changed(desk: Desk, change: str) -> None:
    add(desk, desk.report(), PhotoRole.REPORTED, by="gulan")

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_photos_are_seen_within_the_scope_and_follow_their_case(desk: Desk, as_web: AsWeb) -> None:
    case = desk.report()
    add(desk, case, PhotoRole.REPORTED, by="gulan")
    seen = {}
    for who in ("gulan", "hansg"):
        with as_web(desk.cast[who].scope):
            seen[who] = CasePhoto.objects.count()

    Case.objects.filter(pk=case.pk).update(area=desk.office.building_elsewhere)

    assert seen == {"gulan": 1, "hansg": 0}
    assert CasePhoto.objects.get().area_path == desk.office.building_elsewhere.path


def test_a_report_brings_its_photos(desk: Desk, browse: Browse) -> None:
    files = {"photos_reported": [sent(), sent(video(seconds=0.5), "v.mp4")]}

    page = browse("gulan").post("/cases/report/", REPORT | files, follow=True)

    case = Case.objects.get()
    assert [(kept.role, kept.file.kind) for kept in case.photos.all()] == [("reported", "photo"), ("reported", "video")]
    text = page.content.decode()
    for words in ("2 张，只增不改", "上报时", "顾晓岚，今日 10:00，", "今日 08:20 拍摄", "1 秒"):
        assert words in text
    assert f"/files/{case.photos.first().file.digest}/small" in text  # type: ignore[union-attr]
    assert str(LNG) not in text


def test_a_report_is_kept_and_says_which_photo_was_not(desk: Desk, browse: Browse) -> None:
    files = {"photos_reported": [sent(b"<svg/>", "图.jpg"), sent(), *(sent(name=f"{n}.jpg") for n in range(6))]}
    client = browse("gulan")

    page = client.post("/cases/report/", REPORT | files, follow=True)

    assert Case.objects.get().photos.count() == 1
    text = page.content.decode()
    assert "有照片没有收下，其余都已保存" in text
    assert "“图.jpg”：SVG 图里可以带程序，不收。" in text
    assert "一次最多 6 张，后面的 2 张没有收。" in text
    assert "没有收下" not in client.get(page.redirect_chain[-1][0]).content.decode()


def test_a_report_that_needs_mending_keeps_what_was_typed(desk: Desk, browse: Browse) -> None:
    page = browse("gulan").post("/cases/report/", REPORT | {"address": "某处", "photos_reported": [sent()]})

    assert page.status_code == 422
    assert "井盖旁" in page.content.decode()
    assert not CasePhoto.objects.exists()


def test_a_form_sent_by_a_script_is_led_on_its_way(desk: Desk, browse: Browse) -> None:
    page = browse("gulan").post("/cases/report/", REPORT, headers={"HX-Request": "true"})

    assert page.headers["HX-Redirect"] == f"/cases/{Case.objects.get().number}/"


def test_an_answer_and_a_check_bring_theirs(desk: Desk, browse: Browse) -> None:
    case = desk.take(desk.report(), Verb.ACCEPT)
    card = f"/cases/{case.number}/"
    answer = {
        "words": "已回填", "photos_before": [sent(photo(picture(60, 40)))], "photos_after": [sent(), sent(photo()[:900])],
    }  # fmt: skip

    answered = browse("shenzy").post(f"{card}answer/", answer, follow=True)
    browse("zhounc").post(f"{card}verify/", {"words": "平整", "photos_check": [sent(photo(picture(80, 80)))]})

    assert "“路面.jpg”：照片不完整或已损坏" in answered.content.decode()
    assert [(kept.role, kept.move and kept.move.verb) for kept in case.photos.order_by("pk")] == [
        ("before", "answer"), ("after", "answer"), ("check", "verify"),
    ]  # fmt: skip


def test_photos_are_added_later_from_the_card(desk: Desk, browse: Browse) -> None:
    case = desk.take(desk.report(), Verb.ACCEPT)
    client = browse("shenzy")

    page = client.post(f"/cases/{case.number}/photos/", {"role": "before", "photos": [sent()]}, follow=True)
    nonsense = client.post(f"/cases/{case.number}/photos/", {"role": "nonsense", "photos": [sent()]})

    assert f"{case.number} 加了 1 张照片" in page.content.decode()
    assert (nonsense.status_code, CasePhoto.objects.count()) == (302, 1)
    assert browse("hansg").post(f"/cases/{case.number}/photos/", {}).status_code == 404


@pytest.mark.parametrize(
    ("metres", "words", "is_far"),
    [
        (None, "", False), (0, "就在案发地拍摄", False), (30, "拍摄点距案发地 30 米", False),
        (500, "拍摄点距案发地 500 米", True), (12_340, "拍摄点距案发地 12.3 公里", True),
    ],
)  # fmt: skip
def test_distances_are_said_in_words(metres: int | None, words: str, is_far: bool) -> None:
    shown = photographing.Shown(CasePhoto(metres=metres), NOON)

    assert (shown.distance, shown.is_far) == (words, is_far)


def test_what_is_larger_than_anything_is_not_even_read() -> None:
    class Vast(SimpleUploadedFile):
        def read(self, *_: object) -> bytes:
            raise AssertionError

    vast = Vast("路面.jpg", b"", "image/jpeg")
    vast.size = 500 * 1024 * 1024

    with pytest.raises(RefusedError, match=r"“路面\.jpg”有 500 MB，太大了"):
        photographing.content_of(vast)


def test_other_programs_add_and_see_photos(desk: Desk, browse: Browse) -> None:
    case = desk.report(lng=LNG, lat=LAT)
    address, key = f"/api/v1/cases/{case.number}", {"Idempotency-Key": "photo-0001"}
    client = browse("gulan")

    added, again = (
        client.post(f"{address}/photos", {"role": "reported", "file": sent()}, headers=key) for _ in range(2)
    )
    refused = client.post(f"{address}/photos", {"role": "reported", "file": sent(b"%PDF-1")}, headers=key)

    assert (added.status_code, again.json()) == (201, added.json())
    assert (added.json()["metres"], added.json()["kind"], added.json()["by"]) == (30, "photo", "顾晓岚")
    assert client.get(address).json()["photos"] == [added.json()]
    assert client.get(added.json()["small"]).status_code == 200
    assert (refused.status_code, "PDF" in refused.json()["title"]) == (422, True)
    for who, role, status in (("gulan", "after", 403), ("hansg", "reported", 404), ("gulan", "nonsense", 422)):
        assert browse(who).post(f"{address}/photos", {"role": role, "file": sent()}, headers=key).status_code == status
    assert client.post(f"{address}/photos", {"role": "reported", "file": sent()}).status_code == 422


def test_the_demonstration_gives_cases_drawn_photos_once(desk: Desk) -> None:
    desk.take(desk.report(title="路灯不亮"), Verb.CLOSE)
    desk.report(title="暴露垃圾未清")
    given: dict[str, Any] = {"number": 1, "by": desk.actor("luming"), "at": NOON, "cases": 4}

    first, second = planting.seed(**given), planting.seed(**given)

    assert (first, second) == (4, 4)
    assert sorted(CasePhoto.objects.values_list("role", flat=True)) == ["after", "check", "reported", "reported"]
    assert {kept.move and kept.by_name == kept.move.by_name for kept in CasePhoto.objects.all()} == {True}
    assert Entry.objects.filter(verb="cases.plant_photos").count() == 1
