"""Origins: made, found under lock, and the locks under which words are written and what is known catches up."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Final

from django.db import connection

from wenhui.kit.actor import Actor
from wenhui.record.facts.actions.refusals import (
    NoSuchOriginError,
    UnknownProviderError,
    WrongStandingError,
)
from wenhui.record.facts.models import Origin
from wenhui.record.facts.words import Standing, Through
from wenhui.record.registry import dictionary

PROVIDERS: Final = "provider"
ONE_WRITER: Final = 0x66616374  # "fact"; a save takes milliseconds, an import some tenths of a second at a time
CATCHING_UP: Final = 0x63617463  # "catc"; held for as long as one origin is caught up with, however many transactions


def lock() -> None:
    """Let one transaction at a time write words; readers never wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_WRITER])


def try_at_work(origin_id: int) -> bool:
    """Take an origin for catching up, unless somebody is at it; `done_at_work` gives it back, as the session's end does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_work(origin_id)])
        return bool(cursor.fetchone()[0])


def done_at_work(origin_id: int) -> None:
    """Give back what `try_at_work` took; a connection that is broken gives it back by ending."""
    if connection.needs_rollback or not connection.is_usable():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_work(origin_id)])


@contextmanager
def at_work(origin_id: int) -> Iterator[None]:
    """Be the only one who catches up with an origin: whoever comes second waits, and finds it done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_work(origin_id)])
    try:
        yield
    finally:
        done_at_work(origin_id)


def _work(origin_id: int) -> int:
    return CATCHING_UP << 32 | origin_id & 0xFFFFFFFF


def make(
    *,
    through: Through,
    provider: str,
    ground: str,
    reference: str,
    as_of: date,
    standing: Standing,
    by: Actor,
    at: datetime,
) -> Origin:
    """Write an origin. Raises UnknownProviderError."""
    code = dictionary.current().tables[PROVIDERS].by_code.get(provider)
    if code is None or code.is_ended:
        raise UnknownProviderError
    return Origin.objects.create(
        through=Through(through),
        provider=provider,
        ground=ground,
        reference=reference,
        as_of=as_of,
        standing=standing,
        at=at,
        actor_kind=by.kind,
        actor_key=by.key,
        actor_name=by.name,
        settled_at=None if standing is Standing.PROPOSED else at,
    )


def locked(origin_id: int, *standings: Standing) -> Origin:
    """Return an origin of one of these standings under lock. Raises NoSuchOriginError, WrongStandingError."""
    origin = Origin.objects.select_for_update().filter(pk=origin_id).first()
    if origin is None:
        raise NoSuchOriginError
    if origin.standing not in standings:
        raise WrongStandingError
    return origin
