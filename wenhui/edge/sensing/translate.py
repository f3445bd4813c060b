"""From a device's alarm to what `cases.actions.report` takes. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext

from wenhui.edge.sensing.wire import Alarm
from wenhui.edge.sensing.words import Kind
from wenhui.kit.clock import SHANGHAI

AHEAD: Final = timedelta(minutes=5)
LATE: Final = timedelta(hours=1)
"""How far a device's clock may be ahead of ours, and its message behind, before that is said."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an alarm of one kind says to the office: the type of case, a sentence, the unit of its value."""

    type_key: str
    sentence: str
    unit: str


# The types are those of the catalogue (cases.yaml); they say who handles the case and how soon.
MEANINGS: Mapping[Kind, Meaning] = {
    Kind.SMOKE: Meaning("event-0499", "烟雾报警", "dB/m"),
    Kind.WATER: Meaning("event-0406", "水位过高", "厘米"),
    Kind.DOOR: Meaning("component-0113", "消防门长时间未关", "分钟"),
    Kind.BIN_FULL: Meaning("event-2305", "垃圾桶满溢", "%"),
    Kind.TILT: Meaning("component-0117", "立杆倾斜", "度"),
}


@dataclass(frozen=True, slots=True)
class Report:
    """The arguments of `cases.actions.report` that follow from an alarm."""

    key: str
    type_key: str
    title: str
    description: str
    attributes: Mapping[str, str | int | float | None]


def remark(said_at: datetime, received_at: datetime) -> str:
    """Return what is to be said of a device's clock beside ours; empty where they agree well enough."""
    late = received_at - said_at
    if late < -AHEAD:
        return gettext("设备时间比收到时还晚，时钟不准，请校时。")
    if late > LATE:
        return gettext("设备时间比收到早 %(h)d 小时，是补报，或时钟不准。") % {"h": late // timedelta(hours=1)}
    return ""


def report_of(alarm: Alarm, *, serial: str, name: str, received_at: datetime) -> Report:
    """Return what to report for an alarm of the device `serial`, which people call `name`, that came at `received_at`."""
    meaning = MEANINGS[alarm.kind]
    value = "" if alarm.value is None else f"（{alarm.value:g} {meaning.unit}）"
    moment = alarm.at.astimezone(SHANGHAI)
    return Report(
        key=f"{serial}:{alarm.seq}",
        type_key=meaning.type_key,
        title=f"{name}：{meaning.sentence}{value}",
        description=f"设备 {serial} 自报，设备时间 {moment:%Y-%m-%d %H:%M:%S}。{remark(alarm.at, received_at)}",
        attributes={"serial": serial, "seq": alarm.seq, "kind": str(alarm.kind), "value": alarm.value},
    )
