"""The other ends as tests play them: two robots, a webhook, a mail server. They check what the real ones check.

Each keeps the texts it took in `taken`; `mood` is `""`, `away` (an error of theirs that passes) or `refuses`.
"""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from wenhui.edge.exchange import signing
from wenhui.edge.exchange.signing import ForgedError
from wenhui.edge.post.channels import dingtalk, webhook, wecom

FRESH = 3600


@dataclass
class Fake:
    """One other end."""

    secret: str = ""
    mood: str = ""
    taken: list[str] = field(default_factory=list)

    @property
    def transport(self) -> httpx.MockTransport:
        """Return the road to it, without a network."""
        return httpx.MockTransport(self.answer)

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        raise NotImplementedError


@dataclass
class FakeWeCom(Fake):
    """A WeCom group's robot: its key in the address, markdown of 4,096 bytes, 45009 when called too often."""

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer as the robot does: always 200, with a code."""
        told = json.loads(request.read())
        text = told.get("markdown", {}).get("content", "")
        if parse_qs(urlsplit(str(request.url)).query).get("key") != [self.secret]:
            return _coded(93000, "invalid webhook url")
        if self.mood == "away":
            return _coded(45009, "api freq out of limit")
        if self.mood == "refuses" or told.get("msgtype") != "markdown" or not text:
            return _coded(40058, "invalid Parameter")
        if len(text.encode()) > wecom.LONGEST:
            return _coded(45002, "content size out of limit")
        self.taken.append(text)
        return _coded(0, "ok")


@dataclass
class FakeDingTalk(Fake):
    """A DingTalk group's robot: a moment of this hour, signed; a title and a text; 410100 when called too often."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer as the robot does: always 200, with a code."""
        asked = parse_qs(urlsplit(str(request.url)).query)
        moment = asked.get("timestamp", ["0"])[0]
        is_fresh = abs(self.now.timestamp() - int(moment) / 1000) <= FRESH
        if not is_fresh or asked.get("sign") != [dingtalk.signature(self.secret, moment)]:
            return _coded(310000, "sign not match")
        if self.mood == "away":
            return _coded(410100, "send too fast")
        told = json.loads(request.read())
        content: dict[str, Any] = told.get("markdown", {})
        if self.mood == "refuses" or told.get("msgtype") != "markdown" or not content.get("title"):
            return _coded(400105, "unsupported message type")
        if len(content["text"].encode()) > dingtalk.LONGEST:
            return _coded(40035, "too long")
        self.taken.append(content["text"])
        return _coded(0, "ok")


@dataclass
class FakeWebhook(Fake):
    """An address that believes what is signed within the last minutes."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer with a status."""
        body = request.read()
        keys = {webhook.KEY: self.secret.encode()}
        path = request.url.raw_path.decode()
        try:
            signing.check(request.headers, keys=keys, method=request.method, path=path, body=body, at=self.now)
        except ForgedError as error:
            return httpx.Response(401, text=str(error))
        if self.mood:
            return httpx.Response(503 if self.mood == "away" else 422, text=self.mood)
        self.taken.append(body.decode())
        return httpx.Response(204)


@dataclass
class FakeMail(Fake):
    """A mail server on a port of this machine."""

    port: int = 0

    def take(self, raw: bytes) -> None:
        """Keep an e-mail as its reader sees it: subject, then text."""
        read = message_from_bytes(raw, policy=policy.default)
        body = read.get_body()
        self.taken.append(f"{str(read['subject']).strip()}\n{body.get_content() if body else ''}")


class _Conversation(socketserver.StreamRequestHandler):
    """What is said with one client, as far as sending an e-mail goes (RFC 5321)."""

    def handle(self) -> None:
        fake: FakeMail = self.server.fake  # type: ignore[attr-defined]
        self._say("220 fake ready")
        for line in self.rfile:
            match line.split(maxsplit=1)[0].upper().decode(errors="replace"):
                case "EHLO" | "HELO":
                    self._say("250 fake")
                case "MAIL":
                    self._say("451 try again later" if fake.mood == "away" else "250 ok")
                case "RCPT":
                    self._say("550 no such mailbox" if fake.mood == "refuses" else "250 ok")
                case "DATA":
                    self._say("354 go on")
                    fake.take(self._until_dot())
                    self._say("250 ok")
                case "QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 ok")

    def _until_dot(self) -> bytes:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[FakeMail]:
    """Serve on a free port of this machine, until the end."""
    fake = FakeMail()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Conversation) as server:
        server.daemon_threads = True
        server.fake = fake  # type: ignore[attr-defined]
        fake.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield fake
        finally:
            server.shutdown()
            thread.join()


def _coded(code: int, words: str) -> httpx.Response:
    return httpx.Response(200, json={"errcode": code, "errmsg": words})
