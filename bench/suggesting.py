"""How fast labels are suggested and families found: `python -m bench.suggesting`.

10,000 invented tickets of ten types (wenhui/lake/suggesting/tests/tickets.py) teach a model; 20,000 others ask it, as
`wenhui cases suggest` would, in one thread: documents per second, the best of three. Beside it, without bars of the issue:
learning, families among 50,000 rows with and without points, and one new report against 200 cases around it.
"""

import os
import time

os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")  # before numpy is loaded

from bench.own import Result, timed
from wenhui.lake.families import finding
from wenhui.lake.families.likely import Telling, likely_same
from wenhui.lake.families.tests import months
from wenhui.lake.suggesting import learning
from wenhui.lake.suggesting.tests import tickets

LEARNT, ASKED, TOLD = 10_000, 20_000, 50_000
BAR = 2_000
LEARNING_BAR, FAMILIES_BAR, ONE_BAR = 30.0, 30.0, 15.0
TRIES = 3


def main() -> int:
    """Measure; 1 when a bar is missed."""
    texts, labels = tickets.make(LEARNT)
    begin = time.perf_counter()
    model = learning.train(texts, labels)
    learnt = time.perf_counter() - begin
    asked, _ = tickets.make(ASKED, seed=2)
    speed = ASKED / min(timed(lambda: model.suggest(asked)) for _ in range(TRIES))
    table = months.make(TOLD, seed=3, spots=20_000, days=180)
    results = [
        Result("suggestions, documents per second on one core", speed, BAR, at_least=True),
        Result(f"learning from {LEARNT:,} texts, s", learnt, LEARNING_BAR),
    ]
    for what, places in (("with points", table.places), ("without points", None)):
        seconds = timed(lambda places=places: finding.families(table.texts, table.days, places))  # type: ignore[misc]
        results.append(Result(f"families among {TOLD:,} rows {what}, s", seconds, FAMILIES_BAR))
    around = [
        Telling(str(row), text, day, (30.29, 120.17))
        for row, (text, day) in enumerate(zip(table.texts[:201], table.days[:201], strict=True))
    ]
    one = min(timed(lambda: likely_same(around[0], around[1:])) for _ in range(TRIES)) * 1000
    results.append(Result("one report against 200 cases at the same spot, ms", one, ONE_BAR))
    print(*results, sep="\n")
    return int(not all(result.is_met for result in results))


if __name__ == "__main__":
    raise SystemExit(main())
