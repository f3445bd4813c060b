"""Folders that the database's own user can reach. Those of pytest are closed, anew at the start of every run and worker."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def reachable() -> Iterator[Path]:
    """Have an empty folder meanwhile that every user of the machine may enter."""
    folder = Path(tempfile.mkdtemp(prefix="wenhui-test-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
