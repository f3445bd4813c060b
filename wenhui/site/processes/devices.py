"""The listener to sensing devices, as the web role. The demonstration's broker is beside it."""

import asyncio
import signal

from wenhui.site import environment, processes


async def serve() -> None:
    """Listen on the broker's port, the one after the pages', until told to stop."""
    from wenhui.edge.sensing.listen import Broker, listen

    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await listen(broker=Broker(host=environment.host(), port=environment.port() + 1), stop=stop)


def main() -> None:
    """Listen to devices."""
    processes.begin_with_django()
    asyncio.run(serve())


if __name__ == "__main__":
    main()
