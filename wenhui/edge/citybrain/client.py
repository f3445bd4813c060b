"""The line to the city brain: letters as signed CloudEvents, one or many, and their account of a day."""

import ssl
from collections.abc import Callable, Sequence
from datetime import date, datetime
from types import TracebackType
from typing import Any, Self

import httpx

from wenhui.edge.citybrain import wire
from wenhui.edge.citybrain.peer import Peer
from wenhui.edge.citybrain.wire import Event
from wenhui.edge.exchange import signing
from wenhui.edge.exchange.models import Outgoing
from wenhui.edge.exchange.parties import Answer, Verdict
from wenhui.kit import clock

TIMEOUT = httpx.Timeout(10.0, connect=5.0)
FOR_GOOD = frozenset({400, 413, 415, 422})
"""What says that this letter is wrong; any other refusal says that the door is, and is knocked at again."""

LONGEST_ANSWER = 5_000_000


class Line:
    """An open line to the city brain. `transport` stands in for the network where their fake is in the same process."""

    def __init__(
        self, peer: Peer, *, now: Callable[[], datetime] = clock.now, transport: httpx.BaseTransport | None = None
    ) -> None:
        self.peer, self.now = peer, now
        self.client = httpx.Client(
            timeout=TIMEOUT, transport=transport, verify=_trust(peer), headers={"User-Agent": "wenhui"}, trust_env=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.client.close()

    def send(self, letters: Sequence[Outgoing]) -> Verdict:
        """Send letters in this order: one by itself, many as a batch."""
        events = [Event.model_validate(one.body) for one in letters]
        kind, body = (
            (wire.STRUCTURED, wire.structured(events[0])) if len(events) == 1 else (wire.BATCH, wire.batch(events))
        )
        try:
            answer = self._ask("POST", "/events", body, {"Content-Type": kind})
        except httpx.HTTPError as error:
            return Verdict(Answer.AWAY, _said(error))
        if answer.is_success:
            return Verdict(Answer.TAKEN)
        why = f"{answer.status_code} {answer.text[:300]}".strip()
        return Verdict(Answer.REFUSED if answer.status_code in FOR_GOOD else Answer.AWAY, why)

    def account(self, day: date) -> dict[str, Any] | None:
        """Return their account of a day, or None when they cannot give it now."""
        try:
            answer = self._ask("GET", f"/days/{day:%Y-%m-%d}.json", b"", {})
            if not answer.is_success or len(answer.content) > LONGEST_ANSWER:
                return None
            told = answer.json()
        except (httpx.HTTPError, ValueError):
            return None
        return told if isinstance(told, dict) else None

    def _ask(self, method: str, below: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
        url = httpx.URL(f"{self.peer.url}{below}")
        signed = signing.sign(keys=self.peer.keys, method=method, path=url.raw_path.decode(), body=body, at=self.now())
        return self.client.request(method, url, content=body, headers=headers | signed)


def _trust(peer: Peer) -> ssl.SSLContext | bool:
    """Return whom we believe, and with what we prove who we are where they ask for it (mutual TLS)."""
    if peer.certificate is None:
        return True
    context = ssl.create_default_context()
    context.load_cert_chain(peer.certificate)
    return context


def _said(error: httpx.HTTPError) -> str:
    return f"{type(error).__name__}: {error}".strip(": ")[:300]
