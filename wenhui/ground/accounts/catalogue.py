"""`accounts.yaml`: roles, and how logging in is guarded.

A role that the file no longer names ends: it stays on record, and posts in it open nothing any more.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from pydantic import Field

from wenhui.ground.accounts import access
from wenhui.ground.accounts.models import LoginRule, Role
from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.catalogue import CatalogueError, Change, Document, Part
from wenhui.kit.privacy import Privacy

FILE = "accounts.yaml"


class Names(Part):
    """A name in two languages."""

    zh: str = Field(min_length=1, max_length=40)
    en: str = Field(min_length=1, max_length=80)


class RoleRow(Part):
    """One role: its permissions, and the privacy class up to which it sees rows."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)
    name: Names
    clearance: Privacy
    permissions: tuple[str, ...]

    def columns(self) -> dict[str, Any]:
        """Return the row as the table holds it."""
        return {
            "name_zh": self.name.zh,
            "name_en": self.name.en,
            "clearance": self.clearance.value,
            "permissions": sorted(self.permissions),
            "ended": False,
        }


class LoginRow(Part):
    """After how many failures an account is locked, and for how many minutes."""

    failures: int = Field(default=5, ge=1, le=100)
    lock_minutes: int = Field(default=15, ge=1, le=1440)


class Schema(Document):
    """The whole file."""

    login: LoginRow = LoginRow()
    roles: tuple[RoleRow, ...]


def plan(document: Schema) -> list[Change]:
    """Return what applying would change. Raises CatalogueError for unknown permissions and keys that stand twice."""
    _refuse(document)
    return [*_role_changes(document), *_rule_changes(document)]


def apply(document: Schema, *, by: Actor, at: datetime) -> None:
    """Make the roles and the rules of logging in what the document says."""
    changes = plan(document)
    with transaction.atomic():
        write(document)
        for change in changes:
            journal.write(
                by=by, at=at, verb=f"accounts.{change.kind}_by_catalogue", subject=change.what.replace(" ", ":")
            )


def write(document: Schema) -> None:
    """Write the rows without asking which permissions exist: tests of one room have only that room's."""
    for row in document.roles:
        Role.objects.update_or_create(key=row.key, defaults=row.columns())
    Role.objects.exclude(key__in=[row.key for row in document.roles]).update(ended=True)
    LoginRule.objects.update_or_create(id=1, defaults=document.login.model_dump())


def _refuse(document: Schema) -> None:
    known = access.permissions()
    problems: list[str] = []
    seen: set[str] = set()
    for number, row in enumerate(document.roles):
        if row.key in seen:
            problems.append(document.problem(("roles", number, "key"), f"{row.key} stands here again"))
        seen.add(row.key)
        for place, permission in enumerate(row.permissions):
            if permission not in known:
                why = f"no module names the permission {permission!r}"
                problems.append(document.problem(("roles", number, "permissions", place), why))
    if problems:
        raise CatalogueError(problems)


def _role_changes(document: Schema) -> Iterator[Change]:
    held = {role.key: role for role in Role.objects.all()}
    for row in document.roles:
        role = held.pop(row.key, None)
        if role is None:
            yield Change("add", f"role {row.key}", row.name.zh)
        elif different := [name for name, value in row.columns().items() if getattr(role, name) != value]:
            yield Change("change", f"role {row.key}", ", ".join(different))
    yield from (Change("end", f"role {key}", role.name_zh) for key, role in held.items() if not role.ended)


def _rule_changes(document: Schema) -> Iterator[Change]:
    wanted = document.login.model_dump()
    rule = LoginRule.objects.first()
    if rule is None:
        yield Change("add", "login_rule 1", str(wanted))
    elif any(getattr(rule, name) != value for name, value in wanted.items()):
        yield Change("change", "login_rule 1", str(wanted))
