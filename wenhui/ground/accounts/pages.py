"""Logging in and out, one's sessions and password, and switching between one's posts."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from wenhui.ground.accounts import actions, guard, logging_in, queries, sessions
from wenhui.ground.accounts.forms import LoginForm, PasswordForm
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.ground.accounts.models import SessionEnd
from wenhui.kit import clock


@guard.public
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Ask for user name and password; go on to where the reader wanted."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(_next(request))
    form = LoginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at = clock.now()
        try:
            account = logging_in.check(at=at, **form.cleaned_data)
        except logging_in.LoginRefusedError:
            form.add_error(None, _refusal())
        else:
            sessions.begin(request, account, at=at)
            return HttpResponseRedirect(_next(request))
    status = 422 if form.errors else 200
    return render(request, "accounts/login.html", {"form": form, "next": _next(request)}, status=status)


def _refusal() -> str:
    rule = queries.login_rule()
    return gettext(
        "没有登录成功：用户名或密码不对，或者账号暂时不能登录。连续输错 %(failures)d 次会锁定 %(minutes)d 分钟；"
        "一直登录不上，请找街道的系统管理员。"
    ) % {"failures": rule.failures, "minutes": rule.lock_minutes}


@guard.own(methods=("POST",))
def logout(request: OfficeRequest) -> HttpResponse:
    """End this browser's session."""
    session = sessions.current(request)
    if session is not None:
        actions.end_session(session=session, why=SessionEnd.LOGOUT, by=request.actor, at=clock.now())
    request.session.flush()
    return redirect("accounts:login")


@guard.own()
def sessions_page(request: OfficeRequest) -> HttpResponse:
    """List where this account is logged in."""
    context = {"sessions": queries.open_sessions(request.user), "current": sessions.current(request)}
    return render(request, "accounts/sessions.html", context)


@guard.own(methods=("POST",))
def revoke_session(request: OfficeRequest, session_id: int) -> HttpResponse:
    """End one of one's own sessions, on a phone left behind for instance."""
    session = get_object_or_404(queries.open_sessions(request.user), pk=session_id)
    actions.end_session(session=session, why=SessionEnd.REVOKED, by=request.actor, at=clock.now())
    messages.success(request, gettext("已经撤销。那台设备再打开页面时要重新登录。"))
    return redirect("accounts:sessions")


@guard.own(methods=("GET", "POST"))
@sensitive_post_parameters("old", "new", "again")
def password(request: OfficeRequest) -> HttpResponse:
    """Change one's own password; every other device is logged out."""
    form = PasswordForm(request.POST or None, account=request.user)
    if request.method == "POST" and form.is_valid():
        at = clock.now()
        try:
            account = actions.set_password(
                account=request.user, password=form.cleaned_data["new"], by=request.actor, at=at
            )
        except ValidationError as error:
            form.add_error("new", error)
        else:
            sessions.begin(request, account, at=at)
            messages.success(request, gettext("密码已经修改，其他设备都已退出登录。"))
            return redirect("accounts:sessions")
    return render(request, "accounts/password.html", {"form": form}, status=422 if form.errors else 200)


@guard.own(methods=("POST",))
def switch_post(request: OfficeRequest) -> HttpResponse:
    """Act in another of one's own posts from now on."""
    wanted = request.POST.get("post", "")
    at = clock.now()
    try:
        post = actions.switch_post(
            account=request.user,
            post_id=int(wanted) if wanted.isdecimal() else 0,
            day=clock.local_day(at),
            by=request.actor,
            at=at,
        )
    except actions.PostNotHeldError:
        messages.error(request, gettext("没有换成：这个岗位今天不是您的。"))
    else:
        request.session[guard.POST_KEY] = post.pk
    return HttpResponseRedirect(_next(request))


def _next(request: HttpRequest) -> str:
    """Return where to go on, never to another site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else "/"
