"""Brings outlets to the exchange: rows of the catalogue that the settings know how to reach are parties like any other."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import timedelta
from functools import partial
from typing import cast

from django.conf import settings
from django.db.models import QuerySet

from wenhui.edge.exchange import parties
from wenhui.edge.exchange.parties import Party, Sender
from wenhui.edge.post.lines import Line, MailServer
from wenhui.edge.post.models import Outlet
from wenhui.edge.post.words import Way

PREFIX = "post:"
PATIENCE = timedelta(days=1)
"""A reminder that came through to nobody for a day is given up; the exchange's page says so."""

AT_ONCE: Mapping[str, int] = {Way.EMAIL: 50, Way.WEBHOOK: 50, Way.DINGTALK: 20, Way.WECOM: 8}
"""So many letters go into one message: what their limits of length and of messages a minute allow."""


def connect() -> None:
    """Have the exchange send to whatever is connected."""
    parties.register_source(PREFIX, lambda: [party_of(one) for one in connected()])


def connected() -> list[Outlet]:
    """Return the outlets in force that the settings know how to reach."""
    if not (settings.MAIL_SERVER or settings.POST_LINES):
        return []
    return [one for one in _in_force() if _is_known(one)]


def unconnected() -> list[Outlet]:
    """Return the outlets in force whose mailbox or line the settings do not know."""
    return [one for one in _in_force() if not _is_known(one)]


def key_of(outlet: Outlet) -> str:
    """Return the outlet as the exchange names it."""
    return f"{PREFIX}{outlet.key}"


def party_of(outlet: Outlet) -> Party:
    """Return the outlet as the exchange knows it: it hears, and says nothing."""
    return Party(
        key=key_of(outlet), name=outlet.words, path=outlet.area.path, settle=parties.told_only, line=partial(_line, outlet),
        a_batch=AT_ONCE[outlet.way], patience=PATIENCE,
    )  # fmt: skip


def _line(outlet: Outlet) -> AbstractContextManager[Sender]:
    """Open a line; its libraries are loaded by whoever sends, which most processes never do."""
    from wenhui.edge.post.channels import dingtalk, mail, webhook, wecom

    if outlet.way == Way.EMAIL:
        return mail.line(cast("MailServer", settings.MAIL_SERVER), outlet.mailboxes)
    line: Line = settings.POST_LINES[outlet.line]
    match Way(outlet.way):
        case Way.WECOM:
            return wecom.WeCom(line)
        case Way.DINGTALK:
            return dingtalk.DingTalk(line)
        case _:
            return webhook.Webhook(line)


def _in_force() -> QuerySet[Outlet]:
    return Outlet.objects.filter(ended=False).select_related("area").order_by("key")


def _is_known(outlet: Outlet) -> bool:
    """Say whether the settings know how to reach an outlet; a webhook without a secret could not be believed."""
    if outlet.way == Way.EMAIL:
        return settings.MAIL_SERVER is not None
    line: Line | None = settings.POST_LINES.get(outlet.line)
    return line is not None and (outlet.way != Way.WEBHOOK or bool(line.secret))
