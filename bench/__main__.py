"""Every figure, one after the other: `make bench`; `CASEWORK=FILE make bench` measures the import of real cases too."""

import os
import subprocess
import sys

PARTS = (
    *("tally", "cases_search", "registry_search", "registry_match", "live", "sheets", "fill", "ledgers", "linkage"),
    *("visits", "suggesting", "moves", "moves_bulk", "intake", "board", "clocks"),
)


def main() -> int:
    """Run each measurement in a process of its own; 1 when any bar is missed."""
    parts = [[name] for name in PARTS]
    if os.environ.get("CASEWORK"):
        parts.append(["casework", os.environ["CASEWORK"]])
    else:
        print("     the import is not measured: CASEWORK names no file (README.md says where it comes from)")
    missed = 0
    for module, *arguments in parts:
        print(f"-- {module}", flush=True)
        missed |= subprocess.run([sys.executable, "-m", f"bench.{module}", *arguments], check=False).returncode != 0
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
