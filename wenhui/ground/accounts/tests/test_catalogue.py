"""Roles and the rule of logging in, as the catalogue says them."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from wenhui.ground.accounts import access, catalogue
from wenhui.ground.accounts.catalogue import Schema
from wenhui.ground.accounts.models import LoginRule, Role
from wenhui.ground.accounts.testing import ROLES
from wenhui.ground.journal.models import Entry
from wenhui.kit.actor import job
from wenhui.kit.catalogue import CatalogueError, load

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

TEXT = """\
login: {failures: 3, lock_minutes: 30}
roles:
  - key: helper
    name: {zh: 帮手, en: Helper}
    clearance: inside
    permissions: [accounts.administer]
"""

pytestmark = pytest.mark.django_db

Read = Callable[[str], Schema]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a text as the file would be read."""

    def read(text: str) -> Schema:
        path = tmp_path / catalogue.FILE
        path.write_text(text, encoding="utf-8")
        return load(path, Schema)

    return read


def test_applying_makes_roles_and_the_rule(read: Read) -> None:
    catalogue.apply(read(TEXT), by=job("tests"), at=AT)

    role = Role.objects.get()
    assert (role.key, role.name_zh, role.permissions) == ("helper", "帮手", ["accounts.administer"])
    assert (LoginRule.objects.get().failures, LoginRule.objects.get().lock_minutes) == (3, 30)
    assert set(Entry.objects.values_list("verb", "subject")) == {
        ("accounts.add_by_catalogue", "role:helper"),
        ("accounts.add_by_catalogue", "login_rule:1"),
    }


def test_a_second_time_changes_nothing(read: Read) -> None:
    document = read(TEXT)
    catalogue.apply(document, by=job("tests"), at=AT)

    assert catalogue.plan(document) == []


def test_a_role_no_longer_named_ends(read: Read) -> None:
    catalogue.apply(read(TEXT), by=job("tests"), at=AT)
    other = read(TEXT.replace("key: helper", "key: other"))

    planned = [str(change) for change in catalogue.plan(other)]
    catalogue.apply(other, by=job("tests"), at=AT)

    assert planned == ["+ role other: 帮手", "- role helper: 帮手"]
    assert Role.objects.get(key="helper").ended


def test_a_change_names_the_columns(read: Read) -> None:
    catalogue.apply(read(TEXT), by=job("tests"), at=AT)

    planned = catalogue.plan(read(TEXT.replace("inside", "personal").replace("Helper", "Hand")))

    assert [str(change) for change in planned] == ["~ role helper: name_en, clearance"]


def test_an_unknown_permission_is_refused_with_its_line(read: Read) -> None:
    document = read(TEXT.replace("accounts.administer", "accounts.administer, cases.sea"))

    with pytest.raises(CatalogueError, match=r"accounts\.yaml, line 6, .*no module names the permission 'cases.sea'"):
        catalogue.plan(document)


def test_a_key_that_stands_twice_is_refused(read: Read) -> None:
    document = read(TEXT + TEXT.split("roles:\n")[1])

    with pytest.raises(CatalogueError, match=r"line 7, .*helper stands here again"):
        catalogue.plan(document)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [("clearance: secret", "clearance"), ("clearence: inside", "does not know"), ("clearance:", "clearance")],
)
def test_a_wrong_file_is_refused_in_words(read: Read, wrong: str, message: str) -> None:
    with pytest.raises(CatalogueError, match=message):
        read(TEXT.replace("clearance: inside", wrong))


def test_every_permission_is_named_in_two_languages() -> None:
    known = access.permissions()

    assert {"accounts.administer", "accounts.self", "journal.see"} <= set(known)
    assert all(words.zh and words.en for words in known.values())


def test_the_shipped_roles_can_be_read() -> None:
    shipped = load(ROLES, Schema)

    assert {row.key for row in shipped.roles} >= {"grid_worker", "command_clerk", "it_admin"}
