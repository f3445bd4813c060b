"""Where copies lie, under the hash of their content: a folder below the data folder, or a bucket (`s3`); one contract.

A copy is written beside its place, made durable, and only then given its name; so a name always holds the whole of its
content, and putting it twice or at once is harmless.
"""

import os
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings

from wenhui.ground.files.errors import MissingError, StoreError
from wenhui.ground.files.s3 import Bucket, BucketStore, Stored

KEY = re.compile(r"[0-9a-f]{2}/[0-9a-f]{62}\.[a-z0-9]{1,5}(\.[a-z0-9]{1,5})?")
UNFINISHED = ".beside-"


class Store(Protocol):
    """What a store does. Keys look like `ab/cdef….jpg`; errors are StoreError, and MissingError for what is not there."""

    def put(self, key: str, content: bytes) -> None:
        """Keep a copy; when this returns, a power cut loses nothing."""

    def read(self, key: str, *, start: int = 0, length: int | None = None) -> bytes:
        """Return a copy or a part of it."""

    def remove(self, key: str) -> None:
        """Forget a copy; harmless when it is not there."""

    def keys(self) -> Iterator[Stored]:
        """Yield every copy."""


def current() -> Store:
    """Return the store that the settings name."""
    if settings.FILES_BUCKET:
        return BucketStore(Bucket.at(settings.FILES_BUCKET))
    return Folder(Path(settings.DATA) / "files")


def key_of(digest: str, suffix: str) -> str:
    """Return the key of a copy: `ab/cdef….jpg`, its large picture `ab/cdef….1600.jpg`."""
    return f"{digest[:2]}/{digest[2:]}.{suffix}"


def digest_of(key: str) -> str:
    """Return the hash that a key is named by."""
    return key[:2] + key[3:65]


class Folder:
    """A store in a folder that only this office's own user may open."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, key: str, content: bytes) -> None:
        """Write beside, make durable, rename, and make the name durable."""
        place = self._place(key)
        beside = place.with_name(f"{UNFINISHED}{uuid.uuid4().hex}")
        with self._told():
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if place.is_file() and place.stat().st_size == len(content):
                os.utime(place)
                return
            try:
                beside.touch(0o600, exist_ok=False)
                with beside.open("wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                beside.replace(place)
            except OSError:
                beside.unlink(missing_ok=True)
                raise
            for folder in (place.parent, self.root):
                _sync(folder)

    def read(self, key: str, *, start: int = 0, length: int | None = None) -> bytes:
        """Return a copy or a part of it."""
        with self._told():
            try:
                with self._place(key).open("rb") as file:
                    file.seek(start)
                    return file.read(-1 if length is None else length)
            except FileNotFoundError:
                raise MissingError(key) from None

    def remove(self, key: str) -> None:
        """Forget a copy; harmless when it is not there."""
        with self._told():
            self._place(key).unlink(missing_ok=True)

    def keys(self) -> Iterator[Stored]:
        """Yield every copy, folder by folder."""
        for folder in sorted(self.root.glob("[0-9a-f][0-9a-f]")):
            for path in sorted(folder.glob("[0-9a-f]*")):
                at = self._changed_at(path)
                if at is not None:
                    yield Stored(f"{folder.name}/{path.name}", at)

    def sweep_unfinished(self, *, before: datetime) -> int:
        """Remove what killed processes left half-written; return how many."""
        left = [path for path in self.root.glob(f"??/{UNFINISHED}*") if (self._changed_at(path) or before) < before]
        with self._told():
            for path in left:
                path.unlink(missing_ok=True)
        return len(left)

    def _changed_at(self, path: Path) -> datetime | None:
        """Return when a file was last put, or None where somebody has removed it meanwhile."""
        with self._told(), suppress(FileNotFoundError):
            return datetime.fromtimestamp(path.stat().st_mtime, UTC)
        return None

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say which folder cannot be used when the machine refuses."""
        try:
            yield
        except OSError as error:
            raise StoreError(f"The folder {self.root} cannot be used: {error.strerror}.") from error

    def _place(self, key: str) -> Path:
        if not KEY.fullmatch(key):
            raise MissingError(key)
        return self.root / key


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
