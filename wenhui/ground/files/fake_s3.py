"""A bucket service for tests, on a port of this machine: the five requests, signatures checked, lists in pages of two."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit
from xml.sax.saxutils import escape

from wenhui.ground.files.s3 import Bucket, signed

PAGE = 2


class Service(ThreadingHTTPServer):
    """What the service holds, and for whom."""

    daemon_threads = True
    objects: dict[str, tuple[bytes, datetime]]
    bucket: Bucket


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: Service

    def do_PUT(self) -> None:
        """Keep an object."""
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self._is_signed(content):
            self.server.objects[self._key()] = (content, datetime.now(UTC))
            self._answer(200)

    def do_GET(self) -> None:
        """Return an object, a part of it, or the list."""
        if not self._is_signed():
            return
        if not self._key():
            self._answer(200, self._list())
        elif self._key() not in self.server.objects:
            self._answer(404)
        else:
            self._object(self.server.objects[self._key()][0])

    def do_DELETE(self) -> None:
        """Forget an object."""
        if self._is_signed():
            self.server.objects.pop(self._key(), None)
            self._answer(204)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class calls it so
        """Say nothing."""

    def _object(self, content: bytes) -> None:
        asked = self.headers.get("Range", "")
        if not asked:
            self._answer(200, content)
            return
        start, _, end = asked.removeprefix("bytes=").partition("-")
        if int(start) >= len(content):
            self._answer(416)
        else:
            self._answer(206, content[int(start) : int(end) + 1 if end else None])

    def _list(self) -> bytes:
        query = dict(parse_qsl(urlsplit(self.path).query))
        keys = sorted(key for key in self.server.objects if key > query.get("continuation-token", ""))
        rows = "".join(
            f"<Contents><Key>{escape(key)}</Key>"
            f"<LastModified>{self.server.objects[key][1]:%Y-%m-%dT%H:%M:%S.000Z}</LastModified></Contents>"
            for key in keys[:PAGE]
        )
        more = f"<NextContinuationToken>{keys[PAGE - 1]}</NextContinuationToken>" if len(keys) > PAGE else ""
        space = "http://s3.amazonaws.com/doc/2006-03-01/"
        return f'<ListBucketResult xmlns="{space}">{rows}{more}</ListBucketResult>'.encode()

    def _key(self) -> str:
        return unquote(urlsplit(self.path).path).removeprefix(f"/{self.server.bucket.name}").lstrip("/")

    def _is_signed(self, body: bytes = b"") -> bool:
        parts = urlsplit(self.path)
        names = self.headers.get("Authorization", "").partition("SignedHeaders=")[2].partition(",")[0].split(";")
        own = {name: self.headers[name] for name in names if name == "range"}
        at = datetime.strptime(self.headers["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        wanted = signed(
            self.server.bucket, self.command, parts.path, query=dict(parse_qsl(parts.query)), headers=own, body=body,
            at=at,
        )  # fmt: skip
        if self.headers.get("Authorization") == wanted["authorization"]:
            return True
        self._answer(403)
        return False

    def _answer(self, status: int, content: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def serving() -> Iterator[str]:
    """Serve a bucket meanwhile; the value is its address, as the setting takes it."""
    server = Service(("127.0.0.1", 0), Handler)
    address = f"s3+http://wenhui:se%2Fcret@127.0.0.1:{server.server_port}/photos?region=cn-hangzhou"
    server.objects, server.bucket = {}, Bucket.at(address)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, name="fake-s3")
    thread.start()
    try:
        yield address
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
