"""The listener against real brokers: nothing lost, nothing twice, whatever breaks."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import datetime
from random import Random
from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.db import OperationalError

from wenhui.edge.sensing import fake, seed, wire
from wenhui.edge.sensing.fake import FakeDevice, Fleet, Sent
from wenhui.edge.sensing.listen import Broker, listen
from wenhui.edge.sensing.models import Message
from wenhui.edge.sensing.tests.brokers import (
    BROKERS,
    HOLDING,
    Serve,
    embedded,
    free_port,
    mosquitto_311,
    needs_mosquitto,
)
from wenhui.edge.sensing.words import Kind, Outcome
from wenhui.ground.accounts.testing import OFFICE, PLANTED_AT
from wenhui.work.cases.models import Case
from wenhui.work.cases.testing import TUESDAY, Desk

SERIAL = "sensor-lsdy-04"
PATIENCE = 10.0


@pytest.fixture
def planted(desk: Desk) -> Desk:
    seed.seed(by=OFFICE, at=PLANTED_AT, devices=seed.DEVICES[:1])
    return desk


def alarm(number: int = 0) -> Sent:
    device = FakeDevice(SERIAL, Kind.WATER, last_seq=10**15 + number)
    return device.alarm(at=TUESDAY, draw=Random(number))


def run(scene: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Play a scene; what it asks of Django happens on the test's own thread and transaction."""
    async_to_sync(scene)()


@asynccontextmanager
async def listener(broker: Broker, now: Callable[[], datetime] = lambda: TUESDAY) -> AsyncIterator[None]:
    """Listen in the background until the scene has ended."""
    stop = asyncio.Event()
    task = asyncio.create_task(listen(broker=broker, stop=stop, now=now))
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(task, PATIENCE)


async def until(happened: Callable[[], bool]) -> None:
    """Wait until something stands in the database."""
    async with asyncio.timeout(PATIENCE):
        while not await sync_to_async(happened)():
            await asyncio.sleep(0.05)


def kept(count: int) -> Callable[[], bool]:
    return lambda: Message.objects.exclude(outcome=Outcome.WAITING).count() == count


async def publish_until(broker: Broker, messages: list[Sent], happened: Callable[[], bool]) -> None:
    """Publish, again and again if nobody had subscribed yet: devices on QoS 1 may do so too."""
    async with asyncio.timeout(PATIENCE):
        while not await sync_to_async(happened)():
            await fake.publish(broker, messages)
            await asyncio.sleep(0.2)


@pytest.mark.parametrize("serve", BROKERS)
def test_an_alarm_published_twice_is_one_case(planted: Desk, serve: Serve) -> None:
    async def scene() -> None:
        async with serve() as broker, listener(broker):
            await publish_until(broker, [alarm(), alarm()], kept(1))
            await fake.publish(broker, [alarm(), alarm(1)])
            await until(kept(2))

    run(scene)

    assert list(Message.objects.order_by("pk").values_list("outcome", flat=True)) == [Outcome.CASE, Outcome.HELD]
    assert Case.objects.count() == 1


@pytest.mark.parametrize("serve", BROKERS)
def test_a_broker_brings_the_bytes_that_the_wire_reads(planted: Desk, serve: Serve) -> None:
    async def scene() -> None:
        async with serve() as broker, listener(broker):
            await publish_until(broker, [alarm()], kept(1))

    run(scene)

    assert Message.objects.get().payload.encode() == alarm().payload
    assert wire.read(Message.objects.get().payload.encode()) == wire.read(alarm().payload)


@pytest.mark.parametrize("serve", HOLDING)
def test_what_comes_while_nobody_listens_waits_at_the_broker(planted: Desk, serve: Serve) -> None:
    async def scene() -> None:
        async with serve() as broker:
            async with listener(broker):
                await publish_until(broker, [alarm()], kept(1))
            await fake.publish(broker, [alarm(1), alarm(2)])
            async with listener(broker):
                await until(kept(3))

    run(scene)

    assert Case.objects.count() == 1


@pytest.mark.parametrize("serve", HOLDING)
def test_a_message_that_was_not_kept_comes_again_to_the_next_listener(planted: Desk, serve: Serve) -> None:
    away, tried = threading.Event(), threading.Event()

    def now() -> datetime:
        if away.is_set():
            tried.set()
            raise OperationalError("stands for a database that is away")
        return TUESDAY

    async def scene() -> None:
        async with serve() as broker:
            async with listener(broker, now):
                await publish_until(broker, [alarm()], kept(1))
                away.set()
                await fake.publish(broker, [alarm(1)])
                await until(tried.is_set)
            away.clear()
            async with listener(broker, now):
                await until(kept(2))

    run(scene)

    assert Case.objects.count() == 1


def test_the_listener_outlives_the_broker(planted: Desk) -> None:
    async def scene() -> None:
        port = free_port()
        async with listener(Broker(port=port)):
            async with embedded(port) as broker:
                await publish_until(broker, [alarm()], kept(1))
            async with embedded(port) as broker:
                await publish_until(broker, [alarm(1)], kept(2))

    run(scene)


def test_a_stop_is_heard_while_the_broker_is_away() -> None:
    async def scene() -> None:
        async with listener(Broker(port=free_port())):
            await asyncio.sleep(0.1)

    run(scene)


@needs_mosquitto
def test_a_storm_from_a_bad_network_loses_nothing_and_doubles_nothing(planted: Desk) -> None:
    fleet = Fleet([FakeDevice(SERIAL, Kind.WATER)], Random(7))
    storm = fleet.storm(begins_at=TUESDAY, alarms=40)

    async def scene() -> None:
        async with mosquitto_311() as broker, listener(broker):
            await publish_until(broker, storm[:1], kept(1))
            await fake.publish(broker, storm)
            await until(kept(40))

    run(scene)

    assert len(storm) > 40
    assert Case.objects.count() == 1
