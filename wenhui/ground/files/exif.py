"""Reads place and time out of what a camera wrote into a photo. Whatever cannot be meant is left out, never an error."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from PIL import ExifTags, Image

from wenhui.ground.files import rules

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=1)  # clocks of cameras are set by hand


@dataclass(frozen=True, slots=True)
class Taken:
    """When and where a photo or video was taken, as far as it says so."""

    at: datetime | None = None
    lng: float | None = None
    lat: float | None = None


def read(exif: Image.Exif, *, zone: ZoneInfo, at: datetime) -> Taken:
    """Return what a photo taken by a clock in `zone` and brought at `at` says of itself."""
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    written = inner.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    lng, lat = _place(exif.get_ifd(ExifTags.IFD.GPSInfo))
    return Taken(_moment(written, inner.get(ExifTags.Base.OffsetTimeOriginal), zone=zone, at=at), lng, lat)


def believable(moment: datetime, *, at: datetime) -> datetime | None:
    """Return a moment that a camera may have meant: after cameras wrote any, and not after the photo was brought."""
    return moment if EARLIEST <= moment <= at + AHEAD else None


def _moment(written: object, offset: object, *, zone: ZoneInfo, at: datetime) -> datetime | None:
    if not isinstance(written, str):
        return None
    try:
        plain = datetime.strptime(written.strip("\x00 ")[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - the zone follows
        shift = datetime.strptime(offset.strip("\x00 "), "%z").tzinfo if isinstance(offset, str) else None
        return believable(plain.replace(tzinfo=shift or zone), at=at)
    except (ValueError, OverflowError):
        return None


def _place(gps: Mapping[int, object]) -> tuple[float | None, float | None]:
    try:
        lat = _degrees(gps[ExifTags.GPS.GPSLatitude], gps.get(ExifTags.GPS.GPSLatitudeRef) == "S")
        lng = _degrees(gps[ExifTags.GPS.GPSLongitude], gps.get(ExifTags.GPS.GPSLongitudeRef) == "W")
    except (KeyError, TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None, None
    return (round(lng, 6), round(lat, 6)) if rules.is_on_earth(lng, lat) else (None, None)


def _degrees(parts: object, is_negative: bool) -> float:  # noqa: FBT001 - hemisphere
    degrees, minutes, seconds = (float(part) for part in parts)  # type: ignore[attr-defined]
    found = degrees + minutes / 60 + seconds / 3600
    return -found if is_negative else found
