"""Who is told of what."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wenhui.edge.hooks.wire import CHOSEN
from wenhui.ground.accounts.models import Token
from wenhui.kit.privacy import Privacy

PREFIX = "hook:"


class Hook(models.Model):
    """An address that is told what cases of a token's ground do (回调), until it is ended or the token is.

    What was told is the exchange's to know: its letters carry `party`.
    """

    PRIVACY: ClassVar = dict.fromkeys(["id", "token", "address", "kinds", "made_at", "ended_at"], Privacy.INSIDE) | {
        "secret": Privacy.SENSITIVE
    }
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    token = models.ForeignKey(Token, models.PROTECT, related_name="+")
    address = models.CharField(max_length=400)
    kinds = ArrayField(models.CharField(max_length=20))
    secret = models.BinaryField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("回调")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["token", "address"],
                condition=Q(ended_at__isnull=True),
                name="hooks_have_addresses_of_their_own",
            ),
            models.CheckConstraint(
                condition=Q(kinds__len__gte=1, kinds__contained_by=[str(kind) for kind in CHOSEN]),
                name="hooks_are_told_something",
            ),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def party(self) -> str:
        """Return the key under which the exchange knows it."""
        return f"{PREFIX}{self.pk}"
