"""Pages for when something went wrong: what happened, what was kept, what to do. They need no database."""

import sys
from collections.abc import Mapping
from typing import NamedTuple

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from psycopg.errors import DiskFull

from wenhui.edge.open311 import wire as open311
from wenhui.edge.open311.wire import Form
from wenhui.kit.html import context

RETRY_AFTER = 30


class Words(NamedTuple):
    """What an error page says."""

    head: Promise
    happened: Promise
    kept: Promise
    remedy: Promise


WORDS: Mapping[int, Words] = {
    400: Words(
        _("这个请求没有看懂"),
        _("地址或填的内容里有认不出的东西。"),
        _("什么都没有改动。"),
        _("回到上一页再做一次。还是这样，把最下面一行告诉系统管理员。"),
    ),
    403: Words(
        _("您现在不能打开这一页"),
        _("您现在的岗位没有这一页的权限，或者这一页不在您的辖区里。"),
        _("什么都没有改动。"),
        _("有别的岗位，从右上角换过去；没有，请管理账号的同事添加。"),
    ),
    404: Words(
        _("没有这一页"),
        _("地址写错了，或者这一页已经移走。"),
        _("什么都没有改动。"),
        _("从首页或菜单里找。别处的链接带您来的，请告诉系统管理员。"),
    ),
    500: Words(
        _("系统出错了，不是您的问题"),
        _("办这一步时程序停住了，已经记下来等人查。"),
        _("这一步没有保存，之前保存的都在。"),
        _("过一会儿再试一次。还是这样，把最下面一行告诉系统管理员。"),
    ),
    503: Words(
        _("数据库没有应答"),
        _("正在升级，或者网络断开了。"),
        _("已经保存的都在。正在填的请先不要关掉那一页。"),
        _("半分钟后再试一次。"),
    ),
}
DISK_FULL = Words(
    _("磁盘满了，这一步没有保存"),
    _("数据库所在的磁盘没有空间了。"),
    _("这一步没有保存，之前保存的都在。"),
    _("请系统管理员腾出空间，不必重新启动；然后回到上一页再交一次。"),
)
STALE_FORM = Words(
    _("这张表放得太久，没有收下"),
    _("登录已经过期，或者这一页是很久以前打开的。"),
    _("填的内容还在上一页，没有交出去。"),
    _("回到上一页，刷新后再交一次。"),
)


def page(request: HttpRequest, status: int, words: Words | None = None) -> HttpResponse:
    """Return the page of `status`; machines get the same as a problem (RFC 9457)."""
    said = words or WORDS[status]
    form = open311_form(request)
    if form is not None:
        return HttpResponse(open311.error(status, str(said.head)).written(form), form.content_type, status)
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": str(said.head), "status": status, "detail": str(said.happened)}
        return JsonResponse(problem, status=status, content_type="application/problem+json")
    again = request.get_full_path() if status in {500, 503} and request.method == "GET" else ""
    known = context.look(request) | {
        "request": request,
        "csrf_token": get_token(request),
        "status": status,
        "words": said,
        "again": again,
    }
    return HttpResponse(render_to_string("site/error.html", known), status=status)


def open311_form(request: HttpRequest) -> Form | None:
    """Return the form in which a program of Open311 asked; None where somebody else asks."""
    if not request.path.startswith("/open311/v2/"):
        return None
    return Form.XML if request.path.endswith(".xml") else Form.JSON


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what could not be understood."""
    return page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer someone who may not."""
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that leads nowhere."""
    return page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer for our own failure; a database that is away, or a full disk, is said as such, with when to try again."""
    error = sys.exc_info()[1]
    if not isinstance(error, (OperationalError, InterfaceError)):
        return page(request, 500)
    response = page(request, 503, DISK_FULL if isinstance(error.__cause__, DiskFull) else None)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or old."""
    return page(request, 403, STALE_FORM)
