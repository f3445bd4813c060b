"""Many cases dispatched in one act beside one set-based statement: `python -m bench.moves_bulk [--cases 5000]`.

Starts its own server with fsync on. Both act as the web role in the office's scope, on equal cases, with policies, triggers,
indicators, moves and journal lines; the statement asks nobody for permission and locks nothing first. Then what the act
dispatched is taken back. Best of the rounds of each, taken in turn; commits included.
"""

import argparse
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bench.board import AT, fill
from bench.own import Result, as_web, office, run, timed

if TYPE_CHECKING:
    from wenhui.kit.actor import Actor

BAR = 0.2
ROUNDS = 4
BARE = """
WITH gone AS (
    UPDATE cases_case SET stage = 'dispatched', unit_key = 'municipal', dispatched_at = %(at)s
    WHERE id = ANY(%(pks)s) RETURNING id, area_path, number
), moved AS (
    INSERT INTO cases_casemove (case_id, area_path, verb, from_stage, to_stage, by_kind, by_key, by_name, at, why, unit_key)
    SELECT id, area_path, 'dispatch', 'registered', 'dispatched', 'person', %(key)s, %(name)s, %(at)s, '', 'municipal'
    FROM gone
)
INSERT INTO journal_entry (at, actor_kind, actor_key, verb, subject, reason, refs)
SELECT %(at)s, 'person', %(key)s, 'cases.dispatch', 'case:' || id, '',
    jsonb_build_object('number', number, 'unit', 'municipal')
FROM gone
"""


def main() -> int:
    """Measure on a server of its own; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=5_000)
    cases = parser.parse_args().cases
    with office():
        return measure(cases)


def measure(cases: int) -> int:
    """Dispatch the same number of cases both ways, in turn; print the ratio."""
    import django

    django.setup()
    fill(cases * 8, 20_000)  # every eighth waits for dispatch
    from wenhui.ground.accounts.models import Account
    from wenhui.work.cases import actions
    from wenhui.work.cases.models import Case

    by = Account.objects.get(username="luming").actor
    pks = list(Case.objects.filter(stage="registered").values_list("pk", flat=True)[:cases])
    units = dict.fromkeys(pks, "municipal")
    acts, statements, backs = [], [], []
    for number in range(ROUNDS):
        at = AT + timedelta(seconds=number)
        statements.append(taken(lambda at=at: bare(pks, by, at)))  # type: ignore[misc]
        undo(pks)
        acts.append(taken(lambda at=at: actions.dispatch_many(units=units, by=by, at=at)))  # type: ignore[misc]
        backs.append(taken(lambda at=at: actions.recall_many(dispatched_at=at, by=by, at=at)))  # type: ignore[misc]
        run("VACUUM ANALYZE cases_case")
    act, statement, back = min(acts), min(statements), min(backs)
    print(f"     {os.cpu_count()} cores; {len(pks):,} cases: act {act:.2f} s, one statement {statement:.2f} s")
    print(f"     taken back {back:.2f} s; rounds {' '.join(f'{one:.2f}' for one in acts)}")
    result = Result(f"{len(pks):,} cases in one act ÷ one set-based statement", statement / act, BAR, at_least=True)
    print(result)
    return 0 if result.is_met else 1


def taken(act: Callable[[], object]) -> float:
    """Return how long an act takes in a page's transaction, from its beginning to its commit."""

    def whole() -> None:
        with as_web("hz.gs.wh."):
            act()

    return timed(whole)


def bare(pks: list[int], by: "Actor", at: datetime) -> None:
    """Dispatch the cases by one statement."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(BARE, {"pks": pks, "at": at, "key": by.key, "name": by.name})


def undo(pks: list[int]) -> None:
    """Let the cases wait for dispatch again, as if nothing had been done."""
    from wenhui.work.cases.models import Case

    Case.objects.filter(pk__in=pks).update(stage="registered", unit_key="", dispatched_at=None)
    run("VACUUM ANALYZE cases_case")


if __name__ == "__main__":
    raise SystemExit(main())
