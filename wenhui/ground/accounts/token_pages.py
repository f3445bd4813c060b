"""The office's IT person makes keys for programs, sees which are used, and revokes them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from wenhui.ground.accounts import access, actions, guard, queries
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.ground.accounts.token_forms import TokenForm
from wenhui.kit import clock


@guard.page(access.ADMINISTER)
def tokens(request: OfficeRequest) -> HttpResponse:
    """List the tokens of this ground, those in use first."""
    today = clock.local_day(clock.now(), request.zone)
    listed = [
        {"token": token, "names": [access.name_of(one) for one in token.permissions], "holds": token.holds_on(today)}
        for token in queries.tokens_in(request.sees.path)
    ]
    return render(request, "accounts/tokens.html", {"listed": listed})


@guard.page(access.ADMINISTER, methods=("GET", "POST"))
def new_token(request: OfficeRequest) -> HttpResponse:
    """Make a token and show its key, this once: the answer to the form itself, kept by no cache."""
    at = clock.now()
    form = TokenForm(request.POST or None, within=request.sees.path, today=clock.local_day(at, request.zone))
    if request.method == "POST" and form.is_valid():
        try:
            token, key = actions.make_token(**form.token, by=request.actor, at=at)
        except actions.TokenNameTakenError:
            form.add_error("name", gettext("已经有一个在用的令牌叫这个名字。"))
        else:
            answer = render(request, "accounts/token_made.html", {"token": token, "key": key})
            answer.headers["Cache-Control"] = "no-store"
            return answer
    return render(request, "accounts/token_new.html", {"form": form}, status=422 if form.errors else 200)


@guard.page(access.ADMINISTER, methods=("POST",))
def revoke_token(request: OfficeRequest, token_id: int) -> HttpResponse:
    """Revoke a token of this ground."""
    token = get_object_or_404(queries.tokens_in(request.sees.path), pk=token_id)
    actions.revoke_token(token=token, by=request.actor, at=clock.now())
    messages.success(request, gettext("“%(name)s”已经撤销，下一次调用就会被拒绝。") % {"name": token.name})
    return redirect("accounts:tokens")
