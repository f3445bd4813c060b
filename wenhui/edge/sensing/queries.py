"""Named questions about devices and their messages."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from wenhui.edge.sensing.models import AlarmCheck, Device, Message, Mute
from wenhui.edge.sensing.words import Outcome, Verdict
from wenhui.work.cases.words import OPEN

LAST = AlarmCheck.objects.filter(message=OuterRef("pk")).order_by("-id")


def path_of(serial: str) -> str | None:
    """Return where a device hangs, or None for an unknown one; needs no scope, since it is what the scope comes from.

    A function of the database, run as the owner, that tells this and no more (migration 0002).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT sensing_path_of(%s)", [serial])
        path: str | None = cursor.fetchone()[0]
    return path


def waiting() -> list[int]:
    """Return the messages that were kept and not acted on, oldest first: a listener died in between."""
    return list(Message.objects.filter(outcome=Outcome.WAITING).order_by("pk").values_list("pk", flat=True))


def open_case(*, serial: str, kind: str) -> int | None:
    """Return the open case that this device's last alarm of this kind became, within the transaction's scope."""
    became = Message.objects.filter(serial=serial, kind=kind, outcome=Outcome.CASE, case__stage__in=OPEN)
    return became.order_by("-pk").values_list("case_id", flat=True).first()


def devices() -> QuerySet[Device]:
    """Return the devices in sight, by where they hang."""
    return Device.objects.select_related("area__parent").order_by("area_path", "serial")


class Tally(NamedTuple):
    """How many messages of a device came and when the last, how many were judged real or false."""

    came: int = 0
    last_at: datetime | None = None
    real: int = 0
    false: int = 0


def tallies(serials: list[str]) -> Mapping[str, Tally]:
    """Return what is counted of each device that sent anything. One query."""
    judged = Message.objects.filter(serial__in=serials).annotate(verdict=Subquery(LAST.values("verdict")[:1]))
    counts = judged.values("serial").annotate(
        came=Count("pk"), last_at=Max("received_at"), real=Count("pk", filter=Q(verdict=Verdict.REAL)),
        false=Count("pk", filter=Q(verdict=Verdict.FALSE)),
    )  # fmt: skip
    told = counts.order_by("serial").values_list("serial", "came", "last_at", "real", "false")
    return {serial: Tally(*numbers) for serial, *numbers in told}


def messages_of(device: Device) -> QuerySet[Message]:
    """Return a device's messages, the newest first, each with its last check."""
    given = {name: Subquery(LAST.values(name)[:1]) for name in ("verdict", "note", "by_name", "at")}
    judged = {f"judged_{name}": given[name] for name in given}
    return Message.objects.filter(serial=device.serial).annotate(**judged).select_related("case").order_by("-pk")


def quarantined() -> QuerySet[Message]:
    """Return messages that could not be acted on, the newest first; they lie nowhere, so whoever sees devices sees them."""
    return Message.objects.filter(outcome=Outcome.QUARANTINED).order_by("-pk")


def muting(device: Device, *, at: datetime) -> Mute | None:
    """Return what mutes a device at a moment, or None where its alarms become cases."""
    running = Mute.objects.filter(device=device, begins_at__lte=at, until__gt=at)
    return running.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at)).order_by("-until").first()


def mutes_now(at: datetime) -> dict[int, Mute]:
    """Return what mutes devices in sight at a moment, by device. One query."""
    running = Mute.objects.filter(begins_at__lte=at, until__gt=at)
    return {
        one.device_id: one for one in running.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at)).order_by("until")
    }


def came_during(mute: Mute) -> int:
    """Return how many messages came while a device was muted."""
    ends_at = mute.ended_at or mute.until
    return Message.objects.filter(
        serial=mute.device.serial, outcome=Outcome.MUTED, received_at__gte=mute.begins_at, received_at__lt=ends_at
    ).count()
