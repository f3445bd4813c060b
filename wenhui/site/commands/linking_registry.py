"""`wenhui link train` and `wenhui link suspects`: linkage over the registry's own rows, as the owner."""

import argparse

from wenhui.kit import clock
from wenhui.kit.actor import job
from wenhui.site.commands import RefusalError, office, tell

WHO = job("link", "wenhui link")


def train(given: argparse.Namespace) -> int:
    """Train the model that the registry proposes likely matches with."""
    with office():
        tell(learn())
    return 0


def suspects(given: argparse.Namespace) -> int:
    """Search everybody for rows that may be one person."""
    with office():
        tell(search())
    return 0


def learn() -> str:
    """Train on the database that is at hand, and return what to say of it."""
    from wenhui.record.registry import actions
    from wenhui.record.registry.actions.refusals import RegistryError

    try:
        kept = actions.train_linkage(by=WHO, at=clock.now())
    except RegistryError as refused:
        raise RefusalError(f"{refused.words.en}. Nothing was changed.") from refused
    return f"Learnt from {kept.rows:,} people. Pages use it from now on."


def search() -> str:
    """Search the database that is at hand, and return what to say of it."""
    from wenhui.record.registry import actions
    from wenhui.record.registry.actions.refusals import RegistryError

    try:
        pairs = actions.suspect(by=WHO, at=clock.now())
    except RegistryError as refused:
        raise RefusalError(f"{refused.words.en}. Nothing was changed.") from refused
    return f"{pairs:,} pairs wait for a judgement, under registry/duplicates/ of the pages."
