"""The page on which the command room reads what programs said of cases."""

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from wenhui.edge.open311 import access, actions, queries
from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock

MOST: Final = 200


@guard.page(access.READ)
def supplements(request: OfficeRequest) -> HttpResponse:
    """List them, those nobody has read first."""
    return render(request, "open311/supplements.html", {"supplements": queries.supplements(most=MOST), "most": MOST})


@guard.page(access.READ, methods=("POST",))
def mark_read(request: OfficeRequest, supplement_id: int) -> HttpResponse:
    """Note that it was read."""
    if actions.mark_read(supplement_id=supplement_id, by=request.actor, at=clock.now()) is None:
        raise Http404
    messages.success(request, gettext("已经记下您看过了。"))
    return redirect("open311:supplements")
