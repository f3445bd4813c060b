"""Compiles the requirement files from `pyproject.toml`: pinned, hash-checked, without download addresses (`make pins`)."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FLAGS = [
    "--quiet",
    "--generate-hashes",
    "--allow-unsafe",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-emit-trusted-host",
    "--no-header",
    "--no-annotate",
    "--strip-extras",
]


def run_in() -> str:
    """Return `requirements/run.in` as `pyproject.toml` has it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = ["# Written from pyproject.toml by `make pins`; edit it there.", *project["dependencies"]]
    return "\n".join([*lines, "setuptools  # builds the editable install without a network", "wheel  # the same", ""])


def main() -> None:
    """Write run.in, then compile every .in file beside it."""
    folder = ROOT / "requirements"
    (folder / "run.in").write_text(run_in(), encoding="utf-8")
    for name in ("run", "dev", "node", "peers"):
        command = [sys.executable, "-m", "piptools", "compile", *FLAGS, "-o", f"{name}.txt", f"{name}.in"]
        subprocess.run(command, cwd=folder, check=True)


if __name__ == "__main__":
    main()
