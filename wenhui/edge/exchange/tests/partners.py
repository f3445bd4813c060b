"""A party of the tests, whose messages say what is to become of them."""

import json
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime

from wenhui.edge.exchange.inbox import Message
from wenhui.edge.exchange.models import Incoming, Outgoing
from wenhui.edge.exchange.parties import Answer, NotYetError, Party, RefusedError, Settled, Verdict
from wenhui.kit.words import Words
from wenhui.work.cases.models import CaseCounter
from wenhui.work.cases.testing import TUESDAY

OFFICE = "hz.gs.wh."


@dataclass
class Mailbox:
    """A line that answers as told, letter by letter, and remembers what it took."""

    refuses: set[str] = field(default_factory=set)
    is_away: bool = False
    taken: list[str] = field(default_factory=list)
    asked: int = 0

    def send(self, letters: Sequence[Outgoing]) -> Verdict:
        """Take letters, unless one of them is refused or nobody is there."""
        self.asked += 1
        if self.is_away:
            return Verdict(Answer.AWAY, "nobody there")
        if self.refuses & {one.event_id for one in letters}:
            return Verdict(Answer.REFUSED, "422 not like this")
        self.taken += [one.event_id for one in letters]
        return Verdict(Answer.TAKEN)


def settle(message: Incoming, at: datetime) -> Settled:
    """Do as the message says; whatever it does leaves a row, so that what was taken back can be seen to be."""
    CaseCounter.objects.create(prefix=message.key, on=at.date(), last=1)
    match json.loads(message.body).get("do"):
        case "refuse":
            raise RefusedError("这样不行。")
        case "wait":
            raise NotYetError("还没有收到前一条。")
        case "break":
            CaseCounter.objects.create(prefix=message.key, on=at.date(), last=2)
        case "stale":
            return Settled("case:1", is_stale=True, why="后面的已经收到。")
    return Settled("case:1", marks=("cleaned",))


def party(mailbox: Mailbox) -> Party:
    """Return the party whose line is this mailbox."""
    return Party("tests", Words("测试单位", "Test party"), OFFICE, settle, lambda: nullcontext(mailbox))


def message(key: str = "1", *, do: str = "", said_at: datetime | None = TUESDAY, **more: str) -> Message:
    """Return a message that says what is to be done with it."""
    return Message("/tests", key, "tests.said.v1", "S1", said_at, json.dumps({"do": do, **more}))
