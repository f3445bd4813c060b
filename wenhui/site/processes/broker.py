"""The demonstration's MQTT broker (3.1.1, amqtt). An office runs Mosquitto or EMQX instead."""

import asyncio
import signal

from amqtt.broker import Broker

from wenhui.site import environment, processes


async def serve() -> None:
    """Serve on the port after the pages' until told to stop."""
    broker = Broker(
        {
            "listeners": {"default": {"type": "tcp", "bind": f"{environment.host()}:{environment.port() + 1}"}},
            "plugins": {"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}},
        }
    )
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await broker.start()
    await stop.wait()
    await broker.shutdown()


def main() -> None:
    """Run the broker."""
    processes.begin()
    asyncio.run(serve())


if __name__ == "__main__":
    main()
