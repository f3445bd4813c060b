"""Fixtures of the browser tests: a database of the test's own, the site on a free port, a page that notices trouble.

Loaded with `-p tests.browser`, so every room's tests may ask for them. A journey:

    @pytest.mark.browser
    def test_a_clerk_closes_a_case(site: str, page: Page, own_cast: Cast) -> None:
        seed(...)                       # ORM as owner, committed: the server's threads see it
        browser.log_in(page, site, own_cast["luming"])
        page.goto(f"{site}/cases/")
        ...
        assert not browser.violations(page)

- `own_database` is a copy of the migrated, empty database, dropped afterwards (`tests.databases`).
- `own_cast` plants the small office and the cast of `wenhui.ground.accounts.testing` in it, and gives the role of web its
  grants; `log_in` enters one of them without the login page.
- `site` is the real ASGI application under uvicorn in a thread, static files included; pages and server-sent events.
  Where the role of web exists, the server's connections act as it, so policies hold; the test itself stays the owner.
- `page` speaks Chinese in Shanghai and fails the test at its end when the console said an error (a policy violation is
  one) or a script threw. `page_problems` is that list, for tests that expect an error.
"""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from wenhui.site import environment

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

    from wenhui.ground.accounts.testing import Cast, Player

AXE = Path(__file__).resolve().parents[1] / "node_modules" / "axe-core" / "axe.min.js"
LOOKED_AT = """async () => {
  const root = document.documentElement;
  const own = root.dataset.theme;
  const look = (value) => {
    root.dataset.theme = value;
    document.dispatchEvent(new CustomEvent("wh:look", {detail: {key: "theme", value}}));
    return new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
  };
  const found = {[own]: (await axe.run(document, {resultTypes: ["violations"]})).violations};
  const other = own === "dark" ? "light" : "dark";
  await look(other);
  const only = {resultTypes: ["violations"], runOnly: ["color-contrast", "link-in-text-block"]};
  found[other] = (await axe.run(document, only)).violations;
  await look(own);
  return found;
}"""
WEB_ROLE = "wenhui_web"
PHONE: "ViewportSize" = {"width": 390, "height": 844}
DESK: "ViewportSize" = {"width": 1440, "height": 900}
WALL: "ViewportSize" = {"width": 1920, "height": 1080}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run faults first and browser tests last, and skip these aloud where there is no browser.

    Faults first, because their files take longest, and a worker that began one at the end would be waited for. Browser
    tests last, because the driver leaves an event loop in its thread, in which no later test could turn async into sync.
    """
    items.sort(key=lambda item: (not item.get_closest_marker("faults"), bool(item.get_closest_marker("browser"))))
    chromium = Path(environment.CHROMIUM.raw())
    if chromium.exists():
        return
    reason = f"no browser at {chromium}: install Debian's chromium, or set {environment.CHROMIUM.name}"
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture
def own_cast(own_database: None) -> "Cast":
    """Plant the small office and its cast in the test's own database."""
    from wenhui.ground.accounts import testing

    testing.plant_office()
    return testing.plant_cast()


def _act_as_web(sender: object, connection: Any, **_: object) -> None:
    """Make connections of the server's threads act as the role of web, if this database has it."""
    if threading.current_thread() is threading.main_thread():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [WEB_ROLE])
        if cursor.fetchone():
            cursor.execute(f"SET ROLE {WEB_ROLE}")


@pytest.fixture
def site(own_database: None) -> Iterator[str]:
    """Serve the application on a free loopback port; the value is its address, without a closing slash."""
    import uvicorn
    from django.core.asgi import get_asgi_application
    from django.db.backends.signals import connection_created
    from django.test import override_settings

    from wenhui.site.processes.web import Pages

    listening = socket.create_server(("127.0.0.1", 0))
    with override_settings(WHITENOISE_USE_FINDERS=True):  # static files straight from the rooms, by our own middleware
        application = get_asgi_application()
    config = uvicorn.Config(application, log_level="warning", lifespan="off", timeout_graceful_shutdown=2, ws="none")
    server = Pages(config)
    connection_created.connect(_act_as_web)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, name="site")
    thread.start()
    try:
        until = time.monotonic() + 10
        while not server.started and time.monotonic() < until:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()
        connection_created.disconnect(_act_as_web)


@pytest.fixture(scope="session")
def chromium(django_db_setup: None) -> Iterator["Browser"]:
    """Start the machine's own Chromium once for the session."""
    from django.db import connections
    from playwright.sync_api import sync_playwright

    # While Playwright's event loop lives in this thread, Django keeps another set of connections for it; none may stay
    # open on either side, or the database could be neither copied nor dropped.
    connections.close_all()
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread; Django would refuse the database to the test itself.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(
            executable_path=environment.CHROMIUM.raw(), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()
        connections.close_all()


@pytest.fixture
def page_problems() -> list[str]:
    """Collect what the console of `page` complained about; empty it where the complaint is what the test wants."""
    return []


@pytest.fixture
def page(chromium: "Browser", page_problems: list[str], request: pytest.FixtureRequest) -> Iterator["Page"]:
    """Open a page of 1440 by 900; the test fails at its end if the console or a script complained.

    The site is asked for first, so that the page is closed before the site stops.
    """
    if "site" in request.fixturenames:
        request.getfixturevalue("site")
    context = chromium.new_context(viewport=DESK, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce")
    context.set_default_timeout(10_000)
    opened = context.new_page()
    opened.on("console", lambda said: page_problems.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda error: page_problems.append(str(error)))
    yield opened
    context.close()
    assert page_problems == []


def log_in(page: "Page", site: str, player: "Player") -> None:
    """Enter as one of the cast, as the login does after the password was right."""
    from django.conf import settings

    from wenhui.ground.accounts.testing import WebClient

    client = WebClient()
    client.enter(player.account)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": site}])


def dress(page: "Page", site: str, *, theme: str = "light", text: str = "normal", language: str = "zh-hans") -> None:
    """Choose theme, text size and language, as the switches do."""
    cookies = {"wenhui_theme": theme, "wenhui_text": text, "django_language": language}
    page.context.add_cookies([{"name": name, "value": value, "url": site} for name, value in cookies.items()])


def violations(page: "Page") -> list[str]:
    """Return what axe-core holds against the page as it stands, in the light and in the dark: rule, help, and where.

    In the other theme only colours are looked at: nothing else of a page depends on it. It is switched to as the reader's
    button does, and back.
    """
    if not AXE.is_file():
        raise FileNotFoundError(f"{AXE} is missing; run `npm ci` first.")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return [
        f"{theme} {rule['id']}: {rule['help']}: {node['target']} {node.get('failureSummary', '')}"
        for theme, found in page.evaluate(LOOKED_AT).items()
        for rule in found
        for node in rule["nodes"]
    ]


def sideways(page: "Page", *, width: int | None = None) -> int:
    """Return by how many pixels the page can be scrolled sideways (at `width`, if given); it never should."""
    if width:
        page.set_viewport_size({"width": width, "height": 900})
    excess: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return excess
