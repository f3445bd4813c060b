"""What stands before every page: login, post, permission, and one transaction with the post's scope on it.

    @guard.page(access.SEE)
    def board(request: OfficeRequest) -> HttpResponse: ...

    @guard.page(access.CLOSE, methods=("GET", "POST"))   # GET and HEAD alone unless said
    @guard.public                                        # no login, no transaction, no scope
    @guard.own()                                         # whoever logs in, with or without a post
    @guard.stream(access.SEE)                            # async; no transaction: the stream opens short ones itself

A program's key in the header (`accounts.tokens`) stands for login and post at addresses below `/api/`; its cookies, if it
sends any, are not looked at.

The view carries `wh_permission` or `wh_public`, and a house test asks every address for one of them. An exception rolls
everything back. Clocks on a page are those of the post's city. What a page returns is rendered before the transaction
ends, because afterwards nothing can be seen.
"""

from collections.abc import Awaitable, Callable, Collection, Coroutine
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from asgiref.sync import sync_to_async
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext

from wenhui.ground.accounts import access, queries, sessions, tokens
from wenhui.ground.accounts.models import Account, Post, Token
from wenhui.ground.accounts.scoped import scope_on
from wenhui.kit import asked, clock
from wenhui.kit.actor import Actor
from wenhui.kit.scope import Scope

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

P = ParamSpec("P")
R = TypeVar("R")

POST_KEY = "post"
LOGIN_URL = "/login/"


class OfficeRequest(HttpRequest):
    """A request that passed the guard."""

    user: Account
    token: Token  # instead of user, posts and post, where a program calls
    actor: Actor
    posts: list[Post]
    post: Post
    sees: Scope  # not `scope`: under ASGI a request keeps its own there
    zone: ZoneInfo
    may: Callable[[str], bool]
    htmx: "HtmxDetails"


class LazyStreamError(RuntimeError):
    """A page returned a stream: it would run after the transaction and see nothing.

    Use `guard.stream` and `scope_on`.
    """


def page(
    permission: str, *, methods: Collection[str] = ("GET",)
) -> Callable[[Callable[Concatenate[OfficeRequest, P], R]], Callable[Concatenate[HttpRequest, P], R]]:
    """Guard a page or an API operation: login, the session's post, `permission`, a transaction in the post's scope."""
    allowed = _with_head(methods)

    def decorate(view: Callable[Concatenate[OfficeRequest, P], R]) -> Callable[Concatenate[HttpRequest, P], R]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> R:
            with asked.once():
                refusal = _refusal(request, permission, allowed)
                if refusal is not None:
                    return cast(R, refusal)
                office = cast(OfficeRequest, request)
                with timezone.override(office.zone), scope_on(office.sees):
                    return _settled(view(office, *args, **kwargs))

        guarded.wh_permission = permission  # type: ignore[attr-defined]
        return cast(Callable[Concatenate[HttpRequest, P], R], guarded)

    return decorate


def own(
    *, methods: Collection[str] = ("GET",)
) -> Callable[[Callable[Concatenate[OfficeRequest, P], R]], Callable[Concatenate[HttpRequest, P], R]]:
    """Guard a page about one's own account: needs a login and no post; one transaction without a scope."""
    allowed = _with_head(methods)

    def decorate(view: Callable[Concatenate[OfficeRequest, P], R]) -> Callable[Concatenate[HttpRequest, P], R]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> R:
            refusal = _refusal_of_own(request, allowed)
            if refusal is not None:
                return cast(R, refusal)
            office = cast(OfficeRequest, request)
            with timezone.override(office.zone), transaction.atomic():
                return _settled(view(office, *args, **kwargs))

        guarded.wh_permission = access.SELF  # type: ignore[attr-defined]
        return cast(Callable[Concatenate[HttpRequest, P], R], guarded)

    return decorate


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a page that strangers may open; a house test keeps the list of them short."""
    view.wh_public = True  # type: ignore[attr-defined]
    return view


AsyncView = Callable[Concatenate[OfficeRequest, P], Awaitable[HttpResponseBase]]


def stream(
    permission: str,
) -> Callable[[AsyncView[P]], Callable[Concatenate[HttpRequest, P], Coroutine[Any, Any, HttpResponseBase]]]:
    """Guard a long-lived stream: checks like `page`, holds neither transaction nor connection.

    The view reads `request.sees` and opens short transactions with `scope_on`; it asks `still_allowed` now and then,
    because a session can be revoked and a post can end while the stream is open.
    """

    def decorate(
        view: AsyncView[P],
    ) -> Callable[Concatenate[HttpRequest, P], Coroutine[Any, Any, HttpResponseBase]]:
        @wraps(view)
        async def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            refusal = await sync_to_async(_refusal_of_stream)(request, permission)
            if refusal is not None:
                return refusal
            return await view(cast(OfficeRequest, request), *args, **kwargs)

        guarded.wh_permission = permission  # type: ignore[attr-defined]
        return cast(Callable[Concatenate[HttpRequest, P], Coroutine[Any, Any, HttpResponseBase]], guarded)

    return decorate


def still_allowed(request: OfficeRequest, permission: str) -> bool:
    """Say whether a stream that is already open may go on: the session, the account and the post still hold."""
    today = clock.local_day(clock.now())
    post = queries.posts_on(today, account=request.user).filter(pk=request.post.pk, account__is_active=True).first()
    return post is not None and post.may(permission) and sessions.is_open(request.session.session_key)


def _with_head(methods: Collection[str]) -> frozenset[str]:
    return frozenset({*methods, "HEAD"} if "GET" in methods else methods)


def _refusal_of_stream(request: HttpRequest, permission: str) -> HttpResponse | None:
    try:
        return _refusal(request, permission, _with_head(("GET",)))
    finally:
        if not connection.in_atomic_block:
            connection.close()


def _refusal(request: HttpRequest, permission: str, allowed: frozenset[str]) -> HttpResponse | None:
    """Return the answer to someone who may not, or None after putting actor, post and scope on the request."""
    if tokens.is_program(request):
        return _refusal_of_program(cast(OfficeRequest, request), permission, allowed)
    refusal = _not_logged_in(request) or _wrong_method(request, allowed)
    if refusal is not None:
        return refusal
    office = cast(OfficeRequest, request)
    post = _take_post(office)
    return None if post is not None and post.may(permission) else _refused(office, permission)


def _refusal_of_own(request: HttpRequest, allowed: frozenset[str]) -> HttpResponse | None:
    """Return the answer to a stranger, or None after putting the actor on the request, and the post if there is one."""
    if tokens.is_program(request):
        return _refusal_of_program(cast(OfficeRequest, request), "", allowed)
    refusal = _not_logged_in(request) or _wrong_method(request, allowed)
    if refusal is None:
        _take_post(cast(OfficeRequest, request))
    return refusal


def _refusal_of_program(request: OfficeRequest, permission: str, allowed: frozenset[str]) -> HttpResponse | None:
    """Return the answer to a program that may not, or None after putting actor and scope on the request."""
    refusal = _wrong_method(request, allowed)
    if refusal is not None:
        return refusal
    try:
        token = tokens.admit(tokens.in_header(request) or "", at=clock.now())
    except tokens.TokenRefusedError as error:
        answer: HttpResponse = problem(401, gettext("令牌不能用"), str(error))
        answer.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
        return answer
    except tokens.TooManyCallsError as error:
        answer = problem(429, gettext("调用太频繁"), str(error))
        answer.headers["Retry-After"] = str(error.wait)
        return answer
    if permission and not token.may(permission):
        return problem(403, gettext("这个令牌没有这项权限"), access.name_of(permission))
    request.token, request.actor, request.zone = token, token.actor, token.zone
    request.sees, request.may = token.scope, token.may
    return None


def _take_post(request: OfficeRequest) -> Post | None:
    """Put the actor on the request, and the post chosen in this session: the first of today's unless another was."""
    at = clock.now()
    sessions.note_seen(request, at=at)
    account, wanted = request.user, request.session.get(POST_KEY)
    request.actor = account.actor
    request.posts = list(queries.posts_on(clock.local_day(at), account=account))
    post = next((post for post in request.posts if post.pk == wanted), request.posts[0] if request.posts else None)
    request.zone = post.zone if post is not None else clock.SHANGHAI
    if post is not None:
        account.acting_post = request.post = post
        request.sees, request.may = post.scope, post.may
    return post


def _not_logged_in(request: HttpRequest) -> HttpResponse | None:
    if request.user.is_authenticated:
        return None
    if _wants_json(request):
        return problem(401, gettext("请先登录"))
    if getattr(request, "htmx", False):
        here = urlsplit(request.headers.get("HX-Current-URL", ""))
        back = here.path + (f"?{here.query}" if here.query else "")
        return HttpResponse(status=401, headers={"HX-Redirect": _login_address(back or "/")})
    return HttpResponseRedirect(_login_address(request.get_full_path() if request.method in {"GET", "HEAD"} else ""))


def _login_address(back: str) -> str:
    return resolve_url(LOGIN_URL) + (f"?{urlencode({'next': back})}" if back else "")


def _wrong_method(request: HttpRequest, allowed: frozenset[str]) -> HttpResponse | None:
    return None if request.method in allowed else HttpResponseNotAllowed(sorted(allowed))


def _wants_json(request: HttpRequest) -> bool:
    return request.path.startswith("/api/") or request.headers.get("Accept", "").startswith("application/json")


def problem(status: int, title: str, detail: str = "") -> JsonResponse:
    """Return a refusal as machines read it (RFC 9457)."""
    content = {"type": "about:blank", "title": title, "status": status} | ({"detail": detail} if detail else {})
    return JsonResponse(content, status=status, content_type="application/problem+json")


def _refused(request: OfficeRequest, permission: str) -> HttpResponse:
    """Return 403 in words: which of one's own posts would have it, else which roles."""
    wanted = access.name_of(permission)
    if _wants_json(request):
        return problem(403, gettext("您现在的岗位没有这项权限"), wanted)
    context = {
        "wanted": wanted,
        "able": [post for post in request.posts if post.may(permission)],
        "roles": list(queries.roles_with(permission)),
        "back": request.get_full_path() if request.method in {"GET", "HEAD"} else "/",
    }
    return render(request, "accounts/refused.html", context, status=403)


def _settled(result: R) -> R:
    """Finish what is lazy while the scope is still on the transaction."""
    if isinstance(result, StreamingHttpResponse) and not isinstance(result, FileResponse):
        raise LazyStreamError("A page returned a stream; use guard.stream and scope_on.")
    if isinstance(result, QuerySet):
        result._fetch_all()
    elif callable(finish := getattr(result, "render", None)):
        finish()
    return result
