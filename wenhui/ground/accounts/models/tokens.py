"""Keys of programs."""

from datetime import date
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wenhui.ground.areas.models import Area
from wenhui.kit import clock
from wenhui.kit.actor import Actor, ActorKind
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import Scope

CLEARANCES = (Privacy.INSIDE, Privacy.PERSONAL)
"""What a program may be cleared for: cases are inside matters, and sensitive ones never leave through an interface."""

MOST_PER_MINUTE = 60_000


class Token(models.Model):
    """A key with which a program calls (接口令牌): permissions in one area, from a day until before another.

    The key itself is shown once and kept as its SHA-256; `hint` is how it begins, so that people can tell keys apart.
    Nobody's password or post hangs on it: whoever made it may leave, and it works on until it is revoked or over.
    """

    PRIVACY: ClassVar = {
        "id": Privacy.INSIDE,
        "name": Privacy.INSIDE,
        "key_hash": Privacy.SENSITIVE,
        "hint": Privacy.INSIDE,
        "area": Privacy.INSIDE,
        "permissions": Privacy.INSIDE,
        "clearance": Privacy.INSIDE,
        "per_minute": Privacy.INSIDE,
        "valid_from": Privacy.INSIDE,
        "valid_to": Privacy.INSIDE,
        "last_used_at": Privacy.INSIDE,
        "revoked_at": Privacy.INSIDE,
    }
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    name = models.CharField(max_length=60)
    key_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=12)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    permissions = ArrayField(models.CharField(max_length=60))
    clearance = models.CharField(max_length=10, choices=[(p.value, p.value) for p in CLEARANCES])
    per_minute = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    unit_key = ""
    """A program works for no unit in particular; what asks posts for theirs asks tokens too."""

    class Meta:
        verbose_name = verbose_name_plural = _("接口令牌")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["name"], condition=Q(revoked_at__isnull=True), name="tokens_in_use_have_names_of_their_own"
            ),
            models.CheckConstraint(condition=Q(valid_to__gt=F("valid_from")), name="tokens_end_after_they_begin"),
            models.CheckConstraint(condition=Q(permissions__len__gte=1), name="tokens_permit_something"),
            models.CheckConstraint(
                condition=Q(clearance__in=[p.value for p in CLEARANCES]), name="tokens_never_see_sensitive_matters"
            ),
            models.CheckConstraint(
                condition=Q(per_minute__range=(1, MOST_PER_MINUTE)), name="tokens_may_call_within_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def may(self, permission: str) -> bool:
        """Say whether the token was made for `permission`."""
        return permission in self.permissions

    def holds_on(self, day: date) -> bool:
        """Say whether the token opens anything on `day`."""
        return self.revoked_at is None and self.valid_from <= day < self.valid_to

    @property
    def actor(self) -> Actor:
        """Return the program as moves and journal lines name it."""
        return Actor(ActorKind.TOKEN, str(self.pk), self.name)

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone of its city, which `queries.token_with` brings along."""
        name: str = getattr(self, "city_zone", "")
        return ZoneInfo(name) if name else clock.SHANGHAI

    @property
    def scope(self) -> Scope:
        """Return what a transaction of this program may see."""
        return Scope(self.area.path, Privacy(self.clearance))
