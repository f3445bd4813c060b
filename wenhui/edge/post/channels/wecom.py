"""The robot of a WeCom group (企业微信群机器人): markdown of at most 4,096 bytes, 20 messages a minute."""

from collections.abc import Sequence

import httpx

from wenhui.edge.exchange.models import Outgoing
from wenhui.edge.exchange.parties import Verdict
from wenhui.edge.post import letters as written
from wenhui.edge.post.channels import calling
from wenhui.edge.post.lines import Line

A_BATCH = 8
LONGEST = 4096
FOR_GOOD = frozenset({40008, 40058, 44004, 45002})
"""Type, parameters, emptiness, length: what is wrong with this message. A key that is not known may be mended."""


class WeCom(calling.Caller):
    """An open line to one group."""

    def __init__(self, line: Line, *, transport: httpx.BaseTransport | None = None) -> None:
        super().__init__(transport=transport)
        self.line = line

    def send(self, letters: Sequence[Outgoing]) -> Verdict:
        """Send letters as one message."""
        text = written.markdown(written.read(one.body for one in letters))
        body = calling.packed({"msgtype": "markdown", "markdown": {"content": text}})
        return calling.verdict_of_robot(self.post(httpx.URL(self.line.url), body), for_good=FOR_GOOD)
