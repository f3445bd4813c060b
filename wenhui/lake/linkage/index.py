"""Finds the likely matches of one new record while someone types: keys sorted once, rows added and taken away singly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wenhui.lake.linkage import blocking, comparing, tables
from wenhui.lake.linkage.comparing import Pairs
from wenhui.lake.linkage.model import Model
from wenhui.lake.linkage.records import Encoded, Hashes, Records

MOST: Final = 1_000  # rows compared with one new record, from the smallest blocks up
_SALT: Final = np.uint64(0xD6E8FEB86659FD93)


@dataclass(frozen=True, slots=True)
class Match:
    """A row that may be the new record's person; `reasons` gives per field the level in words and its evidence in bits."""

    key: str
    probability: float
    reasons: Mapping[str, tuple[str, float]]


class Index:
    """The rows of a table under their blocking keys. One process's own; a row added or removed is known at once."""

    def __init__(self, records: Records) -> None:
        self._records = Records(list(records.keys), {name: list(texts) for name, texts in records.texts.items()})
        found = blocking.keys(Encoded(records))
        hashes = _mixed(found)
        order = np.argsort(hashes, kind="stable")
        self._hashes, self._rows = hashes[order], found.rows[order]
        self._added: dict[int, list[int]] = {}
        self._row_of = {key: row for row, key in enumerate(records.keys)}

    def __len__(self) -> int:
        return len(self._row_of)

    def put(self, key: str, roles: Mapping[str, str]) -> None:
        """Add a row, or take it in place of the one that had its key. `roles` holds texts as they were typed."""
        self.remove(key)
        record = one_record(roles, key)
        row = len(self._records.keys)
        columns: Mapping[str, list[str]] = self._records.texts  # type: ignore[assignment]
        for name, column in columns.items():
            column.append(record.texts[name][0] if name in record.texts else "")
        self._records.keys.append(key)  # type: ignore[attr-defined]
        for one in _mixed(blocking.keys(Encoded(record))).tolist():
            self._added.setdefault(one, []).append(row)
        self._row_of[key] = row

    def remove(self, key: str) -> None:
        """Take a row away, if it is there."""
        self._row_of.pop(key, None)

    def matches(self, roles: Mapping[str, str], model: Model, *, limit: int = 10, least: float = 0.02) -> list[Match]:
        """Return the likeliest rows for a new record, likeliest first; `roles` holds texts as they were typed."""
        record = one_record(roles)
        rows = self._near(record)
        if not rows:
            return []
        encoded = Encoded(record.then(self._records.take(rows)))
        pairs = Pairs(np.zeros(len(rows), np.int32), np.arange(1, len(rows) + 1, dtype=np.int32))
        levels = comparing.levels(encoded, pairs)
        probabilities = model.probabilities(encoded, pairs, levels)
        best = np.argsort(-probabilities, kind="stable")[:limit]
        best = best[probabilities[best] >= least]
        chosen = Pairs(pairs.left[best], pairs.right[best])
        reasons = model.reasons(encoded, chosen, {name: level[best] for name, level in levels.items()})
        keys = self._records.keys
        return [
            Match(keys[rows[place]], float(probabilities[place]), why)
            for place, why in zip(best.tolist(), reasons, strict=True)
        ]

    def _near(self, record: Records) -> list[int]:
        """Return rows that share a blocking key with the record, from the smallest blocks up, in order."""
        hashes = _mixed(blocking.keys(Encoded(record)))
        begin, end = np.searchsorted(self._hashes, hashes, "left"), np.searchsorted(self._hashes, hashes, "right")
        found: set[int] = set()
        for place in np.argsort(end - begin, kind="stable").tolist():
            block = {*self._rows[begin[place] : end[place]].tolist(), *self._added.get(int(hashes[place]), ())}
            if len(found | block) > MOST:
                break
            found |= block
        keys, row_of = self._records.keys, self._row_of
        return sorted(row for row in found if row_of.get(keys[row]) == row)


def one_record(roles: Mapping[str, str], key: str = "") -> Records:
    """Return one row in normal form from texts under roles."""
    known: dict[str, Sequence[str]] = {role: [text] for role, text in roles.items() if role in tables.ROLES}
    return tables.normal_roles([key], known, strict=False)


def _mixed(found: blocking.Keys) -> Hashes:
    """Return one number for rule and hash."""
    mixed: NDArray[np.uint64] = found.hashes ^ (found.rules.astype(np.uint64) * _SALT)
    return mixed
