"""Long-lived streams: the same refusals as pages, no transaction, and an end when the reader may not go on."""

from collections.abc import AsyncIterator

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from wenhui.ground.accounts import actions, guard, sessions
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.ground.accounts.models import Account, Role, SessionEnd
from wenhui.ground.accounts.testing import Cast
from wenhui.kit import clock

SEE = "cases.see"

pytestmark = pytest.mark.django_db


@guard.stream(SEE)
async def stream(request: OfficeRequest) -> StreamingHttpResponse:
    async def lines() -> AsyncIterator[str]:
        yield request.sees.path

    return StreamingHttpResponse(lines())


def request_of(account: Account | None) -> HttpRequest:
    request = RequestFactory().get("/stream/")
    request.session = sessions.new_store()
    request.user = AnonymousUser()
    if account is not None:
        sessions.begin(request, account, at=clock.now())
    return request


def open_stream(request: HttpRequest) -> HttpResponseBase:
    async def opened() -> HttpResponseBase:
        response: HttpResponseBase = await stream(request)
        return response

    return async_to_sync(opened)()


def test_a_stream_knows_its_scope_and_holds_no_transaction(cast: Cast) -> None:
    request = request_of(cast["luming"].account)

    response = open_stream(request)

    assert isinstance(response, StreamingHttpResponse)
    assert request.sees.path == "hz.gs.wh."  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('wenhui.scope_from', true), '')")
        assert cursor.fetchone() == ("",)


@pytest.mark.parametrize(("username", "status"), [(None, 302), ("qinsn", 403)])
def test_a_stream_refuses_like_a_page(cast: Cast, username: str | None, status: int) -> None:
    request = request_of(cast[username].account if username else None)

    response = open_stream(request)

    assert response.status_code == status


def allowed_after(cast: Cast, change: str) -> bool:
    player, at = cast["luming"], clock.now()
    request = request_of(player.account)
    open_stream(request)
    office: OfficeRequest = request  # type: ignore[assignment]
    match change:
        case "nothing":
            pass
        case "session revoked":
            session = sessions.current(request)
            assert session is not None
            actions.end_session(session=session, why=SessionEnd.REVOKED, by=player.actor, at=at)
        case "account stopped":
            actions.lock(account=player.account, by=player.actor, at=at)
        case "post ended":
            actions.end_post(post=player.post, on=clock.local_day(at), by=player.actor, at=at)
        case "permission taken":
            Role.objects.filter(key="command_clerk").update(permissions=[])
        case "role ended":
            Role.objects.filter(key="command_clerk").update(ended=True)
    return guard.still_allowed(office, SEE)


@pytest.mark.parametrize(
    ("change", "may_go_on"),
    [
        ("nothing", True),
        ("session revoked", False),
        ("account stopped", False),
        ("post ended", False),
        ("permission taken", False),
        ("role ended", False),
    ],
)
def test_an_open_stream_ends_when_its_reader_may_not_go_on(cast: Cast, change: str, may_go_on: bool) -> None:
    assert allowed_after(cast, change) is may_go_on
