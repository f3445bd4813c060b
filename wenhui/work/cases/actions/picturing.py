"""A case is shown: photos and short videos with the report, before and after the work, at the check."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from wenhui.ground.accounts import queries as posts
from wenhui.ground.files import actions as files
from wenhui.ground.files import rules as distances
from wenhui.ground.files.actions import Kept
from wenhui.ground.journal import actions as journal
from wenhui.kit import clock
from wenhui.kit.actor import Actor
from wenhui.kit.html.wording import say
from wenhui.work.cases import access
from wenhui.work.cases.actions import errors
from wenhui.work.cases.clocks.calendars import office_at
from wenhui.work.cases.models import Case, CaseMove, CasePhoto
from wenhui.work.cases.photos import picturing
from wenhui.work.cases.words import PhotoRole


@transaction.atomic
def add_photo(*, case_id: int, content: bytes, name: str, role: PhotoRole, by: Actor, at: datetime) -> CasePhoto:
    """Add a photo or short video to an open case (加照片); the same one in the same role is there once.

    It goes with the step that its bringer took at this very moment, if there was one. Raises a CaseError when this
    actor may not, and the FileError that says why it cannot be taken.
    """
    case = Case.objects.select_related("area").filter(pk=case_id).first()
    if case is None:
        raise errors.UnknownCaseError(gettext("没有这件案件，或不在您的权限内。"))
    if not picturing.may_be_shown(case.at_stage):
        raise errors.WrongStageError(
            gettext("%(number)s 现在是“%(stage)s”，不能再加照片。")
            % {"number": case.number, "stage": say(case.at_stage.words)}
        )
    held = posts.posts_of(by, day=clock.local_day(at))
    if not access.may(by, picturing.PERMISSION[role], path=case.area_path, posts=held, unit_key=case.unit_key):
        raise errors.NotAllowedError(gettext("您的岗位不能给这件案件加“%(role)s”照片。") % {"role": say(role.words)})
    if CasePhoto.objects.filter(case=case).count() >= picturing.MOST:
        raise errors.TooManyPhotosError(gettext("这件案件已有 %(n)s 张照片，不能再加。") % {"n": picturing.MOST})
    zone = office_at(case.area_path).calendar.zone
    kept = files.keep(content=content, name=name, area=case.area, by=by, at=at, zone=zone)
    move = CaseMove.objects.filter(case=case, by_kind=by.kind, by_key=by.key, at=at).order_by("-pk").first()
    photo = CasePhoto(
        case=case, move=move, file=kept.file, role=role, metres=_metres(case, kept), by_kind=by.kind, by_key=by.key,
        by_name=by.name, at=at,
    )  # fmt: skip
    CasePhoto.objects.bulk_create([photo], ignore_conflicts=True)
    there = CasePhoto.objects.select_related("file").get(case=case, role=role, file=kept.file)
    if (there.by_key, there.at) == (by.key, at):
        refs: dict[str, str | int] = {"number": case.number, "file": kept.file.pk, "role": str(role.value)}
        journal.write(by=by, at=at, verb="cases.add_photo", subject=f"case:{case.pk}", refs=refs)
    return there


def _metres(case: Case, kept: Kept) -> int | None:
    """Return how far from the case's point, or from its building, a photo was taken; to the next ten metres."""
    lng, lat = (case.lng, case.lat) if case.lng is not None else (case.area.lng, case.area.lat)
    if kept.taken.lng is None or kept.taken.lat is None or lng is None or lat is None:
        return None
    return round(distances.metres_between(lng, lat, kept.taken.lng, kept.taken.lat) / 10) * 10
