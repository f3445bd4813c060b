"""Where editions are kept, and the one in force at hand: read once in each process."""

import logging
import shutil
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from wenhui.lake.suggesting import several
from wenhui.lake.suggesting.several import Several
from wenhui.lake.texts.errors import TextsError
from wenhui.work.cases.learning.teaching import ABOUTS
from wenhui.work.cases.models import SuggestionEdition

log = logging.getLogger(__name__)


def folder(path: str) -> Path:
    """Return the folder of an office's editions."""
    return Path(settings.DATA) / "suggestions" / path.rstrip(".")


def in_force(path: str) -> tuple[SuggestionEdition, Several] | None:
    """Return the edition in force at an office with its model; None where there is none, or none that can be read."""
    if not folder(path).is_dir():
        return None
    edition = SuggestionEdition.objects.filter(path=path, in_force=True).first()
    if edition is None:
        return None
    try:
        return edition, _read(folder(path) / edition.digest)
    except TextsError as error:
        log.warning("No suggestions at %s: %s", path, error)
        return None


def sweep(path: str, *, keeping: set[str]) -> None:
    """Remove the folders of editions that nobody needs any more, and what a cut-off lesson left."""
    for one in folder(path).iterdir():
        if one.is_dir() and one.name not in keeping:
            shutil.rmtree(one, ignore_errors=True)


@lru_cache(maxsize=4)
def _read(where: Path) -> Several:
    models = several.load(where, ABOUTS)
    models.suggest([""], explain=True)  # whatever is turned round once is turned round now
    return models
