"""`wenhui doctor`: what is missing, in words. It changes nothing."""

import argparse
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from wenhui.ground.files import s3
from wenhui.ground.files.errors import StoreError
from wenhui.kit.paper import fonts
from wenhui.site import at_hand, environment, loading, outside
from wenhui.site.commands import tell
from wenhui.site.postgres import PostgresError, Server, wheel_binaries

LEAST_FREE_BYTES = 2 * 1024**3
REFUSALS = (at_hand.DatabaseError, PostgresError, environment.SettingError)


def doctor(given: argparse.Namespace) -> int:
    """Look at everything, say what is missing and how to mend it; exit 1 if anything is."""
    ills = list(dict.fromkeys(ill for look in LOOKS for ill in look()))
    for ill in ills:
        tell(f"- {ill}")
    tell("Nothing is missing." if not ills else f"{len(ills)} missing or wrong; each says what to do.")
    return 1 if ills else 0


def settings() -> Iterator[str]:
    """Look at every setting by itself, so that one wrong value does not hide the next."""
    for read in (*environment.READERS, environment.refuse_owner_alone):
        try:
            read()
        except environment.SettingError as error:
            yield str(error)


def folder() -> Iterator[str]:
    """Look whether the data folder can be written and has room."""
    path = environment.data_folder()
    nearest = next(place for place in (path, *path.parents) if place.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        yield f"The data folder {path} cannot be written; set {environment.DATA.name} to one that can."
        return
    free = shutil.disk_usage(nearest).free
    if free < LEAST_FREE_BYTES:
        yield f"Only {free // 1024**2} MiB are free under {path}; a subdistrict's first year needs 2 GiB."


def files() -> Iterator[str]:
    """Look whether photos can be kept: in the bucket that the settings name, else in their folder."""
    try:
        address = environment.files_bucket()
    except environment.SettingError as error:
        yield str(error)
        return
    if address:
        try:
            next(iter(s3.BucketStore(s3.Bucket.at(address)).keys()), None)
        except StoreError as error:
            yield f"{error} Photos cannot be kept; look at {environment.FILES.name} and at the service."
        return
    place = environment.data_folder() / "files"
    if place.exists() and not (place.is_dir() and os.access(place, os.W_OK)):
        yield f"The folder {place} cannot be written, so photos cannot be kept; give it to the user that runs wenhui."


def mail() -> Iterator[str]:
    """Look whether the mail server of the settings lets us in; without one there is no e-mail, and nothing is missing."""
    try:
        server = outside.mail_server()
        if server is None:
            return
        loading.django()
    except environment.SettingError as error:
        yield str(error)
        return
    from wenhui.edge.post.channels import mail as channel

    why = channel.why_unreachable(server)
    if why:
        yield (
            f"The mail server {server.host}:{server.port} does not let us in ({why}), so reminders by e-mail wait a day and "
            f"are then given up; look at {environment.SMTP_URL.name} and at the server."
        )


def database() -> Iterator[str]:
    """Look at the database: is it there, new enough, does it know Chinese words, who owns it, who serves pages from it.

    An embedded one that was never made is not made for looking at it.
    """
    try:
        if not environment.database_url(environment.DATABASE):
            wheel_binaries()
            if not Server(environment.data_folder()).is_made:
                return
        with at_hand.database(whole=False):
            yield from _inside()
    except REFUSALS as error:
        yield str(error)


def _inside() -> Iterator[str]:
    with at_hand.connect(environment.DATABASE) as connection:
        found = list(at_hand.lacking(connection))
        row = connection.execute("SELECT to_regclass('public.accounts_account') IS NOT NULL").fetchone()
    for need in found:
        yield need.why
    statements = [statement for need in found for statement in need.statements]
    if statements:
        yield "\n  ".join(("Let an administrator of the database run in it:", *statements))
    if row is not None and row[0] and not environment.is_demo():
        loading.django()
        from wenhui.ground.accounts import seed

        yield from seed.cast_found_outside_demonstration()
        yield from _lines_unknown()


def _lines_unknown() -> Iterator[str]:
    """Say which lines the catalogue names and the settings do not; an office that set none wants none."""
    from wenhui.edge.post import connecting

    if outside.post_lines():
        for one in connecting.unconnected():
            if one.line:
                yield (
                    f"post.yaml sends to {one.key} by the line {one.line}; {environment.POST_LINES.name} does not know "
                    "it, or gives no secret for a webhook. Nothing is sent there."
                )


def browser_packages() -> Iterator[str]:
    """Look whether the browser packages were fetched."""
    root = Path(__file__).resolve().parents[3]
    if not (root / "node_modules" / "echarts").is_dir():
        yield "The browser packages are missing; run: make install"


def chinese_font() -> Iterator[str]:
    """Look whether papers can be printed: without a Chinese font there would be boxes, so nothing is."""
    if not fonts.is_chinese_at_hand(fonts.found()):
        yield "No Chinese font is here, so no papers can be printed; install one, on Debian: apt install fonts-noto-cjk"


LOOKS = (settings, folder, files, mail, database, browser_packages, chinese_font)
