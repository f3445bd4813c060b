"""Gives some of the demonstration's cases photos: drawn ones, which say so.

Runs as the owner; where there are any it does nothing.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from wenhui.ground.files import photos, putting, rules
from wenhui.ground.files.exif import Taken
from wenhui.ground.files.models import File
from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.scope import upper_bound
from wenhui.work.cases.invented.seed import SUBDISTRICT
from wenhui.work.cases.models import IS_OPEN, Case, CaseMove, CasePhoto
from wenhui.work.cases.photos import picturing, scenes
from wenhui.work.cases.words import PhotoRole, Stage, Verb

CASES = 48
VIEWS = 3
"""How often a scene is drawn anew; cases of one kind share the drawings."""

FAR_SHARE = 0.06


@dataclass(frozen=True, slots=True)
class Drawn:
    """One drawing as it is kept."""

    copy: photos.Copy
    digest: str


@transaction.atomic
def seed(*, number: int, by: Actor, at: datetime, cases: int = CASES, within: str = SUBDISTRICT) -> int:
    """Give the newest open cases and as many closed ones photos, and return how many photos there are now."""
    ours = Case.objects.filter(area_path__gte=within, area_path__lt=upper_bound(within))
    if CasePhoto.objects.filter(case__in=ours).exists():
        return CasePhoto.objects.filter(case__in=ours).count()
    draw = Random(f"photos {number}")  # noqa: S311 - a drawing, not a secret
    newest = [*ours.filter(IS_OPEN).order_by("-reported_at", "pk")[: cases // 2]]
    newest += ours.filter(stage=Stage.CLOSED).order_by("-reported_at", "pk")[: cases // 2]
    drawn: dict[tuple[str, bool, int], Drawn] = {}
    links = [link for case in newest for link in _links(case, draw=draw, drawn=drawn)]
    for link in links:
        File.objects.bulk_create([link.file])
    CasePhoto.objects.bulk_create(links)
    journal.write(by=by, at=at, verb="cases.plant_photos", subject=f"cases:{number}", refs={"photos": len(links)})
    return len(links)


def _links(case: Case, *, draw: Random, drawn: dict[tuple[str, bool, int], Drawn]) -> Iterator[CasePhoto]:
    """Yield the photos of one case: with the report, after the work, at the check, as far as it has come."""
    name, view = scenes.name_of(case.title), draw.randrange(VIEWS)
    for move in CaseMove.objects.filter(case=case).order_by("pk"):
        role = ROLES.get(Verb(move.verb))
        if role is None:
            continue
        is_done = role is not PhotoRole.REPORTED
        key = (name, is_done, view)
        if key not in drawn:
            drawn[key] = _drawn(name, is_done=is_done, view=view)
        one = drawn[key]
        file = File(
            area_id=case.area_id, kind=rules.Kind.PHOTO, digest=one.digest,
            sent=hashlib.sha256(f"{case.number} {role}".encode()).hexdigest(), bytes=len(one.copy.content),
            width=one.copy.width, height=one.copy.height, taken_at=move.at - timedelta(minutes=draw.randrange(1, 25)),
            by_kind=move.by_kind, by_key=move.by_key, by_name=move.by_name, at=move.at,
        )  # fmt: skip
        putting.put(file, one.copy)
        far = draw.random() < FAR_SHARE
        yield CasePhoto(
            case=case, move=move, file=file, role=role, by_kind=move.by_kind, by_key=move.by_key, by_name=move.by_name,
            at=move.at, metres=draw.randrange(picturing.FAR, 1800, 10) if far else draw.randrange(0, 90, 10),
        )  # fmt: skip


ROLES = {Verb.REPORT: PhotoRole.REPORTED, Verb.ANSWER: PhotoRole.AFTER, Verb.VERIFY: PhotoRole.CHECK}


def _drawn(name: str, *, is_done: bool, view: int) -> Drawn:
    image = scenes.scene(name, done=is_done, draw=Random(f"{name} {view}"))  # noqa: S311
    copy = photos.drawn(image, taken=Taken())
    return Drawn(copy, hashlib.sha256(copy.content).hexdigest())
