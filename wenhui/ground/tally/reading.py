"""Runs the engine's questions on the connection at hand and makes figures of the answers."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from django.db import connection

from wenhui.ground.tally import definitions
from wenhui.lake import counting, reading
from wenhui.lake.faces import BUCKET_WIDTH, Counted
from wenhui.lake.indicators import Kind, Period


@dataclass(frozen=True, slots=True)
class Spread:
    """A distribution of durations in logarithmic buckets: how many rows fell into each."""

    buckets: dict[int, int]

    @property
    def n(self) -> int:
        """Return how many rows there are."""
        return sum(self.buckets.values())

    def quantile(self, share: float) -> float | None:
        """Return the seconds below which `share` of the rows lie, within 2 %; None where there are no rows."""
        if not self.n:
            return None
        wanted, seen = math.ceil(share * self.n), 0
        for bucket in sorted(self.buckets):
            seen += self.buckets[bucket]
            if seen >= wanted:
                return float(BUCKET_WIDTH ** (bucket + 0.5))
        raise AssertionError("a quantile lies within its own rows")


Count = Decimal | Spread


def counts(
    keys: Iterable[str], paths: Sequence[str], at: datetime, period: Period | None = None
) -> dict[str, dict[str, Any]]:
    """Return, per path, the counted value of every indicator that `keys` need: a Decimal, or a Spread for durations."""
    too_deep = [path for path in paths if path.count(".") > counting.DEEPEST]
    if too_deep:
        raise ValueError(f"Nothing is counted below the building, so not for {too_deep[0]}.")
    office = definitions.office()
    wanted = office.closed_over(keys)
    tables = tables_of({one.table for one in wanted})
    blank: dict[str, Any] = {one.key: Spread({}) if one.kind is Kind.DURATION else Decimal(0) for one in wanted}
    found = {path: dict(blank) for path in paths}
    if not paths or not wanted:
        return found
    spreads: dict[tuple[str, str], dict[int, int]] = {}
    for path, slot, bucket, value in rows_of(reading.question(wanted, tables, paths, at, period)):
        one = wanted[int(slot)]
        if one.kind is Kind.DURATION:
            spreads.setdefault((path, one.key), {})[bucket] = int(value)
        else:
            found[path][one.key] = value
    for (path, key), buckets in spreads.items():
        found[path][key] = Spread({bucket: n for bucket, n in buckets.items() if n})
    return found


def rows_of(asked: reading.Question) -> list[tuple[Any, ...]]:
    """Run a question and return its rows (path, slot, bucket, value)."""
    with connection.cursor() as cursor:
        cursor.execute(asked.sql(), cast("list[Any]", asked.parameters))
        return list(cursor.fetchall())


_compiled: dict[str, Counted] = {}


def tables() -> dict[str, Counted]:
    """Return how every counted table that exists is kept."""
    names = {one.table for one in definitions.office().indicators if one.table}
    if not _compiled:
        _compiled.update(definitions.compiled(definitions.office()))
    return {name: _compiled[name] for name in names & _compiled.keys()}


def tables_of(names: set[str]) -> dict[str, Counted]:
    """Return how the named tables are kept, read from the database once a process."""
    if not names <= _compiled.keys():
        _compiled.update(definitions.compiled(definitions.office()))
    return {name: _compiled[name] for name in names}


def forget() -> None:
    """Forget what was read of the tables; after definitions changed under a running process."""
    _compiled.clear()


def known_paths(depth: int) -> list[str]:
    """Return every area path down to `depth` labels under which anything was ever counted."""
    office = definitions.office()
    parts = []
    for counted in tables_of({one.table for one in office.indicators if one.table}).values():
        plain = [face for face in counted.faces.values() if not face.by and not face.since]
        without_days = [face for face in plain if not face.has_days]  # one row an area, so the quickest to ask
        parts += [f"SELECT DISTINCT area_path FROM {counting.cells(face)}" for face in without_days or plain]
        parts.append(f"SELECT {counting.SCHEMA}.ancestors(area_path) FROM {counting.deltas(counted)}")
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT area_path FROM ({' UNION '.join(parts)}) AS known "
            "WHERE length(area_path) - length(replace(area_path, '.', '')) <= %s",
            [depth],
        )
        return [row[0] for row in cursor.fetchall()]
