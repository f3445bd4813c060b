"""Gives the whole test run one throw-away PostgreSQL and the English words, before Django reads its settings.

Loaded with `-p tests.throwaway`. `WENHUI_TEST_BINARIES=/usr/lib/postgresql/15/bin` runs on another version's binaries.
"""

import gc
import os
import shutil
import signal
import tempfile
from pathlib import Path

import pytest

os.environ.setdefault("WENHUI_DEMO", "1")
gc.disable()  # what is collected stays to the end of the run; searching it for garbage takes a third of collecting


def pytest_collection_finish(session: pytest.Session) -> None:
    """Look for garbage from here on, only among what the tests themselves make."""
    gc.freeze()
    gc.enable()


if "PYTEST_XDIST_WORKER" not in os.environ and "WENHUI_TEST_SERVER" not in os.environ:
    from wenhui.site import translating
    from wenhui.site.postgres import Server, wheel_binaries

    translating.compile_all()

    folder = Path(tempfile.mkdtemp(prefix="wenhui-test-"))
    folder.chmod(0o755)
    (folder / "static").mkdir()  # whitenoise warns where there is none
    binaries = os.environ.get("WENHUI_TEST_BINARIES")
    server = Server(folder, throwaway=True, binaries=Path(binaries) if binaries else wheel_binaries())
    server.start()
    server.ensure_database()
    os.environ["WENHUI_TEST_SERVER"] = str(folder)
    os.environ["DATABASE_URL"] = server.url()
    os.environ["WENHUI_DATA"] = str(folder)

    def _stop(*_: object) -> None:
        """Stop the server also when the run is ended from outside; pytest would take an exception for a failed test."""
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(143)

    signal.signal(signal.SIGTERM, _stop)

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(config: pytest.Config) -> None:
        """Stop the server and leave nothing behind."""
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
