"""Where the words of a proposed origin differ from what is known, cell by cell, and whose would lead.

Two lists: cells whose known word is the same provider's own (it simply speaks anew), and cells whose known word is
somebody else's (a conflict, or one of the two is believed more). As far as scope and clearance see them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection
from psycopg import sql

from wenhui.record.facts import deriving, sealing
from wenhui.record.facts.models import Origin
from wenhui.record.facts.rules import Word, settle
from wenhui.record.registry.rules.attributes import Attribute

# Equal numbers are sealed differently each time; the index before the ciphertext tells whether they differ.
CELLS: Final = """
FROM facts_statement s
JOIN facts_origin mine ON mine.id = s.origin_id
CROSS JOIN LATERAL jsonb_each_text(s.said) AS said
JOIN facts_known k ON k.{subject} = s.{subject} AND k.guarded = s.guarded AND k.words ? said.key
JOIN facts_origin lead ON lead.id = (k.roots ->> said.key)::bigint
WHERE s.origin_id = %s
"""
COUNTS: Final = f"SELECT lead.provider <> mine.provider, count(*) {CELLS} GROUP BY 1"
PAGE: Final = f"""
SELECT s.{{subject}}, said.key::int, said.value, k.words ->> said.key, lead.provider, lead.as_of {CELLS}
AND (lead.provider <> mine.provider) = %s ORDER BY s.id, said.key::int LIMIT %s OFFSET %s
"""


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell about a subject: what the origin says, what is known, in clear, who said that and of which day.

    `leads` says whether the origin's word would be believed; `others` are providers whose words would then differ.
    """

    subject: int
    attribute: Attribute
    said: str
    known: str
    provider: str
    as_of: date
    leads: bool
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cells differ from the provider's own earlier word, and from somebody else's."""

    own: int = 0
    others: int = 0


def counts(origin_id: int, *, column: str = "person") -> Counts:
    """Return how many cells of a proposed origin differ from what is known; `column` is what points at its subjects."""
    with connection.cursor() as cursor:
        cursor.execute(_about(COUNTS, column), [origin_id])
        found: dict[bool, int] = dict(cursor.fetchall())
    return Counts(found.get(False, 0), found.get(True, 0))


def differences(
    origin_id: int, *, from_others: bool, first: int, many: int, column: str = "person"
) -> list[Difference]:
    """Return some cells of a proposed origin that differ from what is known, in the order of its rows."""
    origin = Origin.objects.get(pk=origin_id)
    with connection.cursor() as cursor:
        cursor.execute(_about(PAGE, column), [origin_id, from_others, many, first])
        rows = cursor.fetchall()
    return _weighed(origin, column, rows)


def _about(statement: str, column: str) -> sql.Composed:
    return sql.SQL(statement).format(subject=sql.Identifier(f"{column}_id"))


def _weighed(origin: Origin, column: str, rows: Sequence[tuple[int, int, str, str, str, date]]) -> list[Difference]:
    attributes = deriving.numbered()
    cells: dict[int, set[int]] = {}
    for subject, number, *_ in rows:
        cells.setdefault(subject, set()).add(number)
    spoken = deriving.spoken(column, cells) if cells else None
    found = []
    for subject, number, said, known, provider, as_of in rows:
        attribute = attributes[number]
        own = Word(origin.provider, sealing.equal_part(attribute.kind, said), origin.as_of, origin.pk, origin.pk)
        words = [*(spoken.words.get((subject, number), ()) if spoken else ()), own]
        follows = settle(words, authority=attribute.authority, freshness_days=attribute.freshness_days)
        clear = (sealing.unseal(attribute.kind, said), sealing.unseal(attribute.kind, known))
        found.append(
            Difference(
                subject, attribute, *clear, provider, as_of,
                leads=follows is not None and follows.lead.origin == origin.pk,
                others=tuple(word.provider for word in follows.against) if follows else (),
            )
        )  # fmt: skip
    return found
