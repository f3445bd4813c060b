"""Who may enforce what here, and since when."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from wenhui.kit.privacy import Privacy
from wenhui.kit.words import Words
from wenhui.work.cases.models.known import one_of
from wenhui.work.cases.words import Power


class EnforcementItem(models.Model):
    """Who may enforce one kind of matter at one office, from a day and before another (执法事项).

    `item` is a type of case, or the beginning of some. 浙江省综合行政执法条例 art. 9: delegated to the office, done by a
    stationed team, or referred up. Rows come from the catalogue.
    """

    PRIVACY: ClassVar = dict.fromkeys(["id", "path", "item", "power", "valid_from", "valid_to", "basis"], Privacy.OPEN)
    WEB_MAY: ClassVar[str] = "SELECT"

    path = models.CharField(max_length=160, db_collation="C")
    item = models.CharField(max_length=120)
    power = models.CharField(max_length=12, choices=Power.choices())
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    basis = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["path", "item", "valid_from"], name="enforcement_items_begin_once"),
            one_of("power", Power, name="enforcement_items_have_a_known_power"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="enforcement_items_end_after_they_began",
            ),
        ]

    @property
    def words(self) -> Words:
        """Return who enforces it, in both languages."""
        return Power(self.power).words
