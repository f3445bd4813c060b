"""From the commit of a case to the changed tile on the screen: `python -m bench.live [--seconds 30] [--rate 20]`.

A server, a keeper and a web process of their own (fsync on, web role, policies on); one process reports cases all over the
subdistrict; Chromium shows the subdistrict's wall. Every report is measured: the wall's count can only grow, so the first
painted count that is at least the count after a report shows it. Painted means two animation frames after the change.
"""

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.own import office
from wenhui.site import environment
from wenhui.site.postgres import Server

BAR = 1.0
WARM = 5.0
OLD_CASES = 10_000
TOWN = "hz.gs.wh."

WATCH = """
() => {
  window.painted = [];
  const note = () => {
    const tile = document.querySelector("#f-cases-open .value b");
    const count = Number(tile.firstChild.textContent.replaceAll(",", ""));
    const keep = (at) => window.painted.push([(performance.timeOrigin + at) / 1000, count]);
    requestAnimationFrame(() => requestAnimationFrame(keep));
  };
  const what = { childList: true, subtree: true, characterData: true };
  new MutationObserver(note).observe(document.querySelector(".figures"), what);
}
"""


def main() -> int:
    """Measure on a server of its own; 1 when the bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--rate", type=float, default=20)
    parser.add_argument("--reporter", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wenhui.site.settings")
    if chosen.reporter:
        return report(chosen.rate)
    with office() as (server, folder):
        return measure(server, folder, seconds=chosen.seconds, rate=chosen.rate)


def measure(server: Server, folder: Path, *, seconds: float, rate: float) -> int:
    """Open the wall, let cases be reported, and print how long each took to be seen."""
    cookie, before = plant()
    port = free_port()
    web = {
        "WENHUI_PORT": str(port),
        "WENHUI_AS": "web",
        "DATABASE_URL_WEB": server.url(role="wenhui_web"),
    }
    with (
        running(folder, "wenhui.site.processes.web", **web),
        running(folder, "wenhui.site.processes.keeper", WENHUI_AS="owner"),
    ):
        wait_for(port)
        committed, painted = watch(f"http://127.0.0.1:{port}", cookie, folder, seconds=seconds, rate=rate)
    taken = []
    for number, at in enumerate(committed, start=1):
        seen = next((moment for moment, count in painted if count >= before + number), None)
        if seen is not None:
            taken.append(seen - at)
    missing = len(committed) - len(taken)
    cuts = statistics.quantiles(taken, n=20)
    print(
        f"{os.cpu_count()} cores; {len(committed)} reports at {len(committed) / (committed[-1] - committed[0]):.1f}/s, "
        f"{len(painted)} repaints; {missing} of the last not waited for"
    )
    print(
        f"{'ok  ' if cuts[18] <= BAR else 'MISS'} commit → painted p95 {cuts[18] * 1000:.0f} ms (bar ≤ {BAR * 1000:.0f}); "
        f"median {statistics.median(taken) * 1000:.0f}, most {max(taken) * 1000:.0f}"
    )
    return int(cuts[18] > BAR or missing > rate)


def plant() -> tuple[str, int]:
    """Migrate, plant the office and old cases; return a clerk's session and how many cases are open."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from wenhui.cockpit.testing import plant_counted_office
    from wenhui.ground.accounts import web_role
    from wenhui.ground.accounts.testing import WebClient

    web_role.ensure_web_role(connection)
    call_command("migrate", verbosity=0)
    web_role.grant(connection)
    call_command("collectstatic", verbosity=0, interactive=False)
    office = plant_counted_office()
    old_cases()
    client = WebClient()
    client.enter(office.cast["luming"].account)
    cookie: str = client.cookies["sessionid"].value
    return cookie, open_now()


def old_cases() -> None:
    """Lay closed cases of the last year under every building."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO cases_case (number, area_id, area_path, type_key, platform, channel, stage, urgency, title,
                description, place, unit_key, reported_at, registered_at, dispatched_at, accepted_at, answered_at,
                verified_at, closed_at, soon_at, due_at, returned_count, rework_count, reopened_count, source,
                source_key, attributes)
            SELECT 'OLD-' || n, (SELECT array_agg(id) FROM areas_area WHERE level = 'building')[1 + n %% 12], '', key,
                platform, 'grid_patrol', 'closed', 'ordinary', 'old', '', '', 'municipal', at, at, at, at, at, at,
                at + '3 hours', at + '1 hour', at + '4 hours', 0, 0, 0, '', '', '{}'
            FROM generate_series(1, %s) AS n, LATERAL (SELECT now() - n * interval '50 minutes' AS at) AS moment,
                LATERAL (SELECT key, platform FROM cases_casetype ORDER BY key LIMIT 1) AS kind
            """,
            [OLD_CASES],
        )


def open_now() -> int:
    """Return how many cases are open in the subdistrict."""
    from wenhui.ground.tally import queries
    from wenhui.kit import clock

    return int(queries.figures(["cases.open"], TOWN, clock.now())["cases.open"].value or 0)


def watch(
    site: str, cookie: str, folder: Path, *, seconds: float, rate: float
) -> tuple[list[float], list[list[float]]]:
    """Return the moments of the reports' commits, and of what the wall painted with the count it showed."""
    from playwright.sync_api import sync_playwright

    moments = folder / "committed.jsonl"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=environment.CHROMIUM.raw(), args=["--no-sandbox", "--disable-gpu"]
        )
        page = chromium.new_page(viewport={"width": 1920, "height": 1080})
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
        page.goto(f"{site}/cockpit/{TOWN}/")
        page.wait_for_selector("html[data-link=live]")
        page.evaluate(WATCH)
        command = [sys.executable, "-m", "bench.live", "--reporter", "--rate", str(rate)]
        with moments.open("w") as out, subprocess.Popen(command, stdout=out) as reporter:
            page.wait_for_timeout((WARM + seconds) * 1000)
            reporter.terminate()
        page.wait_for_timeout(3000)
        painted: list[list[float]] = page.evaluate("window.painted")
        chromium.close()
    lines = [line for line in moments.read_text().splitlines() if line.endswith("}")]
    return [json.loads(line)["at"] for line in lines], painted


def report(rate: float) -> int:
    """Report cases evenly until told to stop; print the moment after each commit."""
    import django

    django.setup()
    from wenhui.ground.accounts.models import Account
    from wenhui.ground.areas.models import Area
    from wenhui.kit import clock
    from wenhui.work.cases import actions
    from wenhui.work.cases.words import Channel

    clerk = Account.objects.get(username="luming").actor
    buildings = list(Area.objects.filter(level="building"))
    begin, number = time.monotonic(), 0
    while True:
        actions.report(
            title="路面塌陷",
            channel=Channel.GRID_PATROL,
            area=buildings[number % len(buildings)],
            type_key="event-0401",
            by=clerk,
            at=clock.now(),
        )
        print(json.dumps({"at": time.time()}), flush=True)
        number += 1
        time.sleep(max(0.0, begin + number / rate - time.monotonic()))


@contextmanager
def running(folder: Path, module: str, **environ: str) -> Iterator[None]:
    """Run one of the office's processes; stop it afterwards."""
    log = (folder / f"{module}.log").open("wb")
    with (
        log,
        subprocess.Popen(
            [sys.executable, "-m", module], env={**os.environ, **environ}, stdout=log, stderr=log
        ) as process,
    ):
        try:
            yield
        finally:
            process.terminate()
            process.wait(10)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def wait_for(port: int) -> None:
    """Wait until the web process answers."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the web process did not answer within 30 s")


if __name__ == "__main__":
    raise SystemExit(main())
