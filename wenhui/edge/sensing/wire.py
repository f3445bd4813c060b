"""What devices send: topic `wenhui/sensing/<serial>/alarm`, a small JSON object. Typed, no Django.

MQTT 3.1.1 at QoS 1 delivers at least once, in no promised order across connections, and its packet identifiers are
reused; so each alarm carries its own `seq`, which a device never uses twice. The same `seq` is the same alarm.
"""

import re
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, FiniteFloat, StrictInt, ValidationError

from wenhui.edge.sensing.words import Kind

ALARMS = "wenhui/sensing/+/alarm"
QOS = 1
LONGEST_PAYLOAD = 2000  # bytes; an alarm has about 100
LARGEST_SEQ = 2**63 - 1
SERIAL_LENGTH = 40

_TOPIC = re.compile(rf"wenhui/sensing/([A-Za-z0-9_.-]{{1,{SERIAL_LENGTH}}})/alarm")
_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


class UnreadableError(ValueError):
    """A message is not an alarm of this format; the text says why."""


class Alarm(BaseModel):
    """One alarm. `at` is the moment by the device's clock, which may be wrong; `value` is in the unit of its kind."""

    model_config = ConfigDict(frozen=True)

    seq: Annotated[StrictInt, Field(ge=0, le=LARGEST_SEQ)]
    at: Annotated[AwareDatetime, Field(ge=_EARLIEST, lt=_LATEST)]
    kind: Kind
    value: FiniteFloat | None = None

    def payload(self) -> bytes:
        """Return the alarm as devices send it."""
        return self.model_dump_json().encode()


def topic(serial: str) -> str:
    """Return where a device publishes its alarms."""
    return ALARMS.replace("+", serial)


def serial_of(given: str) -> str:
    """Return whose topic this is. Raises UnreadableError."""
    found = _TOPIC.fullmatch(given)
    if found is None:
        raise UnreadableError("topic: not wenhui/sensing/<serial>/alarm with a plain serial")
    return found[1]


def read(payload: bytes) -> Alarm:
    """Return the alarm a payload holds. Raises UnreadableError, which names the field but never repeats its value."""
    if len(payload) > LONGEST_PAYLOAD:
        raise UnreadableError(f"payload: {len(payload)} bytes, more than {LONGEST_PAYLOAD}")
    try:
        return Alarm.model_validate_json(payload)
    except ValidationError as error:
        said = (f"{'.'.join(map(str, one['loc'])) or 'payload'}: {one['msg']}" for one in error.errors())
        raise UnreadableError("; ".join(said)) from error
