"""The environment variables this system reads: name, meaning, example; typed and checked at start.

`docs/settings.md` is written from this table and a house test compares them.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address
from pathlib import Path

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from wenhui.ground.files import s3


class SettingError(ValueError):
    """A setting is wrong or missing; the message is one line that names it and gives an example."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable."""

    name: str
    means: str
    example: str
    default: str = ""

    def raw(self, environ: Mapping[str, str] | None = None) -> str:
        """Return what is set, or the default."""
        value = (os.environ if environ is None else environ).get(self.name, "").strip()
        return value or self.default

    def refuse(self, why: str) -> SettingError:
        """Return the error that says why this setting cannot be used."""
        return SettingError(f"{self.name} {why}; for example: {self.name}={self.example}")


PORT = Variable("WENHUI_PORT", "TCP port of the pages; the next one is MQTT.", "8600", "8600")
HOST = Variable("WENHUI_HOST", "IPv4 address the pages and MQTT listen on; 0.0.0.0 for all.", "127.0.0.1", "127.0.0.1")
DATA = Variable("WENHUI_DATA", "Folder of the embedded database, uploads and logs.", "/var/lib/wenhui", "")
DATABASE = Variable(
    "DATABASE_URL",
    "The owner's database: migrate, catalogue, seed, import, recount, fold, seal. Empty: the embedded one.",
    "postgresql://wenhui:secret@db.example/wenhui",
)
DATABASE_WEB = Variable(
    "DATABASE_URL_WEB",
    "The database of pages and jobs, as a role that owns nothing. May be empty only beside the embedded one.",
    "postgresql://wenhui_web:secret@db.example/wenhui",
)
FILES = Variable(
    "WENHUI_FILES",
    "Where photos and videos are kept: a bucket of an S3-compatible service. Empty: the data folder.",
    s3.EXAMPLE,
)
AS_ROLE = Variable(
    "WENHUI_AS", "Which of the two a process connects as: owner or web. Set by the supervisor.", "web", "owner"
)
DEMO = Variable("WENHUI_DEMO", "1 for the demonstration: invented cast, default secrets, synthetic marks.", "1", "0")
SECRET_KEY = Variable("WENHUI_SECRET_KEY", "Signs sessions; at least 50 characters.", "(50 random characters)")
FIELD_KEY = Variable(
    "WENHUI_FIELD_KEY", "Encrypts ID numbers and phones; 32 bytes as 64 hex digits.", "(64 hex digits)"
)
HOSTS = Variable(
    "WENHUI_ALLOWED_HOSTS",
    "Names under which the pages are reached, parted by commas.",
    "wenhui.example.gov.cn",
    "localhost,127.0.0.1",
)
CHROMIUM = Variable(
    "WENHUI_CHROMIUM", "The browser that browser tests drive.", "/usr/bin/chromium", "/usr/bin/chromium"
)
CITYBRAIN_URL = Variable(
    "WENHUI_CITYBRAIN_URL",
    "Where the city brain takes events: /events and /days/ lie below it. https, but on this machine itself.",
    "https://brain.example.gov.cn/wenhui",
)
CITYBRAIN_AREA = Variable("WENHUI_CITYBRAIN_AREA", "Path of the area whose cases and tasks it shares.", "hz.gs.wh.")
CITYBRAIN_SOURCE = Variable(
    "WENHUI_CITYBRAIN_SOURCE", "What the city brain calls itself in `source`.", "/hangzhou/citybrain"
)
CITYBRAIN_KEYS = Variable(
    "WENHUI_CITYBRAIN_KEYS",
    "Keys shared with it, NAME:HEX parted by commas, 32 bytes or more each; the first signs, all are believed.",
    "2026-03:(64 hex digits),2026-02:(64 hex digits)",
)
CITYBRAIN_CERTIFICATE = Variable(
    "WENHUI_CITYBRAIN_CERTIFICATE",
    "PEM file with our client certificate and its key, where it asks for mutual TLS.",
    "/etc/wenhui/citybrain.pem",
)
CITYBRAIN_SUBJECT = Variable(
    "WENHUI_CITYBRAIN_SUBJECT",
    "Subject its client certificate must have, as the reverse proxy says in X-Client-Subject beside X-Client-Verify.",
    "CN=brain.example.gov.cn",
)
SMTP_URL = Variable(
    "WENHUI_SMTP_URL",
    "Who takes our e-mail: smtps:// with TLS from the first byte, smtp:// turning to TLS; in clear on this machine alone.",
    "smtps://wenhui:secret@mail.example.gov.cn:465",
)
MAIL_FROM = Variable("WENHUI_MAIL_FROM", "The mailbox our e-mail comes from.", "wenhui@example.gov.cn")
POST_LINES = Variable(
    "WENHUI_POST_LINES",
    "Robots and webhooks that `post.yaml` names, NAME=ADDRESS parted by blanks; a secret stands behind #.",
    "municipal=https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=KEY duty=https://duty.example.gov.cn/wenhui#SECRET",
)
HOTLINE_KEYS = Variable(
    "WENHUI_HOTLINE_KEYS",
    "Keys shared with the 12345 hotline, as those of the city brain; without any, its tickets come by sheet alone.",
    "2026-03:(64 hex digits)",
)
HOTLINE_AREA = Variable("WENHUI_HOTLINE_AREA", "Path of the area whose tickets the hotline sends.", "hz.gs.wh.")
HOTLINE_URL = Variable(
    "WENHUI_HOTLINE_URL",
    "Where the hotline takes what we did: /steps lies below it. https, but on this machine itself; empty: by sheet alone.",
    "https://hotline.example.gov.cn/wenhui",
)
HOOKS_ALLOW = Variable(
    "WENHUI_HOOKS_ALLOW",
    "Names inside this network that may be told of cases (webhooks), parted by commas; every other private one is refused.",
    "cityapp.internal,127.0.0.1",
)

ALL = (
    *(PORT, HOST, DATA, DATABASE, DATABASE_WEB, FILES, AS_ROLE, DEMO, SECRET_KEY, FIELD_KEY, HOSTS, CHROMIUM),
    *(CITYBRAIN_URL, CITYBRAIN_AREA, CITYBRAIN_SOURCE, CITYBRAIN_KEYS, CITYBRAIN_CERTIFICATE, CITYBRAIN_SUBJECT),
    *(SMTP_URL, MAIL_FROM, POST_LINES),
    *(HOTLINE_KEYS, HOTLINE_AREA, HOTLINE_URL),
    HOOKS_ALLOW,
)

DEMO_SECRET_KEY = "demonstration-only-and-refused-everywhere-else-wenhui-0001"  # noqa: S105 - known to all, refused outside the demonstration
DEMO_FIELD_KEY = "00" * 31 + "01"

HOST_NAME = re.compile(r"\*|\.?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*", re.IGNORECASE)


def port(environ: Mapping[str, str] | None = None) -> int:
    """Return the port of the pages."""
    raw = PORT.raw(environ)
    if not raw.isdecimal() or not 1 <= int(raw) <= 65534:
        raise PORT.refuse(f"is {raw!r}, not a port between 1 and 65534")
    return int(raw)


def host(environ: Mapping[str, str] | None = None) -> str:
    """Return the address that the pages and MQTT listen on."""
    raw = HOST.raw(environ)
    try:
        return str(IPv4Address(raw))
    except AddressValueError:
        raise HOST.refuse(f"is {raw!r}, not an IPv4 address") from None


def is_demo(environ: Mapping[str, str] | None = None) -> bool:
    """Say whether this is the demonstration."""
    raw = DEMO.raw(environ)
    if raw not in {"0", "1"}:
        raise DEMO.refuse(f"is {raw!r}, neither 0 nor 1")
    return raw == "1"


def secret_key(environ: Mapping[str, str] | None = None) -> str:
    """Return the key that signs sessions; the demonstration's own is refused anywhere else."""
    raw = SECRET_KEY.raw(environ)
    if is_demo(environ):
        return raw or DEMO_SECRET_KEY
    if not raw:
        raise SECRET_KEY.refuse("is missing")
    if raw == DEMO_SECRET_KEY:
        raise SECRET_KEY.refuse("is the demonstration's, which anyone may read")
    if len(raw) < 50:
        raise SECRET_KEY.refuse(f"has {len(raw)} characters, fewer than 50")
    return raw


def field_key(environ: Mapping[str, str] | None = None) -> bytes:
    """Return the 32 bytes that encrypt identifiers; the demonstration's own are refused anywhere else."""
    raw = FIELD_KEY.raw(environ) or (DEMO_FIELD_KEY if is_demo(environ) else "")
    if not raw:
        raise FIELD_KEY.refuse("is missing")
    if raw == DEMO_FIELD_KEY and not is_demo(environ):
        raise FIELD_KEY.refuse("is the demonstration's, which anyone may read")
    try:
        key = bytes.fromhex(raw)
    except ValueError:
        raise FIELD_KEY.refuse("holds something other than hex digits") from None
    if len(key) != 32:
        raise FIELD_KEY.refuse(f"has {len(key)} bytes, not 32")
    return key


def as_role(environ: Mapping[str, str] | None = None) -> str:
    """Return `owner` or `web`."""
    raw = AS_ROLE.raw(environ)
    if raw not in {"owner", "web"}:
        raise AS_ROLE.refuse(f"is {raw!r}, neither owner nor web")
    return raw


def database_url(variable: Variable, environ: Mapping[str, str] | None = None) -> str:
    """Return a database address, checked for shape; empty where none is set.

    What cannot be read is not repeated: it may hold a password.
    """
    raw = variable.raw(environ)
    if not raw:
        return ""
    scheme = raw.partition("://")[0]
    if scheme not in {"postgres", "postgresql"}:
        raise variable.refuse("does not begin with postgresql://")
    try:
        known = conninfo_to_dict(raw)
    except ProgrammingError:
        raise variable.refuse("cannot be read; in a password write @ : / ? # % as %40 %3A %2F %3F %23 %25") from None
    if not known.get("dbname"):
        raise variable.refuse("names no database after the host")
    if not all(part.isdecimal() for part in str(known.get("port") or "5432").split(",")):
        raise variable.refuse("has a port that is not a number")
    return raw


def files_bucket(environ: Mapping[str, str] | None = None) -> str:
    """Return the address of the bucket that holds files, checked for shape; empty for the data folder.

    What cannot be read is not repeated: it may hold a secret.
    """
    raw = FILES.raw(environ)
    if raw:
        try:
            s3.Bucket.at(raw)
        except ValueError as error:
            raise FILES.refuse(str(error)) from None
    return raw


def own_database_url(environ: Mapping[str, str] | None = None) -> str:
    """Return the address this process connects to; pages never fall back to the owner, whom no policy binds."""
    if as_role(environ) == "owner":
        return database_url(DATABASE, environ)
    url = database_url(DATABASE_WEB, environ)
    if not url:
        raise DATABASE_WEB.refuse("is missing, and pages must not connect as the owner")
    return url


def refuse_owner_alone(environ: Mapping[str, str] | None = None) -> None:
    """Raise when an outside database is named for the owner and none for pages and jobs."""
    if database_url(DATABASE, environ) and not database_url(DATABASE_WEB, environ):
        raise DATABASE_WEB.refuse(f"is missing beside {DATABASE.name}")


def refuse_web_alone(environ: Mapping[str, str] | None = None) -> None:
    """Raise when pages would serve an outside database and everything else would use the embedded one, or be the owner."""
    owner, web = database_url(DATABASE, environ), database_url(DATABASE_WEB, environ)
    if web and not owner:
        raise DATABASE.refuse(f"is missing beside {DATABASE_WEB.name}")
    if web and conninfo_to_dict(web).get("user") == conninfo_to_dict(owner).get("user"):
        raise DATABASE_WEB.refuse(f"names the same role as {DATABASE.name}, whom no policy binds")


def data_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Return the data folder: as set, else `var/` beside the code; for root under a closed home /var/lib/wenhui."""
    raw = DATA.raw(environ)
    if raw:
        try:
            folder = Path(raw).expanduser().resolve()
        except RuntimeError:
            raise DATA.refuse(f"is {raw!r}, in the home of someone this machine does not know") from None
        if folder.is_file():
            raise DATA.refuse(f"is {raw!r}, a file and not a folder")
        return folder
    beside = Path(__file__).resolve().parents[2] / "var"
    closed = any(not parent.stat().st_mode & 0o001 for parent in beside.parents)
    if os.geteuid() == 0 and closed:
        return Path("/var/lib/wenhui")
    return beside


def allowed_hosts(environ: Mapping[str, str] | None = None) -> list[str]:
    """Return the host names that the pages answer to."""
    names = [name.strip() for name in HOSTS.raw(environ).split(",") if name.strip()]
    for name in names:
        if not HOST_NAME.fullmatch(name):
            raise HOSTS.refuse(f"holds {name!r}; give names alone, without https:// and without a port")
    return names


def outside() -> None:
    """Read the settings of outside parties."""
    from wenhui.site import outside

    outside.citybrain()
    outside.post_lines()
    outside.mail_server()
    outside.hotline()
    outside.hooks_allow()


READERS: tuple[Callable[[], object], ...] = (
    port,
    host,
    data_folder,
    files_bucket,
    is_demo,
    secret_key,
    field_key,
    as_role,
    allowed_hosts,
    lambda: database_url(DATABASE),
    lambda: database_url(DATABASE_WEB),
    refuse_web_alone,
    outside,
)
"""What reads each setting; every one raises by itself, so that one wrong value need not hide the next."""


def check() -> None:
    """Read every setting once, so that a wrong one is said before anything is started."""
    for read in READERS:
        read()
