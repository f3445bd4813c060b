"""Live figures: swapped as they change, dated when the line is lost, back by themselves."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template import engines
from django.urls import path
from playwright.sync_api import Page, expect
from pytest_django import Settings

from wenhui.site import urls

pytestmark = pytest.mark.browser

WALL = """{% extends "wall.html" %}{% load static %}
{% block title %}live{% endblock %}{% block heading %}live{% endblock %}
{% block scripts %}<script type="module" src="{% static "look/js/live.js" %}"></script>{% endblock %}
{% block state %}{% include "parts/link.html" %}<time data-wh-as-of>-</time>{% endblock %}
{% block main %}<div data-wh-live="/live/"><a href="#" id="tile">1</a><i id="map"></i></div>{% endblock %}"""


class Line:
    """The other end of the wire: what it will say on each connection, and how often it was called."""

    def __init__(self) -> None:
        self.sayings: list[list[tuple[str, dict[str, str]]]] = []
        self.calls = 0

    async def say(self) -> AsyncIterator[bytes]:
        """Say what is laid down for this connection; stay on the line after the last one."""
        said = self.sayings[min(self.calls, len(self.sayings) - 1)]
        self.calls += 1
        for event, data in said:
            yield f"event: {event}\ndata: {json.dumps(data)}\n\n".encode()
        if self.calls >= len(self.sayings):
            await asyncio.sleep(30)


@pytest.fixture
def line(settings: Settings) -> Line:
    """Put a wall and its stream at `/wall/` and `/live/`."""
    made = Line()

    def wall(request: HttpRequest) -> HttpResponse:
        return HttpResponse(engines["django"].from_string(WALL).render({}, request))

    async def stream(request: HttpRequest) -> StreamingHttpResponse:
        return StreamingHttpResponse(made.say(), content_type="text/event-stream")

    class Live:
        urlpatterns = (path("wall/", wall), path("live/", stream), *urls.urlpatterns)

    settings.ROOT_URLCONF = Live
    return made


def test_a_tile_is_swapped_and_keeps_the_focus(line: Line, site: str, page: Page) -> None:
    tile = {"id": "tile", "html": '<a href="#" id="tile">2</a>'}
    line.sayings = [[("beat", {"at": "09:41:58"}), ("refresh", {"id": "map"}), ("tile", tile)]]
    page.add_init_script(
        "addEventListener('wh:refresh', () => { window.refreshed = true; }, true);"
        "addEventListener('DOMContentLoaded', () => document.getElementById('tile').focus())"
    )

    page.goto(f"{site}/wall/")

    expect(page.locator("#tile")).to_have_text("2")
    expect(page.locator("#tile")).to_be_focused()
    expect(page.locator("[data-wh-as-of]")).to_have_text("09:41:58")
    expect(page.locator("html")).to_have_attribute("data-link", "live")
    expect(page.get_by_text("实时已连接")).to_be_visible()
    assert page.evaluate("window.refreshed") is True


def test_a_lost_line_says_so_and_comes_back_by_itself(line: Line, site: str, page: Page) -> None:
    line.sayings = [[("bye", {})], [("tile", {"id": "tile", "html": '<a href="#" id="tile">back</a>'})]]

    page.goto(f"{site}/wall/")

    expect(page.locator("html")).to_have_attribute("data-link", "lost")
    expect(page.get_by_text("断线不到 1 分，正在重连")).to_be_visible()
    expect(page.locator("#tile")).to_have_text("back")
    expect(page.locator("html")).to_have_attribute("data-link", "live")
    assert line.calls == 2


def test_a_tile_that_nobody_shows_is_let_pass(line: Line, site: str, page: Page) -> None:
    line.sayings = [[("tile", {"id": "elsewhere", "html": "<i></i>"}), ("beat", {"at": "10:00"})]]

    page.goto(f"{site}/wall/")

    expect(page.locator("[data-wh-as-of]")).to_have_text("10:00")
