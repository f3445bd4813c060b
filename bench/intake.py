"""Reports through the public interface, as programs send them: `python -m bench.intake`.

Starts its own server with fsync on, plants the demonstration's ground, starts the pages as a process of their own and 8
clients in another, each with a connection that it keeps. Every report has its own words and one of the office's buildings;
it is checked for duplicates, put on its clock, and counted by every indicator. Beside it, in the same run and on the same
database, one connection of the driver alone does as many transactions of one UPDATE and one INSERT as it can. Then the
clients come half as fast, and each waits for its turn, late ones included.
"""

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from statistics import quantiles
from threading import Thread

from bench.own import Result, office, run

CLIENTS = 8
SUSTAINED = 10.0
HALF = 8.0
RAW = 3.0
PORT = 8977

WHAT = ("路面塌陷", "占道堆物", "路灯不亮", "窨井盖松动", "楼道堆放杂物", "夜间施工扰民", "河道漂浮物", "墙面开裂")
WHERE = ("东门", "西门", "单元门口", "地下车库", "菜场旁", "小学对面", "公交站", "配电房后面")


def main() -> int:
    """Measure on a server of its own; 1 when a bar is missed."""
    with office() as (server, folder):
        return measure(server.url(role="wenhui_web"), folder)


def measure(web_url: str, folder: Path) -> int:
    """Plant the ground, serve, send, print each figure beside its bar."""
    import django

    django.setup()
    key, paths = plant()
    plan = folder / "plan.json"
    plan.write_text(json.dumps({"key": key, "paths": paths}))
    process = serve(web_url, folder)
    try:
        clients(plan, seconds=2, rate=0)
        raw = by_hand()
        sustained = clients(plan, seconds=SUSTAINED, rate=0)
        half = clients(plan, seconds=HALF, rate=sustained["rate"] / 2)
    finally:
        process.terminate()
        process.wait(10)
    print(
        f"{os.cpu_count()} cores; {raw:,.0f} raw transactions/s, {sustained['rate']:,.1f} reports/s, {CLIENTS} clients"
    )
    print(
        f"     at full rate p50 {sustained['p50']:.0f} ms, p99 {sustained['p99']:.0f} ms; at half p50 {half['p50']:.0f} ms"
    )
    results = [
        Result("reports through POST /api/v1/cases ÷ raw UPDATE+INSERT", sustained["rate"] / raw, 0.15, at_least=True),
        Result("p99 of POST /api/v1/cases at half that rate, ms", half["p99"], 150),
        Result("reports that were refused or lost", sustained["failed"] + half["failed"], 0),
    ]
    print(*results, sep="\n")
    return 0 if all(result.is_met for result in results) else 1


def plant() -> tuple[str, list[str]]:
    """Migrate, apply the catalogue, plant the ground; return a program's key and the buildings it reports at."""
    from django.core.management import call_command
    from django.db import connection

    from wenhui.ground.accounts import actions, web_role
    from wenhui.ground.areas import seed
    from wenhui.ground.areas.models import Area, Level
    from wenhui.kit.actor import job
    from wenhui.kit.privacy import Privacy
    from wenhui.site import catalogue

    by, at = job("bench"), datetime.now(UTC)
    call_command("migrate", verbosity=0)
    web_role.ensure_web_role(connection)
    web_role.grant(connection)
    catalogue.run_apply(catalogue.FOLDER, by=by, at=at)
    seed.seed(number=1, by=by, at=at)
    _, key = actions.make_token(
        name="bench", area=Area.objects.get(path="hz.gs.wh."), permissions=["cases.report", "cases.see"],
        clearance=Privacy.INSIDE, valid_from=at.date() - timedelta(days=1), valid_to=at.date() + timedelta(days=2),
        per_minute=60_000, by=by, at=at,
    )  # fmt: skip
    run("CREATE TABLE bench_counter (id int PRIMARY KEY, last bigint)")
    run("INSERT INTO bench_counter VALUES (1, 0)")
    run("CREATE TABLE bench_line (id bigserial PRIMARY KEY, words text, at timestamptz)")
    run("VACUUM ANALYZE")
    buildings = Area.objects.filter(level=Level.BUILDING, path__startswith="hz.gs.wh.").order_by("path")
    return key, list(buildings.values_list("path", flat=True))


def by_hand() -> float:
    """Return how many transactions of one UPDATE and one INSERT one connection does in a second."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        done, ends = 0, time.perf_counter() + RAW
        begins = time.perf_counter()
        while time.perf_counter() < ends:
            connection.execute("UPDATE bench_counter SET last = last + 1 WHERE id = 1")
            connection.execute("INSERT INTO bench_line (words, at) VALUES (%s, now())", ["路面塌陷，围挡松动"])
            connection.commit()
            done += 1
        return done / (time.perf_counter() - begins)


def serve(web_url: str, folder: Path) -> "subprocess.Popen[bytes]":
    """Start the pages as the web role, and wait until they answer."""
    own = {"DATABASE_URL_WEB": web_url, "WENHUI_AS": "web", "WENHUI_PORT": str(PORT)}
    with (folder / "web.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "wenhui.site.processes.web"], env=os.environ | own, stdout=log, stderr=log
        )
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        try:
            connection = HTTPConnection("127.0.0.1", PORT, timeout=5)
            connection.request("GET", "/health/live")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.2)
        else:
            return process
    raise SystemExit((folder / "web.log").read_text())


def clients(plan: Path, *, seconds: float, rate: float) -> dict[str, float]:
    """Let the clients send from a process of their own; return what they saw."""
    command = [sys.executable, "-m", "bench.intake", "clients", str(plan), str(seconds), str(rate)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def send(plan: Path, *, seconds: float, rate: float) -> dict[str, float]:
    """Send reports for some seconds; as fast as they are answered, or at a rate.

    At a rate each report has its moment, and its time runs from then, whether or not a client was free.
    """
    known = json.loads(plan.read_text())
    run_key, numbers = time.time_ns(), count()
    took: list[float] = []
    failed: list[str] = []
    begins = time.perf_counter()

    def client() -> None:
        connection = HTTPConnection("127.0.0.1", PORT, timeout=30)
        while True:
            number = next(numbers)
            due = begins + number / rate if rate else time.perf_counter()
            if due > begins + seconds:
                return
            time.sleep(max(0.0, due - time.perf_counter()))
            try:
                status = post(connection, known, number, f"bench-{run_key}-{number}")
            except (OSError, HTTPException) as error:
                failed.append(repr(error))
                connection = HTTPConnection("127.0.0.1", PORT, timeout=30)
                continue
            took.append(time.perf_counter() - due)
            if status != 201:
                failed.append(str(status))

    threads = [Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cuts = quantiles(took, n=100)
    spent = time.perf_counter() - begins
    return {"rate": len(took) / spent, "p50": cuts[49] * 1000, "p99": cuts[98] * 1000, "failed": len(failed)}


def post(connection: HTTPConnection, known: dict[str, list[str]], number: int, key: str) -> int:
    """Send one report and return the status of its answer."""
    paths = known["paths"]
    given = {
        "title": f"{WHERE[number % 8]}{WHAT[number // 8 % 8]}，{number} 号", "channel": "resident", "type_key": "event-0401",
        "area": paths[number * 7 % len(paths)], "description": "路过的人说已经两天了，晚上看不清，怕有人摔着。",
    }  # fmt: skip
    headers = {"Authorization": f"Bearer {known['key']}", "Idempotency-Key": key, "Content-Type": "application/json"}
    connection.request("POST", "/api/v1/cases", json.dumps(given).encode(), headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status


if __name__ == "__main__":
    if sys.argv[1:2] == ["clients"]:
        print(json.dumps(send(Path(sys.argv[2]), seconds=float(sys.argv[3]), rate=float(sys.argv[4]))))
        raise SystemExit(0)
    raise SystemExit(main())
