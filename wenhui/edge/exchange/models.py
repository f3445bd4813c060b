"""Letters that leave and messages that came."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wenhui.edge.exchange.words import Outcome, Standing
from wenhui.ground.areas.models import Area
from wenhui.kit.privacy import Privacy
from wenhui.work.cases.models.known import one_of


class Outgoing(models.Model):
    """One letter to one party (外发报文), written in the transaction of the fact that it tells.

    `event_id` names the fact, so that no fact is told twice under two names. `sequence` orders letters about one
    subject, for whoever gets them in another order. What is in `body` is what is sent, however often.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id", "party", "event_id", "kind", "subject", "sequence", "area", "area_path", "body", "posted_at",
            "standing", "attempts", "next_at", "sent_at", "why",
        ],
        Privacy.INSIDE,
    )  # fmt: skip
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    party = models.CharField(max_length=40)
    event_id = models.CharField(max_length=80)
    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    sequence = models.BigIntegerField()
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    body = models.JSONField()
    posted_at = models.DateTimeField()
    standing = models.CharField(max_length=10, choices=Standing.choices(), default=Standing.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=400, blank=True, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["party", "subject", "id"], name="exchange_letters_still_waiting",
                condition=Q(standing=Standing.WAITING), include=["next_at"],
            ),
            models.Index(fields=["id"], name="exchange_letters_dead", condition=Q(standing=Standing.DEAD)),
        ]  # fmt: skip
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "event_id"], name="exchange_letters_tell_a_fact_once"),
            one_of("standing", Standing, name="exchange_letters_stand_somewhere"),
            models.CheckConstraint(
                condition=Q(standing=Standing.SENT, sent_at__isnull=False)
                | (~Q(standing=Standing.SENT) & Q(sent_at__isnull=True)),
                name="exchange_sent_letters_say_when",
            ),
            models.CheckConstraint(
                condition=~Q(standing__in=[Standing.DEAD.value, Standing.SET_ASIDE.value]) | ~Q(why=""),
                name="exchange_dead_letters_say_why",
            ),
        ]


class Incoming(models.Model):
    """One message as it came (来报), and what became of it.

    `source` and `key` together are the party's own name for it and come once; what cannot be read has no key and is known
    by its `digest`. `reference` names what the office made of it.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        [
            "id", "party", "source", "key", "kind", "subject", "area", "area_path", "digest", "said_at", "received_at",
            "marks", "outcome", "attempts", "next_at", "settled_at", "reference",
        ],
        Privacy.INSIDE,
    ) | dict.fromkeys(["body", "why"], Privacy.PERSONAL)  # fmt: skip
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    party = models.CharField(max_length=40)
    source = models.CharField(max_length=200, blank=True, default="")
    key = models.CharField(max_length=120, blank=True, default="")
    kind = models.CharField(max_length=80, blank=True, default="")
    subject = models.CharField(max_length=120, blank=True, default="")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    body = models.TextField()
    digest = models.CharField(max_length=64)
    said_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    marks = models.JSONField(default=list, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices(), default=Outcome.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=400, blank=True, default="")
    reference = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["party", "id"], name="exchange_messages_waiting", condition=Q(outcome=Outcome.WAITING)
            ),
            models.Index(fields=["id"], name="exchange_messages_quarantined", condition=Q(outcome=Outcome.QUARANTINED)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["party", "source", "key"], condition=~Q(key=""), name="exchange_messages_come_once"
            ),
            models.UniqueConstraint(
                fields=["party", "digest"], condition=Q(key=""), name="exchange_riddles_are_kept_once"
            ),
            one_of("outcome", Outcome, name="exchange_messages_end_somewhere"),
            models.CheckConstraint(
                condition=~Q(outcome__in=[Outcome.QUARANTINED.value, Outcome.SET_ASIDE.value, Outcome.STALE.value])
                | ~Q(why=""),
                name="exchange_quarantine_says_why",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.WAITING, settled_at__isnull=True)
                | (~Q(outcome=Outcome.WAITING) & Q(settled_at__isnull=False)),
                name="exchange_settled_says_when",
            ),
        ]
