"""A unit's own list and the map of open cases. Complete without JavaScript."""

from django.http import HttpResponse
from django.shortcuts import render

from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock
from wenhui.work.cases import access
from wenhui.work.cases.desk import mine
from wenhui.work.cases.photos import photographing
from wenhui.work.cases.words import Verb


@guard.page(access.HANDLE)
def home(request: OfficeRequest) -> HttpResponse:
    """Show what the reader's unit has on its hands, with the steps it takes at once."""
    unit_key = request.post.unit_key
    shows = {
        "mine": mine.of(unit_key, at=clock.now()),
        "unit_key": unit_key,
        "back": request.get_full_path(),
        **photographing.asked(Verb.ANSWER),
    }
    return render(request, "cases/mine.html", shows)
