"""From alarm to report, by a table."""

from datetime import UTC, datetime, timedelta

import pytest

from wenhui.edge.sensing import translate
from wenhui.edge.sensing.wire import Alarm
from wenhui.edge.sensing.words import Kind
from wenhui.work.cases.models import CaseType
from wenhui.work.cases.testing import Desk

AT = datetime(2026, 3, 16, 22, 42, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "value", "type_key", "title"),
    [
        (Kind.SMOKE, 0.25, "event-0499", "东楼：烟雾报警（0.25 dB/m）"),
        (Kind.WATER, 32.5, "event-0406", "东楼：水位过高（32.5 厘米）"),
        (Kind.WATER, None, "event-0406", "东楼：水位过高"),
        (Kind.DOOR, None, "component-0113", "东楼：消防门长时间未关"),
        (Kind.BIN_FULL, 96, "event-2305", "东楼：垃圾桶满溢（96 %）"),
        (Kind.TILT, 12, "component-0117", "东楼：立杆倾斜（12 度）"),
    ],
)
def test_an_alarm_becomes_a_report_that_people_understand(
    kind: Kind, value: float | None, type_key: str, title: str
) -> None:
    report = translate.report_of(Alarm(seq=7, at=AT, kind=kind, value=value), serial="s-1", name="东楼", received_at=AT)

    assert (report.type_key, report.title) == (type_key, title)


def test_the_key_is_the_serial_and_the_number_so_that_the_same_alarm_is_the_same_case() -> None:
    report = translate.report_of(Alarm(seq=7, at=AT, kind=Kind.DOOR), serial="s-1", name="东楼", received_at=AT)

    assert report.key == "s-1:7"


def test_the_device_s_own_moment_is_told_in_shanghai_time() -> None:
    report = translate.report_of(Alarm(seq=7, at=AT, kind=Kind.DOOR), serial="s-1", name="东楼", received_at=AT)

    assert "2026-03-17 06:42:11" in report.description


@pytest.mark.parametrize(
    ("late", "said"),
    [
        (timedelta(0), ""),
        (timedelta(minutes=59), ""),
        (timedelta(minutes=-4), ""),
        (timedelta(minutes=-6), "设备时间比收到时还晚，时钟不准，请校时。"),
        (timedelta(days=2), "设备时间比收到早 48 小时，是补报，或时钟不准。"),
    ],
)
def test_a_clock_that_is_ahead_or_a_message_that_is_late_is_said_and_reported_all_the_same(
    late: timedelta, said: str
) -> None:
    report = translate.report_of(Alarm(seq=7, at=AT, kind=Kind.DOOR), serial="s-1", name="东楼", received_at=AT + late)

    assert report.description.endswith(f"。{said}")


def test_every_kind_leads_to_a_type_of_the_shipped_catalogue(desk: Desk) -> None:
    keys = {meaning.type_key for meaning in translate.MEANINGS.values()}

    assert set(translate.MEANINGS) == set(Kind)
    assert CaseType.objects.filter(key__in=keys, ended=False).count() == len(keys)
