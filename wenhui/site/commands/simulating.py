"""`wenhui sim`: outside parties as they are on a bad day, to try an office against."""

import argparse
import signal
import threading

from wenhui.site import environment, loading, outside
from wenhui.site.commands import RefusalError, tell


def citybrain(given: argparse.Namespace) -> int:
    """Be the city brain of the settings until Ctrl-C: listen where they say it is, send tasks to the office."""
    peer = outside.citybrain()
    if peer is None:
        raise RefusalError(f"{environment.CITYBRAIN_URL.name} is empty, so there is nobody to be. Nothing was started.")
    if not 0 <= given.trouble <= 0.9:
        raise RefusalError(f"--trouble is {given.trouble}, not a share between 0 and 0.9. Nothing was started.")
    loading.django()
    from wenhui.edge.citybrain import fake_server
    from wenhui.edge.citybrain.fake import Trouble

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    share = given.trouble
    trouble = Trouble(double=share, hold_back=share, drop=share / 2, fail=share)
    tell(f"The city brain listens at {peer.url} and sends to {given.office}. Press Ctrl-C to stop.")
    fake_server.run(peer, office=given.office.rstrip("/"), trouble=trouble, stop=stop, seed=given.seed)
    return 0
