"""Every write of sensing: a message is kept as it came, in a transaction of its own, then acted on."""

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext

from wenhui.edge.sensing import queries, translate, wire
from wenhui.edge.sensing.models import Device, Message
from wenhui.edge.sensing.wire import Alarm
from wenhui.edge.sensing.words import Outcome
from wenhui.ground.accounts.scoped import scope_on
from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.scope import Scope
from wenhui.work.cases import actions as cases
from wenhui.work.cases import rules
from wenhui.work.cases.words import Channel


def receive(*, topic: str, payload: bytes, by: Actor, at: datetime, within: str = "") -> Message:
    """Keep a message and act on it; one that came before is returned as it stands, or acted on if nobody had.

    `within` is where the program may speak for devices that brought it; a broker says by itself who may publish what.

    Two transactions, so that what is on paper stays there whatever the second one meets.
    """
    message = keep(topic=topic, payload=payload, by=by, at=at)
    return settle(message_id=message.pk, by=by, at=at, within=within)


@transaction.atomic
def keep(*, topic: str, payload: bytes, by: Actor, at: datetime) -> Message:
    """Keep a message as it came, once; what cannot be read is quarantined with the reason."""
    raw = _text(payload)
    serial = ""
    try:
        serial = wire.serial_of(topic)
        alarm = wire.read(payload)
    except wire.UnreadableError as error:
        return _quarantine(serial, raw, why=str(error), by=by, at=at)
    message, _ = Message.objects.get_or_create(
        serial=serial, seq=alarm.seq, defaults={"kind": alarm.kind, "payload": raw, "received_at": at}
    )
    if message.payload != raw and wire.read(message.payload.encode()) != alarm:
        return _quarantine(serial, raw, why=gettext("序号 %s 已经用在另一条报文上。") % alarm.seq, by=by, at=at)
    return message


@transaction.atomic
def settle(*, message_id: int, by: Actor, at: datetime, within: str = "") -> Message:
    """Turn a kept message into a case, once: a muted device makes none, and a repeat joins the case that is still open.

    A case is reported by the device itself, in the scope of its office, at the moment its message reached us: clocks of
    devices are often wrong, and the office's time begins when the office knows.
    """
    message = Message.objects.select_for_update().get(pk=message_id)
    if message.outcome != Outcome.WAITING:
        return message
    path = queries.path_of(message.serial)
    if path is None:
        return _finish(message, Outcome.QUARANTINED, why=gettext("没有登记这台设备。"), by=by, at=at)
    if not path.startswith(within):
        return _finish(message, Outcome.QUARANTINED, why=gettext("报来的程序管不到这台设备。"), by=by, at=at)
    with scope_on(Scope(rules.office_of(path))):
        _one_at_a_time(message.serial)
        device = Device.objects.select_related("area").get(serial=message.serial)
        if queries.muting(device, at=message.received_at) is not None:
            return _finish(message, Outcome.MUTED, why=gettext("设备在静默期内。"), by=by, at=at)
        message.case_id = queries.open_case(serial=device.serial, kind=message.kind)
        if message.case_id is not None:
            return _finish(message, Outcome.HELD, why=gettext("同一设备的同类案件还没有结案。"), by=by, at=at)
        return _report(message, device, by=by, at=at)


def _report(message: Message, device: Device, *, by: Actor, at: datetime) -> Message:
    alarm = Alarm.model_validate_json(message.payload)
    told = translate.report_of(alarm, serial=device.serial, name=device.name, received_at=message.received_at)
    try:
        case = cases.report(
            title=told.title, description=told.description, type_key=told.type_key, key=told.key,
            attributes=told.attributes, channel=Channel.SENSING, area=device.area, place=device.name,
            lng=device.area.lng, lat=device.area.lat, by=device.actor, at=at,
        )  # fmt: skip
    except cases.CaseError as error:
        return _finish(message, Outcome.QUARANTINED, why=str(error), by=by, at=at)
    message.case = case
    return _finish(message, Outcome.CASE, why=translate.remark(alarm.at, message.received_at), by=by, at=at)


def _finish(message: Message, outcome: Outcome, *, by: Actor, at: datetime, why: str = "") -> Message:
    message.outcome, message.why = outcome, why
    message.save(update_fields=["outcome", "why", "case"])
    _write(message, by=by, at=at)
    return message


def _quarantine(serial: str, raw: str, *, why: str, by: Actor, at: datetime) -> Message:
    message = Message.objects.create(
        serial=serial, payload=raw, received_at=at, outcome=Outcome.QUARANTINED, why=_shortened(why)
    )
    _write(message, by=by, at=at)
    return message


def _write(message: Message, *, by: Actor, at: datetime) -> None:
    refs: dict[str, str | int] = {"outcome": str(message.outcome)}
    if message.case_id is not None:
        refs["case"] = message.case_id
    journal.write(by=by, at=at, verb="sensing.settle", subject=f"message:{message.pk}", refs=refs)


def _text(payload: bytes) -> str:
    """Return what can be stored of a payload: PostgreSQL keeps no NUL, and nobody needs megabytes of nonsense."""
    return payload[: wire.LONGEST_PAYLOAD].decode(errors="replace").replace("\x00", "\ufffd")


def _shortened(why: str) -> str:
    longest = Message._meta.get_field("why").max_length
    return why[:longest]


def _one_at_a_time(serial: str) -> None:
    """Let two listeners that hear the same device wait for each other until commit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('wenhui.sensing'), hashtext(%s))", [serial])
