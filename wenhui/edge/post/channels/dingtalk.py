"""The robot of a DingTalk group (钉钉自定义机器人): markdown, 20 messages a minute, a signed address where a secret is set.

What is signed is the moment in milliseconds, a line feed and the secret, with the secret; both go into the address.
"""

import base64
import hmac
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256

import httpx

from wenhui.edge.exchange.models import Outgoing
from wenhui.edge.exchange.parties import Verdict
from wenhui.edge.post import letters as written
from wenhui.edge.post.channels import calling
from wenhui.edge.post.lines import Line
from wenhui.kit import clock

A_BATCH = 20
LONGEST = 20_000
FOR_GOOD = frozenset({40035, 400105, 430101, 430102, 430104})
"""No JSON, unknown type, a link or text they find unsafe. A wrong signature or token may be mended."""


class DingTalk(calling.Caller):
    """An open line to one group."""

    def __init__(
        self, line: Line, *, now: Callable[[], datetime] = clock.now, transport: httpx.BaseTransport | None = None
    ) -> None:
        super().__init__(transport=transport)
        self.line, self.now = line, now

    def send(self, letters: Sequence[Outgoing]) -> Verdict:
        """Send letters as one message."""
        told = written.read(one.body for one in letters)
        content = {"title": written.head(told), "text": written.markdown(told)}
        body = calling.packed({"msgtype": "markdown", "markdown": content})
        address = signed(httpx.URL(self.line.url), self.line.secret, at=self.now())
        return calling.verdict_of_robot(self.post(address, body), for_good=FOR_GOOD)


def signed(address: httpx.URL, secret: str, *, at: datetime) -> httpx.URL:
    """Return the address with moment and signature; as it is where the robot has no secret."""
    if not secret:
        return address
    moment = str(int(at.timestamp() * 1000))
    return address.copy_merge_params({"timestamp": moment, "sign": signature(secret, moment)})


def signature(secret: str, moment: str) -> str:
    """Return the signature of a moment, in base64."""
    return base64.b64encode(hmac.new(secret.encode(), f"{moment}\n{secret}".encode(), sha256).digest()).decode()
