"""The main menu and the account menu: only what this post may do and what exists."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the menu: what it is called, where it leads, what one must be allowed to do to see it."""

    name: Promise
    view: str
    permission: str
    icon: str = ""


MENU: tuple[Entry, ...] = (
    Entry(_("驾驶舱"), "cockpit:home", "cockpit.see"),
    Entry(_("案件"), "cases:board", "cases.see"),
    Entry(_("登记"), "registry:home", "registry.see"),
    Entry(_("区域"), "areas:home", "areas.see"),
)


def address(view: str) -> str | None:
    """Return where a view leads, or None where this office runs without it."""
    try:
        return reverse(view)
    except NoReverseMatch:
        return None


def workplace() -> str:
    """Return where staff go from the front page: the first place of the menu that exists."""
    return next((leads for entry in MENU if (leads := address(entry.view)) is not None), "/")


def main_menu(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the entries of this reader, the one that holds the present page marked."""
    post = getattr(request, "post", None)
    if post is None:
        return []
    shown = [
        (entry, leads) for entry in MENU if (leads := address(entry.view)) is not None and post.may(entry.permission)
    ]
    return [{"name": entry.name, "address": leads, "is_here": request.path.startswith(leads)} for entry, leads in shown]


def menu(request: HttpRequest) -> dict[str, Any]:
    """Give templates `menu` and `account_menu`."""
    return {"menu": main_menu(request), "account_menu": None}
