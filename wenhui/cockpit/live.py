"""Walls that repaint themselves: one LISTEN connection a process, one computation for all walls of the same area.

A commit that changes figures sends NOTIFY on `wenhui_tally` with the area paths it touched. Each `Room` (one area, one
indicator, one clearance, one language) whose ground is touched computes its wall again in a short transaction in a
thread, at most once in `COALESCE` seconds, and its seats (open streams) send what changed. Time alone changes figures
too, so a room computes at the next due moment and at least every `REPAINT` seconds.

When the listener is lost nothing can be called live: every stream ends with `bye`, browsers show how old their wall is
and knock again, and the first who comes back starts the listener anew.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final, TypeVar
from weakref import WeakKeyDictionary

import psycopg
from django.db import connections

from wenhui.cockpit import painting
from wenhui.cockpit.painting import Painted, WallKey
from wenhui.kit import clock

log = logging.getLogger(__name__)

COALESCE: Final = 0.25
REPAINT: Final = 30.0
BEAT: Final = 10.0
REFRESH: Final = 2.0  # a map is fetched whole, so not for every case of a busy minute
THREADS: Final = 2
CHANNEL: Final = "wenhui_tally"

Result = TypeVar("Result")


def event(name: str, content: Mapping[str, object]) -> str:
    """Return one server-sent event."""
    return f"event: {name}\ndata: {json.dumps(content, ensure_ascii=False)}\n\n"


@dataclass(eq=False)
class Seat:
    """One open stream in a room: what it has sent, and a bell that rings when there is more to send."""

    bell: asyncio.Event = field(default_factory=asyncio.Event)
    sent: dict[str, str] = field(default_factory=dict)
    is_over: bool = False
    refreshed: float = -REFRESH
    is_behind: bool = False

    def news(self, painted: Painted, *, now: float) -> list[str]:
        """Return the events that bring this stream up to `painted`; `now` is the seconds of a steady clock.

        What a browser must fetch again (the map) is told only every `REFRESH` seconds; until then the seat is behind.
        """
        events = []
        for part, html in painted.parts.items():
            if self.sent.get(part) != html:
                self.sent[part] = html
                events.append(event("tile", {"id": part, "html": html}))
        changed = {part: mark for part, mark in painted.marks.items() if self.sent.get(part) != mark}
        self.is_behind = bool(changed) and now - self.refreshed < REFRESH
        if changed and not self.is_behind:
            self.refreshed = now
            self.sent |= changed
            events += [event("refresh", {"id": part}) for part in changed]
        return events

    def patience(self, *, now: float) -> float:
        """Return how long to wait for the bell."""
        return min(BEAT, max(0.0, self.refreshed + REFRESH - now)) if self.is_behind else BEAT


@dataclass(eq=False)
class Room:
    """All streams of one wall, and the one computation they share."""

    key: WallKey
    seats: set[Seat] = field(default_factory=set)
    painted: Painted | None = None
    touched: asyncio.Event = field(default_factory=asyncio.Event)
    work: "asyncio.Task[None] | None" = None

    def ring(self, *, is_over: bool = False) -> None:
        """Wake every stream: there is something new, or it is over."""
        for seat in self.seats:
            seat.is_over = seat.is_over or is_over
            seat.bell.set()

    async def work_on(self, hub: "Hub") -> None:
        """Compute when touched, when something becomes due and every half minute, until the last stream leaves."""
        try:
            while True:
                self.touched.clear()
                self.painted = await hub.in_thread(painting.paint, self.key, clock.now())
                self.ring()
                await asyncio.sleep(COALESCE)
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.touched.wait(), self._patience())
        except Exception:
            log.exception("The wall of %s cannot be computed; its streams end.", self.key.path)
            self.ring(is_over=True)

    def _patience(self) -> float:
        """Return how long what is painted stays true if nothing is committed."""
        due = self.painted.changes_at if self.painted else None
        return REPAINT if due is None else min(REPAINT, max(0.0, (due - clock.now()).total_seconds()))


class Hub:
    """The streams of one process: its rooms, its ear at the database, its threads."""

    def __init__(self) -> None:
        self.rooms: dict[WallKey, Room] = {}
        self.ear: asyncio.Task[None] | None = None
        self.is_closing = False
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="wall")

    async def follow(self, key: WallKey, *, may_go_on: Callable[[], bool]) -> AsyncIterator[str]:
        """Yield the events of one open wall until it may not go on, the listener is lost or the process stops."""
        seat = Seat()
        room = self._enter(key, seat)
        asked = monotonic()
        try:
            while True:
                with suppress(TimeoutError):
                    await asyncio.wait_for(seat.bell.wait(), seat.patience(now=monotonic()))
                seat.bell.clear()
                if monotonic() - asked >= BEAT:
                    asked = monotonic()
                    if not await self.in_thread(may_go_on):
                        yield event("ended", {})
                        return
                if seat.is_over or self.is_closing:
                    yield event("bye", {})
                    return
                for one in seat.news(room.painted, now=monotonic()) if room.painted else ():
                    yield one
                yield event("beat", {"at": painting.clock_words(clock.now(), key.zone)})
        finally:
            self._leave(room, seat)

    async def in_thread(self, function: Callable[..., Result], *args: Any) -> Result:
        """Run what asks the database in a thread, and give its connection back."""

        def run() -> Result:
            try:
                return function(*args)
            finally:
                connections.close_all()

        return await asyncio.get_running_loop().run_in_executor(self._threads, run)

    def close(self) -> None:
        """End every stream with a word, because the process is about to stop."""
        self.is_closing = True
        for room in self.rooms.values():
            room.ring(is_over=True)

    def _enter(self, key: WallKey, seat: Seat) -> Room:
        room = self.rooms.get(key)
        if room is None or room.work is None or room.work.done():
            room = self.rooms[key] = Room(key)
            room.work = asyncio.create_task(room.work_on(self), name=f"wall {key.path}")
        room.seats.add(seat)
        if room.painted is not None:
            seat.bell.set()
        return room

    def _leave(self, room: Room, seat: Seat) -> None:
        room.seats.discard(seat)
        if room.seats:
            return
        if room.work is not None:
            room.work.cancel()
        if self.rooms.get(room.key) is room:
            del self.rooms[room.key]

    async def listen(self) -> None:
        """Start the listener unless it runs; streams follow only after. Raises psycopg.Error when it cannot be."""
        if self.ear is None or self.ear.done():
            heard = await _connect()
            await heard.execute(f"LISTEN {CHANNEL}")
            if self.ear is None or self.ear.done():
                self.ear = asyncio.create_task(self._hear(heard), name="walls' ear")
            else:
                await heard.close()

    async def _hear(self, heard: "psycopg.AsyncConnection[Any]") -> None:
        """Touch the rooms of each notice; when the connection is lost nothing is live, so every stream ends."""
        try:
            async with heard:
                async for notice in heard.notifies():
                    self._touch(notice.payload)
        except psycopg.Error as error:
            log.warning("The walls' ear at the database is lost (%s); streams end and come back.", error)
        finally:
            for room in self.rooms.values():
                room.ring(is_over=True)

    def _touch(self, payload: str) -> None:
        for room in self.rooms.values():
            if painting.concerns(room.key, payload):
                room.touched.set()


async def _connect() -> "psycopg.AsyncConnection[Any]":
    given = connections["default"].get_connection_params()
    wanted = {key: value for key, value in given.items() if key not in {"cursor_factory", "context"}}  # Django's own
    return await psycopg.AsyncConnection.connect(**{"connect_timeout": 5} | wanted, autocommit=True)


_hubs: "WeakKeyDictionary[asyncio.AbstractEventLoop, Hub]" = WeakKeyDictionary()


def hub() -> Hub:
    """Return the hub of the running event loop; a web process has one."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]
