"""Who did it: grid workers, gates, the city brain and nightly jobs are all actors."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """What sort of doer an actor is."""

    PERSON = "person"  # someone who logs in
    DEVICE = "device"  # a sensor or gate with a key of its own
    PARTY = "party"  # an outside system behind an `edge` folder
    TOKEN = "token"  # noqa: S105 - a program with a key that the office gave it
    JOB = "job"  # the office's own machine: seeding, nightly work, imports


@dataclass(frozen=True, slots=True)
class Actor:
    """One doer, as moves and journal lines name it.

    `key` is stable and carries no personal value (an account's number, a device's serial); `name` is what people read.
    """

    kind: ActorKind
    key: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


def job(key: str, name: str | None = None) -> Actor:
    """Return the actor that stands for a job of the office's own machine."""
    return Actor(ActorKind.JOB, key, name or key)
