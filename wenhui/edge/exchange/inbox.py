"""The inbox: a message is kept as it came, once, in a transaction of its own; then acted on, once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext

from wenhui.edge.exchange import rules
from wenhui.edge.exchange.models import Incoming
from wenhui.edge.exchange.parties import Party
from wenhui.edge.exchange.words import Outcome
from wenhui.ground.accounts.scoped import scope_on
from wenhui.ground.areas.models import Area

FIT = 400
LONGEST_RIDDLE = 20_000


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a party: its own name for it, what it is about, and the text it came as.

    `fingerprint` stands for the text where part of it is sealed anew each time; the same message gives the same one.
    """

    source: str
    key: str
    kind: str
    subject: str
    said_at: datetime | None
    body: str
    fingerprint: str = ""


def keep(party: Party, message: Message, *, at: datetime) -> Incoming:
    """Keep a message once, whatever happens next; the same one again is returned as it stands.

    Another text under a name that is taken is a riddle: kept apart, in quarantine.
    """
    with scope_on(party.scope):
        kept, _ = Incoming.objects.get_or_create(
            party=party.key, source=message.source, key=message.key,
            defaults={
                "kind": message.kind, "subject": message.subject, "area": _office(party), "body": message.body,
                "digest": _digest(message.fingerprint or message.body), "said_at": message.said_at,
                "received_at": at, "next_at": at,
                "marks": sorted(rules.marks_of_clock(said_at=message.said_at, at=at)),
            },
        )  # fmt: skip
        if kept.digest != _digest(message.fingerprint or message.body):
            why = gettext("编号 %(key)s 已经用在另一条来报上，内容不同。") % {"key": message.key}
            name = message.fingerprint
            return keep_riddle(party, message.body, why=why, at=at, source=message.source, fingerprint=name)
        return kept


def keep_riddle(
    party: Party, body: str, *, why: str, at: datetime, source: str = "", fingerprint: str = ""
) -> Incoming:
    """Keep what cannot be read, or what contradicts what was kept, with the reason."""
    text = body.replace("\x00", "\ufffd").encode(errors="replace").decode()
    with scope_on(party.scope):
        kept, _ = Incoming.objects.get_or_create(
            party=party.key, key="", digest=_digest(fingerprint or body),
            defaults={
                "source": source, "area": _office(party), "body": text[:LONGEST_RIDDLE], "received_at": at,
                "next_at": at, "settled_at": at, "outcome": Outcome.QUARANTINED, "why": why[:FIT],
            },
        )  # fmt: skip
        return kept


def waiting(party: Party, *, at: datetime, most: int = 100) -> list[int]:
    """Return the messages that were kept and not acted on, the oldest first."""
    with scope_on(party.scope):
        rows = Incoming.objects.filter(party=party.key, outcome=Outcome.WAITING, next_at__lte=at)
        return list(rows.order_by("id").values_list("pk", flat=True)[:most])


@transaction.atomic
def count_attempt(keys: Iterable[int]) -> None:
    """Write down that these will be tried now, so that a message that kills whoever tries it is not tried for ever."""
    for row in Incoming.objects.select_for_update().filter(pk__in=list(keys), outcome=Outcome.WAITING).order_by("pk"):
        row.attempts += 1
        row.save(update_fields=["attempts"])


def _office(party: Party) -> Area:
    return Area.objects.get(path=party.path)


def _digest(body: str) -> str:
    return sha256(body.encode(errors="surrogatepass")).hexdigest()
