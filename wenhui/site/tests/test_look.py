"""Theme, text size and language: chosen by a reader, kept in cookies, in the page from its first byte."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from wenhui.site import look


def test_a_page_is_plain_until_someone_chooses(client: Client) -> None:
    html = client.get("/").content.decode()

    assert '<html lang="zh-CN" data-theme="light" data-text="normal">' in html


def test_a_choice_is_remembered_and_leaves_the_address_clean(client: Client) -> None:
    response = client.get("/?theme=dark&text=large&q=a&q=b")

    assert response.status_code == 302
    assert response["Location"] == "/?q=a&q=b"
    assert 'data-theme="dark" data-text="large"' in client.get("/").content.decode()


@pytest.mark.parametrize("query", ["theme=pink", "text=", "theme="])
def test_an_unknown_choice_is_left_alone(client: Client, query: str) -> None:
    response = client.get(f"/?{query}")

    assert response.status_code == 200
    assert 'data-theme="light"' in response.content.decode()


def test_a_meddled_cookie_is_taken_for_none(client: Client) -> None:
    client.cookies["wenhui_theme"] = '"><script>'

    assert 'data-theme="light"' in client.get("/").content.decode()


def test_two_slashes_do_not_lead_to_another_host(rf: RequestFactory) -> None:
    request = rf.get("/", {"theme": "dark"})
    request.path = "//elsewhere.example/"

    response = look.remember_look(lambda _: HttpResponse())(request)

    assert response.headers["Location"] == "/elsewhere.example/"


def test_the_office_speaks_chinese_to_an_english_browser(client: Client) -> None:
    response = client.get("/", headers={"accept-language": "en-US,en"})

    assert response.headers["Content-Language"] == "zh-hans"


def test_a_reader_may_switch_to_english_and_back(client: Client) -> None:
    client.post("/language/", {"language": "en", "next": "/"})
    english = client.get("/").content.decode()
    client.post("/language/", {"language": "zh-hans", "next": "/"})

    assert '<html lang="en"' in english
    assert '<html lang="zh-CN"' in client.get("/").content.decode()


def test_the_switches_work_without_javascript_and_keep_the_search(client: Client) -> None:
    html = client.get("/?q=a&q=b").content.decode()

    assert html.count('<input type="hidden" name="q" value="') == 2
