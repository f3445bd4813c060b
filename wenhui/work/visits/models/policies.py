"""The office's rules: when one may knock, and which dates remind of what."""

from datetime import time
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wenhui.kit.privacy import Privacy
from wenhui.work.visits.models.allowed import one_of
from wenhui.work.visits.rules import knocking
from wenhui.work.visits.words import Moment, Part


class VisitPolicy(models.Model):
    """What an office decided about knocking at doors (走访规则): hours, how often, what a refusal means.

    Holds for its area and everything below; the nearest above a home counts. Rows come from the catalogue.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "path", "parts", "attempts", "period_days", "pauses", "refusal_days"], Privacy.OPEN
    )
    WEB_MAY: ClassVar[str] = "SELECT"

    path = models.CharField(max_length=160, unique=True, db_collation="C")
    parts = models.JSONField()
    attempts = models.PositiveSmallIntegerField()
    period_days = models.PositiveSmallIntegerField()
    pauses = models.JSONField(default=dict)
    refusal_days = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(attempts__gte=1, period_days__gte=1), name="visit_policies_allow_an_attempt"
            ),
        ]

    @property
    def rules(self) -> knocking.Policy:
        """Return the policy as the rules take it."""
        return knocking.Policy(
            parts={
                part: (time.fromisoformat(self.parts[part][0]), time.fromisoformat(self.parts[part][1]))
                for part in Part.values
                if part in self.parts
            },
            attempts=self.attempts,
            period_days=self.period_days,
            pauses=self.pauses,
            refusal_days=self.refusal_days,
        )


class ReminderRule(models.Model):
    """A date that gives somebody a right or ends one, and what is then told or asked at the door (提醒规则).

    Holds below `path`. Rows come from the catalogue.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            *("key", "path", "moment", "years", "lead_days", "open_days", "zh", "en", "tell_zh", "tell_en", "asks"),
            *("ground", "ended"),
        ],
        Privacy.OPEN,
    )
    WEB_MAY: ClassVar[str] = "SELECT"

    key = models.CharField(max_length=40, primary_key=True)
    path = models.CharField(max_length=160, db_collation="C")
    moment = models.CharField(max_length=12, choices=Moment.choices)
    years = models.PositiveSmallIntegerField(default=0)
    lead_days = models.PositiveSmallIntegerField()
    open_days = models.PositiveSmallIntegerField()
    zh = models.CharField(max_length=60)
    en = models.CharField(max_length=120)
    tell_zh = models.CharField(max_length=300, blank=True)
    tell_en = models.CharField(max_length=600, blank=True)
    asks = ArrayField(models.CharField(max_length=60), default=list)
    ground = models.CharField(max_length=200)
    ended = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(ground=""), name="visits_a_rule_names_its_ground"),
            one_of("moment", Moment, name="visits_a_rule_has_a_known_moment"),
        ]
