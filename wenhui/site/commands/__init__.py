"""What each subcommand of `wenhui` does, one file per verb family."""

from collections.abc import Iterator
from contextlib import contextmanager

from wenhui.kit.catalogue import CatalogueError
from wenhui.site import at_hand, loading
from wenhui.site.at_hand import DatabaseError
from wenhui.site.environment import SettingError
from wenhui.site.postgres import PostgresError, Server


class RefusalError(RuntimeError):
    """A command cannot do what was asked; the message says what happened, what was kept and what to do."""


def refusals() -> tuple[type[Exception], ...]:
    """Return the errors that end a command with one line and exit 2 instead of a traceback."""
    return (SettingError, PostgresError, DatabaseError, CatalogueError, RefusalError)


@contextmanager
def office() -> Iterator[Server | None]:
    """Have the office's database at hand and Django ready over it; refuse one whose tables are not those of this code."""
    with at_hand.database() as server:
        loading.django()
        _refuse_other_tables()
        yield server


def _refuse_other_tables() -> None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    steps = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if steps:
        raise RefusalError(
            f"The database lacks {len(steps)} steps to the tables of this version. Nothing was changed. `wenhui up` takes "
            "them at its start; without starting: wenhui manage migrate"
        )


def tell(text: str) -> None:
    """Say one line to whoever typed the command."""
    print(text, flush=True)  # noqa: T201
