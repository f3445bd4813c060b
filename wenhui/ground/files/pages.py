"""Shows copies and their smaller pictures. An address holds the hash of the content, so browsers may keep it for good."""

import re
from typing import Final

from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext

from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.ground.files import access, queries, store
from wenhui.ground.files.errors import MissingError, StoreError
from wenhui.ground.files.models import File
from wenhui.ground.files.rules import LARGE, SMALL, Kind

SIZES: Final = {"small": SMALL, "large": LARGE, "whole": 0}
TYPES: Final = {Kind.PHOTO: "image/jpeg", Kind.VIDEO: "video/mp4"}
PART: Final = 2 * 1024 * 1024
"""The most that one answer to a request for a range holds; players ask on."""

RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@guard.page(access.SEE)
def show(request: OfficeRequest, digest: str, size: str) -> HttpResponseBase:
    """Show a copy (`whole`), or a picture of it (`large`, `small`), to whoever may see a file with this content."""
    file = queries.of_digest(digest)
    if file is None:
        raise Http404(gettext("没有这个文件，或不在您的权限内。"))
    if request.headers.get("If-None-Match") == _tag(digest, size):
        return _dressed(HttpResponse(status=304), digest, size)
    try:
        return _dressed(_answer(request, file, size), digest, size)
    except MissingError:
        raise Http404(gettext("这个文件的内容不见了，请告诉系统管理员。")) from None
    except StoreError:
        why = gettext("照片现在取不出来，请告诉系统管理员。")
        return HttpResponse(why, status=503, content_type="text/plain; charset=utf-8")


def address(file: File, size: str) -> str:
    """Return where a copy or a picture of it is shown."""
    return reverse("files:show", args=[file.digest, size])


def _answer(request: OfficeRequest, file: File, size: str) -> HttpResponse:
    side = SIZES[size]
    if side:
        return HttpResponse(store.current().read(store.key_of(file.digest, f"{side}.jpg")), content_type="image/jpeg")
    key, kind = store.key_of(file.digest, file.suffix), TYPES[Kind(file.kind)]
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or asked.group() == "bytes=-":
        return HttpResponse(store.current().read(key), content_type=kind)
    part = _part(*asked.groups(), of=file.bytes)
    if part is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.bytes}"})
    start, length = part
    content = store.current().read(key, start=start, length=length)
    return HttpResponse(
        content, status=206, content_type=kind,
        headers={"Content-Range": f"bytes {start}-{start + length - 1}/{file.bytes}"},
    )  # fmt: skip


def _part(first: str, last: str, *, of: int) -> tuple[int, int] | None:
    """Return where a range starts and how long its answer is; None when it lies outside."""
    if not first:
        start, end = max(0, of - int(last)), of - 1
    else:
        start, end = int(first), min(int(last) if last else of - 1, of - 1)
    return (start, min(end - start + 1, PART)) if start <= end and start < of else None


def _tag(digest: str, size: str) -> str:
    return f'"{digest[:32]}-{size}"'


def _dressed(response: HttpResponse, digest: str, size: str) -> HttpResponse:
    """Let one browser keep what its reader was shown; nobody between may, and nothing may take it for anything else."""
    response.headers["ETag"] = _tag(digest, size)
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Accept-Ranges"] = "bytes"
    suffix = "mp4" if response.headers.get("Content-Type") == "video/mp4" else "jpg"
    response.headers["Content-Disposition"] = f'inline; filename="{digest[:12]}.{suffix}"'
    return response
