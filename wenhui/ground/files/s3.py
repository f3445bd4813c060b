"""A store in a bucket of any service that speaks Amazon's S3: five requests over HTTP, each signed (Signature Version 4).

Written over the standard library: the five take less code than a client library's settings, and the signature is checked
against the example that Amazon publishes. Knows no Django.
"""

import hashlib
import hmac
import http.client
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit
from xml.etree import ElementTree as ET

from wenhui.ground.files.errors import MissingError, StoreError
from wenhui.kit import clock

TIMEOUT = 20.0
EXAMPLE = "s3+https://KEY:SECRET@s3.example/bucket?region=cn-hangzhou"
SCHEMES = {"s3+https": http.client.HTTPSConnection, "s3+http": http.client.HTTPConnection}


class Stored(NamedTuple):
    """One copy in a store: under which key, and since when nobody has put it again."""

    key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where a bucket is and how to sign for it."""

    scheme: str
    host: str
    name: str
    key: str
    secret: str
    region: str = "us-east-1"
    is_in_host: bool = False  # the bucket's name stands before the host, as some services want it

    @classmethod
    def at(cls, address: str) -> "Bucket":
        """Read an address such as EXAMPLE, in key and secret `/ + @` written %2F %2B %40; `&style=host` for bucket.host.

        Raises ValueError, whose message repeats neither key nor secret.
        """
        parts = urlsplit(address)
        more = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        name = parts.path.strip("/")
        if parts.scheme not in SCHEMES:
            raise ValueError("does not begin with s3+https://")
        if not (parts.hostname and parts.username and parts.password and name) or "/" in name:
            raise ValueError("needs key, secret, host and one bucket")
        host = parts.hostname + (f":{parts.port}" if parts.port else "")
        in_host = more.get("style") == "host"
        return cls(
            parts.scheme, f"{name}.{host}" if in_host else host, name, unquote(parts.username), unquote(parts.password),
            more.get("region", "us-east-1"), in_host,
        )  # fmt: skip

    def path(self, key: str) -> str:
        """Return the path of a key, or of the bucket itself for an empty one."""
        return "/" + quote(key if self.is_in_host else f"{self.name}/{key}".rstrip("/"))


def signed(
    bucket: Bucket, method: str, path: str, *, query: Mapping[str, str], headers: Mapping[str, str], body: bytes,
    at: datetime,
) -> dict[str, str]:  # fmt: skip
    """Return the headers of a request with its signature."""
    moment, digest = at.strftime("%Y%m%dT%H%M%SZ"), hashlib.sha256(body).hexdigest()
    sent = {**{name.lower(): value for name, value in headers.items()}, "host": bucket.host}
    sent |= {"x-amz-content-sha256": digest, "x-amz-date": moment}
    names = ";".join(sorted(sent))
    asked = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in sorted(query.items()))
    lines = "".join(f"{name}:{sent[name].strip()}\n" for name in sorted(sent))
    canonical = "\n".join((method, path, asked, lines, names, digest))
    within = f"{moment[:8]}/{bucket.region}/s3/aws4_request"
    text = "\n".join(("AWS4-HMAC-SHA256", moment, within, hashlib.sha256(canonical.encode()).hexdigest()))
    secret = f"AWS4{bucket.secret}".encode()
    for part in within.split("/"):
        secret = hmac.digest(secret, part.encode(), "sha256")
    signature = hmac.digest(secret, text.encode(), "sha256").hex()
    sent["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={bucket.key}/{within},SignedHeaders={names},Signature={signature}"
    )
    return sent


class BucketStore:
    """A store in a bucket; see `store.Store`. The service answers only when it holds the whole object."""

    def __init__(self, bucket: Bucket) -> None:
        self.bucket = bucket

    def put(self, key: str, content: bytes) -> None:
        """Keep a copy."""
        self._ask("PUT", key, body=content)

    def read(self, key: str, *, start: int = 0, length: int | None = None) -> bytes:
        """Return a copy or a part of it."""
        if length == 0:
            return b""
        end = "" if length is None else start + length - 1
        ranged = {"range": f"bytes={start}-{end}"} if start or length is not None else {}
        return self._ask("GET", key, headers=ranged)

    def remove(self, key: str) -> None:
        """Forget a copy; harmless when it is not there."""
        self._ask("DELETE", key)

    def keys(self) -> Iterator[Stored]:
        """Yield every copy, a thousand at a time."""
        query = {"list-type": "2"}
        while True:
            answer = ET.fromstring(self._ask("GET", "", query=query))  # noqa: S314 - of the office's own service
            space = answer.tag.removesuffix("ListBucketResult")
            for one in answer.iter(f"{space}Contents"):
                at = one.findtext(f"{space}LastModified", "")
                yield Stored(one.findtext(f"{space}Key", ""), datetime.fromisoformat(at).astimezone(UTC))
            token = answer.findtext(f"{space}NextContinuationToken")
            if not token:
                return
            query = {"continuation-token": token, "list-type": "2"}

    def _ask(
        self, method: str, key: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> bytes:  # fmt: skip
        bucket, path, asked = self.bucket, self.bucket.path(key), query or {}
        sent = signed(bucket, method, path, query=asked, headers=headers or {}, body=body, at=clock.now())
        connection = SCHEMES[bucket.scheme](bucket.host, timeout=TIMEOUT)
        try:
            target = path + (f"?{urlencode(sorted(asked.items()), quote_via=quote, safe='')}" if asked else "")
            connection.request(method, target, body=body or None, headers=sent)
            answer = connection.getresponse()
            content: bytes = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise StoreError(f"The bucket {bucket.name} at {bucket.host} does not answer.") from error
        finally:
            connection.close()
        if answer.status == http.HTTPStatus.NOT_FOUND and method != "DELETE" and key:
            raise MissingError(key)
        if answer.status == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            return b""
        if answer.status >= http.HTTPStatus.BAD_REQUEST and not (method == "DELETE" and answer.status == 404):
            raise StoreError(f"The bucket {bucket.name} at {bucket.host} answered {answer.status}.")
        return content
