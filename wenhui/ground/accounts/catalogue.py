"""`accounts.yaml`: roles and the rules of logging in."""

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

from wenhui.ground.accounts.models import LoginRule, Role
from wenhui.kit.privacy import Privacy


class Part(BaseModel):
    """A piece of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Names(Part):
    """A name in two languages."""

    zh: str = Field(min_length=1, max_length=40)
    en: str = Field(min_length=1, max_length=80)


class RoleRow(Part):
    """One role."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)
    name: Names
    clearance: Privacy
    permissions: tuple[str, ...]


class LoginRow(Part):
    """After how many failures an account is locked, and for how long."""

    failures: int = Field(default=5, ge=1, le=100)
    lock_minutes: int = Field(default=15, ge=1, le=1440)


class Schema(Part):
    """The whole file."""

    login: LoginRow = LoginRow()
    roles: tuple[RoleRow, ...] = ()


def read(path: Path) -> Schema:
    """Read the file."""
    return Schema.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def write_roles(document: Schema) -> None:
    """Write the rows."""
    for row in document.roles:
        Role.objects.update_or_create(
            key=row.key,
            defaults={
                "name_zh": row.name.zh,
                "name_en": row.name.en,
                "clearance": row.clearance.value,
                "permissions": list(row.permissions),
            },
        )
    LoginRule.objects.update_or_create(id=1, defaults=document.login.model_dump())
