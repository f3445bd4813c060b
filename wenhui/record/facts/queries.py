"""What is known of subjects, how old it is and who said it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from wenhui.kit import bulk
from wenhui.record.facts import deriving, sealing
from wenhui.record.facts.models import Known
from wenhui.record.registry import dictionary
from wenhui.record.registry.rules.attributes import Attribute

TEXTS = f"""
SELECT known.{{column}}_id, word.key, word.value
FROM facts_known known CROSS JOIN LATERAL jsonb_each_text(known.words) AS word
WHERE known.{{column}}_id = ANY({bulk.array_of("bigint")}) AND word.key = ANY({bulk.array_of("text")}) AND word.value <> ''
"""

# The latest day on which anybody in force said or confirmed the very word that leads.
LAST_SAID = f"""
WITH asked AS (
    SELECT known.{{column}}_id AS subject, word.key, word.value, (known.roots ->> word.key)::bigint AS root
    FROM facts_known known CROSS JOIN LATERAL jsonb_each_text(known.words) AS word
    WHERE known.{{column}}_id = ANY({bulk.array_of("bigint")}) AND word.key = ANY({bulk.array_of("text")})
)
SELECT asked.subject, asked.key, max(origin.as_of) FROM (
    SELECT asked.subject, asked.key, said.origin_id
    FROM asked JOIN facts_statement said ON said.{{column}}_id = asked.subject AND said.said ->> asked.key = asked.value
    UNION ALL
    SELECT asked.subject, asked.key, confirmed.origin_id
    FROM asked JOIN facts_confirmation confirmed ON confirmed.{{column}}_id = asked.subject
    CROSS JOIN LATERAL unnest(confirmed.attributes, confirmed.roots) AS one (attribute, root)
    WHERE one.attribute::text = asked.key AND one.root = asked.root
) AS asked JOIN facts_origin origin ON origin.id = asked.origin_id AND origin.standing = 'in_force'
GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class KnownWord:
    """The leading word of an attribute, in clear, and the origin whose statement has it."""

    attribute: Attribute
    text: str
    root: int


def known_of(column: str, subjects: Sequence[int]) -> dict[int, dict[str, KnownWord]]:
    """Return what is known of subjects of one kind (`person`, `household`, `organisation`, `place`), by attribute's key."""
    attributes = deriving.numbered()
    found: dict[int, dict[str, KnownWord]] = {subject: {} for subject in subjects}
    for row in Known.objects.filter(**{f"{column}_id__in": subjects}):
        known = found[getattr(row, f"{column}_id")]
        for number, word in row.words.items():
            attribute = attributes[int(number)]
            known[attribute.key] = KnownWord(attribute, sealing.unseal(attribute.kind, word), row.roots[number])
    return found


def texts_of(column: str, subjects: Collection[int], keys: Collection[str]) -> dict[str, dict[int, str]]:
    """Return the leading words of some attributes, in clear, by attribute's key and subject: one question for all rows.

    As far as the transaction's scope and clearance see them; an attribute of which nothing is known has an empty part.
    """
    held = dictionary.current()
    found: dict[str, dict[int, str]] = {key: {} for key in keys}
    numbered = {str(held.numbers[key]): key for key in keys if key in held.attributes}
    if not numbered or not subjects:
        return found
    with connection.cursor() as cursor:
        cursor.execute(TEXTS.format(column=column), [bulk.column(subjects), bulk.column(numbered)])
        for subject, number, word in cursor.fetchall():
            key = numbered[number]
            found[key][subject] = sealing.unseal(held.attributes[key].kind, word)
    return found


def last_said(column: str, subjects: Collection[int], keys: Collection[str]) -> dict[str, dict[int, date]]:
    """Return the latest day of which the leading words of some attributes are true, by key and subject: one question."""
    held = dictionary.current()
    found: dict[str, dict[int, date]] = {key: {} for key in keys}
    numbered = {str(held.numbers[key]): key for key in keys if key in held.numbers}
    if not numbered or not subjects:
        return found
    with connection.cursor() as cursor:
        cursor.execute(LAST_SAID.format(column=column), [bulk.column(subjects), bulk.column(numbered)])
        for subject, number, as_of in cursor.fetchall():
            found[numbered[number]][subject] = as_of
    return found
