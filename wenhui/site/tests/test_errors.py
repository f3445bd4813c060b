"""Error pages say what happened, what was kept and what to do, and need no database."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from psycopg.errors import DiskFull

from wenhui.edge.open311 import wire
from wenhui.edge.open311.wire import Form
from wenhui.site import urls
from wenhui.site.errors import DISK_FULL, STALE_FORM, WORDS

RAISED = {
    400: SuspiciousOperation("secret-reason"),
    403: PermissionDenied("secret-reason"),
    404: Http404("secret-reason"),
    500: RuntimeError("secret-reason"),
    503: OperationalError("secret-reason"),
}


def full(request: HttpRequest) -> HttpResponse:
    """Raise what the database says when it finds no room."""
    raise OperationalError("could not extend file") from DiskFull("could not extend file")


def fail(request: HttpRequest, status: int) -> HttpResponse:
    """Raise what leads to `status`."""
    raise RAISED[status]


class Failing:
    """The site's addresses, and two that always fail."""

    urlpatterns = (
        path("full", full),
        path("fail/<int:status>", fail),
        path("api/v1/fail/<int:status>", fail),
        path("open311/v2/fail/<int:status>.json", fail),
        path("open311/v2/fail/<int:status>.xml", fail),
        *urls.urlpatterns,
    )
    handler400, handler403, handler404, handler500 = (
        urls.handler400,
        urls.handler403,
        urls.handler404,
        urls.handler500,
    )


@pytest.fixture
def failing() -> Client:
    """Return a client of a site where some pages always fail."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("status", list(RAISED))
@override_settings(ROOT_URLCONF=Failing)
def test_a_failure_is_told_in_words(failing: Client, status: int) -> None:
    response = failing.get(f"/fail/{status}")

    html = response.content.decode()
    assert response.status_code == status
    assert all(str(words) in html for words in WORDS[status])
    assert f"编号 {status}，时间 20" in html
    assert "secret-reason" not in html


@override_settings(ROOT_URLCONF=Failing)
def test_a_database_that_is_away_says_when_to_come_back(failing: Client) -> None:
    response = failing.get("/fail/503")

    assert response["Retry-After"] == "30"
    assert 'href="/fail/503"' in response.content.decode()


@override_settings(ROOT_URLCONF=Failing)
def test_a_full_disk_is_told_as_one(failing: Client) -> None:
    response = failing.get("/full")

    assert response.status_code == 503
    assert all(str(words) in response.content.decode() for words in DISK_FULL)


@pytest.mark.parametrize("status", list(RAISED))
@override_settings(ROOT_URLCONF=Failing)
def test_machines_get_a_problem(failing: Client, status: int) -> None:
    response = failing.get(f"/api/v1/fail/{status}")

    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == status


@pytest.mark.parametrize("status", [404, 500, 503])
@pytest.mark.parametrize("form", list(Form))
@override_settings(ROOT_URLCONF=Failing)
def test_programs_of_open311_get_the_standards_shape(failing: Client, status: int, form: Form) -> None:
    response = failing.get(f"/open311/v2/fail/{status}.{form}")

    assert (response.status_code, response.headers["Content-Type"]) == (status, form.content_type)
    (error,) = wire.read(response.content, form)
    assert (str(error["code"]), error["description"]) == (str(status), str(WORDS[status].head))


def test_a_form_without_its_token_says_what_was_kept() -> None:
    response = Client(enforce_csrf_checks=True).post("/language/", {"language": "en"})

    assert response.status_code == 403
    assert str(STALE_FORM.kept) in response.content.decode()


def test_an_address_that_leads_nowhere_follows_the_look(client: Client) -> None:
    client.cookies["wenhui_theme"] = "dark"

    html = client.get("/nowhere/").content.decode()

    assert 'data-theme="dark"' in html
    assert "没有这一页" in html
