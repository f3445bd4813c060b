"""The permissions of this module, and every module's permissions together."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps
from django.utils.translation import get_language

from wenhui.ground.accounts import models
from wenhui.ground.accounts.models import Account
from wenhui.ground.areas.models import Area
from wenhui.kit.scope import Scope
from wenhui.kit.words import Words

ADMINISTER = models.ADMINISTER
SELF = "accounts.self"

PERMISSIONS: Mapping[str, Words] = {
    ADMINISTER: Words("管理账号和岗位", "Administer accounts and posts"),
    SELF: Words("管理自己的登录和密码", "Look after one's own log-in and password"),
}
"""SELF is held by everyone who logs in, with or without a post."""


def permissions() -> dict[str, Words]:
    """Return every permission that an installed module names in its `access.PERMISSIONS`."""
    known: dict[str, Words] = {}
    for module in _modules():
        known |= getattr(module, "PERMISSIONS", {})
    return known


def for_tokens() -> dict[str, Words]:
    """Return the permissions that a program may be given a key for: each module's `access.FOR_TOKENS`."""
    offered = [permission for module in _modules() for permission in getattr(module, "FOR_TOKENS", ())]
    known = permissions()
    return {permission: known[permission] for permission in offered}


def _modules() -> Iterator[ModuleType]:
    for config in apps.get_app_configs():
        if config.name.startswith("wenhui.") and find_spec(f"{config.name}.access"):
            yield import_module(f"{config.name}.access")


def name_of(permission: str) -> str:
    """Return what a permission is called in the reader's language."""
    words = permissions().get(permission)
    if words is None:
        return permission
    return words.en if (get_language() or "").startswith("en") else words.zh


def may_give_token(scope: Scope, area: Area) -> bool:
    """Say whether someone whose post has `scope` may make and revoke tokens for `area`: as with posts."""
    return may_give_post(scope, area)


def may_give_post(scope: Scope, area: Area) -> bool:
    """Say whether someone whose post has `scope` may give and end posts for `area`: their own ground and below.

    Otherwise a community's administrator could give themselves the whole city.
    """
    return scope.covers(area.path)


def may_administer(scope: Scope, account: Account) -> bool:
    """Say whether someone whose post has `scope` may set this account's password, stop it or let it in again.

    Only when every post of the account, past ones too, lies in the scope: whoever sets a password can log in with it.
    """
    return all(scope.covers(path) for path in account.posts.values_list("area__path", flat=True))
