"""A small disk of a test's own, that can be filled up and given more room."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest


class Disk:
    """A tmpfs over a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def mount(self, options: str) -> None:
        """Mount it, or mount it anew with other options."""
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(self.folder)], check=True, capture_output=True
        )

    def resize(self, mebibytes: int) -> None:
        """Give it more room, as an administrator does."""
        self.mount(f"remount,size={mebibytes}m")

    def fill(self) -> None:
        """Leave no room at all."""
        with (self.folder / "filler").open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(1 << 16))
            except OSError:
                return

    def free(self) -> None:
        """Give the room back."""
        (self.folder / "filler").unlink()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A disk of 30 MiB; skips aloud where this user or this machine cannot mount one."""
    for place in (tmp_path, *tmp_path.parents):
        if place.stat().st_uid == os.geteuid() and not place.stat().st_mode & 0o001:
            place.chmod(place.stat().st_mode | 0o011)
    made = Disk(tmp_path / "disk")
    made.folder.mkdir()
    try:
        made.mount("size=30m,mode=755")
    except (subprocess.CalledProcessError, FileNotFoundError) as error:
        pytest.skip(f"no small disk can be mounted here, which takes root: {error}")
    yield made
    subprocess.run(["umount", "--lazy", str(made.folder)], check=True)
