"""What the machine does to a command is said in words; an error of our own keeps its traceback."""

import errno

import psycopg
import pytest
from django.db import OperationalError
from psycopg import errors

from wenhui.site import failing


def from_driver(cause: Exception) -> OperationalError:
    """Return an error as Django passes it on."""
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/data/rejects.csv"), "The disk is full under /data/rejects.csv"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), "The disk is full under"),
        (from_driver(errors.DiskFull("could not extend file")), "The disk is full under"),
        (OSError(errno.EROFS, "Read-only file system", "/data/logs"), "/data/logs cannot be written (Read-only"),
        (PermissionError(errno.EACCES, "Permission denied", "/data/static"), "/data/static cannot be written (Permission"),
        (from_driver(psycopg.OperationalError("server closed the connection")), "The database went away (server closed"),
        (errors.InsufficientPrivilege("permission denied for schema public"), "The database refuses (permission denied for"),
    ],
)  # fmt: skip
def test_a_broken_machine_is_said_with_what_was_kept(error: Exception, said: str) -> None:
    words = failing.in_words(error)

    assert words is not None
    assert words.startswith(said)
    assert "What was accepted before is kept" in words
    assert "\n" not in words


@pytest.mark.parametrize(
    "error", [ValueError("ours"), FileNotFoundError(errno.ENOENT, "No such file", "x"), KeyError()]
)
def test_an_error_of_our_own_is_not_dressed_up(error: Exception) -> None:
    assert failing.in_words(error) is None
