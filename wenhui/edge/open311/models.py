"""For which ground the office speaks Open311, which types of case it offers there, and what is said of cases later."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from wenhui.ground.accounts.models import Token
from wenhui.ground.areas.models import Area
from wenhui.kit.privacy import Privacy
from wenhui.kit.words import Words
from wenhui.work.cases.models import Case


class Jurisdiction(models.Model):
    """An office as Open311 names it (开放辖区). Rows come from the catalogue.

    `services` are the types of case that strangers may know of, in order, each with the attributes asked for. A type that
    is not offered is never shown to anyone without a key: that somebody quarrels in a building is not for the street.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        ["key", "area", "zh", "en", "contact_zh", "contact_en", "services", "ended"], Privacy.OPEN
    )
    WEB_MAY: ClassVar[str] = "SELECT"

    key = models.CharField(max_length=80, primary_key=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    zh = models.CharField(max_length=80)
    en = models.CharField(max_length=120)
    contact_zh = models.CharField(max_length=200)
    contact_en = models.CharField(max_length=200)
    services = models.JSONField()
    ended = models.BooleanField(default=False)

    @property
    def words(self) -> Words:
        """Return its name in both languages."""
        return Words(self.zh, self.en)

    @property
    def contact(self) -> Words:
        """Return whom to ask, in both languages."""
        return Words(self.contact_zh, self.contact_en)

    @property
    def offered(self) -> list[str]:
        """Return the keys of the types offered, in order."""
        return [service["type"] for service in self.services]

    def attributes_of(self, code: str) -> list[dict[str, Any]]:
        """Return what is asked for beside place and words when a case of this type is reported."""
        return next((service["attributes"] for service in self.services if service["type"] == code), [])


class Supplement(models.Model):
    """What a program says of a case later (补充说明), for the people at the desk to read.

    It moves nothing: whether a case is opened again is for the office to decide. `key` is the program's own name for it,
    or one of ours; `said_at` is the moment the program names, which may be wrong, `received_at` the one at which we knew.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id", "case", "area", "area_path", "token", "key", "words", "wants_open", "said_at", "received_at", "read_at",
            "read_by",
        ],
        Privacy.INSIDE,
    )  # fmt: skip
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    token = models.ForeignKey(Token, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=120)
    words = models.TextField()
    wants_open = models.BooleanField(default=False)
    said_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["area_path", "id"], name="supplements_by_area", condition=Q(read_at__isnull=True)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token", "key"], name="supplements_come_once_from_each_program"),
            models.CheckConstraint(condition=~Q(words=""), name="supplements_say_something"),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True, read_by="") | (Q(read_at__isnull=False) & ~Q(read_by="")),
                name="supplements_are_read_by_someone",
            ),
        ]
