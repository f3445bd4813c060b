"""Files and where they were taken."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wenhui.ground.areas.models import Area
from wenhui.ground.files.rules import Kind
from wenhui.kit.privacy import Privacy

CLASSES = [(kind.rank, kind.value) for kind in Privacy]


class File(models.Model):
    """A photo or short video as we keep it (附件): our own copy, its size, when it was taken, by whom it came.

    `digest` is the hash of the copy and its name in the store; `sent` is that of what was sent, so that the same bytes are
    known again in the same area and class. `least` is the rank of the class one must be cleared for. Append-only. What
    the sender called it is not kept: names of files name people.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id", "area", "area_path", "least", "kind", "digest", "sent", "bytes", "width", "height", "seconds",
            "taken_at", "by_kind", "by_key", "by_name", "at",
        ],
        Privacy.INSIDE,
    )  # fmt: skip
    WEB_MAY: ClassVar[str] = "SELECT, INSERT"

    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    least = models.PositiveSmallIntegerField(choices=CLASSES, default=Privacy.INSIDE.rank)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    digest = models.CharField(max_length=64, db_collation="C")
    sent = models.CharField(max_length=64, db_collation="C")
    bytes = models.PositiveIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    seconds = models.FloatField(null=True)
    taken_at = models.DateTimeField(null=True)
    by_kind = models.CharField(max_length=10)
    by_key = models.CharField(max_length=80)
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["digest"], name="files_by_digest")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sent", "area", "least"], name="files_are_kept_once_in_an_area"),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="files_are_named_by_a_hash"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]), name="files_are_of_a_known_kind"
            ),
            models.CheckConstraint(condition=Q(least__lte=3), name="files_have_a_known_class"),
            models.CheckConstraint(
                condition=Q(kind=Kind.VIDEO.value, seconds__isnull=False)
                | Q(kind=Kind.PHOTO.value, seconds__isnull=True),
                name="files_only_videos_have_seconds",
            ),
        ]

    @property
    def is_video(self) -> bool:
        """Say whether it moves."""
        return self.kind == Kind.VIDEO

    @property
    def suffix(self) -> str:
        """Return what the copy's key ends with."""
        return "mp4" if self.is_video else "jpg"


class FilePlace(models.Model):
    """Where a file was taken, as its camera says (拍摄点). Read only by those cleared for personal matters; append-only."""

    PRIVACY: ClassVar = {
        "file": Privacy.INSIDE, "area_path": Privacy.INSIDE, "lng": Privacy.PERSONAL, "lat": Privacy.PERSONAL,
    }  # fmt: skip
    WEB_MAY: ClassVar[str] = "SELECT, INSERT"

    file = models.OneToOneField(File, models.PROTECT, primary_key=True, related_name="place")
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    lng = models.FloatField()
    lat = models.FloatField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(lng__range=(-180, 180), lat__range=(-90, 90)), name="file_places_lie_on_earth"
            ),
        ]
