"""Real brokers for tests, each on a free loopback port: the demonstration's embedded one, and Mosquitto."""

import asyncio
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Protocol

import pytest
from aiomqtt import ProtocolVersion
from amqtt.broker import Broker as Amqtt

from wenhui.edge.sensing.listen import Broker

MOSQUITTO = shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/sbin")

needs_mosquitto = pytest.mark.skipif(MOSQUITTO is None, reason="Mosquitto is not installed (package: mosquitto)")


class Serve(Protocol):
    """Starts a broker and stops it in the end."""

    def __call__(self) -> AbstractAsyncContextManager[Broker]: ...


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def embedded(port: int | None = None) -> AsyncIterator[Broker]:
    """Serve with amqtt in this event loop, configured as the demonstration's broker."""
    broker = Broker(port=port or free_port())
    server = Amqtt(
        {
            "listeners": {"default": {"type": "tcp", "bind": f"{broker.host}:{broker.port}"}},
            "plugins": {"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}},
        }
    )
    await server.start()
    try:
        yield broker
    finally:
        await server.shutdown()


@asynccontextmanager
async def _mosquitto(protocol: ProtocolVersion) -> AsyncIterator[Broker]:
    broker = Broker(port=free_port(), protocol=protocol)
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "mosquitto.conf"
        settings.write_text(f"listener {broker.port} {broker.host}\nallow_anonymous true\n")
        process = subprocess.Popen(
            [str(MOSQUITTO), "-c", str(settings)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            await _answers(broker)
            yield broker
        finally:
            process.terminate()
            process.wait(5)


async def _answers(broker: Broker) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            _, writer = await asyncio.open_connection(broker.host, broker.port)
        except OSError:
            await asyncio.sleep(0.05)
            continue
        writer.close()
        await writer.wait_closed()
        return
    raise TimeoutError(f"Mosquitto does not answer on {broker.port}")


def mosquitto_311() -> AbstractAsyncContextManager[Broker]:
    return _mosquitto(ProtocolVersion.V311)


def mosquitto_5() -> AbstractAsyncContextManager[Broker]:
    return _mosquitto(ProtocolVersion.V5)


BROKERS = [
    pytest.param(embedded, id="embedded"),
    pytest.param(mosquitto_311, id="mosquitto-3.1.1", marks=needs_mosquitto),
    pytest.param(mosquitto_5, id="mosquitto-5", marks=needs_mosquitto),
]

HOLDING = BROKERS[1:]
"""Those that hold messages for a client that is away; the embedded one does not do so dependably."""
