"""Applies a folder of the catalogue to the database, module by module, in one transaction.

A plan is what applying would do: it is applied and taken back, so that a module whose rows rest on another module's new
rows (a post on a new community) plans truly. Nothing changes when any file is wrong.
"""

from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol, cast

from django.apps import apps
from django.conf import settings
from django.db import transaction

from wenhui.kit.actor import Actor, job
from wenhui.kit.catalogue import Catalogue, Change, Document
from wenhui.kit.clock import now

FOLDER = settings.ROOT / "catalogue" / "wenhui"


class Module(Protocol):
    """What a module's `catalogue.py` offers."""

    FILE: str
    Schema: type[Document]

    def plan(self, document: Any) -> list[Change]:
        """Return what applying would change; empty when the database already says the same."""

    def apply(self, document: Any, *, by: Actor, at: datetime) -> None:
        """Make the database say what the document says."""


def run_plan(folder: Path) -> list[Change]:
    """Return what `run_apply` would change, and change nothing."""
    with transaction.atomic():
        changes = run_apply(folder, by=job("catalogue"), at=now())
        transaction.set_rollback(True)
    return changes


def run_apply(folder: Path, *, by: Actor, at: datetime) -> list[Change]:
    """Apply the folder's files in one transaction and return what changed; a second time, nothing.

    Raises CatalogueError before anything is kept when a file is wrong.
    """
    catalogue = Catalogue(folder)
    modules = list(_modules())
    catalogue.refuse_strangers(module.FILE for module in modules)
    documents = [(module, catalogue.load(module.FILE, module.Schema)) for module in modules]
    changes: list[Change] = []
    with transaction.atomic():
        for module, document in documents:
            if document is None:
                continue
            planned = module.plan(document)
            if planned:
                module.apply(document, by=by, at=at)
            changes += planned
    return changes


def _modules() -> Iterator[Module]:
    """Yield the modules with a catalogue, those that others rest on first: settings list the upper rooms first."""
    for config in reversed(list(apps.get_app_configs())):
        name = f"{config.name}.catalogue"
        if config.name.startswith("wenhui.") and config.label != "site" and find_spec(name):
            yield cast("Module", import_module(name))
