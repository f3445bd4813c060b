"""Another office that speaks GeoReport v2, for tests: it keeps what it is sent, and can be as bad as real ones.

The contract test asks the same of it as of our own server.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import parse_qs

import httpx

from wenhui.edge.open311 import wire
from wenhui.edge.open311.wire import Answer, Form

KEY: Final = "their-key"


@dataclass(slots=True)
class FakeOffice:
    """Answers in both forms. `moods` are played first, one a call: a status, an exception, or the bytes of an answer.

    It closes what it is told to close, and calls that *fixed*, as many do.
    """

    moods: list[int | bytes | type[httpx.TransportError]] = field(default_factory=list)
    kept: dict[str, dict[str, str]] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    steps: list[dict[str, Any]] = field(default_factory=list)
    calls: int = 0

    @property
    def transport(self) -> httpx.MockTransport:
        """Return the network that leads here."""
        return httpx.MockTransport(self.answer)

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer one call."""
        self.calls += 1
        if self.moods:
            return self._moody(request)
        name, _, ending = request.url.path.rpartition("/v2/")[2].rpartition(".")
        form = Form(ending)
        status, answer = next(self._answers(request, name))
        return httpx.Response(status, content=answer.written(form), headers={"Content-Type": form.content_type})

    def close(self, number: str, *, at: datetime) -> None:
        """Close a request."""
        self._step(number, "fixed", "We consider this fixed.", at=at)

    def _moody(self, request: httpx.Request) -> httpx.Response:
        mood = self.moods.pop(0)
        if isinstance(mood, int):
            return httpx.Response(mood, content=b"Sorry", headers={"Retry-After": "2"} if mood == 429 else {})
        if isinstance(mood, bytes):
            return httpx.Response(200, content=mood)
        raise mood("gone", request=request)

    def _answers(self, request: httpx.Request, name: str) -> Iterator[tuple[int, Answer]]:
        if name == "services":
            yield (
                200,
                Answer(
                    "services", "service", [{"service_code": "event-0401", "service_name": "Hole", "metadata": False}]
                ),
            )
        if name == "requests" and request.method == "POST":
            yield self._take(request)
        if name == "servicerequestupdates":
            since = datetime.fromisoformat(request.url.params["start_date"])
            steps = [one for one in self.steps if datetime.fromisoformat(one["updated_datetime"]) >= since]
            yield 200, Answer("service_request_updates", "request_update", steps)
        if name.startswith("tokens/") and (number := self.numbers.get(name.removeprefix("tokens/"))):
            yield 200, Answer("service_requests", "request", [{"service_request_id": number, "token": name}])
        yield 404, wire.error(404, "no such thing")

    def _take(self, request: httpx.Request) -> tuple[int, Answer]:
        given = {name: values[-1] for name, values in parse_qs(request.content.decode()).items()}
        if given.get("api_key") != KEY:
            return 403, wire.error(403, "api_key")
        if "service_code" not in given or not ({"lat", "address_string"} & set(given)):
            return 400, wire.error(400, "service_code or place")
        key = request.headers.get("Idempotency-Key", "")
        number = self.numbers.setdefault(key, f"F-{len(self.numbers) + 1}")
        if number not in self.kept:
            self.kept[number] = given
            self._step(number, "open", "Received.", at=datetime.now(UTC))
        return 200, Answer(
            "service_requests", "request", [{"service_request_id": number, "service_notice": "Thank you"}]
        )

    def _step(self, number: str, status: str, words: str, *, at: datetime) -> None:
        self.steps.append(
            {
                "update_id": f"{number}-{len(self.steps)}", "service_request_id": number, "status": status,
                "updated_datetime": at.isoformat(), "description": words,
            }
        )  # fmt: skip
