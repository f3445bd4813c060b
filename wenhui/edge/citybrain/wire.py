"""The city brain's format: CloudEvents 1.0 in JSON, one (structured) or many (batch), and the data of our four kinds.

No Django. What is read here is not believed yet: `translate` says what it means.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NoReturn

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

STRUCTURED = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"

LONGEST_BODY = 1_000_000  # bytes of one request
MOST_EVENTS = 100  # in one batch


class Kind(StrEnum):
    """The types of events (`type`): cases go up, tasks and their status come down."""

    REPORTED = "wenhui.case.reported.v1"
    MOVED = "wenhui.case.moved.v1"
    CLOSED = "wenhui.case.closed.v1"
    TASK = "citybrain.task.issued.v1"
    STATUS = "citybrain.task.status.v1"


class State(StrEnum):
    """How a case stands, as both houses say it."""

    PENDING = "pending"
    HANDLING = "handling"
    ANSWERED = "answered"
    CLOSED = "closed"
    REJECTED = "rejected"
    HELD = "held"
    VOID = "void"
    MERGED = "merged"  # the same matter as another case, which goes on


class Said(StrEnum):
    """What the city brain says of its own task."""

    CONFIRMED = "confirmed"  # they looked, and it is done
    RETURNED = "returned"  # they looked, and it is not
    WITHDRAWN = "withdrawn"  # they no longer want it


class Event(BaseModel):
    """One CloudEvent; attributes that we do not know are kept and ignored, as the standard asks."""

    model_config = ConfigDict(extra="allow", frozen=True)

    specversion: str = Field(pattern=r"^1\.0$")
    id: str = Field(min_length=1, max_length=120)
    source: str = Field(min_length=1, max_length=200)
    type: str = Field(min_length=1, max_length=80)
    subject: str = Field(default="", max_length=120)
    time: AwareDatetime | None = None
    datacontenttype: str = "application/json"
    sequence: str = Field(default="", pattern=r"^[0-9]{0,18}$")
    data: dict[str, Any] = Field(default_factory=dict)


class CaseData(BaseModel):
    """A case as it goes up: what it is and how it stands; never a description, a note on people or a name.

    `tasks` are the keys of their tasks that this case answers, and only then `note` says what was done or why not.
    """

    number: str
    state: State
    stage: str
    verb: str
    title: str
    type: str
    platform: str
    channel: str
    urgency: str
    area: str
    place: str
    lng: float | None
    lat: float | None
    unit: str
    reported_at: datetime
    due_at: datetime
    closed_at: datetime | None
    tasks: list[str]
    note: str = ""


class ReporterData(BaseModel):
    """Who told the city brain, where it says so."""

    model_config = ConfigDict(extra="ignore")

    name: str = Field(default="", max_length=200)
    phone: str = Field(default="", max_length=60)


class TaskData(BaseModel):
    """A task as it comes down (任务下达). `type` is a type of case of ours, or one that we do not know."""

    model_config = ConfigDict(extra="ignore")

    task: str = Field(min_length=1, max_length=80, pattern=r"^[\w.:/-]+$")
    title: str = Field(min_length=1)
    description: str = ""
    type: str = Field(default="", max_length=60)
    urgency: str = ""
    address: str = Field(default="", max_length=500)
    lng: float | None = Field(default=None, ge=-180, le=180, allow_inf_nan=False)
    lat: float | None = Field(default=None, ge=-90, le=90, allow_inf_nan=False)
    reporter: ReporterData = ReporterData()


class StatusData(BaseModel):
    """What they say of a task since."""

    model_config = ConfigDict(extra="ignore")

    task: str = Field(min_length=1, max_length=80)
    state: Said
    why: str = Field(default="", max_length=2000)


class UnreadableError(ValueError):
    """A body is not what its content type says; the text names the place."""


def read(content_type: str, body: bytes) -> list[tuple[Event, str]]:
    """Return the events of a body, each beside its own text. Raises UnreadableError for the body as a whole."""
    kind = content_type.partition(";")[0].strip().lower()
    parsed = _parsed(body)
    if kind == STRUCTURED:
        return [_event(parsed, "")]
    if not isinstance(parsed, list):
        raise UnreadableError("A batch is a JSON array of events.")
    if len(parsed) > MOST_EVENTS:
        raise UnreadableError(f"A batch holds at most {MOST_EVENTS} events; this one has {len(parsed)}.")
    return [_event(one, f"[{number}]") for number, one in enumerate(parsed)]


def structured(event: Event) -> bytes:
    """Return one event as a body."""
    return _written(event).encode()


def batch(events: Sequence[Event]) -> bytes:
    """Return many events as a body."""
    return f"[{','.join(map(_written, events))}]".encode()


def said(error: ValidationError) -> str:
    """Return in one line what is wrong with an event, with the names of its places and without its values."""
    return "; ".join(f"{'.'.join(map(str, one['loc'])) or 'event'}: {one['msg']}" for one in error.errors()[:5])


def _written(event: Event) -> str:
    return event.model_dump_json(exclude_defaults=True)


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body.decode(), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"The body is not JSON in UTF-8 ({type(error).__name__}).") from error


def _event(parsed: object, place: str) -> tuple[Event, str]:
    try:
        event = Event.model_validate(parsed)
    except ValidationError as error:
        raise UnreadableError(f"{place or 'The event'} cannot be read: {said(error)}") from error
    return event, json.dumps(parsed, ensure_ascii=False)


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is not JSON")
