"""The line to one receiver: a letter is one signed POST to the address that was checked, and to nowhere it points on to."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Final, Self

import httpx

from wenhui.edge.exchange.models import Outgoing
from wenhui.edge.exchange.parties import Answer, Verdict
from wenhui.edge.hooks import addresses, wire
from wenhui.edge.hooks.addresses import AddressError, Lookup, Target
from wenhui.kit import clock

TIMEOUT: Final = httpx.Timeout(5.0, connect=3.0)
FOR_GOOD: Final = frozenset({410})
"""What says that nobody will ever listen there again. Anything else may be mended over there within three days."""

FIT: Final = 200


@dataclass(slots=True)
class Receiver:
    """What is known of who is told: where, and with which secret. `may_hear` is asked before each letter."""

    address: str
    secret: str
    allowed: Collection[str]
    may_hear: Callable[[], bool]


class Line:
    """An open line to one receiver. `transport` stands in for the network where their fake is in the same process."""

    def __init__(
        self, receiver: Receiver, *, now: Callable[[], datetime] = clock.now, lookup: Lookup = addresses.looked_up,
        transport: httpx.BaseTransport | None = None,
    ) -> None:  # fmt: skip
        self.receiver, self.now, self.lookup = receiver, now, lookup
        self.client = httpx.Client(
            timeout=TIMEOUT, transport=transport, headers={"User-Agent": "wenhui"}, trust_env=False,
            follow_redirects=False,
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.client.close()

    def send(self, letters: Sequence[Outgoing]) -> Verdict:
        """Send letters one by one; the exchange hands over one at a time, so a verdict is of one letter."""
        if not self.receiver.may_hear():
            return Verdict(Answer.REFUSED, "令牌已经到期、被撤销，或不能再看案件。")
        try:
            target = addresses.target(self.receiver.address, allowed=self.receiver.allowed, lookup=self.lookup)
        except AddressError as error:
            return Verdict(Answer.AWAY, f"address {error.reason}")
        verdict = Verdict(Answer.TAKEN)
        for letter in letters:
            verdict = self._send(letter, target)
            if verdict.answer is not Answer.TAKEN:
                break
        return verdict

    def _send(self, letter: Outgoing, target: Target) -> Verdict:
        body = wire.written(letter.body)
        headers = {
            "Content-Type": "application/json", "Host": target.named, wire.KIND: letter.kind,
            wire.DELIVERY: letter.event_id,
        } | wire.headers(body, secret=self.receiver.secret, at=self.now())  # fmt: skip
        try:
            with self.client.stream(
                "POST", target.url, content=body, headers=headers, extensions={"sni_hostname": target.host}
            ) as answer:
                status = answer.status_code
        except httpx.HTTPError as error:
            return Verdict(Answer.AWAY, f"{type(error).__name__}: {error}".strip(": ")[:FIT])
        if 200 <= status < 300:
            return Verdict(Answer.TAKEN)
        return Verdict(Answer.REFUSED if status in FOR_GOOD else Answer.AWAY, str(status))
