"""A file comes in."""

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from django.db import OperationalError, transaction
from django.utils.translation import gettext
from psycopg.errors import DeadlockDetected

from wenhui.ground.areas.models import Area
from wenhui.ground.files import putting, rules
from wenhui.ground.files.errors import FileError, MissingError, RefusedError, StoreError
from wenhui.ground.files.models import File, FilePlace
from wenhui.ground.files.rules import Format, Kind
from wenhui.ground.journal import actions as journal
from wenhui.kit import clock
from wenhui.kit.actor import Actor
from wenhui.kit.privacy import Privacy

if TYPE_CHECKING:
    from wenhui.ground.files.exif import Taken
    from wenhui.ground.files.photos import Copy

__all__ = ["FileError", "Kept", "MissingError", "RefusedError", "StoreError", "keep"]


class Kept(NamedTuple):
    """A file that was taken in, and what it says of itself, which its bringer may know whatever they may read later."""

    file: File
    taken: "Taken"


@transaction.atomic
def keep(
    *, content: bytes, name: str, area: Area, by: Actor, at: datetime, least: Privacy = Privacy.INSIDE,
    zone: ZoneInfo = clock.SHANGHAI,
) -> Kept:  # fmt: skip
    """Take a photo or short video in and return its row (收下附件); the same bytes in the same area are the same row.

    Its type is what its content is. Our own copy is durable in the store before the row is written, so that a crash
    leaves at most a copy without a row, which is swept. `zone` is that of the camera's clock where it does not say.
    Raises RefusedError with the reason and the file's name in words, StoreError when nothing can be kept now.
    """
    try:
        copy, kind = _read(content, zone=zone, at=at)
    except RefusedError as error:
        shown = rules.plain_name(name)
        raise RefusedError(
            gettext("“%(name)s”：%(why)s") % {"name": shown, "why": error} if shown else str(error)
        ) from error
    sent, digest = hashlib.sha256(content).hexdigest(), hashlib.sha256(copy.content).hexdigest()
    same = {"sent": sent, "area": area, "least": least.rank}
    file = File(
        **same, kind=kind, digest=digest, bytes=len(copy.content), width=copy.width, height=copy.height,
        seconds=copy.seconds, taken_at=copy.taken.at, by_kind=by.kind, by_key=by.key, by_name=by.name, at=at,
    )  # fmt: skip
    known = File.objects.filter(**same).first()
    if known is not None:
        return Kept(known, copy.taken)
    putting.put(file, copy)
    try:
        File.objects.bulk_create([file], ignore_conflicts=True)  # somebody else may send the same bytes at this moment
    except OperationalError as error:
        if not isinstance(error.__cause__, DeadlockDetected):
            raise
        raise StoreError(gettext("别人正好也在上传同样的几张照片。请过一会儿再加一次。")) from error
    kept = File.objects.get(**same)
    if copy.taken.lng is not None and copy.taken.lat is not None:
        place = FilePlace(file=kept, lng=copy.taken.lng, lat=copy.taken.lat)
        FilePlace.objects.bulk_create([place], ignore_conflicts=True)
    refs: dict[str, str | int] = {"digest": digest, "bytes": len(copy.content)}
    journal.write(by=by, at=at, verb="files.keep", subject=f"file:{kept.pk}", refs=refs)
    return Kept(kept, copy.taken)


def _read(content: bytes, *, zone: ZoneInfo, at: datetime) -> tuple["Copy", Kind]:
    from wenhui.ground.files import (
        photos,
        videos,
    )  # decoders of every kind, for which no start of the office should wait

    if not content:
        raise RefusedError(gettext("是空的，一个字节也没有。请重新选一次。"))
    found = rules.format_of(content[:1024])
    if found in rules.PHOTOS:
        return photos.read(content, found, zone=zone, at=at), Kind.PHOTO
    if found in rules.VIDEOS:
        return videos.read(content, found, at=at), Kind.VIDEO
    raise RefusedError(_why_not(found))


def _why_not(found: Format) -> str:
    return {
        Format.SVG: gettext("SVG 图里可以带程序，不收。请拍照，或者截图。"),
        Format.HTML: gettext("是网页，不是照片。请拍照，或者截图。"),
        Format.PDF: gettext("是 PDF，不是照片。请拍照，或者截图。"),
        Format.ARCHIVE: gettext("是压缩包或文档，不是照片。请取出照片再传。"),
        Format.OTHER_PICTURE: gettext("这种图片格式不收。请存成 JPEG 或 PNG 再传。"),
    }.get(found, gettext("认不出是照片还是视频。能收 JPEG、PNG、WebP、HEIC、GIF 照片和 MP4、MOV、WebM 视频。"))
