"""What stands before every address of Open311: form, language, jurisdiction, key, and one transaction with a scope.

Strangers may read what the office offers; whoever sends something needs a key, as `api_key` or in the header
`Authorization: Bearer`. No cookie is looked at. Refusals have the standard's shape. A key that may see cases sees those of
its own ground, words included; everybody else the public side of offered types.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt

from wenhui.edge.open311 import placing, queries, wire
from wenhui.edge.open311.asked import Given, RefusedError
from wenhui.edge.open311.models import Jurisdiction
from wenhui.edge.open311.wire import Answer, Form
from wenhui.ground.accounts import guard, tokens
from wenhui.ground.accounts.models import Token
from wenhui.ground.accounts.scoped import scope_on
from wenhui.kit import clock
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import Scope
from wenhui.work.cases import access

FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True, slots=True)
class Call:
    """One call that passed the door."""

    request: HttpRequest
    given: Given
    jurisdiction: Jurisdiction
    token: Token | None
    at: datetime
    zone: ZoneInfo

    @property
    def is_public(self) -> bool:
        """Say whether the caller reads what any stranger may, and no more."""
        return self.token is None or not self.token.may(access.SEE)

    @property
    def key(self) -> str:
        """Return the program's own name for this sending."""
        return str(self.request.headers.get("Idempotency-Key", ""))


View = Callable[..., Answer | HttpResponse]


def door(*, methods: tuple[str, ...] = ("GET", "HEAD"), needs_key: bool = False) -> Callable[[View], Any]:
    """Guard an address. A POST always needs a key."""

    def decorate(view: View) -> Any:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, form: Form = Form.JSON, **parts: Any) -> HttpResponse:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            with translation.override(_language(request)):
                try:
                    answer = _called(view, request, needs_key=needs_key or request.method == "POST", parts=parts)
                except RefusedError as error:
                    return _sent(wire.error(error.code, str(error)), form, error.code)
                except tokens.TooManyCallsError as error:
                    refused = _sent(wire.error(429, str(error)), form, 429)
                    refused.headers["Retry-After"] = str(error.wait)
                    return refused
            return answer if isinstance(answer, HttpResponse) else _sent(answer, form, 200)

        return guard.public(guarded)

    return decorate


def _called(view: View, request: HttpRequest, *, needs_key: bool, parts: dict[str, Any]) -> Answer | HttpResponse:
    at = clock.now()
    given = _given(request)
    jurisdiction = _jurisdiction(str(given.get("jurisdiction_id", "")))
    token = _token(request, given, at=at)
    if token is None and needs_key:
        raise RefusedError(403, gettext("没有 api_key。"))
    if token is not None:
        placing.home_of(jurisdiction, token)
    zone = clock.SHANGHAI if token is None else token.zone
    call = Call(request, given, jurisdiction, token, at, zone)
    office = Scope(jurisdiction.area.path, Privacy.INSIDE)
    scope = token.scope if token is not None and (request.method == "POST" or not call.is_public) else office
    with timezone.override(zone), scope_on(scope):
        return view(call, **parts)


def _sent(answer: Answer, form: Form, status: int) -> HttpResponse:
    response = HttpResponse(answer.written(form), status=status, content_type=form.content_type)
    response.headers["Access-Control-Allow-Origin"] = "*"  # no cookie counts here, so nothing is lent to other sites
    return response


def _given(request: HttpRequest) -> Given:
    if request.method != "POST":
        return request.GET
    if request.content_type not in FORMS:
        raise RefusedError(400, gettext("请用表单格式提交（application/x-www-form-urlencoded，UTF-8）。"))
    try:
        return request.POST
    except RequestDataTooBig as error:
        raise RefusedError(400, gettext("内容太大了，请去掉照片再报一次。")) from error
    except (SuspiciousOperation, MultiPartParserError) as error:
        raise RefusedError(400, gettext("表单读不懂。")) from error


def _jurisdiction(key: str) -> Jurisdiction:
    known = queries.jurisdictions()
    if not key and len(known) == 1:
        return known[0]
    if not key and known:
        raise RefusedError(400, gettext("没有写 jurisdiction_id。"))
    found = next((one for one in known if one.key == key), None)
    if found is None:
        raise RefusedError(404, gettext("没有这个 jurisdiction_id。"))
    return found


def _token(request: HttpRequest, given: Given, *, at: datetime) -> Token | None:
    key = str(given.get("api_key", "")) or tokens.in_header(request)
    if not key:
        return None
    try:
        return tokens.admit(key, at=at)
    except tokens.TokenRefusedError as error:
        raise RefusedError(403, str(error)) from error


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("locale", "")
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
