"""Tables of sensing: devices and the messages they sent."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wenhui.edge.sensing.wire import SERIAL_LENGTH
from wenhui.edge.sensing.words import Kind, Outcome
from wenhui.ground.areas.models import Area
from wenhui.kit.actor import Actor, ActorKind
from wenhui.kit.privacy import Privacy
from wenhui.work.cases.models import Case


class Device(models.Model):
    """A sensor that reports by itself (感知设备). Its alarms lie where it hangs.

    `kind` is what it was bought for; an alarm of another kind counts all the same, for a wrong line in a register
    should not silence smoke. While muted, its messages are kept and become no case.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        ["id", "serial", "name", "kind", "area", "area_path", "muted_until"], Privacy.INSIDE
    )
    WEB_MAY: ClassVar[str] = "SELECT"

    serial = models.CharField(max_length=SERIAL_LENGTH)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices())
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=160, db_collation="C", editable=False, default="")
    muted_until = models.DateTimeField(null=True, blank=True)

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
