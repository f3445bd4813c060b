"""What each subcommand of `wenhui` does, one file per verb family."""

from wenhui.kit.catalogue import CatalogueError
from wenhui.site.at_hand import DatabaseError
from wenhui.site.environment import SettingError
from wenhui.site.postgres import PostgresError


class RefusalError(RuntimeError):
    """A command cannot do what was asked; the message says what happened, what was kept and what to do."""


def refusals() -> tuple[type[Exception], ...]:
    """Return the errors that end a command with one line and exit 2 instead of a traceback."""
    return (SettingError, PostgresError, DatabaseError, CatalogueError, RefusalError)


def tell(text: str) -> None:
    """Say one line to whoever typed the command."""
    print(text, flush=True)  # noqa: T201
