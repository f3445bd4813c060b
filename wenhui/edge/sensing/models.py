"""Tables of sensing: devices and the messages they sent."""

from datetime import datetime, timedelta
from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q

from wenhui.edge.sensing.wire import SERIAL_LENGTH
from wenhui.edge.sensing.words import Kind, Outcome, Verdict
from wenhui.ground.areas.models import Area
from wenhui.kit.actor import Actor, ActorKind
from wenhui.kit.privacy import Privacy
from wenhui.work.cases.models import Case

LONGEST_MUTE: Final = timedelta(days=30)


class Device(models.Model):
    """A sensor that reports by itself (感知设备). Its alarms lie where it hangs.

    `kind` is what it was bought for; an alarm of another kind counts all the same, for a wrong line in a register
    should not silence smoke. While muted (`Mute`), its messages are kept and become no case.
    """

    PRIVACY: ClassVar = dict.fromkeys(["id", "serial", "name", "kind", "area", "area_path"], Privacy.INSIDE)
    WEB_MAY: ClassVar[str] = "SELECT"

    serial = models.CharField(max_length=SERIAL_LENGTH)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices())
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["serial"], name="sensing_devices_have_their_own_serial"),
            models.CheckConstraint(
                condition=Q(kind__in=[str(kind) for kind in Kind]), name="sensing_devices_sense_a_known_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def actor(self) -> Actor:
        """Return the device as moves and journal lines name it."""
        return Actor(ActorKind.DEVICE, self.serial, self.name)


class Message(models.Model):
    """One message as it came (感知报文), and what became of it.

    Outside every scope on purpose: it is kept before anyone knows whose it is, and those of unknown devices lie
    nowhere. It holds what a sensor measured, nothing about people. `seq` and `kind` are empty where unreadable.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "serial", "seq", "kind", "payload", "received_at", "outcome", "why", "case"], Privacy.INSIDE
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    serial = models.CharField(max_length=SERIAL_LENGTH, blank=True)
    seq = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=10, blank=True, choices=Kind.choices())
    payload = models.TextField()
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices(), default=Outcome.WAITING)
    why = models.CharField(max_length=400, blank=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["id"], name="sensing_messages_still_waiting", condition=Q(outcome=Outcome.WAITING)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["serial", "seq"], name="sensing_messages_are_kept_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=[str(outcome) for outcome in Outcome]),
                name="sensing_messages_have_a_known_outcome",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=[str(Outcome.CASE), str(Outcome.HELD)], case__isnull=False)
                | (~Q(outcome__in=[str(Outcome.CASE), str(Outcome.HELD)]) & Q(case__isnull=True)),
                name="sensing_messages_name_their_case",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=str(Outcome.QUARANTINED)) | ~Q(why=""),
                name="sensing_quarantine_gives_a_reason",
            ),
        ]


class Mute(models.Model):
    """A time in which a device's messages become no case (静默): until when, why, on whose word. Never longer than 30 days.

    It ends by itself, or earlier by somebody. What comes meanwhile is kept, and counted beside it.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "device", "area", "area_path", "begins_at", "until", "why", "by_name", "ended_at", "ended_by"],
        Privacy.INSIDE,
    )
    WEB_MAY: ClassVar[str] = "SELECT, INSERT, UPDATE"

    device = models.ForeignKey(Device, models.PROTECT, related_name="mutes", db_index=False)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    begins_at = models.DateTimeField()
    until = models.DateTimeField()
    why = models.CharField(max_length=200)
    by_name = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["device", "until"], name="sensing_mutes_of_a_device")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__gt=F("begins_at")) & Q(until__lte=F("begins_at") + LONGEST_MUTE),
                name="sensing_mutes_end_within_30_days",
            ),
            models.CheckConstraint(condition=~Q(why="") & ~Q(by_name=""), name="sensing_mutes_say_why_and_who"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="") | (Q(ended_at__gte=F("begins_at")) & ~Q(ended_by="")),
                name="sensing_mutes_ended_say_by_whom",
            ),
        ]

    @property
    def last_at(self) -> datetime:
        """Return the last moment of it, which lies on the day that was named."""
        return self.until - timedelta(microseconds=1)


class AlarmCheck(models.Model):
    """What somebody found about one message (核实): real, a false alarm, a test. The last one counts; none is changed."""

    PRIVACY: ClassVar = dict.fromkeys(["id", "message", "verdict", "note", "at", "by_key", "by_name"], Privacy.INSIDE)
    WEB_MAY: ClassVar[str] = "SELECT, INSERT"

    message = models.ForeignKey(Message, models.PROTECT, related_name="checks", db_index=False)
    verdict = models.CharField(max_length=10, choices=Verdict.choices())
    note = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField()
    by_key = models.CharField(max_length=80)
    by_name = models.CharField(max_length=80)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["message", "id"], name="sensing_checks_of_one")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verdict__in=[str(one) for one in Verdict]), name="sensing_checks_are_known"
            ),
        ]
