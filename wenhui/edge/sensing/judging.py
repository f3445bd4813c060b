"""What people say of devices: whether an alarm was real, and that one is not to be heard for a while."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from wenhui.edge.sensing import access, queries
from wenhui.edge.sensing.models import LONGEST_MUTE, AlarmCheck, Device, Message, Mute
from wenhui.edge.sensing.words import Verdict
from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.work.cases.actions import steps


class SensingError(ValueError):
    """Something cannot be done with a device; the text says why, in words."""


@transaction.atomic
def judge(*, message_id: int, verdict: Verdict, by: Actor, at: datetime, note: str = "") -> AlarmCheck:
    """Say what an alarm was (核实): real, false, a test. Said again, the later word counts; nothing follows by itself."""
    message = Message.objects.filter(pk=message_id).first()
    device = Device.objects.filter(serial=message.serial).first() if message else None
    if message is None or device is None:
        raise SensingError(gettext("没有这条报文，或不在您的权限内。"))
    _refuse_unless_judge(device, by, at)
    judged = AlarmCheck.objects.create(
        message=message, verdict=verdict, note=note.strip()[:200], at=at, by_key=by.key, by_name=by.name
    )
    refs: dict[str, str | int] = {"verdict": str(verdict)}
    journal.write(by=by, at=at, verb="sensing.judge", subject=f"message:{message.pk}", refs=refs)
    return judged


@transaction.atomic
def mute(*, serial: str, until: datetime, why: str, by: Actor, at: datetime) -> Mute:
    """Let a device's alarms become no case until a moment, at most 30 days ahead, for a reason (静默)."""
    device = _device(serial, by, at)
    if not why.strip():
        raise SensingError(gettext("请写明为什么静默。"))
    if not at < until <= at + LONGEST_MUTE:
        raise SensingError(
            gettext("静默到哪一天要在今天之后，最多 %(n)s 天。") % {"n": LONGEST_MUTE // timedelta(days=1)}
        )
    _end(device, by, at)
    muted = Mute.objects.create(
        device=device, area=device.area, begins_at=at, until=until, why=why.strip()[:200], by_name=by.name
    )
    _note("mute", device, by, at)
    return muted


@transaction.atomic
def unmute(*, serial: str, by: Actor, at: datetime) -> None:
    """Hear a device again before its mute is over (恢复)."""
    device = _device(serial, by, at)
    if not _end(device, by, at):
        raise SensingError(gettext("这台设备没有静默。"))
    _note("unmute", device, by, at)


def _device(serial: str, by: Actor, at: datetime) -> Device:
    device = Device.objects.select_related("area").filter(serial=serial).first()
    if device is None:
        raise SensingError(gettext("没有这台设备，或不在您的权限内。"))
    _refuse_unless_judge(device, by, at)
    return device


def _refuse_unless_judge(device: Device, by: Actor, at: datetime) -> None:
    if not steps.may(by, access.JUDGE, path=device.area_path, at=at):
        raise SensingError(gettext("您的岗位不能核实或静默这台设备。"))


def _end(device: Device, by: Actor, at: datetime) -> bool:
    running = queries.muting(device, at=at)
    if running is None:
        return False
    running.ended_at, running.ended_by = at, by.name
    running.save(update_fields=["ended_at", "ended_by"])
    return True


def _note(verb: str, device: Device, by: Actor, at: datetime) -> None:
    journal.write(by=by, at=at, verb=f"sensing.{verb}", subject=f"device:{device.pk}")
