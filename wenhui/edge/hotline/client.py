"""The line to the hotline: what we did to their tickets, signed, as one batch."""

from collections.abc import Callable, Sequence
from datetime import datetime
from types import TracebackType
from typing import Self

import httpx

from wenhui.edge.exchange import signing
from wenhui.edge.exchange.models import Outgoing
from wenhui.edge.exchange.parties import Answer, Verdict
from wenhui.edge.hotline import wire
from wenhui.edge.hotline.peer import Peer
from wenhui.edge.hotline.wire import Kind
from wenhui.kit import clock

TIMEOUT = httpx.Timeout(10.0, connect=5.0)
FOR_GOOD = frozenset({400, 413, 415, 422})
"""What says that this letter is wrong; any other refusal says that the door is, and is knocked at again."""


class Line:
    """An open line to the hotline. `transport` stands in for the network where their fake is in the same process."""

    def __init__(
        self, peer: Peer, *, now: Callable[[], datetime] = clock.now, transport: httpx.BaseTransport | None = None
    ) -> None:
        self.peer, self.now = peer, now
        self.client = httpx.Client(
            timeout=TIMEOUT, transport=transport, headers={"User-Agent": "wenhui"}, trust_env=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.client.close()

    def send(self, letters: Sequence[Outgoing]) -> Verdict:
        """Send letters in this order, as one batch."""
        body = wire.batch(Kind.STEPS, [one.body for one in letters])
        url = httpx.URL(f"{self.peer.url}/steps")
        signed = signing.sign(keys=self.peer.keys, method="POST", path=url.raw_path.decode(), body=body, at=self.now())
        try:
            answer = self.client.post(url, content=body, headers=signed | {"Content-Type": wire.JSON})
        except httpx.HTTPError as error:
            return Verdict(Answer.AWAY, f"{type(error).__name__}: {error}".strip(": ")[:300])
        if answer.is_success:
            return Verdict(Answer.TAKEN)
        why = f"{answer.status_code} {answer.text[:300]}".strip()
        return Verdict(Answer.REFUSED if answer.status_code in FOR_GOOD else Answer.AWAY, why)
