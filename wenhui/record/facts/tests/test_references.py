"""Words are about somebody and of some origin: asked once for each statement, by triggers instead of foreign keys."""

from collections.abc import Sequence

import pytest
from django.db import IntegrityError, connection, transaction

from wenhui.record.facts.models import Statement
from wenhui.record.facts.tests.conftest import say
from wenhui.record.registry.models import Person

pytestmark = pytest.mark.database

NOBODY = 10**9
TO_NOBODY = "UPDATE facts_{table} SET person_id = %s WHERE person_id = %s"
FOR_NOBODY = """
INSERT INTO facts_statement (origin_id, person_id, guarded, said)
SELECT said.origin_id, person, said.guarded, said.said
FROM (SELECT * FROM facts_statement LIMIT 1) AS said, unnest(%s::bigint[]) AS person
"""


def refused(statement: str, *parameters: int | list[int]) -> str:
    """Execute a statement that the database should refuse, and return its words."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
    return str(refusal.value).partition("\n")[0]


def test_one_stranger_among_the_subjects_of_a_statement_is_refused(lin: Person, he: Person) -> None:
    say(lin, marriage="已婚")

    said = refused(FOR_NOBODY, [he.pk, NOBODY])

    assert said == "words are about a subject that stands"
    assert not Statement.objects.filter(person=he).exists()


def test_words_of_no_origin_are_refused(lin: Person, he: Person) -> None:
    say(lin, marriage="已婚")

    said = refused(
        "INSERT INTO facts_statement (origin_id, person_id, guarded, said) VALUES (%s, %s, 1, '{}')", NOBODY, he.pk
    )

    assert said == "words have an origin that stands"


@pytest.mark.parametrize("table", ["statement", "known"])
def test_words_are_not_given_to_nobody(lin: Person, table: str) -> None:
    say(lin, marriage="已婚")

    assert refused(TO_NOBODY.format(table=table), NOBODY, lin.pk) == "words are about a subject that stands"


def test_somebody_of_whom_something_is_said_is_not_taken_away(lin: Person, he: Person) -> None:
    say(lin, marriage="已婚")

    assert taken_away([lin.pk]) == "a subject of whom something is said is not taken away"
    assert taken_away([he.pk]) == ""


def test_an_origin_with_words_is_not_taken_away(lin: Person) -> None:
    origin = say(lin, marriage="已婚")

    said = refused("DELETE FROM facts_origin WHERE id = %s", origin.pk)

    assert said == "an origin with words is not taken away"


def taken_away(people: Sequence[int]) -> str:
    """Delete people with where they live, as only the owner may; return the refusal, empty for none."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM registry_residence WHERE person_id = ANY(%s)", [list(people)])
            cursor.execute("DELETE FROM registry_person WHERE id = ANY(%s)", [list(people)])
    except IntegrityError as refusal:
        return str(refusal).partition("\n")[0]
    return ""
