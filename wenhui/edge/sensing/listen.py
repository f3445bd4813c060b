"""Listens to the broker: the only I/O of sensing besides the database.

No alarm is lost between broker and table: the session is kept under a stable client name, so that the broker holds
what comes while nobody listens, and a message is acknowledged only after it was kept. Neither is one counted twice: see
`actions.receive`.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from aiomqtt import Client, Message, MqttError, ProtocolVersion
from asgiref.sync import sync_to_async
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from wenhui.edge.sensing import actions, models, queries, wire
from wenhui.kit import clock
from wenhui.kit.actor import job

LISTENER = job("sensing", "物联感知接入")
CLIENT_NAME = "wenhui-sensing"
SESSION_SECONDS = 7 * 24 * 3600  # MQTT 5 forgets a session at once unless told; 3.1.1 leaves it to the broker

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Broker:
    """Where to listen, and how: amqtt speaks 3.1.1, Mosquitto and EMQX speak both."""

    port: int
    host: str = "127.0.0.1"
    protocol: ProtocolVersion = ProtocolVersion.V311


@dataclass(slots=True)
class Patience:
    """How long to wait before the next try: twice as long each time, from `first` to `longest` seconds."""

    stop: asyncio.Event
    first: float = 1.0
    longest: float = 30.0
    delay: float = 0.0

    def renew(self) -> None:
        """Begin anew after a success."""
        self.delay = 0.0

    async def wait(self) -> None:
        """Wait, or return at once when told to stop."""
        self.delay = min(self.delay * 2 or self.first, self.longest)
        with suppress(TimeoutError):
            async with asyncio.timeout(self.delay):
                await self.stop.wait()


class StoppedError(RuntimeError):
    """Told to stop before the database answered."""


async def listen(*, broker: Broker, stop: asyncio.Event, now: Callable[[], datetime] = clock.now) -> None:
    """Take alarms in until `stop` is set; connect again whenever the connection breaks."""
    patience = Patience(stop)
    while not stop.is_set():
        try:
            async with connected(broker, name=CLIENT_NAME) as client:
                await client.subscribe(wire.ALARMS, qos=wire.QOS)
                patience.renew()
                await _until(stop, _take_all(client, stop, now))
        except MqttError as error:
            log.warning("The broker at %s:%s: %s", broker.host, broker.port, error)
            await patience.wait()


def connected(broker: Broker, *, name: str) -> Client:
    """Return a client whose session outlives its connections, and which acknowledges nothing by itself."""
    is_5 = broker.protocol is ProtocolVersion.V5
    properties = None
    if is_5:
        properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
        properties.SessionExpiryInterval = SESSION_SECONDS
    client = Client(
        broker.host,
        broker.port,
        identifier=name,
        protocol=broker.protocol,
        clean_session=None if is_5 else False,
        clean_start=False if is_5 else 3,  # 3 is paho's word for "does not apply"
        properties=properties,
        logger=log,
    )
    # aiomqtt has no acknowledgement by hand, paho beneath it does. Before connecting: what the broker held comes at once.
    client._client.manual_ack_set(on=True)
    return client


async def _take_all(client: Client, stop: asyncio.Event, now: Callable[[], datetime]) -> None:
    for left_over in await _patiently(stop, queries.waiting):
        await _patiently(stop, partial(_settle, left_over, now))
    async for message in client.messages:
        kept = await _patiently(stop, partial(_receive, message, now))
        log.info("%s seq %s: %s", kept.serial, kept.seq, kept.outcome)
        client._client.ack(message.mid, message.qos)


def _settle(left_over: int, now: Callable[[], datetime]) -> models.Message:
    return actions.settle(message_id=left_over, by=LISTENER, at=now())


def _receive(message: Message, now: Callable[[], datetime]) -> models.Message:
    return actions.receive(topic=str(message.topic), payload=message.payload, by=LISTENER, at=now())


async def _patiently(stop: asyncio.Event, act: Callable[[], Answer]) -> Answer:
    """Do `act` on Django's thread; while the database does not answer, try again and leave the broker waiting."""
    patience = Patience(stop)
    while not stop.is_set():
        try:
            return await sync_to_async(_freshly)(act)
        except (OperationalError, InterfaceError) as error:
            log.warning("The database: %s", str(error).strip())
            await patience.wait()
    raise StoppedError


def _freshly(act: Callable[[], Answer]) -> Answer:
    """Do `act` on a connection that is not left over from before the database went away."""
    if not connection.in_atomic_block:
        close_old_connections()
    return act()


async def _until(stop: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
    """Run `work` until it fails or `stop` is set; what it was doing then was not acknowledged, and comes again."""
    working, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            with suppress(StoppedError):
                await working
    finally:
        working.cancel()
        stopping.cancel()
        await asyncio.gather(working, stopping, return_exceptions=True)
