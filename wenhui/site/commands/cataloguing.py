"""`wenhui catalogue plan` and `apply`: the office as its YAML says."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from wenhui.kit.catalogue import Change
from wenhui.site.commands import RefusalError, office, tell


def plan(given: argparse.Namespace) -> int:
    """Say what applying would change; change nothing."""
    with office():
        from wenhui.site import catalogue

        _say(catalogue.run_plan(_folder(given.folder)), "Applying would change nothing.")
    return 0


def apply(given: argparse.Namespace) -> int:
    """Make the office as the catalogue says, in one transaction, and say what changed."""
    with office():
        from wenhui.kit import clock
        from wenhui.site import catalogue, preparing

        changes = catalogue.run_apply(_folder(given.folder), by=preparing.OFFICE, at=clock.now())
        _say(changes, "Nothing changed: the office is as the catalogue says.")
    return 0


def _folder(given: Path | None) -> Path:
    from wenhui.site import preparing

    folder = given or preparing.CATALOGUE
    if not folder.is_dir():
        raise RefusalError(f"There is no folder {folder}. Nothing was changed.")
    return folder


def _say(changes: Sequence[Change], nothing: str) -> None:
    for change in changes:
        tell(str(change))
    if not changes:
        tell(nothing)
