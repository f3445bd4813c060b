"""A program at the door: which token its key is, whether it still holds, and whether it calls too often.

A key comes as `Authorization: Bearer …`, or wherever else an outer format puts it (Open311: `api_key`). Cookies mean
nothing beside it. It is 256 random bits, so nobody guesses one and a plain SHA-256 is enough to keep it by.
"""

import hashlib
import secrets
import threading
from datetime import datetime, timedelta
from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext

from wenhui.ground.accounts import queries
from wenhui.ground.accounts.models import Token
from wenhui.kit import asked, clock

PREFIX: Final = "wh_"
HINT_LENGTH: Final = 8
PATHS: Final = ("/api/",)
"""Where a key in the header opens something; pages are for people."""

NOTED_EVERY: Final = timedelta(minutes=1)


class TokenRefusedError(ValueError):
    """No program may call with this key: it is unknown, over or revoked, and the message does not say which."""


class TooManyCallsError(ValueError):
    """The program has called too often in this minute; `wait` is how many seconds are left of it."""

    def __init__(self, message: str, *, wait: int) -> None:
        super().__init__(message)
        self.wait = wait


class Meter:
    """How often each token called in the present minute, in this process.

    Kept in memory: a limit is there against a program that runs wild, and a row written on each call would cost more than
    it saves. With several web processes a program may call so many times in each.
    """

    def __init__(self) -> None:
        self._calls: dict[int, tuple[int, int]] = {}
        self._lock = threading.Lock()

    def count(self, token: Token, *, at: datetime) -> None:
        """Count one call. Raises TooManyCallsError."""
        minute, second = divmod(int(at.timestamp()), 60)
        with self._lock:
            of, calls = self._calls.get(token.pk, (minute, 0))
            calls = calls + 1 if of == minute else 1
            self._calls[token.pk] = (minute, calls)
        if calls > token.per_minute:
            wait = 60 - second
            raise TooManyCallsError(
                gettext("这个令牌每分钟最多调用 %(most)d 次，请 %(wait)d 秒后再试。")
                % {"most": token.per_minute, "wait": wait},
                wait=wait,
            )


METER: Final = Meter()


def new_key() -> str:
    """Return a key nobody else has."""
    return PREFIX + secrets.token_urlsafe(32)


def key_hash(key: str) -> str:
    """Return what the database holds in place of a key."""
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()


def in_header(request: HttpRequest) -> str | None:
    """Return the key that a request carries in its header, or None where it carries none."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else None


def is_program(request: HttpRequest) -> bool:
    """Say whether a program calls: at an address for programs, with a key in the header."""
    return request.path.startswith(PATHS) and in_header(request) is not None


def admit(key: str, *, at: datetime) -> Token:
    """Return the token of a key, count the call and note the use. Raises TokenRefusedError and TooManyCallsError."""
    token = queries.token_with(key_hash(key))
    if token is None or not token.holds_on(clock.local_day(at, token.zone)):
        raise TokenRefusedError(gettext("令牌不对，或者已经到期、被撤销。请找街道的系统管理员。"))
    asked.know(queries.token_question(token.pk), token)
    METER.count(token, at=at)
    if token.last_used_at is None or at - token.last_used_at >= NOTED_EVERY:
        Token.objects.filter(pk=token.pk).update(last_used_at=at)
    return token
