"""Every write of messages: what was left to be told is handed on, read, and in the end forgotten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from wenhui.edge.exchange import outbox
from wenhui.edge.exchange.models import Outgoing
from wenhui.edge.post import connecting, letters, queries, rules, writing
from wenhui.edge.post.models import Notification, Outlet, Relay
from wenhui.edge.post.rules import Hearers
from wenhui.ground.areas.models import Area
from wenhui.ground.journal import actions as journal
from wenhui.kit import clock
from wenhui.kit.actor import Actor
from wenhui.work.cases.models import CaseTelling

A_ROUND = 2000


@dataclass(frozen=True, slots=True)
class Readers:
    """Who and what is there to hear, looked up once for a round."""

    people: Hearers
    outlets: Sequence[Outlet]
    places: Mapping[str, Area]


@transaction.atomic
def relay(*, by: Actor, at: datetime, after: int = 0, most: int = A_ROUND) -> int:
    """Hand on what must be told by now: a message for each person, a letter for each outlet; return how many tellings.

    Run again, or twice at once, it adds nothing: the database knows each person, case, step and clock once.
    """
    waiting = queries.untold(at=at, after=after, most=most)
    if not waiting:
        return 0
    outlets = connecting.connected()
    known = queries.places(one.case.area_path for one in waiting) if outlets else {}
    readers = Readers(queries.hearers(clock.local_day(at)), outlets, known)
    told: list[tuple[int, int]] = []
    going: list[Outgoing] = []
    relays: list[Relay] = []
    for telling in waiting:
        case = telling.case
        is_moot = rules.is_moot(telling.step, said_of=telling.due_at, due_at=case.due_at, stage=case.at_stage)
        people = [] if is_moot else list(rules.who_hears(telling.whom, case.area_path, readers.people))
        sent = [] if is_moot else _letters(telling, readers, at=at)
        told += [(telling.pk, account) for account in people]
        going += sent
        relays.append(Relay(telling=telling, at=at, people=len(people), outlets=len(sent), is_moot=is_moot))
    messages = writing.tell(told, at=at)
    outbox.post_all(going)
    writing.note(relays, at=at)
    refs: dict[str, str | int] = {"tellings": len(relays), "messages": messages, "letters": len(going)}
    journal.write(by=by, at=at, verb="post.relay", subject="post:relay", refs=refs)
    return len(relays)


@transaction.atomic
def read(*, notification_id: int, account_id: int, by: Actor, at: datetime) -> Notification | None:
    """Say that somebody followed a message of their own; the first time counts. None where it is not theirs."""
    own = Notification.objects.select_for_update(of=("self",)).filter(pk=notification_id, account_id=account_id)
    one = own.first()
    if one is not None and one.read_at is None:
        one.read_at = max(at, one.at)
        one.save(update_fields=["read_at"])
        journal.write(by=by, at=at, verb="post.read", subject=f"notification:{one.pk}", refs={"number": one.number})
    return one


@transaction.atomic
def read_all(*, account_id: int, upto: int, by: Actor, at: datetime) -> int:
    """Say that somebody has read what they saw (全部已读): their messages in sight up to `upto`, the newest on the page.

    Return how many that were. What came in between stays unread.
    """
    unread = Notification.objects.filter(Q(at__lte=at), account_id=account_id, pk__lte=upto, read_at__isnull=True)
    count = unread.update(read_at=at)
    if count:
        journal.write(by=by, at=at, verb="post.read_all", subject=f"account:{account_id}", refs={"read": count})
    return count


@transaction.atomic
def forget_read(*, by: Actor, at: datetime) -> int:
    """Remove what was read more than 90 days ago; return how much. What nobody read stays."""
    count, _ = Notification.objects.filter(read_at__lt=at - rules.KEPT_READ).delete()
    if count:
        journal.write(by=by, at=at, verb="post.forget_read", subject="post:read", refs={"forgotten": count})
    return count


def _letters(telling: CaseTelling, readers: Readers, *, at: datetime) -> list[Outgoing]:
    case = telling.case
    rows = []
    for outlet in readers.outlets:
        if not outlet.hears(whom=telling.whom, step=telling.step, path=case.area_path):
            continue
        place, zone = _where(case.area_path, readers.places)
        body = letters.letter(
            id_=f"case-{case.pk}-{telling.step}-{telling.nth}-{telling.due_at.timestamp():.0f}", number=case.number,
            step=telling.step, nth=telling.nth, type_=case.type.zh, place=place, due_at=telling.due_at, zone=zone,
            pages=settings.PAGES,
        )  # fmt: skip
        rows.append(
            Outgoing(
                party=connecting.key_of(outlet), event_id=body.id, kind=letters.KIND, subject=case.number,
                sequence=telling.pk, area_id=case.area_id, body=body.model_dump(mode="json"), posted_at=at, next_at=at,
            )
        )  # fmt: skip
    return rows


def _where(path: str, places: Mapping[str, Area]) -> tuple[str, ZoneInfo]:
    """Return the community a case lies in, or what is above it, and the zone of its city."""
    labels = path.split(".")
    above = [
        places[one] for depth in range(1, queries.COMMUNITY + 1) if (one := ".".join(labels[:depth]) + ".") in places
    ]
    zone = next((one.time_zone for one in above if one.time_zone), "")
    return (above[-1].name if above else ""), (ZoneInfo(zone) if zone else clock.SHANGHAI)
