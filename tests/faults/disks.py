"""A small disk of a test's own, that can be filled up and given more room."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import folders


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
def disk() -> Iterator[Disk]:
    """A disk of 30 MiB; skips aloud where this user or this machine cannot mount one."""
    with folders.reachable() as folder:
        made = Disk(folder / "disk")
        made.folder.mkdir()
        try:
            made.mount("size=30m,mode=755")
        except (subprocess.CalledProcessError, FileNotFoundError) as error:
            pytest.skip(f"no small disk can be mounted here, which takes root: {error}")
        try:
            yield made
        finally:
            subprocess.run(["umount", "--lazy", str(made.folder)], check=True)
