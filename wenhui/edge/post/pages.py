"""What somebody is told: newest first, each leading to its case."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext, ngettext

from wenhui.edge.post import actions, queries, shown
from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.kit import clock
from wenhui.work.cases import access

A_PAGE = 30


@guard.page(access.SEE)
def home(request: OfficeRequest) -> HttpResponse:
    """List one's own messages about what this post sees; all, or those not read."""
    only_unread = request.GET.get("which") == "unread"
    own = queries.notifications(request.user.pk, only_unread=only_unread)
    leaf = Paginator(own, A_PAGE).get_page(request.GET.get("page"))
    rows = list(leaf.object_list)
    context = {
        "rows": shown.messages(rows, queries.cases_of(rows)),
        "leaf": leaf,
        "unit": gettext("条"),
        "only_unread": only_unread,
        "unread": shown.bell(queries.unread(request.user.pk)),
        "newest": own.values_list("pk", flat=True).first() if leaf.number > 1 else (rows[0].pk if rows else 0),
        "quiet": shown.quiet_hours(request.sees.path),
    }
    response = render(request, "post/home.html", context)
    add_never_cache_headers(response)
    return response


@guard.page(access.SEE)
def follow(request: OfficeRequest, notification_id: int) -> HttpResponse:
    """Go to what a message is about; it counts as read."""
    one = actions.read(
        notification_id=notification_id, account_id=request.user.pk, by=request.actor, at=clock.now()
    )  # fmt: skip
    if one is None:
        raise Http404
    response = HttpResponseRedirect(reverse("cases:card", args=[one.number]))
    add_never_cache_headers(response)
    return response


@guard.page(access.SEE, methods=("POST",))
def read_all(request: OfficeRequest) -> HttpResponse:
    """Count as read what was on the page and everything older."""
    upto = request.POST.get("upto", "")
    count = actions.read_all(
        account_id=request.user.pk, upto=int(upto) if upto.isascii() and upto.isdecimal() and len(upto) < 19 else 0,
        by=request.actor, at=clock.now(),
    )  # fmt: skip
    if count:
        told = ngettext("%(n)s 条消息已标为已读。", "%(n)s 条消息已标为已读。", count) % {"n": count}
        messages.success(request, told)
    return HttpResponseRedirect(reverse("post:home"))
