"""What leaves the house about a case: number, step, type, the community, when it was due, a link. Nothing that people wrote.

One letter is one message; robots and mailboxes put several into one text. Pure.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from wenhui.edge.post.words import said

KIND = "wenhui.notification.v1"
LONGEST_WORD = 30
MARKS = re.compile(r"[\[\]()<>*_`#|\\\r\n]+")


class Letter(BaseModel):
    """One message as it leaves; `step_words` and `due` are as people read them here."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(max_length=80)
    number: str
    step: str
    step_words: str
    type: str
    place: str
    due_at: datetime
    due: str
    link: str

    @property
    def line(self) -> str:
        """Return the letter as one line of words, without its link."""
        return " · ".join(part for part in (self.step_words, self.type, self.place, f"时限 {self.due}") if part)


def letter(
    *, id_: str, number: str, step: str, nth: int, type_: str, place: str, due_at: datetime, zone: ZoneInfo, pages: str
) -> Letter:  # fmt: skip
    """Return the letter about one step of a case; `pages` is the address of the office's pages."""
    local = due_at.astimezone(zone)
    return Letter(
        id=id_, number=number, step=step, step_words=said(step, nth).zh, type=plain(type_), place=plain(place),
        due_at=local, due=f"{local.month}-{local.day} {local:%H:%M}", link=f"{pages}cases/{number}/",
    )  # fmt: skip


def read(bodies: Iterable[Any]) -> list[Letter]:
    """Return letters as they were kept."""
    return [Letter.model_validate(body) for body in bodies]


def plain(words: str) -> str:
    """Return words that mean nothing to a reader of markdown, and are short."""
    kept = MARKS.sub(" ", words).strip()
    return kept if len(kept) <= LONGEST_WORD else f"{kept[: LONGEST_WORD - 1]}…"


def head(letters: Sequence[Letter]) -> str:
    """Return the line above one letter or several."""
    first = letters[0]
    return f"案件提醒：{first.number} {first.step_words}" if len(letters) == 1 else f"案件提醒：{len(letters)} 件"


def markdown(letters: Sequence[Letter]) -> str:
    """Return letters in the few marks that both WeCom and DingTalk know: bold, quotation, links."""
    lines = [f"> [{one.number}]({one.link}) {one.line}" for one in letters]
    return "\n\n".join((f"**{head(letters)}**", *lines))


def text(letters: Sequence[Letter]) -> str:
    """Return letters as the text of an e-mail."""
    parts = [f"{one.number}\n{one.line}\n{one.link}" for one in letters]
    return "\n\n".join((*parts, "请登录文晖查看和办理。这封邮件由系统发出，不用回复。")) + "\n"
