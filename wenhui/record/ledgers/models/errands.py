"""What somebody asked to be done with a file, that takes longer than a page may."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wenhui.kit.privacy import Privacy
from wenhui.record.ledgers.models.uploads import Upload
from wenhui.record.ledgers.words import ErrandKind, Step


class Errand(models.Model):
    """A file is checked, accepted or withdrawn by a job, in the post of who asked for it (交办).

    `step`, `done` and `of` say how far it is. It has ended once `ended_at` is set: as it should where `zh` and `en` are
    empty, else they say why not, and what to do. A job that was killed is begun again: every step may be taken twice.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            *("id", "upload", "kind", "post", "reason", "step", "done", "of", "actor_kind", "actor_key", "actor_name"),
            *("at", "ended_at", "zh", "en", "area", "area_path"),
        ],
        Privacy.INSIDE,
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="errands", db_index=False)
    kind = models.CharField(max_length=8, choices=ErrandKind.choices)
    post = models.ForeignKey("accounts.Post", models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=200, blank=True)
    step = models.CharField(max_length=10, choices=Step.choices, default=Step.WAITING)
    done = models.IntegerField(default=0)
    of = models.IntegerField(default=0)
    actor_kind = models.CharField(max_length=10)
    actor_key = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=80)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    zh = models.TextField(blank=True)
    en = models.TextField(blank=True)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["upload", "id"], name="ledgers_errand_of_a_file")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["upload"], condition=Q(ended_at__isnull=True), name="ledgers_one_errand_of_a_file_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(kind=ErrandKind.WITHDRAW) | ~Q(reason=""), name="ledgers_a_withdrawal_says_why"
            ),
            models.CheckConstraint(
                condition=Q(zh="", en="") | (~Q(zh="") & ~Q(en="")), name="ledgers_an_errand_speaks_both_languages"
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Say whether it is still being done."""
        return self.ended_at is None
