"""`wenhui up`: one command brings up the office and Ctrl-C takes all of it down."""

import argparse
import signal
import socket
import sys
from pathlib import Path

from wenhui.site import at_hand, environment
from wenhui.site.commands import RefusalError, tell
from wenhui.site.processes.supervisor import Child, Supervisor

WITHOUT_OWNER = {environment.DATABASE.name: ""}  # pages and jobs are not even told the owner's address


def up(given: argparse.Namespace) -> int:
    """Prepare the database, start every process, print the address, wait for Ctrl-C."""
    demo = environment.is_demo()
    environment.refuse_owner_alone()
    if given.casework is not None and not given.casework.is_file():
        raise RefusalError(
            f"There is no file {given.casework}. The real casework is not part of the repository; README.md says where "
            "it comes from. Nothing was started."
        )
    ports = [environment.port(), *([environment.port() + 1] if demo else [])]
    refuse_taken_ports(environment.HOST.raw(), ports)
    supervisor = Supervisor()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: _interrupt(supervisor))
    try:
        with at_hand.database():
            _prepare(demo=demo, casework=given.casework)
            try:
                for child in children(environment.data_folder(), demo=demo):
                    supervisor.add(child)
                _announce(demo=demo)
                supervisor.watch()
            finally:
                supervisor.stop()
    except KeyboardInterrupt:
        pass
    return 0


def _interrupt(supervisor: Supervisor) -> None:
    if supervisor.stopping.is_set():
        return
    supervisor.stopping.set()
    if not supervisor.children:
        raise KeyboardInterrupt


def _prepare(*, demo: bool, casework: Path | None) -> None:
    from wenhui.site import preparing

    preparing.prepare()
    if demo:
        preparing.ensure_demonstration()
    if casework is not None:
        preparing.ensure_casework(casework)


def children(folder: Path, *, demo: bool) -> list[Child]:
    """Return the office's processes: pages and jobs as the web role, the keeper as the owner, in the demo a broker."""
    logs = folder / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    roles = {"web": "web", "jobs": "web", "keeper": "owner"}
    if demo:
        roles |= {"broker": "web", "devices": "web", "simulator": "web"}
    return [
        Child(
            name=name,
            command=[sys.executable, "-m", f"wenhui.site.processes.{name}"],
            environ={environment.AS_ROLE.name: role, "PYTHONUNBUFFERED": "1"}
            | (WITHOUT_OWNER if role == "web" else {}),
            log=logs / f"{name}.log",
        )
        for name, role in roles.items()
    ]


def refuse_taken_ports(host: str, ports: list[int]) -> None:
    """Raise when another program already listens on a port we are about to use."""
    for port in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                example = f"{environment.PORT.name}={port + 20}"
                raise RefusalError(
                    f"Port {port} on {host} cannot be used ({error.strerror}). Stop what uses it, or set {example}."
                ) from error


def _announce(*, demo: bool) -> None:
    import time
    import urllib.request

    address = f"http://{environment.HOST.raw()}:{environment.port()}/"
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{address}health/ready", timeout=2).close()  # noqa: S310 - our own address
            break
        except OSError:
            time.sleep(0.1)
    else:
        log = environment.data_folder() / "logs" / "web.log"
        raise RefusalError(f"The pages did not answer within 30 s; the reason is at the end of {log}.")
    if not demo:
        tell(f"Wenhui: {address}")
        return
    from wenhui.ground.accounts.models import Role
    from wenhui.ground.accounts.seed import CAST, CAST_PASSWORD

    roles = dict(Role.objects.values_list("key", "name_zh"))
    names = "、".join(f"{one.username} {one.name}（{roles[one.role]}）" for one in CAST)
    tell(f"文晖演示 {address} 账号密码都是 {CAST_PASSWORD}：{names}。按 Ctrl-C 停止。")
