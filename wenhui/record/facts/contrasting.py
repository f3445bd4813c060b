"""Where the words of a proposed origin differ from what is known, cell by cell, and whose would lead.

Two lists: cells whose known word is the same provider's own (it simply speaks anew), and cells whose known word is
somebody else's (a conflict, or one of the two is believed more). As far as scope and clearance see them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection

from wenhui.record.facts import deriving, sealing
from wenhui.record.facts.models import Origin
from wenhui.record.facts.rules import Word, settle
from wenhui.record.registry.rules.attributes import Attribute

# Equal numbers are sealed differently each time; the index before the ciphertext tells whether they differ.
CELLS: Final = """
FROM facts_statement s
JOIN facts_origin mine ON mine.id = s.origin_id
CROSS JOIN LATERAL jsonb_each_text(s.said) AS said
JOIN facts_known k ON k.person_id = s.person_id AND k.guarded = s.guarded AND k.words ? said.key
JOIN facts_origin lead ON lead.id = (k.roots ->> said.key)::bigint
WHERE s.origin_id = %s
"""
COUNTS: Final = f"SELECT lead.provider <> mine.provider, count(*) {CELLS} GROUP BY 1"
PAGE: Final = f"""
SELECT s.person_id, said.key::int, said.value, k.words ->> said.key, lead.provider, lead.as_of {CELLS}
AND (lead.provider <> mine.provider) = %s ORDER BY s.id, said.key::int LIMIT %s OFFSET %s
"""


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell about a person: what the origin says, what is known, in clear, who said that and of which day.

    `leads` says whether the origin's word would be believed; `others` are providers whose words would then differ.
    """

    person: int
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


def counts(origin_id: int) -> Counts:
    """Return how many cells of a proposed origin about people differ from what is known."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, [origin_id])
        found: dict[bool, int] = dict(cursor.fetchall())
    return Counts(found.get(False, 0), found.get(True, 0))


def differences(origin_id: int, *, from_others: bool, first: int, many: int) -> list[Difference]:
    """Return some cells of a proposed origin that differ from what is known, in the order of its rows."""
    origin = Origin.objects.get(pk=origin_id)
    with connection.cursor() as cursor:
        cursor.execute(PAGE, [origin_id, from_others, many, first])
        rows = cursor.fetchall()
    return _weighed(origin, rows)


def _weighed(origin: Origin, rows: Sequence[tuple[int, int, str, str, str, date]]) -> list[Difference]:
    attributes = deriving.numbered()
    cells: dict[int, set[int]] = {}
    for person, number, *_ in rows:
        cells.setdefault(person, set()).add(number)
    spoken = deriving.spoken("person", cells) if cells else None
    found = []
    for person, number, said, known, provider, as_of in rows:
        attribute = attributes[number]
        own = Word(origin.provider, sealing.equal_part(attribute.kind, said), origin.as_of, origin.pk, origin.pk)
        words = [*(spoken.words.get((person, number), ()) if spoken else ()), own]
        follows = settle(words, authority=attribute.authority, freshness_days=attribute.freshness_days)
        clear = (sealing.unseal(attribute.kind, said), sealing.unseal(attribute.kind, known))
        found.append(
            Difference(
                person, attribute, *clear, provider, as_of,
                leads=follows is not None and follows.lead.origin == origin.pk,
                others=tuple(word.provider for word in follows.against) if follows else (),
            )
        )  # fmt: skip
    return found
