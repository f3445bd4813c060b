"""The office's IT person has addresses told of cases, sees whether the letters get there, and ends it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, ngettext

from wenhui.edge.hooks import access, actions, queries, words
from wenhui.edge.hooks.forms import HookForm
from wenhui.edge.hooks.models import Hook
from wenhui.edge.hooks.queries import Sent
from wenhui.edge.hooks.wire import Kind
from wenhui.ground.accounts import guard
from wenhui.ground.accounts import queries as accounts
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.ground.accounts.models import Token
from wenhui.kit import clock
from wenhui.kit.html.wording import say
from wenhui.work.cases import access as cases


@guard.page(access.SUBSCRIBE)
def home(request: OfficeRequest) -> HttpResponse:
    """List the hooks of this ground, the newest first."""
    hooks = list(queries.hooks_in(request.sees.path))
    sent = queries.sent(hooks)
    today = clock.local_day(clock.now(), request.zone)
    listed = [
        {
            "hook": hook,
            "kinds": [say(words.KINDS[Kind(one)]) for one in hook.kinds],
            "sent": sent.get(hook.party, Sent()),
            "holds": hook.token.holds_on(today) and hook.token.may(cases.SEE),
        }
        for hook in hooks
    ]
    return render(request, "hooks/home.html", {"listed": listed})


@guard.page(access.SUBSCRIBE, methods=("GET", "POST"))
def subscribe(request: OfficeRequest) -> HttpResponse:
    """Make a hook and show its secret, this once: the answer to the form itself, kept by no cache."""
    form = HookForm(request.POST or None, tokens=_tokens(request))
    if request.method == "POST" and form.is_valid():
        try:
            hook, secret = actions.subscribe(**form.hook, by=request.actor, at=clock.now())
        except actions.HookError as error:
            form.add_error("address", say(error.words))
        else:
            answer = render(request, "hooks/made.html", {"hook": hook, "secret": secret})
            answer.headers["Cache-Control"] = "no-store"
            return answer
    return render(request, "hooks/new.html", {"form": form}, status=422 if form.errors else 200)


@guard.page(access.SUBSCRIBE, methods=("POST",))
def tend(request: OfficeRequest, hook_id: int) -> HttpResponse:
    """Try a hook, send again what did not get there, or end it."""
    hook = get_object_or_404(queries.hooks_in(request.sees.path), pk=hook_id)
    messages.success(request, _done(request, hook))
    return redirect("hooks:home")


def _done(request: OfficeRequest, hook: Hook) -> str:
    by, at = request.actor, clock.now()
    match request.POST.get("do"):
        case "ping":
            actions.ping(hook=hook, by=by, at=at)
            return gettext("发了一条试送的，过几秒看这一行有没有变。")
        case "again":
            count = actions.send_again(hook=hook, by=by, at=at)
            return ngettext("%(n)d 条放回待发，马上再送。", "%(n)d 条放回待发，马上再送。", count) % {"n": count}
        case "end":
            actions.end(hook=hook, by=by, at=at)
            return gettext("取消了，不再往那里送。")
    return gettext("没有做什么。")


def _tokens(request: OfficeRequest) -> list[Token]:
    """Return the tokens of this ground that hold today and may see cases."""
    today = clock.local_day(clock.now(), request.zone)
    return [one for one in accounts.tokens_in(request.sees.path) if one.holds_on(today) and one.may(cases.SEE)]
