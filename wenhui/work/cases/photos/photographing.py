"""What pages do with photos: take what a form brought, say which could not be taken and why, show the strip.

The report, the answer, the check stand whatever becomes of their photos.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext, ngettext
from django_htmx.http import HttpResponseClientRedirect

from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.ground.files import actions as files
from wenhui.ground.files import pages as shown_files
from wenhui.ground.files import rules as limits
from wenhui.kit import clock
from wenhui.kit.html import times
from wenhui.kit.html.wording import say
from wenhui.work.cases import access, actions
from wenhui.work.cases.models import Case, CasePhoto
from wenhui.work.cases.photos import picturing
from wenhui.work.cases.words import PhotoRole, Verb

REFUSED = "cases_photos_refused"
"""Where a session keeps, by the case's number, why photos were not taken, until the case is shown."""


class Asked(NamedTuple):
    """One place of a form that takes photos."""

    role: PhotoRole
    field: str
    word: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One photo as the strip shows it."""

    photo: CasePhoto
    at: datetime

    @property
    def role(self) -> str:
        """Return what it shows of the case's way."""
        return say(PhotoRole(self.photo.role).words)

    @property
    def small(self) -> str:
        """Return the address of its small picture."""
        return shown_files.address(self.photo.file, "small")

    @property
    def large(self) -> str:
        """Return the address of what opens large: the picture, or the video itself."""
        return shown_files.address(self.photo.file, "whole" if self.photo.file.is_video else "large")

    @property
    def whole(self) -> str:
        """Return the address of the copy."""
        return shown_files.address(self.photo.file, "whole")

    @property
    def width(self) -> int:
        """Return the width of the small picture."""
        file = self.photo.file
        return max(1, round(file.width * min(1, limits.SMALL / max(file.width, file.height))))

    @property
    def height(self) -> int:
        """Return the height of the small picture."""
        file = self.photo.file
        return max(1, round(file.height * min(1, limits.SMALL / max(file.width, file.height))))

    @property
    def brought(self) -> str:
        """Return by whom and when it was brought: 顾晓岚，今日 10:02."""
        return gettext("，").join((self.photo.by_name, times.moment(self.photo.at, now=self.at)))

    @property
    def taken(self) -> str:
        """Return when it was taken, where its camera says so and that was well before it was brought."""
        taken_at = self.photo.file.taken_at
        if taken_at is None or abs((self.photo.at - taken_at).total_seconds()) < 600:
            return ""
        return gettext("%(moment)s 拍摄") % {"moment": times.moment(taken_at, now=self.at)}

    @property
    def distance(self) -> str:
        """Return in words how far from the case it was taken: 拍摄点距案发地 30 米."""
        metres = self.photo.metres
        if metres is None:
            return ""
        if metres < 10:
            return gettext("就在案发地拍摄")
        if metres < 1000:
            return gettext("拍摄点距案发地 %(n)s 米") % {"n": metres}
        return gettext("拍摄点距案发地 %(n)s 公里") % {"n": f"{metres / 1000:.1f}"}

    @property
    def is_far(self) -> bool:
        """Say whether somebody should look twice."""
        return self.photo.metres is not None and self.photo.metres >= picturing.FAR

    @property
    def seconds(self) -> str:
        """Return how long a video is; empty for a photo."""
        length = self.photo.file.seconds
        return "" if length is None else gettext("%(n)s 秒") % {"n": max(1, round(length))}

    @property
    def spoken(self) -> str:
        """Return what it is for those who do not see it."""
        words = gettext("%(role)s的视频") if self.photo.file.is_video else gettext("%(role)s的照片")
        parts = (words % {"role": self.role}, self.seconds, self.brought, self.taken, self.distance)
        return gettext("，").join(part for part in parts if part)


def take(request: OfficeRequest, case: Case, step: Verb, *, at: datetime) -> None:
    """Add what the form of a step brought; remember why some could not be taken, for the page that follows."""
    _add(request, case, picturing.WITH.get(step, ()), at=at)


def add(request: OfficeRequest, case: Case, *, at: datetime) -> None:
    """Add what the form on a card brought, in the role that was chosen there."""
    role = request.POST.get("role", "")
    count = _add(request, case, [PhotoRole(role)] if role in set(PhotoRole) else [], at=at, field="photos")
    if count:
        words = ngettext("%(number)s 加了 %(n)s 张照片", "%(number)s 加了 %(n)s 张照片", count)
        messages.success(request, words % {"number": case.number, "n": count})


def asked(step: Verb) -> dict[str, Any]:
    """Return which photos the form of a step takes."""
    return {"pictures": _asked(picturing.WITH.get(step, ())), "at_once": limits.AT_ONCE}


def context(request: OfficeRequest, case: Case) -> dict[str, Any]:
    """Return what the card shows of a case's photos: the strip, what was not taken just now, where more may be added."""
    refused = request.session.get(REFUSED, {})
    why = refused.pop(case.number, [])
    if why:
        request.session[REFUSED] = refused
    at_hand = [role for role in PhotoRole if picturing.may_be_shown(case.at_stage) and _may(request, case, role)]
    at = clock.now()
    return {
        "photos": [Shown(photo, at) for photo in photos_of(case)],
        "photos_refused": why,
        "photo_place": Asked(PhotoRole.REPORTED, "photos", gettext("照片或短视频")),
        "photo_roles": [(role.value, say(role.words)) for role in at_hand],
        "pictures_of": {step.value: _asked(roles) for step, roles in picturing.WITH.items()},
        "at_once": limits.AT_ONCE,
    }


def photos_of(case: Case) -> list[CasePhoto]:
    """Return the photos of a case that are in sight, the first first. One query."""
    return list(CasePhoto.objects.select_related("file").filter(case=case).order_by("pk"))


def led_to(request: OfficeRequest, address: str) -> HttpResponse:
    """Send the reader on, the way that a form sent by a script needs it."""
    return HttpResponseClientRedirect(address) if request.htmx else HttpResponseRedirect(address)


def _add(request: OfficeRequest, case: Case, roles: Iterable[PhotoRole], *, at: datetime, field: str = "") -> int:
    """Add each photo by itself and return how many were taken; what was not is remembered in words."""
    count, why = 0, []
    for role in roles:
        sent = request.FILES.getlist(field or _field(role))
        if len(sent) > limits.AT_ONCE:
            why.append(
                gettext("一次最多 %(most)s 张，后面的 %(n)s 张没有收。可以再加一次。")
                % {"most": limits.AT_ONCE, "n": len(sent) - limits.AT_ONCE}
            )
        for one in sent[: limits.AT_ONCE]:
            try:
                with transaction.atomic():
                    actions.add_photo(
                        case_id=case.pk,
                        content=content_of(one),
                        name=one.name or "",
                        role=role,
                        by=request.actor,
                        at=at,
                    )
                count += 1
            except (actions.CaseError, files.FileError) as error:
                why.append(str(error))
    if why:
        refused = request.session.get(REFUSED, {})
        request.session[REFUSED] = refused | {case.number: refused.get(case.number, []) + why}
    return count


def content_of(one: "UploadedFile[Any]") -> bytes:
    """Return what was sent, unless it is larger than anything we take: then it is not even read."""
    size = one.size or 0
    if size > limits.VIDEO_BYTES:
        words = gettext("“%(name)s”有 %(n)s MB，太大了。照片最多 %(photo)s MB，视频最多 %(video)s MB。")
        most = {"photo": limits.PHOTO_BYTES // limits.MIB, "video": limits.VIDEO_BYTES // limits.MIB}
        raise files.RefusedError(
            words % (most | {"name": limits.plain_name(one.name or ""), "n": round(size / limits.MIB)})
        )
    content: bytes = one.read()
    return content


def _asked(roles: Iterable[PhotoRole]) -> list[Asked]:
    words = {
        PhotoRole.REPORTED: gettext("照片（可不加）"),
        PhotoRole.BEFORE: gettext("处置前的照片（可不加）"),
        PhotoRole.AFTER: gettext("处置后的照片（可不加）"),
        PhotoRole.CHECK: gettext("核查时的照片（可不加）"),
    }
    return [Asked(role, _field(role), words[role]) for role in roles]


def _field(role: PhotoRole) -> str:
    return f"photos_{role}"


def _may(request: OfficeRequest, case: Case, role: PhotoRole) -> bool:
    permission = picturing.PERMISSION[role]
    is_ours = permission != access.HANDLE or request.post.unit_key in {"", case.unit_key}
    return request.may(permission) and is_ours
