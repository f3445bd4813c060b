"""The demonstration's invented city brain, where the settings say it is, over a bad road."""

import signal
import threading

from wenhui.site import environment, outside, processes


def main() -> None:
    """Be the city brain until told to stop; refused outside the demonstration."""
    if not environment.is_demo():
        raise SystemExit("The invented city brain runs only with WENHUI_DEMO=1. Nothing was changed.")
    processes.begin_with_django()
    from wenhui.edge.citybrain import fake_server
    from wenhui.edge.citybrain.fake import Trouble

    peer = outside.citybrain()
    if peer is None:
        raise SystemExit(f"{environment.CITYBRAIN_URL.name} is empty. Nothing was started.")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    trouble = Trouble(double=0.2, hold_back=0.2, drop=0.1, fail=0.1)
    fake_server.run(peer, office=f"http://127.0.0.1:{environment.port()}", trouble=trouble, stop=stop)


if __name__ == "__main__":
    main()
