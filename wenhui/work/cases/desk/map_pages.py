"""The map of open cases, the points and the ground it asks for; the list beside it says the same without a picture."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock
from wenhui.work.cases import access, board, forms, pages
from wenhui.work.cases.desk import mapping


@guard.page(access.SEE)
def home(request: OfficeRequest) -> HttpResponse:
    """Show the open cases of the board's filters on a map, and the most pressing of them as a list beside it."""
    at, number, known = clock.now(), request.GET.get("case", ""), board.Known()
    opened = pages.opened_case(request, number, known) if number else {"opened": None}
    if request.htmx.target == "opened":
        return render(request, "cases/parts/opened.html", opened | {"back": request.get_full_path()})
    shows = board.context(request.GET, path=request.sees.path, at=at, unit_key=request.post.unit_key, view=board.MAP)
    box, without = mapping.extent(shows["filters"], at=at)
    place = {
        "box": ",".join(f"{degree:.6f}" for degree in box) if box else "",
        "without": without,
        "points": f"{reverse('cases:map_points')}?{request.GET.urlencode()}",
        "on_map": True,
        "back": request.get_full_path(),
    }
    return render(request, "cases/map.html", shows | opened | place)


@guard.page(access.SEE)
def points(request: OfficeRequest) -> HttpResponse:
    """Give the marks in a window of the map; without a window there is nothing to draw."""
    at = clock.now()
    view = mapping.window(request.GET)
    filters = forms.filters(request.GET, today_began_at=forms.began_today(at))
    return JsonResponse({"marks": mapping.marks(filters, view, at=at) if view else []})


@guard.page(access.SEE)
def ground(request: OfficeRequest) -> HttpResponse:
    """Give the drawn ground that the points lie on."""
    answer = JsonResponse(mapping.ground(request.sees.path), content_type="application/geo+json")
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer
