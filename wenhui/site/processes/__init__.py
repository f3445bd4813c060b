"""The processes of one office, and the supervisor over them."""

import ctypes
import logging
import os
import signal

from wenhui.site import loading

PR_SET_PDEATHSIG = 1  # prctl(2), Linux


def begin() -> None:
    """Tie this process to its supervisor: killed outright, that one leaves nobody behind. Have warnings in the log."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wenhui.site.settings")


def begin_with_django() -> None:
    """The same, with tables and settings ready."""
    begin()
    loading.django()
