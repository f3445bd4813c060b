"""The demonstration's devices, all invented: one of the standing cast and a few more in other grids."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wenhui.edge.sensing.models import Device
from wenhui.edge.sensing.words import Kind
from wenhui.ground.accounts.seed import SENSOR
from wenhui.ground.areas.models import Area
from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor


@dataclass(frozen=True, slots=True)
class Hung:
    """A device and where it hangs."""

    serial: str
    name: str
    kind: Kind
    area: str


DEVICES = (
    Hung(SENSOR.key, SENSOR.name, Kind.WATER, "hz.gs.wh.lsdy.g04."),
    Hung("sensor-lsdy-02", "流水东苑 02 网格投放点满溢仪", Kind.BIN_FULL, "hz.gs.wh.lsdy.g02."),
    Hung("sensor-lsxy-01", "流水西苑 01 网格楼道烟感", Kind.SMOKE, "hz.gs.wh.lsxy.g01."),
    Hung("sensor-dtg-01", "打铁关 01 网格楼道烟感", Kind.SMOKE, "hz.gs.wh.dtg.g01."),
    Hung("sensor-dtg-05", "打铁关 05 网格消防门磁", Kind.DOOR, "hz.gs.wh.dtg.g05."),
    Hung("sensor-shl-03", "胜利 03 网格灯杆倾角仪", Kind.TILT, "hz.gs.wh.shl.g03."),
    Hung("sensor-sljy-02", "三里家园 02 网格桥下水位计", Kind.WATER, "hz.gs.wh.sljy.g02."),
    Hung("sensor-xdc-06", "现代城 06 网格投放点满溢仪", Kind.BIN_FULL, "hz.gs.wh.xdc.g06."),
    Hung("sensor-jdy-01", "京都苑 01 网格消防门磁", Kind.DOOR, "hz.gs.wh.jdy.g01."),
    Hung("sensor-hpy-04", "和平苑 04 网格灯杆倾角仪", Kind.TILT, "hz.gs.wh.hpy.g04."),
)


@transaction.atomic
def seed(*, by: Actor, at: datetime, devices: Iterable[Hung] = DEVICES) -> None:
    """Register the devices; those that stand already stay as they are. Their areas must stand."""
    for hung in devices:
        device, is_new = Device.objects.get_or_create(
            serial=hung.serial,
            defaults={"name": hung.name, "kind": hung.kind, "area": Area.objects.get(path=hung.area)},
        )
        if is_new:
            journal.write(by=by, at=at, verb="sensing.register", subject=f"device:{device.pk}")
