"""The hotline's format over HTTP: batches of tickets and of results, and the steps that go back. No Django.

    POST /hotline/v1/tickets   {"tickets": [{"number": "HZ2603170042", "title": "…", "text": "…", "caller": {"name": "…",
                               "phone": "…"}, "kind": "…", "place": "…", "received_at": "…", "answer_by": "…"}]}
    POST /hotline/v1/results   {"results": [{"number": "HZ2603170042", "said": "dissatisfied", "at": "…", "solved": false,
                               "words": "…"}]}
    POST <their address>/steps {"steps": [{"id": "step-17", "number": "HZ2603170042", "step": "sign", "at": "…", …}]}

What is read here is not believed yet: `translate` says what it means.
"""

import json
from enum import StrEnum
from typing import Any, NoReturn

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from wenhui.edge.hotline.translate import Said, Told
from wenhui.edge.hotline.words import State, Step

JSON = "application/json"
LONGEST_BODY = 1_000_000  # bytes of one request
MOST = 100  # in one batch


class Kind(StrEnum):
    """What a batch holds; the name of its only key."""

    TICKETS = "tickets"
    RESULTS = "results"
    STEPS = "steps"


class Caller(BaseModel):
    """Who rang, as far as they said."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    name: str = ""
    phone: str = ""


class TicketData(BaseModel):
    """A ticket as it comes (工单派发)."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    number: str = Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")
    title: str = ""
    text: str = ""
    caller: Caller = Caller()
    kind: str = ""
    place: str = ""
    received_at: AwareDatetime
    sign_by: AwareDatetime | None = None
    contact_by: AwareDatetime | None = None
    answer_by: AwareDatetime | None = None
    state: State = State.TO_SIGN

    def told(self) -> Told:
        """Return the ticket as this office reads it."""
        return Told(
            number=self.number, title=self.title or self.text, text=self.text if self.title else "",
            name=self.caller.name, phone=self.caller.phone, kind=self.kind, place=self.place,
            received_at=self.received_at, sign_due_at=self.sign_by, contact_due_at=self.contact_by,
            answer_due_at=self.answer_by, state=self.state,
        )  # fmt: skip


class Verdict(StrEnum):
    """What the hotline may say of a ticket: the steps of theirs."""

    EXTENDED = "extended"
    NOT_EXTENDED = "not_extended"
    SATISFIED = "satisfied"
    DISSATISFIED = "dissatisfied"
    CLOSED = "closed"
    REISSUED = "reissued"


class ResultData(BaseModel):
    """What they say of a ticket since (回访、延期、办结)."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    number: str = Field(min_length=1, max_length=40)
    said: Verdict
    at: AwareDatetime
    until: AwareDatetime | None = None
    solved: bool | None = None
    words: str = ""

    def told(self) -> Said:
        """Return it as this office reads it."""
        return Said(self.number, Step(str(self.said)), self.at, self.until, self.solved, self.words)


class StepData(BaseModel):
    """One step of ours, as they read it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str = Field(min_length=1, max_length=80)
    sequence: int
    number: str
    step: str
    state: str
    at: AwareDatetime
    words: str = ""
    by: str = ""
    until: AwareDatetime | None = None


class UnreadableError(ValueError):
    """A body is not what its address takes; the text names the place."""


def read(kind: Kind, body: bytes) -> list[dict[str, Any]]:
    """Return the items of a batch as they came. Raises UnreadableError for the body as a whole."""
    try:
        parsed = json.loads(body.decode(), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"The body is not JSON in UTF-8 ({type(error).__name__}).") from error
    found = parsed.get(kind.value) if isinstance(parsed, dict) else None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise UnreadableError(f"The body is not an object whose key {kind.value} holds a list of objects.")
    if len(found) > MOST:
        raise UnreadableError(f"A batch holds at most {MOST}; this one has {len(found)}.")
    return found


def batch(kind: Kind, items: list[dict[str, Any]]) -> bytes:
    """Return a batch as a body."""
    return json.dumps({kind.value: items}, ensure_ascii=False).encode(errors="replace")


def text_of(item: dict[str, Any]) -> str:
    """Return one item as text that can be kept: always the same for the same item, whatever the order of its keys."""
    return json.dumps(item, ensure_ascii=False, sort_keys=True).encode(errors="replace").decode()


def said(error: ValidationError) -> str:
    """Return in one line what is wrong with an item, with the names of its places and without its values."""
    return "; ".join(f"{'.'.join(map(str, one['loc'])) or 'item'}: {one['msg']}" for one in error.errors()[:5])


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is not JSON")
