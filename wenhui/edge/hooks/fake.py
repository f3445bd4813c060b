"""The fake receiver of tests: checks what it gets as the guide says a program should, and keeps each letter once.

What it holds is its disk: it survives its deaths. It meets the contract in `tests/test_contract.py`.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from wenhui.edge.hooks import wire
from wenhui.edge.hooks.wire import ForgedError


@dataclass(slots=True)
class FakeReceiver:
    """A program that is told. `moods` are what it answers before it behaves: a status, or nobody there.

    `forgets` has it die after it kept a letter and before it said so: the letter comes again.
    """

    secret: str
    now: Callable[[], datetime]
    moods: list[int] = field(default_factory=list)
    is_dead: bool = False
    forgets: bool = False
    asked: list[httpx.Request] = field(default_factory=list)
    heard: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def transport(self) -> httpx.MockTransport:
        """Return the network that leads here."""
        return httpx.MockTransport(self.answer)

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer one letter."""
        self.asked.append(request)
        if self.is_dead:
            raise httpx.ConnectError("nobody there", request=request)
        if self.moods:
            return httpx.Response(self.moods.pop(0), headers={"Location": "http://127.0.0.1/"})
        try:
            wire.check(request.content, request.headers, secret=self.secret, at=self.now())
        except ForgedError:
            return httpx.Response(401)
        news = json.loads(request.content)
        self.heard.setdefault(news["id"], news)
        if self.forgets:
            raise httpx.ReadError("died", request=request)
        return httpx.Response(204)

    def heard_of(self, number: str) -> list[str]:
        """Return the kinds of news of one case, in the order in which they first came."""
        return [one["kind"] for one in self.heard.values() if one["case"] and one["case"]["number"] == number]
