"""Reads and checks the settings of outside parties; secrets stand there and never in the database."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from wenhui.edge.citybrain.peer import Peer
from wenhui.edge.hotline import peer as hotlines
from wenhui.edge.post.lines import Line, MailServer
from wenhui.site import environment
from wenhui.site.environment import Variable

NEARBY = {"localhost", "127.0.0.1", "::1"}
KEY_NAME = re.compile(r"[\w.-]{1,40}", re.ASCII)
LINE_NAME = re.compile(r"[a-z0-9_-]{1,40}")
MAILBOX = re.compile(r"[^@\s<>]{1,64}@[^@\s<>]{1,190}")
SHORTEST_KEY = 32
AREA = re.compile(r"([a-z0-9]+\.)+")


def citybrain(environ: Mapping[str, str] | None = None) -> Peer | None:
    """Return the city brain this office exchanges with, or None where no address is set."""
    url = _url(environment.CITYBRAIN_URL, environ)
    if not url:
        return None
    source = environment.CITYBRAIN_SOURCE.raw(environ)
    if not source:
        raise environment.CITYBRAIN_SOURCE.refuse(f"is missing beside {environment.CITYBRAIN_URL.name}")
    area = _area(environment.CITYBRAIN_AREA, environ)
    subject = environment.CITYBRAIN_SUBJECT.raw(environ)
    if subject and "=" not in subject:
        raise environment.CITYBRAIN_SUBJECT.refuse(f"is {subject!r}, not a subject such as certificates carry")
    keys = _keys(environment.CITYBRAIN_KEYS, environ)
    return Peer(url, area, source, keys, _certificate(environ), subject)


def hotline(environ: Mapping[str, str] | None = None) -> hotlines.Peer | None:
    """Return the 12345 hotline this office exchanges with, or None where no key is shared with one."""
    if not environment.HOTLINE_KEYS.raw(environ):
        if environment.HOTLINE_URL.raw(environ):
            raise environment.HOTLINE_KEYS.refuse(f"is missing beside {environment.HOTLINE_URL.name}")
        return None
    keys = _keys(environment.HOTLINE_KEYS, environ)
    return hotlines.Peer(_area(environment.HOTLINE_AREA, environ), keys, _url(environment.HOTLINE_URL, environ))


def hooks_allow(environ: Mapping[str, str] | None = None) -> frozenset[str]:
    """Return the hosts that webhooks may reach although they lie inside."""
    names = frozenset(name.strip().lower() for name in environment.HOOKS_ALLOW.raw(environ).split(",") if name.strip())
    for name in names:
        if "*" in name or not environment.HOST_NAME.fullmatch(name):
            raise environment.HOOKS_ALLOW.refuse(
                f"holds {name!r}; give names alone, without https:// and without a port"
            )
    return names


def invent() -> None:
    """Complete the environment of the demonstration's processes where it names an address for an invented city brain.

    Without an address there is no city brain: the demonstration opens no port that nobody asked for.
    """
    if not environment.CITYBRAIN_URL.raw():
        return
    for variable, value in (
        (environment.CITYBRAIN_AREA, "hz.gs.wh."),
        (environment.CITYBRAIN_SOURCE, "/hangzhou/citybrain"),
        (environment.CITYBRAIN_KEYS, f"demonstration:{'5a' * SHORTEST_KEY}"),
    ):
        os.environ.setdefault(variable.name, value)


def is_invented(peer: Peer) -> bool:
    """Say whether the demonstration plays this city brain itself: its address is on this machine."""
    return environment.is_demo() and urlsplit(peer.url).hostname in NEARBY


def pages(environ: Mapping[str, str] | None = None) -> str:
    """Return the address of the pages as it stands in letters, with its closing slash."""
    name = environment.allowed_hosts(environ)[0].lstrip(".").replace("*", "localhost")
    return f"http://{name}:{environment.port(environ)}/" if environment.is_demo(environ) else f"https://{name}/"


def post_lines(environ: Mapping[str, str] | None = None) -> dict[str, Line]:
    """Return the robots and webhooks by name; what is wrong with one is said without saying it."""
    variable, lines = environment.POST_LINES, {}
    for number, pair in enumerate(variable.raw(environ).split(), 1):
        name, _, rest = pair.partition("=")
        url, _, secret = rest.partition("#")
        if not LINE_NAME.fullmatch(name) or name in lines:
            raise variable.refuse(f"has no name of its own, or not a plain one, at entry {number}")
        try:
            parts = urlsplit(url)
            host = parts.hostname
        except ValueError:
            raise variable.refuse(f"cannot be read at entry {number}") from None
        if parts.scheme not in {"https", "http"} or not host or parts.username:
            raise variable.refuse(f"has no address such as browsers open at entry {number}")
        if parts.scheme == "http" and host not in NEARBY:
            raise variable.refuse(f"is not https at entry {number}")
        lines[name] = Line(url, secret)
    return lines


def mail_server(environ: Mapping[str, str] | None = None) -> MailServer | None:
    """Return who takes our e-mail, or None where no address is set. What cannot be read is not repeated."""
    variable = environment.SMTP_URL
    raw = variable.raw(environ)
    if not raw:
        return None
    try:
        parts = urlsplit(raw)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise variable.refuse("cannot be read; in a password write @ : / ? # % as %40 %3A %2F %3F %23 %25") from None
    if parts.scheme not in {"smtp", "smtps"} or not host or parts.path not in {"", "/"} or parts.query:
        raise variable.refuse("is not smtps:// or smtp:// with a host and nothing behind it")
    sender = environment.MAIL_FROM.raw(environ)
    if not MAILBOX.fullmatch(sender):
        raise environment.MAIL_FROM.refuse(f"is {sender!r}, not a mailbox, beside {variable.name}")
    is_tls = parts.scheme == "smtps"
    return MailServer(
        host=host, port=port or (465 if is_tls else 587), sender=sender, user=unquote(parts.username or ""),
        password=unquote(parts.password or ""), is_tls=is_tls, is_near=host in NEARBY,
    )  # fmt: skip


def _area(variable: Variable, environ: Mapping[str, str] | None) -> str:
    area = variable.raw(environ)
    if not AREA.fullmatch(area):
        raise variable.refuse(f"is {area!r}, not a path of an area with its closing dot")
    return area


def _url(variable: Variable, environ: Mapping[str, str] | None) -> str:
    url = variable.raw(environ).rstrip("/")
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        raise variable.refuse("cannot be read") from None
    if parts.scheme not in {"https", "http"} or not host or parts.query or parts.username:
        raise variable.refuse("is not an address such as browsers open, without query and name")
    if parts.scheme == "http" and host not in NEARBY:
        raise variable.refuse("is not https")
    return url


def _keys(variable: Variable, environ: Mapping[str, str] | None) -> dict[str, bytes]:
    """Return the keys by name, in their order; what is wrong with one is said without saying it."""
    keys = {}
    for number, pair in enumerate(variable.raw(environ).split(","), 1):
        name, _, digits = pair.strip().partition(":")
        try:
            key = bytes.fromhex(digits)
        except ValueError:
            raise variable.refuse(f"holds something other than hex digits in key {number}") from None
        if not KEY_NAME.fullmatch(name) or len(key) < SHORTEST_KEY:
            raise variable.refuse(f"needs NAME:HEX with {SHORTEST_KEY} bytes or more in key {number}")
        keys[name] = key
    return keys


def _certificate(environ: Mapping[str, str] | None) -> Path | None:
    raw = environment.CITYBRAIN_CERTIFICATE.raw(environ)
    if raw and not Path(raw).is_file():
        raise environment.CITYBRAIN_CERTIFICATE.refuse(f"is {raw!r}, which is no file")
    return Path(raw) if raw else None
