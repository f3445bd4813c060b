"""What stands before every page."""

import json

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import include, path

from wenhui.ground.accounts import guard
from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.ground.accounts.models import LoginSession, StoredSession
from wenhui.ground.accounts.testing import Browse, Cast


def settings_of_transaction() -> list[str | None]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, current_setting('wenhui.scope_from', true), current_setting('wenhui.clearance', true)"
        )
        return list(cursor.fetchone())


@guard.page("cases.see")
def seen(request: OfficeRequest) -> JsonResponse:
    return JsonResponse(
        {
            "actor": str(request.actor),
            "post": str(request.post),
            "scope": request.sees.path,
            "transaction": settings_of_transaction(),
            "may_close": request.may("cases.close"),
        }
    )


@guard.page("cases.see", methods=("POST",))
def failing(request: OfficeRequest) -> HttpResponse:
    LoginSession.objects.update(device="changed")
    raise ImproperlyConfigured("stop here")


@guard.page("cases.see")
def lazy(request: OfficeRequest) -> TemplateResponse:
    return TemplateResponse(request, engines["django"].from_string("{{ read }}"), {"read": settings_of_transaction})


@guard.page("cases.see")
def streaming(request: OfficeRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(iter(["x"]))


@guard.own()
def mine(request: OfficeRequest) -> HttpResponse:
    return HttpResponse(request.actor.name)


@guard.public
def front(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(settings_of_transaction()[1] or ""))


urlpatterns = [
    path("seen/", seen),
    path("api/v1/seen", seen),
    path("failing/", failing),
    path("lazy/", lazy),
    path("streaming/", streaming),
    path("mine/", mine),
    path("front/", front),
    path("", include("wenhui.site.urls")),
]

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


def test_a_page_runs_as_the_web_role_in_the_scope_of_the_post(browse: Browse, cast: Cast) -> None:
    client = browse("luming")

    told = client.get("/seen/").json()

    assert told == {
        "actor": str(cast["luming"].actor),
        "post": "文晖街道 · 综合信息指挥室",
        "scope": "hz.gs.wh.",
        "transaction": ["wenhui_web", "hz.gs.wh.", "2"],
        "may_close": True,
    }


def test_the_scope_is_gone_after_the_page(browse: Browse) -> None:
    client = browse("luming")
    client.get("/seen/")

    left = client.get("/front/").content.decode()

    assert left == ""


def test_a_stranger_is_sent_to_the_login_page_and_back(browse: Browse) -> None:
    client = browse()

    response = client.get("/seen/?kind=1")

    assert (response.status_code, response["Location"]) == (302, "/login/?next=%2Fseen%2F%3Fkind%3D1")


def test_a_stranger_at_the_api_gets_401_as_problem_json(browse: Browse) -> None:
    client = browse()

    response = client.get("/api/v1/seen")

    assert (response.status_code, response["Content-Type"]) == (401, "application/problem+json")
    assert json.loads(response.content)["status"] == 401


def test_a_stranger_in_the_middle_of_a_page_is_sent_to_the_login_page_by_htmx(browse: Browse) -> None:
    client = browse()

    response = client.get("/seen/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/cases/?page=2"})

    assert (response.status_code, response["HX-Redirect"]) == (401, "/login/?next=%2Fcases%2F%3Fpage%3D2")


def test_a_post_without_the_permission_is_refused_in_words(browse: Browse) -> None:
    client = browse("qinsn")

    response = client.get("/seen/")

    assert response.status_code == 403
    assert "岗位" in response.content.decode()


def test_a_post_that_has_ended_opens_nothing(browse: Browse, cast: Cast) -> None:
    client = browse("luming")
    post = cast["luming"].post
    post.valid_to = post.valid_from
    post.save()

    response = client.get("/seen/")

    assert response.status_code == 403


def test_a_method_that_was_not_named_is_refused(browse: Browse) -> None:
    client = browse("luming")

    response = client.post("/seen/")

    assert response.status_code == 405


def test_an_exception_rolls_the_whole_page_back(browse: Browse) -> None:
    client = browse("luming")

    with pytest.raises(ImproperlyConfigured):
        client.post("/failing/")

    assert LoginSession.objects.get().device == ""


def test_a_lazy_answer_is_rendered_while_the_scope_holds(browse: Browse) -> None:
    client = browse("luming")

    page = client.get("/lazy/").content.decode()

    assert "hz.gs.wh." in page


def test_a_stream_from_an_ordinary_page_is_refused(browse: Browse) -> None:
    client = browse("luming")

    with pytest.raises(guard.LazyStreamError):
        client.get("/streaming/")


def test_pages_about_oneself_need_no_post(browse: Browse, cast: Cast) -> None:
    client = browse("luming")
    cast["luming"].account.posts.all().delete()

    response = client.get("/mine/")

    assert response.content.decode() == "陆明溪"


def test_a_page_asks_few_questions(browse: Browse, django_assert_max_num_queries: object) -> None:
    client = browse("luming")

    with django_assert_max_num_queries(14):  # type: ignore[operator]  # 5 of the guard, the rest savepoints and roles of the test
        client.get("/seen/")


def test_the_database_holds_no_key_that_opens_a_session(browse: Browse) -> None:
    client = browse("luming")

    key = client.cookies["sessionid"].value

    assert not StoredSession.objects.filter(session_key=key).exists()
    assert LoginSession.objects.get().key_hash == StoredSession.objects.get().session_key


def test_views_carry_marks_that_a_house_test_reads() -> None:
    marks = [getattr(view, "wh_permission", None) for view in (seen, mine, front)]

    assert marks == ["cases.see", "accounts.self", None]
    assert front.wh_public  # type: ignore[attr-defined]
