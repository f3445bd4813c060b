"""Addresses of the pages about areas.

Accounts stand above this room, so whoever lists all addresses brings the guard along.
"""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from wenhui.ground.areas import access, pages

View = Callable[..., Any]
Guard = Callable[[str], Callable[[View], View]]

app_name = "areas"


def addresses(guard: Guard) -> list[URLPattern]:
    """Return the addresses, every page guarded by `guard(permission)`."""
    see = guard(access.SEE)
    return [
        path("", see(pages.home), name="home"),
        path("geo/<str:path>/<str:level>.json", see(pages.geo), name="geo"),
        path("<str:path>/", see(pages.area), name="area"),
    ]
