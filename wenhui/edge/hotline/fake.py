"""The fake hotline of tests: issues tickets, takes our steps, calls back. It meets the contract of our own doors."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from wenhui.edge.exchange import signing
from wenhui.edge.exchange.signing import ForgedError, Headers
from wenhui.edge.hotline import wire
from wenhui.edge.hotline.peer import Peer
from wenhui.edge.hotline.wire import Kind, StepData, UnreadableError

Reply = tuple[int, bytes]

Post = Callable[[str, bytes, Mapping[str, str]], int]
"""Sends a body to a path of the office with headers; returns the status, or 0 when nobody was there."""


@dataclass(slots=True)
class FakeHotline:
    """One hotline beside one office; `steps` is what it holds of ours, each once."""

    peer: Peer
    steps: dict[str, StepData] = field(default_factory=dict)
    is_down: bool = False

    def receive(self, path: str, headers: Headers, body: bytes, *, at: datetime) -> Reply:
        """Answer one request as the hotline does."""
        if self.is_down:
            return _problem(503, "down")
        if len(body) > wire.LONGEST_BODY:
            return _problem(413, "too long")
        try:
            signing.check(headers, keys=self.peer.keys, method="POST", path=path, body=body, at=at)
        except ForgedError as error:
            return _problem(401, str(error))
        if (headers.get("Content-Type") or "").partition(";")[0] != wire.JSON:
            return _problem(415, wire.JSON)
        try:
            found = [StepData.model_validate(one) for one in wire.read(Kind.STEPS, body)]
        except (UnreadableError, ValidationError) as error:
            return _problem(400, type(error).__name__)
        for one in found:
            self.steps.setdefault(one.id, one)
        return 202, json.dumps({"steps": [{"id": one.id, "outcome": "done"} for one in found]}).encode()

    def issue(self, post: Post, *items: Mapping[str, Any], at: datetime) -> int:
        """Send tickets."""
        return self._send(post, Kind.TICKETS, items, at)

    def say(self, post: Post, *items: Mapping[str, Any], at: datetime) -> int:
        """Send results."""
        return self._send(post, Kind.RESULTS, items, at)

    def _send(self, post: Post, kind: Kind, items: tuple[Mapping[str, Any], ...], at: datetime) -> int:
        path, body = f"/hotline/v1/{kind}", wire.batch(kind, [dict(one) for one in items])
        signed = signing.sign(keys=self.peer.keys, method="POST", path=path, body=body, at=at)
        return post(path, body, signed | {"Content-Type": wire.JSON})


def _problem(status: int, why: str) -> Reply:
    return status, json.dumps({"title": why, "status": status}).encode()
