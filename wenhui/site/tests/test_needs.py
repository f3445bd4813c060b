"""What a database lacks is found by asking it, and the SQL that is printed is the SQL that helps."""

import os
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from wenhui.site import needs

pytestmark = pytest.mark.database

WEB = "wenhui_test_needy_web"


class Place:
    """A fresh database on the run's own server, by its administrator and by a role that may nothing."""

    def __init__(self, administrator: dict[str, Any], made: str) -> None:
        self.name = f"wenhui_needs_{uuid.uuid4().hex[:8]}"
        self.humble = f"{self.name}_humble"
        self.administrator = administrator
        self._on("postgres", f"CREATE DATABASE {self.name} TEMPLATE template0 {made}")
        self._on("postgres", f"CREATE ROLE {self.humble} LOGIN")

    def run(self, *statements: str) -> None:
        """Run statements in this database as its administrator."""
        self._on(self.name, *statements)

    def lacks(self, user: str = "") -> list[needs.Need]:
        """Return what this database lacks when that role owns Wenhui's tables."""
        with psycopg.connect(
            make_conninfo(**self.administrator | {"dbname": self.name, "user": user or self.humble})
        ) as connection:
            connection.autocommit = True
            return list(needs.lacking(connection, WEB, "k'wort"))

    def drop(self) -> None:
        self._on("postgres", f"DROP DATABASE {self.name}", f"DROP ROLE {self.humble}", f"DROP ROLE IF EXISTS {WEB}")

    def _on(self, database: str, *statements: str) -> None:
        with psycopg.connect(make_conninfo(**self.administrator | {"dbname": database}), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())


@pytest.fixture
def administrator() -> dict[str, Any]:
    return dict(conninfo_to_dict(os.environ["DATABASE_URL"]))


@pytest.fixture
def place(administrator: dict[str, Any]) -> Iterator[Place]:
    made = Place(administrator, "LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'")
    yield made
    made.drop()


@pytest.fixture
def place_without_chinese(administrator: dict[str, Any]) -> Iterator[Place]:
    made = Place(administrator, "LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C'")
    yield made
    made.drop()


def test_a_role_that_may_nothing_is_told_all_that_is_lacking_and_the_sql_mends_it(place: Place) -> None:
    before = place.lacks()

    place.run(*(statement for need in before for statement in need.statements))

    assert [need.statements[0].split(" ", 2)[:2] for need in before] == [
        ["ALTER", "DATABASE"],
        ["CREATE", "EXTENSION"],
        ["CREATE", "ROLE"],
    ]
    assert place.lacks() == []


def test_the_password_is_not_in_the_sql(place: Place) -> None:
    statements = " ".join(statement for need in place.lacks() for statement in need.statements)

    assert "PASSWORD 'SCRAM-SHA-256$" in statements
    assert "wort" not in statements


def test_an_owner_who_may_make_roles_lacks_nothing(place: Place) -> None:
    place.run(f"ALTER ROLE {place.humble} CREATEROLE", f"ALTER DATABASE {place.name} OWNER TO {place.humble}")

    assert place.lacks() == []


def test_a_database_whose_trigrams_of_chinese_are_empty_is_refused(
    place: Place, place_without_chinese: Place, administrator: dict[str, Any]
) -> None:
    whole = [need.why for need in place.lacks(administrator["user"])]
    broken = [need.why for need in place_without_chinese.lacks(administrator["user"])]

    assert _trigrams(place) != []
    assert _trigrams(place_without_chinese) == []
    assert whole == []
    assert broken[0].startswith("The database takes Chinese characters for no letters")


def _trigrams(place: Place) -> object:
    known = make_conninfo(**place.administrator | {"dbname": place.name})
    with psycopg.connect(known) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        row = connection.execute("SELECT show_trgm('文晖')").fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize("power", ["SUPERUSER", "BYPASSRLS", "IN ROLE {}"])
def test_a_role_of_pages_that_could_go_round_the_policies_is_refused(
    place: Place, administrator: dict[str, Any], power: str
) -> None:
    member = sql.SQL("CREATE ROLE {} LOGIN " + power).format(
        sql.Identifier(WEB), *([sql.Identifier(administrator["user"])])
    )
    place.run(member.as_string())

    found = place.lacks(administrator["user"])

    assert [need.why for need in found if "Pages need a role that may not" in need.why] != []


@pytest.mark.parametrize(("number", "old"), [(90624, True), (149999, True), (150000, False), (180003, False)])
def test_versions_before_15_are_old(number: int, old: bool) -> None:
    assert needs.is_old(number) is old
