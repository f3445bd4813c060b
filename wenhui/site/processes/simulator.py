"""The demonstration's invented city, as the web role: see `wenhui.site.city`."""

import logging
import os
import signal
import threading

from wenhui.site import environment


def main() -> None:
    """Keep the city moving until told to stop; refused outside the demonstration."""
    if not environment.is_demo():
        raise SystemExit("The simulator invents cases, so it runs only with WENHUI_DEMO=1. Nothing was changed.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wenhui.site.settings")
    import django

    django.setup()
    from wenhui.edge.sensing.listen import Broker
    from wenhui.site import city

    logging.basicConfig(level=logging.WARNING)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    city.live(broker=Broker(host=environment.HOST.raw(), port=environment.port() + 1), stop=stop)


if __name__ == "__main__":
    main()
