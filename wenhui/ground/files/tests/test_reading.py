"""What people send: every kind of photo and video, and what only looks like one. No database."""

import codecs
import io
import zlib
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image

from wenhui.ground.files import actions, exif, rules, testing, videos
from wenhui.ground.files.errors import RefusedError
from wenhui.ground.files.photos import Copy
from wenhui.ground.files.rules import LARGE, SMALL, Format, Kind
from wenhui.ground.files.testing import AT_THE_DOOR, camera, photo, picture, video
from wenhui.kit.clock import SHANGHAI

AT = datetime(2026, 3, 17, 2, 0, tzinfo=UTC)
TEN = datetime(2026, 3, 17, 10, 0)
LNG, LAT = AT_THE_DOOR


def read(content: bytes) -> tuple[Copy, Kind]:
    return actions._read(content, zone=SHANGHAI, at=AT)


def seen(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def is_upright(image: Image.Image) -> bool:
    """Say whether sky is above the ground."""
    plain = image.convert("RGB")
    return plain.getpixel((5, 5))[2] > 150 > plain.getpixel((5, image.height - 5))[2]  # type: ignore[index]


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("RGB", "JPEG"), ("CMYK", "JPEG"), ("L", "JPEG"), ("RGB", "PNG"), ("RGBA", "PNG"), ("P", "PNG"), ("LA", "PNG"),
        ("1", "PNG"), ("RGB", "WEBP"), ("RGB", "HEIF"), ("RGB", "AVIF"), ("P", "GIF"),
    ],
)  # fmt: skip
def test_any_photo_becomes_an_upright_flat_jpeg_in_three_sizes(mode: str, kind: str) -> None:
    found, sort = read(photo(picture(mode=mode), kind=kind))

    assert sort is Kind.PHOTO
    for content in (found.content, *found.pictures.values()):
        assert (seen(content).format, seen(content).mode) == ("JPEG", "RGB")
        assert mode in {"L", "LA", "1"} or is_upright(seen(content))
    assert (found.width, found.height) == (640, 480)
    assert max(seen(found.pictures[SMALL]).size) == SMALL
    assert max(seen(found.pictures[LARGE]).size) == 640


def test_a_vast_photo_is_drawn_smaller() -> None:
    found, _ = read(photo(picture(4000, 3000)))

    assert (found.width, found.height) == (2560, 1920)
    assert max(seen(found.pictures[LARGE]).size) == LARGE


def test_sixteen_bits_are_scaled_and_not_cut_off() -> None:
    grey = np.full((40, 60), 0x8000, np.uint16)

    found, _ = read(photo(Image.fromarray(grey), kind="PNG"))

    assert seen(found.content).getpixel((5, 5)) == (128, 128, 128)


def test_what_the_camera_wrote_is_kept_apart_and_not_carried_along() -> None:
    sent = photo(exif=camera(lng=LNG, lat=LAT, at=TEN, orientation=1), comment=b"of Zhang San")

    found, _ = read(sent)

    assert found.taken.at == datetime(2026, 3, 17, 10, 0, tzinfo=SHANGHAI)
    assert (found.taken.lng, found.taken.lat) == pytest.approx(AT_THE_DOOR, abs=1e-6)
    for content in (found.content, *found.pictures.values()):
        assert not seen(content).getexif()
        assert not {"comment", "icc_profile", "exif", "xmp"} & set(seen(content).info)
        assert b"Zhang" not in content


@pytest.mark.parametrize("kind", ["JPEG", "HEIF", "WEBP", "PNG"])
def test_a_photo_held_sideways_is_turned(kind: str) -> None:
    lying = picture().transpose(Image.Transpose.ROTATE_90)

    found, _ = read(photo(lying, kind=kind, exif=camera(orientation=6)))

    assert (found.width, found.height) == (640, 480)
    assert is_upright(seen(found.content))


@pytest.mark.parametrize(
    ("tag", "value"),
    [
        (ExifTags.Base.DateTimeOriginal, "0000:00:00 00:00:00"),
        (ExifTags.Base.DateTimeOriginal, "9999:99:99 99:99:99"),
        (ExifTags.Base.DateTimeOriginal, "2031:01:01 00:00:00"),
        (ExifTags.Base.DateTimeOriginal, "1904:01:01 00:00:00"),
        (ExifTags.Base.DateTimeOriginal, "昨天"),
        (ExifTags.Base.DateTimeOriginal, "2026:03:17 10:00:00\x00\x00"),
    ],
)
def test_a_time_that_cannot_be_meant_is_none(tag: int, value: str) -> None:
    written = Image.Exif()
    written.get_ifd(ExifTags.IFD.Exif)[tag] = value

    found, _ = read(photo(exif=written))

    assert found.taken.at is None or found.taken.at.year == 2026


@pytest.mark.parametrize(
    ("lng", "lat"), [(0.0, 0.0), (120.0, 95.0), (500.0, 30.0), (float("nan"), 30.0), (float("inf"), 30.0)]
)
def test_a_place_that_is_not_on_earth_is_none(lng: float, lat: float) -> None:
    written = Image.Exif()
    gps = written.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLongitudeRef] = "N", "E"
    gps[ExifTags.GPS.GPSLatitude], gps[ExifTags.GPS.GPSLongitude] = (lat, 0.0, 0.0), (lng, 0.0, 0.0)

    taken = exif.read(written, zone=SHANGHAI, at=AT)

    assert (taken.lng, taken.lat) == (None, None)


def test_a_clock_that_names_its_zone_is_believed() -> None:
    written = camera(at=TEN)
    written.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.OffsetTimeOriginal] = "+09:00"

    taken = exif.read(written, zone=ZoneInfo("America/New_York"), at=AT)

    assert taken.at == AT - timedelta(hours=1)


def polyglot() -> bytes:
    return photo() + b"<html><script>alert(1)</script></html>"


def test_what_stands_behind_a_photo_is_left_behind() -> None:
    found, _ = read(polyglot())

    assert b"script" not in found.content


def gif_bomb() -> bytes:
    """A tiny file that says its screen has 65,535 by 65,535 points."""
    plain = bytearray(photo(picture(8, 8, "P"), kind="GIF"))
    plain[6:10] = b"\xff\xff\xff\xff"
    return bytes(plain)


def png_bomb() -> bytes:
    """A PNG of 50,000 by 50,000 white points in a few hundred kilobytes; only its head is ever read."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")

    head = (50_000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\x00" * 10_000))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (lambda: b"", "一个字节也没有"),
        (lambda: b"\xff\xd8\xff\xe0" + b"\x00" * (50 * rules.MIB), "照片有 50 MB，最多 20 MB"),
        (lambda: b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "SVG"),
        (lambda: codecs.BOM_UTF8 + b"<svg onload=alert(1)>", "SVG"),
        (lambda: b"<!DOCTYPE html><img src=x>", "网页"),
        (lambda: b"%PDF-1.7", "PDF"),
        (lambda: b"PK\x03\x04", "压缩包"),
        (lambda: photo(kind="TIFF"), "这种图片格式不收"),
        (lambda: b"MZ\x90\x00", "认不出"),
        (lambda: photo()[:2000], "照片不完整"),
        (lambda: photo(kind="HEIF")[:600], "照片不完整"),
        (gif_bomb, "万像素"),
        (png_bomb, "照片有 250000 万像素"),
        (lambda: photo() + b"\xff\xda" * 70, "太费机器"),
        (lambda: video()[:900], "视频不完整"),
        (lambda: b"\x00\x00\x00\x18ftypisom" + b"\x00" * (81 * rules.MIB), "视频有 81 MB"),
    ],
    ids=range(16),
)
def test_what_cannot_be_taken_is_refused_in_words(content: object, why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        read(content())  # type: ignore[operator]


def test_an_ending_says_nothing() -> None:
    assert rules.format_of(photo(kind="PNG")) is Format.PNG
    assert read(photo(kind="PNG"))[1] is Kind.PHOTO


@settings(max_examples=40)
@given(place=st.integers(20, 3000), byte=st.integers(0, 255))
def test_a_damaged_photo_is_taken_or_refused_and_nothing_else(place: int, byte: int) -> None:
    damaged = bytearray(photo(picture(64, 48), exif=camera(lng=LNG, lat=LAT, at=TEN)))
    damaged[place % len(damaged)] = byte

    with suppress(RefusedError):
        read(bytes(damaged))


def test_a_short_video_becomes_mp4_with_a_poster_and_without_its_place() -> None:
    found, sort = read(video(seconds=1, said="+30.2806+120.1587/"))

    assert (sort, found.width, found.height) == (Kind.VIDEO, 320, 240)
    assert found.seconds == pytest.approx(0.9)
    assert (found.taken.lng, found.taken.lat) == AT_THE_DOOR
    assert rules.format_of(found.content) is Format.MP4
    assert b"30.28" not in found.content
    assert is_upright(seen(found.pictures[LARGE]))


def test_a_long_video_and_one_without_pictures_are_refused() -> None:
    with pytest.raises(RefusedError, match="视频有 33 秒，最多 30 秒"):
        read(video(seconds=33, width=32, height=32, sound=False))


def test_a_video_that_takes_too_long_to_encode_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(videos, "PATIENCE", 0)

    with pytest.raises(RefusedError, match="视频太费机器"):
        read(video())


def test_a_large_video_is_made_smaller() -> None:
    found, _ = read(video(seconds=0.2, width=1920, height=1080, sound=False))

    assert (found.width, found.height) == (1280, 720)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("路面.jpg", "路面.jpg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\图 1.png", "图 1.png"),
        ("照片\u202egpj.exe", "照片gpj.exe"),
        ("a\r\nSet-Cookie: x.jpg", "a Set-Cookie: x.jpg"),
        (".htaccess", "htaccess"),
        ("", ""),
        ("长" * 300 + ".jpeg", "长" * 74 + "….jpeg"),
    ],
)
def test_a_name_is_shown_without_what_misleads(name: str, shown: str) -> None:
    assert rules.plain_name(name) == shown


def test_distances_are_right_to_half_a_percent() -> None:
    assert rules.metres_between(120.0, 30.0, 120.0, 31.0) == pytest.approx(111_195, rel=0.005)
    assert rules.metres_between(*AT_THE_DOOR, LNG + 0.0003, LAT) == pytest.approx(28.8, rel=0.01)
    assert testing.AT_THE_DOOR == (LNG, LAT)
