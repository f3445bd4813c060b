"""The exchange with outside parties, as the web role: sends what waits, settles what was kept, compares the days."""

import signal
import threading

from wenhui.site import processes


def main() -> None:
    """Exchange until told to stop."""
    processes.begin_with_django()
    from wenhui.edge.exchange import beat

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    beat.run(stop)


if __name__ == "__main__":
    main()
