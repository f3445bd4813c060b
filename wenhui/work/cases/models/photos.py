"""Photos and short videos of cases."""

from typing import ClassVar

from django.db import models

from wenhui.ground.files.models import File
from wenhui.kit.privacy import Privacy
from wenhui.work.cases.models.case import Case, CaseMove
from wenhui.work.cases.models.known import one_of
from wenhui.work.cases.words import PhotoRole


class CasePhoto(models.Model):
    """One photo or short video of a case (案件照片): what it shows, with which step it came, by whom. Append-only.

    `metres` is how far from the case's place it was taken, to the next ten, as far as both are known; the coordinates are
    with the file, for those cleared to read them. `area_path` is copied from the case by a trigger.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "case", "area_path", "move", "file", "role", "metres", "by_kind", "by_key", "by_name", "at"],
        Privacy.INSIDE,
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT"

    case = models.ForeignKey(Case, models.PROTECT, related_name="photos", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    move = models.ForeignKey(CaseMove, models.PROTECT, related_name="photos", null=True, db_index=False)
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=PhotoRole.choices())
    metres = models.PositiveIntegerField(null=True)
    by_kind = models.CharField(max_length=10)
    by_key = models.CharField(max_length=80)
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "role", "file"], name="case_photos_show_a_thing_once"),
            one_of("role", PhotoRole, name="case_photos_have_a_known_role"),
        ]
