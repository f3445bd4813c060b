"""Files are kept once, shown within the scope, and copies without a row are swept."""

import hashlib
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from wenhui.ground.accounts import testing as accounts
from wenhui.ground.accounts.testing import AsWeb, Browse, Cast, Office
from wenhui.ground.files import actions, pages, store, sweeping
from wenhui.ground.files.errors import RefusedError, StoreError
from wenhui.ground.files.models import File, FilePlace
from wenhui.ground.files.testing import AT_THE_DOOR, camera, photo, picture, video
from wenhui.ground.journal.models import Entry
from wenhui.kit.privacy import Privacy

AT = datetime(2026, 3, 17, 2, 0, tzinfo=UTC)
LNG, LAT = AT_THE_DOOR


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> Path:
    """Keep the files of each test in a folder of its own."""
    settings.DATA = tmp_path
    return tmp_path / "files"


@pytest.fixture
def keep(office: Office, cast: Cast) -> Callable[..., File]:
    def kept(content: bytes = b"", *, by: str = "gulan", name: str = "路面.jpg", **more: Any) -> File:
        given: dict[str, Any] = {"area": office.building, "by": cast[by].actor, "at": AT} | more
        return actions.keep(content=content or photo(exif=camera(lng=LNG, lat=LAT)), name=name, **given).file

    return kept


def test_a_photo_is_kept_under_the_hash_of_its_copy_with_its_place_apart(
    keep: Callable[..., File], own_folder: Path
) -> None:
    file = keep()

    content = store.current().read(store.key_of(file.digest, "jpg"))
    assert hashlib.sha256(content).hexdigest() == file.digest
    assert (file.area_path, file.width, file.bytes) == ("hz.gs.wh.lsdy.g04.b001.", 640, len(content))
    place = FilePlace.objects.get()
    assert (place.file, place.area_path) == (file, file.area_path)
    assert place.lng == pytest.approx(LNG, abs=1e-6)
    line = Entry.objects.get(verb="files.keep")
    assert (line.subject, line.refs["digest"]) == (f"file:{file.pk}", file.digest)
    assert len(list(own_folder.rglob("*.jpg"))) == 3


def test_the_same_bytes_in_one_area_and_class_are_one_file(keep: Callable[..., File], office: Office) -> None:
    first, again = keep(), keep(by="luming", name="另一个名字.png")
    elsewhere, guarded = keep(area=office.at("lsdy.g04.b002.")), keep(least=Privacy.PERSONAL)

    assert first == again
    assert len({first.pk, elsewhere.pk, guarded.pk}) == 3
    assert len({first.digest, elsewhere.digest, guarded.digest}) == 1


def test_a_refusal_names_the_file_as_it_is_spelled_and_leaves_nothing(
    keep: Callable[..., File], own_folder: Path
) -> None:
    with pytest.raises(RefusedError, match=r"^“x-gnp\.svg”：SVG"):
        keep(b"<svg/>", name="../x-\u202egnp.svg")

    assert not File.objects.exists()
    assert not own_folder.exists()


def test_a_store_that_is_full_says_so_and_leaves_no_row(keep: Callable[..., File], own_folder: Path) -> None:
    own_folder.write_bytes(b"in the way")

    with pytest.raises(StoreError, match="照片现在存不下来"):
        keep()

    assert not File.objects.exists()


def test_files_are_seen_within_scope_and_class_and_places_only_with_clearance(
    keep: Callable[..., File], cast: Cast, as_web: AsWeb
) -> None:
    keep()
    keep(photo(picture(50, 50)), least=Privacy.SENSITIVE)
    seen = {}

    for who in ("gulan", "hansg", "shenzy", "zhounc"):
        with as_web(cast[who].scope):
            seen[who] = (File.objects.count(), FilePlace.objects.count())

    assert seen == {"gulan": (1, 1), "hansg": (0, 0), "shenzy": (1, 0), "zhounc": (2, 1)}


def test_someone_who_may_not_read_places_still_brings_them(
    keep: Callable[..., File], cast: Cast, as_web: AsWeb
) -> None:
    with as_web(cast["shenzy"].scope):
        keep(by="shenzy")
        assert not FilePlace.objects.exists()

    assert FilePlace.objects.count() == 1


def test_files_and_their_places_follow_their_area(keep: Callable[..., File], office: Office) -> None:
    file = keep()

    File.objects.filter(pk=file.pk).update(area=office.building_elsewhere)

    there = office.building_elsewhere.path
    assert (File.objects.get().area_path, FilePlace.objects.get().area_path) == (there, there)


@pytest.mark.parametrize("change", ["UPDATE files_file SET digest = sent", "UPDATE files_fileplace SET lng = 1"])
def test_what_is_kept_is_never_changed(keep: Callable[..., File], change: str) -> None:
    keep()

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_picture_is_shown_to_who_may_see_it_and_kept_by_their_browser(
    keep: Callable[..., File], browse: Browse
) -> None:
    file = keep()
    address = pages.address(file, "small")

    shown, stranger, elsewhere = (browse(who).get(address) for who in ("gulan", None, "hansg"))
    again = browse("gulan").get(address, headers={"If-None-Match": shown.headers["ETag"]})

    assert (shown.status_code, stranger.status_code, elsewhere.status_code, again.status_code) == (200, 302, 404, 304)
    assert shown.content.startswith(b"\xff\xd8\xff")
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Content-Disposition"].startswith('inline; filename="')
    assert shown.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert browse("qinsn").get(address).status_code == 403
    assert browse("gulan").get(f"/files/{'0' * 64}/small").status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        ("bytes=0-9", 206, 0, 9), ("bytes=5-", 206, 5, -1), ("bytes=-4", 206, -4, -1), ("bytes=999999999-", 416, 0, 0),
        ("bytes=9-5", 416, 0, 0), ("pages=1-2", 200, 0, -1),
    ],
)  # fmt: skip
def test_a_video_is_played_in_parts(
    keep: Callable[..., File], browse: Browse, asked: str, status: int, first: int, last: int
) -> None:
    file = keep(video(seconds=0.5), name="路面.mp4")
    whole = store.current().read(store.key_of(file.digest, "mp4"))

    part = browse("gulan").get(pages.address(file, "whole"), headers={"Range": asked})

    assert part.status_code == status
    if status != 416:
        begin, end = first % len(whole), last % len(whole)
        assert part.content == whole[begin : end + 1]
        assert part.headers["Content-Type"] == "video/mp4"
    if status == 206:
        assert part.headers["Content-Range"] == f"bytes {begin}-{end}/{len(whole)}"
    assert part.headers["Accept-Ranges"] == "bytes"


def test_a_copy_that_went_missing_is_told_and_not_an_error(
    keep: Callable[..., File], browse: Browse, own_folder: Path
) -> None:
    file = keep()
    for path in own_folder.rglob("*.jpg"):
        path.unlink()

    assert browse("gulan").get(pages.address(file, "small")).status_code == 404


def test_copies_without_a_row_are_swept_after_an_hour(keep: Callable[..., File], own_folder: Path) -> None:
    file = keep()
    orphan = store.key_of(hashlib.sha256(b"killed before the row").hexdigest(), "jpg")
    store.current().put(orphan, b"a copy")
    now = datetime.now(UTC)

    soon = sweeping.sweep(at=now)
    later = sweeping.sweep(at=now + timedelta(hours=2))

    assert (soon, later) == (0, 1)
    assert not (own_folder / orphan).exists()
    assert store.current().read(store.key_of(file.digest, "jpg"))


def test_the_sweep_waits_for_who_is_between_copy_and_row(own_database: None, own_folder: Path) -> None:
    office, cast = accounts.plant_office(), accounts.plant_cast()
    given: dict[str, Any] = {
        "content": photo(),
        "name": "",
        "area": office.building,
        "by": cast["gulan"].actor,
        "at": AT,
    }

    def sweep() -> int:
        try:
            return sweeping.sweep(at=datetime.now(UTC) + timedelta(hours=2))
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as keeper:
        with transaction.atomic():
            file = actions.keep(**given).file
            sweeping_now = keeper.submit(sweep)
            time.sleep(0.2)
            assert not sweeping_now.done()
        assert sweeping_now.result() == 0

    assert store.current().read(store.key_of(file.digest, "jpg"))


@pytest.mark.database
def test_two_clerks_who_send_the_same_bytes_at_once_keep_one_file(own_database: None, own_folder: Path) -> None:
    office, cast = accounts.plant_office(), accounts.plant_cast()
    content = photo(exif=camera(lng=LNG, lat=LAT))

    def keep(who: str) -> int:
        try:
            return actions.keep(content=content, name="", area=office.building, by=cast[who].actor, at=AT).file.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as clerks:
        kept = set(clerks.map(keep, ["gulan", "luming", "zhounc", "gulan"]))

    assert kept == {File.objects.get().pk}
    assert FilePlace.objects.count() == 1
    assert len([name for *_, names in os.walk(own_folder) for name in names]) == 3


@pytest.mark.database
def test_two_clerks_who_send_the_same_two_photos_in_turn_lose_one_photo_at_most(
    own_database: None, own_folder: Path
) -> None:
    office, cast = accounts.plant_office(), accounts.plant_cast()
    both, meet = [photo(picture(40, 40)), photo(picture(50, 50))], Barrier(2)

    def keep(order: int) -> list[str]:
        said = []
        try:
            with transaction.atomic():
                for content in both[::order]:
                    given: dict[str, Any] = {"area": office.building, "by": cast["gulan"].actor, "at": AT}
                    try:
                        actions.keep(content=content, name="", **given)
                    except StoreError as error:
                        said.append(str(error))
                    if content is both[::order][0]:
                        meet.wait(5)
        finally:
            connection.close()
        return said

    with ThreadPoolExecutor(2) as clerks:
        said = [words for clerk in clerks.map(keep, [1, -1]) for words in clerk]

    assert said in ([], ["别人正好也在上传同样的几张照片。请过一会儿再加一次。"])
    assert File.objects.count() == 2
