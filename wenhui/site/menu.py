"""The main menu and the account menu: only what this post may do and what exists."""

from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from django.db import connection
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wenhui.edge.post import queries as post_queries
from wenhui.edge.post import shown as post_shown
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.site import access


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of a menu: what it is called, where it leads, what one must be allowed to do to see it.

    Whoever is allowed what `unless` names finds the place inside another one.
    """

    name: Promise
    view: str
    permission: str = ""
    icon: str = ""
    unless: str = ""


MENU: tuple[Entry, ...] = (
    Entry(_("驾驶舱"), "cockpit:home", "cockpit.see"),
    Entry(_("案件"), "cases:board", "cases.see"),
    Entry(_("热线"), "hotline:home", "hotline.see"),
    Entry(_("走访"), "visits:home", "visits.see"),
    Entry(pgettext_lazy("menu", "应急"), "emergency:home", "emergency.open"),
    Entry(_("登记"), "registry:home", "registry.see"),
    Entry(_("更正"), "facts:conflicts", "facts.see"),
    Entry(_("台账"), "ledgers:home", "ledgers.import"),
    Entry(pgettext_lazy("menu", "表单"), "forms:home", "forms.see"),
    Entry(_("填表"), "ledgers:fill", "ledgers.fill", unless="ledgers.import"),
    Entry(_("区域"), "areas:home", "areas.see"),
    Entry(_("外部交换"), "exchange:home", "exchange.tend"),
)
ACCOUNT: tuple[Entry, ...] = (
    Entry(_("登录的设备"), "accounts:sessions", icon="key"),
    Entry(_("修改密码"), "accounts:password", icon="lock"),
    Entry(_("管理账号"), "admin:index", "accounts.administer", icon="settings"),
    Entry(_("感知设备"), "sensing:home", "sensing.see", icon="alarm"),
    Entry(_("外部补充说明"), "open311:supplements", "open311.read", icon="mail"),
    Entry(_("接口令牌"), "accounts:tokens", "accounts.administer", icon="key"),
    Entry(_("回调"), "hooks:home", "hooks.subscribe", icon="send"),
    Entry(_("构件陈列"), "gallery", access.SEE_GALLERY, icon="swatch"),
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


def offered(entries: tuple[Entry, ...], request: HttpRequest) -> list[dict[str, Any]]:
    """Return the entries this reader may follow; the one that holds the present page is marked."""
    post = getattr(request, "post", None)
    return [
        {"name": entry.name, "address": leads, "icon": entry.icon, "is_here": request.path.startswith(leads)}
        for entry in entries
        if (leads := address(entry.view)) is not None
        and (not entry.permission or (post is not None and post.may(entry.permission)))
        and not (entry.unless and post is not None and post.may(entry.unless))
    ]


def account_menu(request: OfficeRequest) -> dict[str, Any]:
    """Return who is here, in which post, the other posts they may act in, and their own pages."""
    post = getattr(request, "post", None)
    return {
        "name": request.user.name,
        "post": post,
        "posts": [
            {"pk": each.pk, "name": str(each), "is_current": each == post} for each in getattr(request, "posts", [])
        ],
        "switch": address("accounts:switch_post"),
        "links": offered(ACCOUNT, request),
        "logout": address("accounts:logout"),
    }


def bell(request: OfficeRequest) -> dict[str, Any] | None:
    """Return where messages are and how many wait; None where the post hears of no cases.

    Counted only within the guard's transaction: outside it nothing is in sight, and after an error nothing can be asked.
    """
    leads = address("post:home")
    if leads is None or getattr(request, "post", None) is None or not request.may("cases.see"):
        return None
    can_count = connection.in_atomic_block and not connection.needs_rollback
    unread = post_shown.bell(post_queries.unread(request.user.pk)) if can_count else ""
    return {"address": leads, "unread": unread, "is_here": request.path == leads}


def menu(request: HttpRequest) -> dict[str, Any]:
    """Give templates `menu`, `account_menu` and `bell`; on pages that stand before the guard there is none of them."""
    if getattr(request, "actor", None) is None:
        return {}
    office = cast(OfficeRequest, request)
    return {
        "menu": offered(MENU, request),
        "account_menu": account_menu(office),
        "bell": SimpleLazyObject(partial(bell, office)),
    }
