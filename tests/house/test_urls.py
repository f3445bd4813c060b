"""Every address but a short public list demands login and names a permission."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

PUBLIC = {"", "login/", "language/", "health/live", "health/ready"}
# Others' programs: what strangers may read there is held by the tests of `edge/open311`.
PUBLIC |= {f"open311/v2/{one}.<form:form>" for one in (
    "discovery", "services", "services/<str:code>", "requests", "requests/<str:number>", "tokens/<str:token>",
    "servicerequestupdates",
)}  # fmt: skip
PUBLIC |= {f"open311/v2/bulk/<int:year>-<int:month>{day}.csv" for day in ("", "-<int:day>")}
PUBLIC |= {"citybrain/events", "citybrain/days/<day:day>.json", "citybrain/days/<day:day>/differences.json"}  # signed
PUBLIC |= {"hotline/v1/tickets", "hotline/v1/results"}  # signed, too
GUARDED_ELSEWHERE = ("admin/", "api/v1/")  # the admin site and the API ask for themselves; their own tests hold it


def _patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _patterns(one, route)
        else:
            yield route, one


ADDRESSES = [pair for pair in _patterns(get_resolver()) if not pair[0].startswith(GUARDED_ELSEWHERE)]


@pytest.mark.parametrize(("route", "pattern"), ADDRESSES, ids=lambda value: value if isinstance(value, str) else "")
def test_an_address_is_public_or_names_its_permission(route: str, pattern: URLPattern) -> None:
    view = pattern.callback

    if route in PUBLIC:
        assert getattr(view, "wh_public", False)
    else:
        assert getattr(view, "wh_permission", None)
