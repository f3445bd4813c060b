"""The fake city brain on a port of its own, for the demonstration and for `wenhui sim citybrain`."""

import logging
import threading
from collections.abc import Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from urllib.parse import urlsplit

import httpx

from wenhui.edge.citybrain import wire
from wenhui.edge.citybrain.fake import FakeBrain, Post, Trouble
from wenhui.edge.citybrain.peer import Peer
from wenhui.kit import clock

PULSE = (20.0, 60.0)  # seconds between two tasks
DELIVERY = 2.0

log = logging.getLogger(__name__)


class Server(ThreadingHTTPServer):
    """A fake city brain that listens; one request at a time touches what it holds."""

    daemon_threads = True

    def __init__(self, brain: FakeBrain, host: str, port: int) -> None:
        self.brain, self.turn = brain, threading.Lock()
        super().__init__((host, port), _Door)


class _Door(BaseHTTPRequestHandler):
    """Hands requests to the brain; an address below that of its settings is its own."""

    server: Server

    def do_GET(self) -> None:
        """Answer a question."""
        self._answer(b"")

    def do_POST(self) -> None:
        """Take events."""
        length = int(self.headers.get("Content-Length") or 0)
        self._answer(self.rfile.read(min(length, wire.LONGEST_BODY + 1)))

    def log_message(self, *arguments: object) -> None:
        """Say nothing of each request."""

    def _answer(self, body: bytes) -> None:
        with self.server.turn:
            status, told = self.server.brain.receive(self.command, self.path, self.headers, body, at=clock.now())
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        with suppress(BrokenPipeError):
            self.wfile.write(told)


def poster(office: str) -> Post:
    """Return how to send to the office at this address."""
    client = httpx.Client(timeout=10.0, trust_env=False)

    def post(path: str, body: bytes, headers: Mapping[str, str]) -> int:
        try:
            return client.post(f"{office}{path}", content=body, headers=dict(headers)).status_code
        except httpx.HTTPError as error:
            log.warning("The office at %s: %s", office, error)
            return 0

    return post


def run(peer: Peer, *, office: str, trouble: Trouble, stop: threading.Event, seed: int | None = None) -> None:
    """Listen where the office's settings say the city brain is, issue tasks, deliver them; until told to stop."""
    draw = Random(seed)  # noqa: S311 - a drawing, not a secret
    brain = FakeBrain(peer, draw, trouble)
    parts = urlsplit(peer.url)
    server = Server(brain, parts.hostname or "127.0.0.1", parts.port or 80)
    listening = threading.Thread(target=server.serve_forever, name="citybrain", daemon=True)
    listening.start()
    post, quiet = poster(office), draw.uniform(*PULSE)
    try:
        while not stop.wait(DELIVERY):
            quiet -= DELIVERY
            with server.turn:
                if quiet <= 0:
                    quiet = draw.uniform(*PULSE)
                    brain.issue(at=clock.now())
                brain.deliver(post, at=clock.now())
    finally:
        server.shutdown()
        server.server_close()
