"""The permissions of this module, and every module's permissions together."""

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils.translation import get_language

from wenhui.ground.accounts.models import ADMINISTER
from wenhui.kit.words import Words

SELF = "accounts.self"

PERMISSIONS: Mapping[str, Words] = {
    ADMINISTER: Words("管理账号和岗位", "Administer accounts and posts"),
    SELF: Words("管理自己的登录和密码", "Look after one's own log-in and password"),
}
"""SELF is held by everyone who logs in, with or without a post."""


def permissions() -> dict[str, Words]:
    """Return every permission that an installed module names in its `access.PERMISSIONS`."""
    known: dict[str, Words] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("wenhui.") and find_spec(f"{config.name}.access"):
            module = import_module(f"{config.name}.access")
            known |= getattr(module, "PERMISSIONS", {})
    return known


def name_of(permission: str) -> str:
    """Return what a permission is called in the reader's language."""
    words = permissions().get(permission)
    if words is None:
        return permission
    return words.en if (get_language() or "").startswith("en") else words.zh
