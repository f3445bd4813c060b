"""Pages about areas: the tree, one area at a time, and the outlines that maps draw."""

import hashlib
import json
from typing import Any, Protocol, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wenhui.ground.areas import queries, rules
from wenhui.ground.areas.models import Area, Level
from wenhui.ground.areas.queries import LANDMARKS, SELF
from wenhui.kit.scope import Scope


class ScopedRequest(Protocol):
    """What the guard has put on a request."""

    sees: Scope


def home(request: HttpRequest) -> HttpResponse:
    """Lead to the area of the reader's post."""
    sees = cast(ScopedRequest, request).sees
    return redirect("areas:area", path=sees.path)


def area(request: HttpRequest, path: str) -> HttpResponse:
    """Show one area: what is said of it, what lies in it, and where a written address lies in it."""
    shown = _found(path)
    children = list(queries.with_counts(queries.children_of(path)))
    text = request.GET.get("address", "").strip()[:200]
    context = {
        "area": shown,
        "chain": queries.ancestors(path),
        "crumbs": _crumbs(shown),
        "children": children,
        "kind_of_children": Level(children[0].level).label if children else "",
        "codes": shown.codes.order_by("edition"),
        "successions": queries.successions_of(path),
        "estates": queries.estates_in(path) if _holds_buildings(shown) else (),
        "memberships": queries.memberships_of(path) if shown.level == Level.BUILDING else (),
        "map": _map(shown, children),
        "text": text,
        **(_address(text, path) if text else {}),
    }
    return render(request, "areas/area.html", context)


def geo(request: HttpRequest, path: str, level: str) -> HttpResponseBase:
    """Answer with the outlines of a level below an area as GeoJSON; unchanged ones are not sent twice."""
    if level not in {*Level.values, LANDMARKS, SELF}:
        raise Http404(gettext("没有这一级区域。"))
    _found(path)
    drawn = queries.outlines(path, level)
    for feature in drawn["features"]:
        if feature["properties"]["role"] == "fill":
            feature["properties"] |= {"address": reverse("areas:area", args=[feature["id"]]), "step": 0, "words": ""}
    if level != LANDMARKS:
        drawn["features"] += queries.outlines(path, LANDMARKS)["features"]
    body = json.dumps(drawn, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    response = HttpResponse(body, content_type="application/geo+json")
    response["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    patch_cache_control(response, private=True, no_cache=True)
    unchanged = get_conditional_response(request, etag=response["ETag"], response=response)
    return unchanged if unchanged is not None else response


# How numbers that an address names are said again.
SPOKEN = {
    "grid": _("%s 网格"), "building": _("%s 幢"), "unit": _("%s 单元"), "floor": _("%s 楼"), "dwelling": _("%s 室"),
}  # fmt: skip


def _address(text: str, within: str) -> dict[str, Any]:
    understanding = queries.understand(text, within=within)
    understood = [str(SPOKEN.get(kind, "%s")) % words for kind, words in understanding.understood]
    return {"understanding": understanding, "understood": understood}


def _found(path: str) -> Area:
    found = queries.at_path(path) if rules.is_path(path) else None
    if found is None:
        raise Http404(gettext("没有这个区域。"))
    return found


def _crumbs(shown: Area) -> list[tuple[str, str]]:
    around = [(each.name, reverse("areas:area", args=[each.path])) for each in queries.ancestors(shown.path)]
    return [*around[:-1], (shown.name, "")]


def _holds_buildings(shown: Area) -> bool:
    return shown.level in {Level.SUBDISTRICT, Level.COMMUNITY, Level.GRID}


def _map(shown: Area, children: list[Area]) -> dict[str, Any] | None:
    """Return the map of what lies in an area; none where nothing is drawn."""
    drawn = [child for child in children if child.outline]
    if not drawn:
        return None
    level = Level(drawn[0].level)
    return {
        "id": "area-map",
        "head": gettext("地图"),
        "source": reverse("areas:geo", args=[shown.path, level.value]),
        "up": reverse("areas:area", args=[rules.parent_path(shown.path)]) if shown.parent_id else "",
        "words": gettext("%(area)s内的%(level)s，选一个进入") % {"area": shown.name, "level": level.label},
        "names": [level.label, gettext("户室")],
        "rows": [(child.name, reverse("areas:area", args=[child.path]), _dwellings(child)) for child in drawn],
    }


def _dwellings(child: Area) -> int:
    return getattr(child, "dwellings", None) or 0
