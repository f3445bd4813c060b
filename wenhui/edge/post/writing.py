"""Messages and what was handed on, many rows in one statement each: a late night leaves thousands."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from wenhui.edge.post.models import Relay
from wenhui.edge.post.words import About
from wenhui.kit import bulk

TELL = f"""
INSERT INTO post_notification (account_id, area_id, area_path, about, number, step, nth, due_at, at)
SELECT told.account, cases_case.area_id, '', %s, number, step, nth, cases_casetelling.due_at, %s
FROM unnest({bulk.array_of("bigint")}, {bulk.array_of("bigint")}) AS told (telling, account)
JOIN cases_casetelling ON cases_casetelling.id = told.telling
JOIN cases_case ON cases_case.id = cases_casetelling.case_id
ORDER BY told.telling, told.account
ON CONFLICT DO NOTHING
"""  # noqa: S608 - of our own constants

NOTE = f"""
INSERT INTO post_relay (telling_id, at, people, outlets, is_moot)
SELECT handed.telling, %s, handed.people, handed.outlets, handed.is_moot
FROM unnest({bulk.array_of("bigint")}, {bulk.array_of("integer")}, {bulk.array_of("integer")}, {bulk.array_of("boolean")})
    AS handed (telling, people, outlets, is_moot)
ON CONFLICT DO NOTHING
"""  # noqa: S608 - of our own constants


def tell(told: Sequence[tuple[int, int]], *, at: datetime) -> int:
    """Write a message for each telling and account; return how many are new: whoever was told is not told again."""
    tellings, accounts = bulk.column(one for one, _ in told), bulk.column(one for _, one in told)
    with connection.cursor() as cursor:
        cursor.execute(TELL, [About.CASE.value, at, tellings, accounts])
        return int(cursor.rowcount)


def note(relays: Sequence[Relay], *, at: datetime) -> None:
    """Write that tellings were handed on."""
    columns = (
        [one.telling_id for one in relays], [one.people for one in relays], [one.outlets for one in relays],
        [one.is_moot for one in relays],
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(NOTE, [at, *(bulk.column(one) for one in columns)])
