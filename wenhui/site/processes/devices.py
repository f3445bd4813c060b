"""The listener to sensing devices, as the web role. The demonstration's broker is beside it."""

import asyncio
import logging
import os
import signal

from wenhui.site import environment


async def serve() -> None:
    """Listen on the broker's port, the one after the pages', until told to stop."""
    from wenhui.edge.sensing.listen import Broker, listen

    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await listen(broker=Broker(host=environment.HOST.raw(), port=environment.port() + 1), stop=stop)


def main() -> None:
    """Listen to devices."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wenhui.site.settings")
    import django

    django.setup()
    logging.basicConfig(level=logging.WARNING)
    asyncio.run(serve())


if __name__ == "__main__":
    main()
