"""The demonstration's invented city, as the web role: see `wenhui.site.city`."""

import signal
import threading

from wenhui.site import environment, processes


def main() -> None:
    """Keep the city moving until told to stop; refused outside the demonstration."""
    if not environment.is_demo():
        raise SystemExit("The simulator invents cases, so it runs only with WENHUI_DEMO=1. Nothing was changed.")
    processes.begin_with_django()
    from wenhui.edge.sensing.listen import Broker
    from wenhui.site import city

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    city.live(broker=Broker(host=environment.host(), port=environment.port() + 1), stop=stop)


if __name__ == "__main__":
    main()
