"""Parses what a program sends; saves nothing. What cannot be read is refused in words, in the standard's shape."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.translation import gettext

from wenhui.edge.open311 import wire
from wenhui.edge.open311.words import Extended, Status

LONGEST_PERIOD: Final = timedelta(days=90)
MOST: Final = 1000
MOST_NAMED: Final = 200
LONGEST_WORDS: Final = 4000
LONGEST_PLACE: Final = 200
LONGEST_KEY: Final = 100
LONGEST_NAME: Final = 60
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)

_ATTRIBUTE = re.compile(r"attribute\[([a-z][a-z0-9_]{0,39})\](\[\])?")


Given = QueryDict
"""A form or a query as Django has parsed it."""


class RefusedError(ValueError):
    """A request is refused: `code` is the status of HTTP, the text is for whoever wrote the program."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which requests or updates a program asks for; `numbers` alone count where they are given."""

    since: datetime
    until: datetime
    numbers: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    statuses: frozenset[Status] = frozenset()
    page: int = 1
    size: int = MOST


@dataclass(frozen=True, slots=True)
class Reported:
    """A request as a program sends it: which service, what, where. `key` is its own name for this sending, or empty."""

    code: str
    words: str
    attributes: Mapping[str, list[str]]
    lng: float | None = None
    lat: float | None = None
    address: str = ""
    address_id: str = ""
    key: str = ""
    device: str = ""
    name: str = ""
    phone: str = ""
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """An update as a program sends it."""

    number: str
    words: str
    key: str
    said_at: datetime | None
    wants_open: bool


def wanted(given: Given, *, at: datetime, zone: ZoneInfo) -> Wanted:
    """Return what a list asks for. Raises RefusedError."""
    since, until = _period(given, at=at, zone=zone)
    statuses = _listed(given, "status")
    if not set(statuses) <= set(Status):
        raise RefusedError(400, gettext("status 只有 open 和 closed。"))
    return Wanted(
        since=since, until=until, numbers=_listed(given, "service_request_id"), codes=_listed(given, "service_code"),
        statuses=frozenset(map(Status, statuses)), page=_number(given, "page", 1, most=10_000),
        size=_number(given, "page_size", MOST, most=MOST),
    )  # fmt: skip


def reported(given: Given, *, key: str, zone: ZoneInfo) -> Reported:
    """Return the request that a form holds. Raises RefusedError."""
    code = wire.cleaned(str(given.get("service_code", "")))
    if not code:
        raise RefusedError(400, gettext("没有写 service_code。"))
    lng, lat = _point(given)
    address, address_id = (_text(given, name, most=LONGEST_PLACE) for name in ("address_string", "address_id"))
    if lat is None and not address and not address_id:
        raise RefusedError(400, gettext("没有写在哪里：lat 和 long、address_string、address_id 里要有一样。"))
    found = {
        match[1]: [wire.cleaned(one)[:LONGEST_WORDS] for one in given.getlist(name)]
        for name in given
        if (match := _ATTRIBUTE.fullmatch(name))
    }
    moment = str(given.get("requested_datetime", ""))
    return Reported(
        code=code[:120], words=_text(given, "description", most=LONGEST_WORDS), attributes=found, lng=lng, lat=lat,
        address=address, address_id=address_id, key=_key(key), device=_text(given, "device_id", most=LONGEST_PLACE),
        name=_name(given), phone=_text(given, "phone", most=LONGEST_NAME),
        said_at=_moment(moment, "requested_datetime", zone) if moment else None,
    )  # fmt: skip


def said(given: Given, *, key: str, zone: ZoneInfo) -> Said:
    """Return the update that a form holds. Raises RefusedError."""
    number, words = _text(given, "service_request_id", most=40), _text(given, "description", most=LONGEST_WORDS)
    if not number or not words:
        raise RefusedError(400, gettext("没有写 service_request_id，或者没有写 description。"))
    status = str(given.get("status", "")).lower()
    if status and status not in {*Status, *Extended, "fixed", "not_councils_responsibility", "unable_to_fix"}:
        raise RefusedError(400, gettext("status 不在约定的几种里。"))
    moment = str(given.get("updated_datetime", ""))
    return Said(
        number=number, words=words, key=_key(key or _text(given, "update_id", most=LONGEST_KEY)),
        said_at=_moment(moment, "updated_datetime", zone) if moment else None, wants_open=status == Status.OPEN,
    )  # fmt: skip


def _period(given: Given, *, at: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    begins, ends = (str(given.get(name, "")) for name in ("start_date", "end_date"))
    since = _moment(begins, "start_date", zone) if begins else None
    until = _moment(ends, "end_date", zone) if ends else None
    if since is None:
        since = (until or at) - LONGEST_PERIOD
    if until is None:
        until = since + LONGEST_PERIOD
    if until < since:
        raise RefusedError(400, gettext("end_date 比 start_date 还早。"))
    if until - since > LONGEST_PERIOD:
        raise RefusedError(400, gettext("一次最多查 90 天，请分几次查。"))
    return since, until


def _moment(text: str, name: str, zone: ZoneInfo) -> datetime:
    """Return a moment of W3C's form; one without a zone is read by the office's clock, a lone day from its beginning."""
    mended = re.sub(r" (?=\d\d:\d\d$)", "+", text.strip())  # a plus that the address turned into a blank
    try:
        found = datetime.fromisoformat(mended)
        moment = found if found.tzinfo else found.replace(tzinfo=zone)
        is_near = EARLIEST <= moment < LATEST
    except (ValueError, OverflowError):
        is_near = False
    if not is_near:
        raise RefusedError(400, gettext("%(name)s 读不懂，写成 2026-03-17T08:30:00+08:00 这样。") % {"name": name})
    return moment


def _point(given: Given) -> tuple[float | None, float | None]:
    texts = [str(given.get(name, "")).strip() for name in ("long", "lat")]
    if not any(texts):
        return None, None
    try:
        lng, lat = map(float, texts)
    except ValueError:
        lng = lat = math.nan
    if not (-180 <= lng <= 180 and -90 <= lat <= 90):
        raise RefusedError(400, gettext("lat 和 long 要一起写，是度数（WGS 84）。"))
    return lng, lat


def _name(given: Given) -> str:
    """Return the name as people write it: the family name first where it is written in characters."""
    first, last = (_text(given, name, most=LONGEST_NAME) for name in ("first_name", "last_name"))
    return f"{last}{first}" if not (first + last).isascii() else f"{first} {last}".strip()


def _text(given: Given, name: str, *, most: int) -> str:
    text = wire.cleaned(str(given.get(name, "")))
    if len(text) > most:
        raise RefusedError(
            400, gettext("%(name)s 最多 %(most)d 个字，请写短一些再报一次。") % {"name": name, "most": most}
        )
    return text


def _key(key: str) -> str:
    if len(key) > LONGEST_KEY or wire.cleaned(key) != key:
        raise RefusedError(400, gettext("Idempotency-Key 最多 100 个字符，不能有控制字符。"))
    return key


def _listed(given: Given, name: str) -> tuple[str, ...]:
    found = tuple(one for text in given.getlist(name) for one in map(str.strip, text.split(",")) if one)
    if len(found) > MOST_NAMED:
        raise RefusedError(400, gettext("%(name)s 一次最多写 %(most)d 个。") % {"name": name, "most": MOST_NAMED})
    return tuple(wire.cleaned(one) for one in found)


def _number(given: Given, name: str, usual: int, *, most: int) -> int:
    text = str(given.get(name, "")).strip()
    if not text:
        return usual
    if not re.fullmatch(r"[0-9]{1,6}", text) or not 1 <= int(text) <= most:
        raise RefusedError(400, gettext("%(name)s 是 1 到 %(most)d 的数。") % {"name": name, "most": most})
    return int(text)
