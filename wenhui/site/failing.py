"""What the machine does to a running command, in words: what happened, what was kept, what to do."""

import errno
import getpass
import shutil
from collections.abc import Iterator

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict

from wenhui.site import environment

LEAST_FREE_BYTES = 64 * 1024**2  # with less a database that went away went for lack of room
FULL = {errno.ENOSPC, errno.EDQUOT}
FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
KEPT = "What was accepted before is kept, the step under way was undone."


def in_words(error: BaseException) -> str | None:
    """Return what an error means to whoever typed the command; None for an error of our own, which keeps its traceback."""
    for one in _causes(error):
        if isinstance(one, errors.DiskFull) or (isinstance(one, OSError) and one.errno in FULL):
            return _full(getattr(one, "filename", None))
        if isinstance(one, OSError) and one.errno in FORBIDDEN and one.filename:
            whose = getpass.getuser()
            return f"{one.filename} cannot be written ({one.strerror}). {KEPT} Give it to {whose} and start again."
        if isinstance(one, errors.InsufficientPrivilege):
            return f"The database refuses ({_first_line(one)}). {KEPT} `wenhui doctor` says what its administrator must run."
        if isinstance(one, psycopg.OperationalError | psycopg.InterfaceError):
            return _full(None) if _is_full() else _gone(one)
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _full(place: object) -> str:
    where = f"under {place}" if place else f"under {environment.data_folder()} or where the database keeps its rows"
    return f"The disk is full {where}. {KEPT} Free some space, then run the same command again: it goes on where it stopped."


def _gone(error: BaseException) -> str:
    return (
        f"The database went away ({_first_line(error)}). {KEPT} When it answers again, run the same command: it goes on "
        "where it stopped."
    )


def _is_full() -> bool:
    host = conninfo_to_dict(environment.DATABASE.raw()).get("host") or "/"
    if not str(host).startswith("/"):
        return False  # its disk is elsewhere
    return shutil.disk_usage(environment.data_folder()).free < LEAST_FREE_BYTES


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
