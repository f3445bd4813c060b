"""The pages of the cockpit: walls, their maps and streams, the desk page of all figures, the explanation of one."""

import json
from collections.abc import AsyncIterator
from hashlib import sha256
from typing import cast

import psycopg
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import get_language

from wenhui.cockpit import access, categories, figures, live, places, queries, walls
from wenhui.cockpit.behind import Reader
from wenhui.cockpit.painting import WallKey
from wenhui.cockpit.sights import Sight
from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.ground.areas import queries as areas
from wenhui.ground.areas.models import Area, Level
from wenhui.kit import clock

LOWEST = frozenset({Level.UNIT, Level.DWELLING})


@guard.page(access.SEE)
def home(request: OfficeRequest) -> HttpResponse:
    """Lead to the wall of the post's own area."""
    return redirect("cockpit:wall", request.post.area.path)


@guard.page(access.SEE)
def wall(request: OfficeRequest, path: str) -> HttpResponse:
    """Show the wall of an area in the reader's scope."""
    refusal = _outside(request, path)
    if refusal is not None:
        return refusal
    around = list(areas.ancestors(path))
    if not around or around[-1].path != path:
        raise Http404
    if around[-1].level in LOWEST:
        building = next(area for area in around if area.level == Level.BUILDING)
        return redirect(Sight.asked(building.path, request.GET).address)
    shown = walls.read(Sight.asked(path, request.GET), around, at=clock.now())
    context = {
        "wall": shown,
        "crumbs": places.crumbs(around, shown.sight, top=request.post.area.path),
        "up": places.up(around, shown.sight, top=request.post.area.path),
        "choosers": places.choosers(shown.sight),
    }
    return render(request, "cockpit/wall.html", context)


@guard.page(access.SEE)
def map_of(request: OfficeRequest, path: str, key: str) -> HttpResponse:
    """Return what a wall's map draws, as GeoJSON with an ETag, so that an unchanged map is not sent again."""
    if not request.sees.covers(path) or key not in queries.definitions():
        raise Http404
    area = _area(path)
    asked = Sight.asked(path, request.GET)
    drawn = walls.read_map(asked.coloured_by(key).over(asked.period), area, at=clock.now())
    response = HttpResponse(json.dumps(drawn, ensure_ascii=False), content_type="application/geo+json")
    patch_cache_control(response, private=True, no_cache=True)
    etag = quote_etag(sha256(response.content).hexdigest()[:32])
    response.headers["ETag"] = etag
    return cast(HttpResponse, get_conditional_response(request, etag=etag, response=response))


@guard.page(access.SEE)
def all_figures(request: OfficeRequest) -> HttpResponse:
    """Show every figure of an area on the desk: filtered by group, words and need of hands, sorted where asked."""
    asked = request.GET
    path = asked.get("area") or request.post.area.path
    refusal = _outside(request, path)
    if refusal is not None:
        return refusal
    area, at = _area(path), clock.now()
    filters = {"group": asked.get("group", ""), "text": asked.get("q", ""), "sort": asked.get("sort", "")}
    every = figures.table(area, at=at)
    groups = figures.chosen(every, needs_hands=asked.get("light") == "hands", **filters)
    context = {
        "area": area,
        "at": at,
        "every": every,
        "groups": groups,
        "count": sum(len(group.rows) for group in every),
        "shown": sum(len(group.rows) for group in groups),
        **filters,
        "needs_hands": asked.get("light") == "hands",
    }
    return render(request, "cockpit/figures.html", context)


@guard.page(access.SEE)
def explanation(request: OfficeRequest, key: str) -> HttpResponse:
    """Explain one figure of an area: definition, operands, provider, past, parts, and the rows one may see."""
    if key not in queries.definitions():
        raise Http404
    asked = request.GET
    path = asked.get("area") or request.post.area.path
    refusal = _outside(request, path)
    if refusal is not None:
        return refusal
    one = queries.definitions()[key]
    page = asked.get("page", "")
    explained = figures.explain(
        one,
        _area(path),
        at=clock.now(),
        period=Sight.asked(path, asked).period,
        page=int(page) if page.isascii() and page.isdigit() else 1,
        by=asked.get("by", ""),
        reader=Reader(request.may, request.sees.clearance),
    )
    context = {"x": explained, "dimensions": [(name, categories.DIMENSIONS.get(name, name)) for name in one.by]}
    response = render(request, "cockpit/explanation.html", context)
    patch_cache_control(response, no_store=True)
    return response


@guard.stream(access.SEE)
async def stream(request: OfficeRequest) -> HttpResponseBase:
    """Keep one wall as it is now (server-sent events; look/js/live.js says what they are)."""
    path = request.GET.get("path", "")
    hub = live.hub()
    if not request.sees.covers(path) or not await hub.in_thread(_exists, path):
        return HttpResponse(status=404)
    try:
        await hub.listen()
    except psycopg.Error:
        return HttpResponse(status=503, headers={"Retry-After": "2"})
    key = WallKey(Sight.asked(path, request.GET), request.sees.clearance, get_language() or "", request.zone)
    events: AsyncIterator[str] = hub.follow(key, may_go_on=lambda: guard.still_allowed(request, access.SEE))
    response = StreamingHttpResponse(events, content_type="text/event-stream; charset=utf-8")
    patch_cache_control(response, no_store=True)
    response["X-Accel-Buffering"] = "no"
    return response


def _exists(path: str) -> bool:
    return areas.at_path(path) is not None


def _area(path: str) -> Area:
    area = areas.at_path(path)
    if area is None:
        raise Http404
    return area


def _outside(request: OfficeRequest, path: str) -> HttpResponse | None:
    """Return the refusal, in words, to someone whose post does not reach an area; None where it does."""
    if request.sees.covers(path):
        return None
    context = {"area": areas.at_path(path), "own": request.post.area}
    return render(request, "cockpit/outside.html", context, status=403)
