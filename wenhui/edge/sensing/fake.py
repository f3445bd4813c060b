"""The fake device fleet of tests and the demonstration: sends as real devices do, sometimes twice, sometimes late."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from aiomqtt import Client

from wenhui.edge.sensing import wire
from wenhui.edge.sensing.listen import Broker
from wenhui.edge.sensing.wire import Alarm
from wenhui.edge.sensing.words import Kind

TWICE = 0.2
LATE = 0.15

VALUES = {Kind.SMOKE: (0.12, 0.6), Kind.WATER: (15, 60), Kind.BIN_FULL: (90, 100), Kind.TILT: (8, 25)}
"""Between which values an alarm of a kind lies; a door only says that it stands open."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One message on its way to the broker."""

    topic: str
    payload: bytes


@dataclass(slots=True)
class FakeDevice:
    """A device that counts by its clock, so that its numbers go on after a restart and are never used twice."""

    serial: str
    kind: Kind
    last_seq: int = -1

    def alarm(self, *, at: datetime, draw: Random) -> Sent:
        """Return the device's next alarm."""
        self.last_seq = max(self.last_seq + 1, int(at.timestamp() * 1000))
        between = VALUES.get(self.kind)
        value = round(draw.uniform(*between), 2) if between else None
        alarm = Alarm(seq=self.last_seq, at=at, kind=self.kind, value=value)
        return Sent(wire.topic(self.serial), alarm.payload())


@dataclass(slots=True)
class Fleet:
    """Devices on a bad network."""

    devices: Sequence[FakeDevice]
    draw: Random
    held_back: list[Sent] = field(default_factory=list)

    def send(self, *, at: datetime) -> list[Sent]:
        """Return what reaches the broker when one device raises an alarm: that alarm, twice, or after a later one."""
        sent = self.draw.choice(self.devices).alarm(at=at, draw=self.draw)
        if self.draw.random() < LATE and not self.held_back:
            self.held_back.append(sent)
            return []
        late, self.held_back = self.held_back, []
        return [sent, *([sent] if self.draw.random() < TWICE else []), *late]

    def storm(self, *, begins_at: datetime, alarms: int) -> list[Sent]:
        """Return what reaches the broker of so many alarms, a second apart; all of them arrive in the end."""
        sent = [one for step in range(alarms) for one in self.send(at=begins_at + timedelta(seconds=step))]
        late, self.held_back = self.held_back, []
        return [*sent, *late]


async def publish(broker: Broker, messages: Iterable[Sent]) -> None:
    """Publish at QoS 1; returns once the broker has all of it. Raises MqttError."""
    async with Client(broker.host, broker.port, protocol=broker.protocol) as client:
        for message in messages:
            await client.publish(message.topic, message.payload, qos=wire.QOS)
