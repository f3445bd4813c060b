"""What devices send: read strictly where it matters, and the fake sends the same."""

from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from wenhui.edge.sensing import fake, wire
from wenhui.edge.sensing.fake import FakeDevice, Fleet
from wenhui.edge.sensing.words import Kind

SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("*.json"))
AT = datetime(2026, 3, 17, 6, 42, tzinfo=UTC)


def payload(**changes: str) -> bytes:
    fields = {"seq": "1", "at": '"2026-03-17T06:42:11+08:00"', "kind": '"water"', "value": "32.5"} | changes
    return ("{" + ", ".join(f'"{name}": {value}' for name, value in fields.items()) + "}").encode()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_an_alarm_as_devices_send_it_is_read(sample: Path) -> None:
    alarm = wire.read(sample.read_bytes())

    assert alarm.kind in sample.stem


@pytest.mark.parametrize(
    ("broken", "named"),
    [
        (b"", "payload"),
        (b"\xff\xfe", "payload"),
        (b"[1]", "payload"),
        (b"{}", "seq"),
        (payload(seq="-1"), "seq"),
        (payload(seq='"1"'), "seq"),
        (payload(seq="1.5"), "seq"),
        (payload(seq="9223372036854775808"), "seq"),
        (payload(at='"2026-03-17T06:42:11"'), "at"),
        (payload(at='"0001-01-01T00:00:00Z"'), "at"),
        (payload(kind='"flood"'), "kind"),
        (payload(value="NaN"), "value"),
        (payload(value='"high"'), "value"),
        (payload(note='"' + "x" * 3000 + '"'), "payload"),
    ],
)
def test_what_is_no_alarm_is_refused_and_the_field_is_named(broken: bytes, named: str) -> None:
    with pytest.raises(wire.UnreadableError, match=named):
        wire.read(broken)


def test_the_serial_comes_from_the_topic() -> None:
    assert wire.serial_of(wire.topic("sensor-lsdy-04")) == "sensor-lsdy-04"


@pytest.mark.parametrize(
    "topic", ["wenhui/sensing//alarm", "wenhui/sensing/a/b/alarm", f"wenhui/sensing/{'x' * 41}/alarm"]
)
def test_a_topic_without_a_plain_serial_is_refused(topic: str) -> None:
    with pytest.raises(wire.UnreadableError, match="topic"):
        wire.serial_of(topic)


def test_a_fake_device_sends_what_the_wire_reads() -> None:
    draw = Random(1)

    sent = {kind: FakeDevice("s-1", kind).alarm(at=AT, draw=draw) for kind in Kind}

    assert {kind: wire.read(one.payload).kind for kind, one in sent.items()} == {kind: kind for kind in Kind}
    assert {wire.serial_of(one.topic) for one in sent.values()} == {"s-1"}


def test_a_fake_device_never_uses_a_number_twice_even_after_a_restart() -> None:
    before = [FakeDevice("s-1", Kind.DOOR).alarm(at=AT, draw=Random(1))]
    device = FakeDevice("s-1", Kind.DOOR)

    after = [device.alarm(at=moment, draw=Random(1)) for moment in (AT.replace(second=1), AT.replace(second=1))]

    numbers = [wire.read(one.payload).seq for one in before + after]
    assert numbers == sorted(set(numbers))


def test_a_fleet_sends_some_alarms_twice_and_some_late_and_loses_none() -> None:
    fleet = Fleet([FakeDevice("s-1", Kind.WATER)], Random(7))

    sent = [wire.read(one.payload).seq for one in fleet.storm(begins_at=AT, alarms=60)]

    assert len(set(sent)) == 60
    assert len(sent) > 60
    assert sent != sorted(sent)
    assert fake.VALUES.keys() <= set(Kind)
