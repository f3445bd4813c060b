"""How messages read on a page."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext

from wenhui.edge.post import rules
from wenhui.edge.post.models import Notification
from wenhui.edge.post.words import DUE, percent_of, said
from wenhui.kit.html.wording import say
from wenhui.work.cases.clocks.calendars import office_at
from wenhui.work.cases.models import Case


def messages(rows: Iterable[Notification], cases: Mapping[str, Case]) -> list[dict[str, Any]]:
    """Return messages for a page; `case` is None where it is out of sight by now."""
    return [
        {
            "row": one,
            "case": (case := cases.get(one.number)),
            "light": _light(one.step),
            "word": say(said(one.step, one.nth)),
            "type": say(case.type.words) if case else "",
            "stage": say(case.at_stage.words) if case else "",
        }
        for one in rows
    ]


def quiet_hours(path: str) -> str:
    """Return in words when nobody is told anything here; empty where there are no such hours."""
    quiet = office_at(path).policy.quiet
    if quiet is None:
        return ""
    begin, end = quiet
    told = {"begin": f"{begin:%H:%M}", "end": f"{end:%H:%M}"}
    if begin < end:
        return gettext("%(begin)s 到 %(end)s 不打扰：这段时间里的消息，%(end)s 再到。") % told
    return gettext("%(begin)s 到次日 %(end)s 不打扰：夜里的消息，早上 %(end)s 再到。") % told


def bell(count: int) -> str:
    """Return the count on the bell: nothing for none, 99+ from a hundred on."""
    return "" if not count else f"{rules.COUNTED - 1}+" if count >= rules.COUNTED else str(count)


def _light(step: str) -> str:
    percent = percent_of(step)
    return "late" if percent is not None and percent >= DUE else "soon"
