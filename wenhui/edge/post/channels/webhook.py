"""A webhook: JSON with all that waits, signed as everything is that this house sends (`exchange/signing`)."""

from collections.abc import Callable, Sequence
from datetime import datetime

import httpx

from wenhui.edge.exchange import signing
from wenhui.edge.exchange.models import Outgoing
from wenhui.edge.exchange.parties import Answer, Verdict
from wenhui.edge.post import letters as written
from wenhui.edge.post.channels import calling
from wenhui.edge.post.lines import Line
from wenhui.kit import clock

A_BATCH = 50
FOR_GOOD = frozenset({400, 413, 415, 422})
KEY = "post"
"""The name of the key that signs; an outlet has one."""


class Webhook(calling.Caller):
    """An open line to one address."""

    def __init__(
        self, line: Line, *, now: Callable[[], datetime] = clock.now, transport: httpx.BaseTransport | None = None
    ) -> None:
        super().__init__(transport=transport)
        self.line, self.now = line, now

    def send(self, letters: Sequence[Outgoing]) -> Verdict:
        """Send letters in this order in one body."""
        told = written.read(one.body for one in letters)
        body = calling.packed({"type": written.KIND, "messages": [one.model_dump(mode="json") for one in told]})
        url = httpx.URL(self.line.url)
        keys = {KEY: self.line.secret.encode()}
        headers = signing.sign(keys=keys, method="POST", path=url.raw_path.decode(), body=body, at=self.now())
        answer = self.post(url, body, headers)
        if isinstance(answer, Verdict):
            return answer
        if answer.is_success:
            return Verdict(Answer.TAKEN)
        why = f"{answer.status_code} {answer.text[:200]}".strip()
        return Verdict(Answer.REFUSED if answer.status_code in FOR_GOOD else Answer.AWAY, why)
