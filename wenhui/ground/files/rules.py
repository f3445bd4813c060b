"""The rules of files: what bytes look like, how large they may be, what they are called, how far apart points are. Pure."""

import math
import re
import unicodedata
from enum import StrEnum
from pathlib import PurePosixPath

MIB = 1024 * 1024
PHOTO_BYTES = 20 * MIB
VIDEO_BYTES = 80 * MIB
PIXELS = 52_000_000  # the largest phones' HEIC and PNG
JPEG_PIXELS = 110_000_000  # JPEG is decoded at a fraction of its size, so a 108-megapixel phone is no trouble
JPEG_SCANS = 64  # a progressive JPEG has about ten; each takes a pass over the whole picture
SECONDS = 30
AT_ONCE = 6
LONGEST_NAME = 80
HIDDEN = frozenset({"Cf", "Cs", "Co", "Zl", "Zp"})  # categories of letters that nobody sees

WHOLE, LARGE, SMALL = 2560, 1600, 320
"""The longer side of the copy that is kept, of the one opened large, and of the one in a strip, in pixels."""


class Kind(StrEnum):
    """What a file is to those who look at it."""

    PHOTO = "photo"
    VIDEO = "video"


class Format(StrEnum):
    """What bytes are, by what they begin with."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    GIF = "gif"
    HEIF = "heif"
    MP4 = "mp4"
    WEBM = "webm"
    SVG = "svg"
    HTML = "html"
    PDF = "pdf"
    ARCHIVE = "archive"
    OTHER_PICTURE = "other_picture"
    UNKNOWN = "unknown"


PHOTOS = frozenset({Format.JPEG, Format.PNG, Format.WEBP, Format.GIF, Format.HEIF})
VIDEOS = frozenset({Format.MP4, Format.WEBM})

HEIF_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"mif2", b"msf1", b"avif", b"avis"}
)
STARTS = (
    (b"\xff\xd8\xff", Format.JPEG),
    (b"\x89PNG\r\n\x1a\n", Format.PNG),
    (b"GIF87a", Format.GIF),
    (b"GIF89a", Format.GIF),
    (b"\x1aE\xdf\xa3", Format.WEBM),
    (b"%PDF", Format.PDF),
    (b"PK\x03\x04", Format.ARCHIVE),
    (b"Rar!", Format.ARCHIVE),
    (b"7z\xbc\xaf", Format.ARCHIVE),
    (b"\x1f\x8b", Format.ARCHIVE),
    (b"II*\x00", Format.OTHER_PICTURE),
    (b"MM\x00*", Format.OTHER_PICTURE),
    (b"BM", Format.OTHER_PICTURE),
    (b"8BPS", Format.OTHER_PICTURE),
)


def format_of(head: bytes) -> Format:
    """Say what a file is by its first bytes (a kilobyte is enough); names and headers are not asked."""
    for start, found in STARTS:
        if head.startswith(start):
            return found
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Format.WEBP
    if head[4:8] == b"ftyp":
        return Format.HEIF if head[8:12] in HEIF_BRANDS else Format.MP4
    return _markup(head)


def _markup(head: bytes) -> Format:
    """Say whether text is SVG or HTML; both may hold scripts."""
    text = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if b"<svg" in text:
        return Format.SVG
    return Format.HTML if text.startswith((b"<!doctype html", b"<html", b"<script", b"<?xml")) else Format.UNKNOWN


def plain_name(name: str) -> str:
    """Return a file's name without folders, control characters and direction overrides, and not too long; it may be empty.

    What hides its ending behind a right-to-left override is shown as it is spelled, not as the override would have it read.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(" " if letter < " " else letter for letter in last if unicodedata.category(letter) not in HIDDEN)
    shown = " ".join(shown.split()).lstrip(".")
    if len(shown) <= LONGEST_NAME:
        return shown
    suffix = PurePosixPath(shown).suffix[:10]
    return shown[: LONGEST_NAME - len(suffix) - 1] + "…" + suffix


def is_on_earth(lng: float, lat: float) -> bool:
    """Say whether coordinates can be meant: finite, on the globe, and not the zero that cameras write for "unknown"."""
    return math.isfinite(lng) and math.isfinite(lat) and abs(lng) <= 180 and abs(lat) <= 90 and (lng, lat) != (0.0, 0.0)


def metres_between(lng: float, lat: float, other_lng: float, other_lat: float) -> float:
    """Return the distance of two points on a sphere of the earth's mean radius; right to half a percent."""
    one, other = math.radians(lat), math.radians(other_lat)
    half = math.sin((other - one) / 2) ** 2
    half += math.cos(one) * math.cos(other) * math.sin(math.radians(other_lng - lng) / 2) ** 2
    return 2 * 6_371_008.8 * math.asin(math.sqrt(min(1.0, half)))
