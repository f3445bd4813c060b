"""Words are seen with their subject and by clearance; facts read the same."""

from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from wenhui.ground.accounts.testing import AsWeb, Cast, Office
from wenhui.ground.areas.models import Area
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import Scope
from wenhui.record.facts.models import Confirmation, Conflict, Fact, Known, Statement
from wenhui.record.facts.tests.conftest import say
from wenhui.record.registry.models import Person
from wenhui.record.registry.tests.conftest import invented_id_number

pytestmark = pytest.mark.database

HERE, ELSEWHERE = "hz.gs.wh.lsdy.", "hz.gs.wh.dtg."


@pytest.mark.parametrize("model", [Statement, Confirmation, Known, Conflict, Fact])
def test_who_may_not_see_the_person_sees_nothing_said_of_them(
    lin: Person, he: Person, cast: Cast, as_web: AsWeb, model: type[Statement]
) -> None:
    say(lin, "civil_affairs", marriage="20")
    say(lin, "self", marriage="10", education="30")
    say(lin, "self", education="30")

    with as_web(Scope(HERE, Privacy.SENSITIVE)):
        here = model.objects.count()
    with as_web(Scope(ELSEWHERE, Privacy.SENSITIVE)):
        elsewhere = model.objects.count()
    with as_web(None):
        nowhere = model.objects.count()

    assert (here > 0, elsewhere, nowhere) == (True, 0, 0)


def test_words_above_the_clearance_do_not_exist(lin: Person, as_web: AsWeb) -> None:
    say(lin, id_number=invented_id_number(), education="30")

    with as_web(Scope(HERE, Privacy.PERSONAL)):
        seen = set(Known.objects.values_list("guarded", flat=True))
    with as_web(Scope(HERE, Privacy.SENSITIVE)):
        cleared = set(Known.objects.values_list("guarded", flat=True))

    assert (seen, cleared) == ({Privacy.PERSONAL.rank}, {Privacy.PERSONAL.rank, Privacy.SENSITIVE.rank})


def test_a_worker_says_and_withdraws_as_the_web_role(lin: Person, as_web: AsWeb) -> None:
    with as_web(Scope(HERE, Privacy.PERSONAL)):
        say(lin, marriage="20", name="林秋石")

    lin.refresh_from_db()
    assert lin.name == "林秋石"


def test_a_fact_holds_until_the_same_provider_says_something_else(lin: Person) -> None:
    say(lin, "self", date(2025, 1, 1), marriage="10")
    say(lin, "civil_affairs", date(2025, 6, 1), marriage="20")
    say(lin, "self", date(2026, 2, 14), marriage="40")

    facts = Fact.objects.filter(person=lin, attribute__key="person.marriage").order_by("valid_from")

    assert list(facts.values_list("provider", "value", "valid_from", "valid_to")) == [
        ("self", "10", date(2025, 1, 1), date(2026, 2, 14)),
        ("civil_affairs", "20", date(2025, 6, 1), None),
        ("self", "40", date(2026, 2, 14), None),
    ]


NEW_WORDS = {
    "facts_statement": "(origin_id, {subject}, guarded, said) SELECT id, %s, 2, '{{}}' FROM facts_origin LIMIT 1",
    "facts_confirmation": "(origin_id, {subject}, attributes, roots) "
    "SELECT id, %s, '{{1}}', '{{1}}' FROM facts_origin LIMIT 1",
    "facts_known": "({subject}, guarded, words, roots, edition) SELECT %s, 2, '{{}}', '{{}}', 1",
}


@pytest.mark.parametrize("table", NEW_WORDS)
@pytest.mark.parametrize("subject", ["person_id", "place_id"])
def test_of_whom_one_may_not_see_one_cannot_speak_in_plain_sql_either(
    he: Person, lin: Person, office: Office, as_web: AsWeb, table: str, subject: str
) -> None:
    say(he, marriage="20")
    number = {"person_id": lin.pk, "place_id": office.building.pk}[subject]
    statement = f"INSERT INTO {table} {NEW_WORDS[table].format(subject=subject)}"

    with (
        as_web(Scope(ELSEWHERE, Privacy.SENSITIVE)),
        connection.cursor() as cursor,
        pytest.raises(IntegrityError, match="words are about a subject that stands"),
        transaction.atomic(),
    ):
        cursor.execute(statement, [number])

    with as_web(Scope(HERE, Privacy.SENSITIVE)), connection.cursor() as cursor:
        cursor.execute(statement, [number])
        assert cursor.rowcount == 1


def test_words_above_the_clearance_cannot_be_written_in_plain_sql_either(lin: Person, as_web: AsWeb) -> None:
    say(lin, marriage="20")
    statement = f"INSERT INTO facts_statement {NEW_WORDS['facts_statement'].format(subject='person_id')}"

    with (
        as_web(Scope(HERE, Privacy.PERSONAL)),
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        cursor.execute(statement.replace(" 2, ", " 3, "), [lin.pk])


@pytest.mark.parametrize("table", ["facts_statement", "facts_known"])
def test_words_are_not_moved_to_whom_one_may_not_see(lin: Person, he: Person, as_web: AsWeb, table: str) -> None:
    say(lin, marriage="20")
    Person.objects.filter(pk=he.pk).update(area=Area.objects.get(path="hz.gs.wh.dtg.g01.b001."), dwelling=None)

    with (
        as_web(Scope(HERE, Privacy.SENSITIVE)),
        connection.cursor() as cursor,
        pytest.raises((IntegrityError, ProgrammingError)),
        transaction.atomic(),
    ):
        cursor.execute(f"UPDATE {table} SET person_id = %s WHERE person_id = %s", [he.pk, lin.pk])
