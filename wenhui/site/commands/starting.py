"""`wenhui up`: one command brings up the office and Ctrl-C takes all of it down."""

import argparse
import errno
import fcntl
import os
import signal
import socket
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wenhui.site import at_hand, environment, outside
from wenhui.site.commands import RefusalError, tell
from wenhui.site.postgres import Server
from wenhui.site.processes.database import Database
from wenhui.site.processes.supervisor import Child, Supervisor

WITHOUT_OWNER = {environment.DATABASE.name: ""}  # pages and jobs are not even told the owner's address
FIRST_ANSWER = 30.0  # seconds the pages may take to answer


def up(given: argparse.Namespace) -> int:
    """Prepare the database, start every process, print the address, wait for Ctrl-C."""
    demo = environment.is_demo()
    if demo:
        outside.invent()
    environment.refuse_owner_alone()
    if given.casework is not None and not given.casework.is_file():
        raise RefusalError(
            f"There is no file {given.casework}. The real casework is not part of the repository; README.md says where "
            "it comes from. Nothing was started."
        )
    ports = [environment.port(), *([environment.port() + 1] if demo else [])]
    refuse_taken_ports(environment.host(), ports)
    supervisor = Supervisor()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: _interrupt(supervisor))
    try:
        with at_hand.database() as server, alone(environment.data_folder()):
            _prepare(server, demo=demo, casework=given.casework)
            _run(supervisor, server, demo=demo)
    except KeyboardInterrupt:
        pass
    return 0


def _interrupt(supervisor: Supervisor) -> None:
    if supervisor.stopping.is_set():
        return
    supervisor.stopping.set()
    if not supervisor.children:
        raise KeyboardInterrupt


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the office's data folder; refuse when another `wenhui up` runs from it, whatever its port."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "up").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise RefusalError(
                f"This office runs already (process {file.read().strip()}) from {folder}. Stop it, or give this one a "
                f"folder of its own; for example: {environment.DATA.name}={folder}-2"
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _prepare(server: Server | None, *, demo: bool, casework: Path | None) -> None:
    from wenhui.site import preparing

    preparing.prepare()
    if demo:
        preparing.ensure_demonstration()
    else:
        _refuse_cast()
    if casework is not None:
        preparing.ensure_casework(casework)
    if server is not None:
        server.checkpoint()
    at_hand.check_web()


def _refuse_cast() -> None:
    from wenhui.ground.accounts import seed

    found = list(seed.cast_found_outside_demonstration())
    if found:
        raise RefusalError(" ".join((*found, "Nothing was started.")))


def _run(supervisor: Supervisor, server: Server | None, *, demo: bool) -> None:
    try:
        if server is not None:
            supervisor.database = Database.of(server)
        for child in children(environment.data_folder(), demo=demo):
            supervisor.add(child)
        _await_pages(supervisor)
        if not supervisor.stopping.is_set():
            _announce(demo=demo)
        supervisor.watch()
    finally:
        supervisor.stop()


def children(folder: Path, *, demo: bool) -> list[Child]:
    """Return the office's processes: pages and jobs as the web role, the keeper as the owner, in the demo a broker."""
    logs = folder / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    roles = {"web": "web", "jobs": "web", "keeper": "owner", "exchange": "web"}
    peer = outside.citybrain()
    if peer is not None and outside.is_invented(peer):
        roles["citybrain"] = "web"
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
    """Raise when a port we are about to use is taken or may not be used, or when the address is not this machine's."""
    for port in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                if error.errno == errno.EADDRNOTAVAIL:
                    raise environment.HOST.refuse(f"is {host!r}, not an address of this machine") from error
                example = f"{environment.PORT.name}={port + 20 if port > 1023 else environment.PORT.example}"
                way = "set" if error.errno == errno.EACCES else "stop what uses it, or set"
                raise RefusalError(
                    f"Port {port} on {host} cannot be used ({error.strerror}): {way} {example}. Nothing was started."
                ) from error


def _address() -> str:
    host = environment.host()
    return f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{environment.port()}/"  # noqa: S104 - compared only


def _await_pages(supervisor: Supervisor) -> None:
    """Wait until the pages can serve, asking under a name that they answer to."""
    known = (environment.allowed_hosts()[0]).lstrip(".").replace("*", "localhost")
    asked = urllib.request.Request(f"{_address()}health/ready", headers={"Host": known})  # noqa: S310 - our own address
    deadline = time.monotonic() + FIRST_ANSWER
    while time.monotonic() < deadline and not supervisor.stopping.is_set():
        try:
            urllib.request.urlopen(asked, timeout=2).close()  # noqa: S310 - the same
        except OSError:
            time.sleep(0.1)
        else:
            return
    if not supervisor.stopping.is_set():
        log = environment.data_folder() / "logs" / "web.log"
        raise RefusalError(f"The pages did not answer within {FIRST_ANSWER:.0f} s; the reason is at the end of {log}.")


def _announce(*, demo: bool) -> None:
    if not demo:
        tell(f"Wenhui: {_address()} Press Ctrl-C to stop.")
        return
    from wenhui.ground.accounts.models import Role
    from wenhui.ground.accounts.seed import CAST, CAST_PASSWORD

    roles = dict(Role.objects.values_list("key", "name_zh"))
    names = "、".join(f"{one.username} {one.name}（{roles[one.role]}）" for one in CAST)
    tell(f"文晖演示 {_address()} 账号密码都是 {CAST_PASSWORD}：{names}。按 Ctrl-C 停止。")
