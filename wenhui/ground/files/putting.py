"""Puts copies into the store in step with the sweep, which must not take one whose row is on its way for an orphan."""

import logging
from typing import TYPE_CHECKING, Final

from django.db import connection
from django.utils.translation import gettext

from wenhui.ground.files import store
from wenhui.ground.files.errors import StoreError
from wenhui.ground.files.models import File

if TYPE_CHECKING:
    from wenhui.ground.files.photos import Copy

LOCK: Final = "hashtext('wenhui.files')"
"""Held shared by whoever puts a copy until its row is committed, and alone by the sweep."""

log = logging.getLogger(__name__)


def put(file: File, copy: "Copy") -> None:
    """Put a copy and its smaller pictures into the store; the sweep waits until this transaction has ended."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock_shared({LOCK})")
    place = store.current()
    try:
        for side, picture in copy.pictures.items():
            place.put(store.key_of(file.digest, f"{side}.jpg"), picture)
        place.put(store.key_of(file.digest, file.suffix), copy.content)
    except StoreError as error:
        log.exception("A photo could not be kept.")
        raise StoreError(gettext("照片现在存不下来，请告诉系统管理员。其余的都已经收下。")) from error
