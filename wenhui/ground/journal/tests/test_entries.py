"""Writing to the journal, and what the database refuses."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection

from wenhui.ground.journal import actions, queries, sealing
from wenhui.ground.journal.actions import ReasonMissingError
from wenhui.ground.journal.models import Pending
from wenhui.kit.actor import Actor, ActorKind

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
CLERK = Actor(ActorKind.PERSON, "2", "陆明溪")

pytestmark = pytest.mark.django_db


def test_an_entry_holds_who_did_what_to_which_thing() -> None:
    entry = actions.write(by=CLERK, at=AT, verb="cases.close", subject="case:1", reason="修好了", refs={"unit": "u1"})

    assert list(queries.about("case:1")) == [entry]
    assert list(queries.by_actor(CLERK)) == [entry]
    assert (entry.actor_kind, entry.actor_key, entry.refs) == ("person", "2", {"unit": "u1"})


def test_the_name_of_the_actor_is_not_in_the_entry() -> None:
    entry = actions.write(by=CLERK, at=AT, verb="cases.close", subject="case:1")

    assert CLERK.name not in str(vars(entry))


def test_a_reveal_names_the_columns_and_the_reason() -> None:
    entry = actions.reveal(by=CLERK, at=AT, subject="person:9", columns=["phone", "id_number"], reason=" 核对高龄津贴 ")

    assert (entry.verb, entry.reason, entry.refs) == ("journal.reveal", "核对高龄津贴", {"columns": "id_number,phone"})


@pytest.mark.parametrize("reason", ["", "   ", "看一下", " 看看 "])
def test_a_reveal_without_a_reason_is_refused(reason: str) -> None:
    with pytest.raises(ReasonMissingError):
        actions.reveal(by=CLERK, at=AT, subject="person:9", columns=["phone"], reason=reason)

    assert not queries.about("person:9").exists()


@pytest.mark.database
@pytest.mark.parametrize("table", ["journal_entry", "journal_seal"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"])
def test_the_database_refuses_changes_even_from_the_owner(table: str, statement: str) -> None:
    actions.write(by=CLERK, at=AT, verb="cases.close", subject="case:1")
    sealing.seal_pending()
    column = "reason" if table == "journal_entry" else "hash"

    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(statement.format(table, column, column))


@pytest.mark.database
def test_every_entry_waits_for_its_seal_from_its_own_commit_on() -> None:
    written = [actions.write(by=CLERK, at=AT, verb="cases.close", subject=f"case:{n}") for n in range(3)]

    waiting = set(Pending.objects.values_list("entry_id", flat=True))

    assert waiting == {entry.pk for entry in written}


@pytest.mark.parametrize(
    ("verb", "subject"), [("close", "case:1"), ("cases.close", "case"), ("cases.close", "person:张伟")]
)
def test_the_database_refuses_names_where_identifiers_belong(verb: str, subject: str) -> None:
    with pytest.raises(DatabaseError, match="violates check constraint"):
        actions.write(by=CLERK, at=AT, verb=verb, subject=subject)
