"""Talks GeoReport v2 to another office: sends it cases, asks how they stand. The only part that opens connections outward.

A sending is repeated only while it is certain that the other side did nothing with it, or under the same key of ours, which
our own kind of server takes once. What another office answers is checked before it is believed.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

import httpx

from wenhui.edge.open311 import wire
from wenhui.edge.open311.wire import Form, UnreadableError
from wenhui.edge.open311.words import Status

TIMEOUT: Final = httpx.Timeout(10, connect=5)
ATTEMPTS: Final = 4
FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 30.0
LONGEST_ANSWER: Final = 8_000_000
OVERLAP: Final = timedelta(minutes=10)
"""So far back a follower asks again: clocks differ, and a step is written a moment before it can be read."""


class OtherOfficeError(RuntimeError):
    """The other office did not do what was asked; the text says why. `is_final`: asking again will not help."""

    def __init__(self, text: str, *, is_final: bool) -> None:
        super().__init__(text)
        self.is_final = is_final


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is sent of a case: never who reported it. `key` is ours, the same at each attempt."""

    key: str
    service_code: str
    description: str
    lat: float | None = None
    lng: float | None = None
    address: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)

    def form(self) -> dict[str, str]:
        """Return the form that is posted."""
        place = {} if self.lat is None or self.lng is None else {"lat": str(self.lat), "long": str(self.lng)}
        found = {"service_code": self.service_code, "description": self.description, "address_string": self.address}
        answers = {f"attribute[{code}]": answer for code, answer in self.attributes.items()}
        return {name: value for name, value in (found | place | answers).items() if value}


@dataclass(frozen=True, slots=True)
class Accepted:
    """What came of a sending: their number, or a token to ask for it with; and what they say about it."""

    number: str
    token: str
    notice: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something the other office did. That it closed a case says nothing about whether the problem is gone."""

    key: str
    number: str
    at: datetime
    status: Status
    their_words: str
    their_code: str


@dataclass(slots=True)
class OtherOffice:
    """Another office's endpoint. `transport` stands for the network in tests."""

    address: str
    api_key: str = ""
    jurisdiction: str = ""
    form: Form = Form.JSON
    transport: httpx.BaseTransport | None = None
    pause: Callable[[float], None] = time.sleep

    def services(self) -> list[dict[str, Any]]:
        """Return what the other office offers."""
        return self._asked("services", {})

    def send(self, case: Outgoing) -> Accepted:
        """Send a case. Raises OtherOfficeError."""
        records = self._call("POST", "requests", case.form() | {"api_key": self.api_key}, key=case.key)
        found = records[0] if records else {}
        number, token = _text(found, "service_request_id"), _text(found, "token")
        if not (number or token):
            raise OtherOfficeError("the answer names neither a number nor a token", is_final=True)
        return Accepted(number, token, _text(found, "service_notice"))

    def number_of(self, token: str) -> str:
        """Return the number that a token stands for, empty while there is none."""
        records = self._asked(f"tokens/{token}", {})
        return _text(records[0], "service_request_id") if records else ""

    def steps_since(self, at: datetime, *, until: datetime, seen: frozenset[str] = frozenset()) -> list[Step]:
        """Return what was done since a moment, the oldest first, without what is `seen` already (their `update_id`).

        Asks a little further back, because late steps carry earlier moments; what cannot be read is left out.
        """
        period = {"start_date": (at - OVERLAP).isoformat(), "end_date": until.isoformat()}
        steps = {step.key: step for one in self._asked("servicerequestupdates", period) if (step := _step(one))}
        return sorted((step for step in steps.values() if step.key not in seen), key=lambda step: (step.at, step.key))

    def _asked(self, path: str, query: Mapping[str, str]) -> list[dict[str, Any]]:
        return self._call("GET", path, query)

    def _call(self, method: str, path: str, given: Mapping[str, str], *, key: str = "") -> list[dict[str, Any]]:
        """Ask until there is an answer, or until asking again would not help."""
        pause = FIRST_PAUSE
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._once(method, path, given, key=key)
            except OtherOfficeError as error:
                if error.is_final or attempt == ATTEMPTS:
                    raise
                waits = error.__cause__.args[1] if isinstance(error.__cause__, _WaitError) else pause
            self.pause(min(waits, LONGEST_PAUSE))
            pause *= 2
        raise OtherOfficeError("never asked", is_final=True)

    def _once(self, method: str, path: str, given: Mapping[str, str], *, key: str) -> list[dict[str, Any]]:
        sent = dict(given) | ({"jurisdiction_id": self.jurisdiction} if self.jurisdiction else {})
        where = {"data": sent} if method == "POST" else {"params": sent}
        headers = {"Idempotency-Key": key} if key else {}
        if self.api_key and method == "GET":
            headers["Authorization"] = f"Bearer {self.api_key}"
        try:
            with (
                httpx.Client(timeout=TIMEOUT, transport=self.transport, follow_redirects=False) as client,
                client.stream(method, f"{self.address}/{path}.{self.form}", headers=headers, **where) as answer,  # type: ignore[arg-type]
            ):
                return self._read(answer)
        except httpx.HTTPError as error:
            raise OtherOfficeError(f"no answer: {type(error).__name__}", is_final=False) from error

    def _read(self, answer: httpx.Response) -> list[dict[str, Any]]:
        raw = b""
        for piece in answer.iter_bytes():
            raw += piece
            if len(raw) > LONGEST_ANSWER:
                raise OtherOfficeError(f"the answer is longer than {LONGEST_ANSWER} bytes", is_final=True)
        if answer.status_code == httpx.codes.TOO_MANY_REQUESTS or answer.is_server_error:
            raise OtherOfficeError(f"status {answer.status_code}", is_final=False) from _WaitError.of(answer)
        try:
            records = wire.read(raw, self.form)
        except UnreadableError as error:
            raise OtherOfficeError(f"status {answer.status_code}, {error}", is_final=True) from error
        if not answer.is_success:
            said = wire.cleaned(_text(records[0] if records else {}, "description"))[:200]
            raise OtherOfficeError(f"status {answer.status_code}: {said}", is_final=True)
        return records


class _WaitError(Exception):
    """The other office says how long to wait."""

    @classmethod
    def of(cls, answer: httpx.Response) -> "_WaitError | None":
        """Return what the header says, or None where it says nothing."""
        text = answer.headers.get("Retry-After", "")
        return cls("wait", float(text)) if text.isdecimal() and len(text) < 6 else None


def _step(found: Mapping[str, Any]) -> Step | None:
    """Return a step, or None where number, moment or status cannot be read: then nothing is known."""
    key, number, status = (_text(found, name) for name in ("update_id", "service_request_id", "status"))
    try:
        at = datetime.fromisoformat(_text(found, "updated_datetime"))
    except ValueError:
        return None
    if not key or not number or at.tzinfo is None:
        return None
    stands = Status.OPEN if status.lower() in THEIR_OPEN else Status.CLOSED if status.lower() in THEIR_CLOSED else None
    if stands is None:
        return None
    code = _text(found, "external_status_code") or _text(found, "extended_status") or status
    return Step(key, number, at, stands, wire.cleaned(_text(found, "description")), code[:80])


THEIR_OPEN: Final = frozenset(
    {"open", "investigating", "in_progress", "planned", "action_scheduled", "reopen", "for_triage", "on_hold"}
)
THEIR_CLOSED: Final = frozenset(
    {
        "closed",
        "fixed",
        "no_further_action",
        "not_councils_responsibility",
        "duplicate",
        "unable_to_fix",
        "internal_referral",
    }
)


def _text(found: Mapping[str, Any], name: str) -> str:
    value = found.get(name)
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""
