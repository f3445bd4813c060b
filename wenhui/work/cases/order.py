"""The order of stages as the database keeps it, whoever writes: what `rules.MOVES` allows, as one SQL function.

The function is put in place after every migration, so that it never says less than the table of the code; the triggers
that ask it are of migration 0016.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connections

from wenhui.work.cases.rules import MOVES
from wenhui.work.cases.words import Stage, Verb


def allowed() -> Iterator[tuple[str, str, str]]:
    """Yield every step there is: verb, from which stage, to which. A case that is parted stands where it was joined."""
    yield str(Verb.REPORT), "", str(Stage.REPORTED)
    for verb, move in MOVES.items():
        for stage in sorted(move.sources):
            ends = sorted(MOVES[Verb.ATTACH].sources) if verb is Verb.DETACH else [move.to or stage]
            yield from ((str(verb), str(stage), str(end)) for end in ends)


def fits_sql() -> str:
    """Return the statement that makes the function say what the table says."""
    rows = ", ".join(f"('{verb}', '{came}', '{led}')" for verb, came, led in allowed())
    return f"""
CREATE OR REPLACE FUNCTION cases_step_fits(verb text, came_from text, led_to text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$ SELECT (verb, came_from, led_to) IN ({rows}) $$;
"""


def keep(*, using: str, **others: Any) -> None:
    """Let the database know the table as it stands; runs after every migration."""
    if "cases_casemove" not in connections[using].introspection.table_names():
        return
    with connections[using].cursor() as cursor:
        cursor.execute(fits_sql())
