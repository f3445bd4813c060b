"""Decodes a photo of anybody's making and draws it anew: upright, sRGB, flat, at most 2560 pixels, nothing but the picture.

What a decoder of hostile bytes raises cannot be foreseen, so anything it raises is a refusal in words.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pillow_heif
from django.utils.translation import gettext
from PIL import Image, ImageCms, ImageOps

from wenhui.ground.files import exif, rules
from wenhui.ground.files.errors import RefusedError
from wenhui.ground.files.exif import Taken
from wenhui.ground.files.rules import LARGE, SMALL, WHOLE, Format

pillow_heif.register_heif_opener(thumbnails=False)
# Pillow's own limit is one number for the process and warns before it refuses; ours is asked before anything is decoded.
Image.MAX_IMAGE_PIXELS = None

QUALITY: Mapping[int, int] = {WHOLE: 85, LARGE: 82, SMALL: 78}
OPENERS: Mapping[Format, tuple[str, ...]] = {
    Format.JPEG: ("JPEG",),
    Format.PNG: ("PNG",),
    Format.WEBP: ("WEBP",),
    Format.GIF: ("GIF",),
    Format.HEIF: ("HEIF", "AVIF"),
}
SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True, slots=True)
class Copy:
    """What is kept of a file: its copy, smaller pictures of it by their longer side, and what it said of itself."""

    content: bytes
    pictures: Mapping[int, bytes]
    width: int
    height: int
    taken: Taken
    seconds: float | None = None


def read(content: bytes, found: Format, *, zone: ZoneInfo, at: datetime) -> Copy:
    """Return our copy of a photo, or raise RefusedError with the reason."""
    if len(content) > rules.PHOTO_BYTES:
        raise RefusedError(
            gettext("照片有 %(n)s MB，最多 %(most)s MB。请用手机里“中等大小”再发一次，或者截图。")
            % {"n": round(len(content) / rules.MIB), "most": rules.PHOTO_BYTES // rules.MIB}
        )
    try:
        with Image.open(io.BytesIO(content), formats=OPENERS[found]) as image:
            _refuse_if_vast(image, found, content)
            image.draft(None, (WHOLE, WHOLE))
            taken = _taken(image, zone=zone, at=at)
            return drawn(_whole(image), taken=taken)
    except RefusedError:
        raise
    except Exception as error:
        raise RefusedError(gettext("照片不完整或已损坏，可能没有传完。请再拍一张，或重新选一次。")) from error


def drawn(image: Image.Image, *, taken: Taken, content: bytes = b"", seconds: float | None = None) -> Copy:
    """Return the copy of a picture that is upright, flat and sRGB; of a video, `content` is the copy and this its poster."""
    image.info.clear()  # comments would be carried along
    whole, smaller, pictures = content or _encoded(image, WHOLE), image, {}
    for side in (LARGE, SMALL):
        smaller = smaller.copy()
        smaller.thumbnail((side, side), Image.Resampling.BICUBIC, reducing_gap=2.0)
        pictures[side] = _encoded(smaller, side)
    return Copy(whole, pictures, image.width, image.height, taken, seconds)


def _encoded(image: Image.Image, side: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY[side])
    return out.getvalue()


def _refuse_if_vast(image: Image.Image, found: Format, content: bytes) -> None:
    if found is Format.JPEG and content.count(b"\xff\xda") > rules.JPEG_SCANS:
        raise RefusedError(gettext("照片的编码太费机器，不像相机拍的。请再拍一张，或者截图。"))
    most = rules.JPEG_PIXELS if found is Format.JPEG else rules.PIXELS
    if image.width * image.height > most:
        raise RefusedError(
            gettext("照片有 %(n)s 万像素，最多 %(most)s 万。请缩小后再传。")
            % {"n": image.width * image.height // 10_000, "most": most // 10_000}
        )


def _taken(image: Image.Image, *, zone: ZoneInfo, at: datetime) -> Taken:
    try:
        return exif.read(image.getexif(), zone=zone, at=at)
    except Exception:  # noqa: BLE001 - a photo is worth taking whatever its camera wrote beside it
        return Taken()


def _whole(image: Image.Image) -> Image.Image:
    """Return the first picture of an image as people should see it: eight bits, no more than 2560 pixels, upright."""
    image.load()
    profile = image.info.get("icc_profile")
    turned = _upright(image)
    if turned.mode.startswith("I;16") or turned.mode == "I":
        turned = Image.fromarray((np.asarray(turned) >> 8).clip(0, 255).astype(np.uint8))
    if turned.mode in {"P", "PA", "LA", "La", "RGBa"} or "transparency" in turned.info:
        turned = turned.convert("RGBA")
    turned.thumbnail((WHOLE, WHOLE), Image.Resampling.BICUBIC, reducing_gap=2.0)
    if turned.mode == "RGBA":
        ground = Image.new("RGBA", turned.size, "white")
        turned = Image.alpha_composite(ground, turned).convert("RGB")
    return _in_srgb(turned, profile).convert("RGB")


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001 - an orientation nobody can read is none
        return image.copy()


def _in_srgb(image: Image.Image, profile: object) -> Image.Image:
    """Return the picture in sRGB, which is what pages take a picture without a profile for."""
    if not isinstance(profile, bytes) or not profile or image.mode not in {"RGB", "CMYK", "L"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, source, SRGB, outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
