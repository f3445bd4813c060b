"""Log-in sessions: begin, noting that someone is still there, end. Called with a request by pages and the guard."""

from datetime import datetime

from django.contrib.auth import login
from django.http import HttpRequest

from wenhui.ground.accounts.models import Account, LoginSession, StoredSession
from wenhui.ground.accounts.session_store import SessionStore, key_hash
from wenhui.kit import clock

SEEN_KEY = "seen"
NOTED_EVERY_SECONDS = 60
BACKEND = "wenhui.ground.accounts.backend.AccountBackend"

DEVICES = (
    ("MicroMessenger", "微信"),
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)
BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))


def begin(request: HttpRequest, account: Account, *, at: datetime) -> LoginSession:
    """Log the browser in under a new key (the old one, which someone may have planted, is dropped)."""
    login(request, account, backend=BACKEND)
    request.session.cycle_key()
    request.session[SEEN_KEY] = at.timestamp()
    return LoginSession.objects.create(
        account=account,
        key_hash=key_hash(str(request.session.session_key)),
        began_at=at,
        last_seen_at=at,
        device=device_of(request.headers.get("User-Agent", "")),
        address=request.META.get("REMOTE_ADDR") or None,
    )


def new_store() -> SessionStore:
    """Return an empty session, not yet kept."""
    return SessionStore()


def note_seen(request: HttpRequest, *, at: datetime) -> None:
    """Write down that the session is in use, at most once a minute."""
    if at.timestamp() - request.session.get(SEEN_KEY, 0) < NOTED_EVERY_SECONDS:
        return
    request.session[SEEN_KEY] = at.timestamp()
    LoginSession.objects.filter(key_hash=key_hash(str(request.session.session_key))).update(last_seen_at=at)


def current(request: HttpRequest) -> LoginSession | None:
    """Return the log-in session of this browser."""
    return LoginSession.objects.filter(key_hash=key_hash(str(request.session.session_key)), ended_at=None).first()


def is_open(session_key: str | None) -> bool:
    """Say whether a browser's session still exists."""
    wanted = key_hash(session_key or "")
    return StoredSession.objects.filter(session_key=wanted, expire_date__gt=clock.now()).exists()


def device_of(agent: str) -> str:
    """Return the kind of device and browser, and no more: the whole string would tell people apart."""
    device = next((name for mark, name in DEVICES if mark in agent), "")
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    return " · ".join(part for part in (device, browser) if part)
