"""What a trained linkage knows: a plain value that goes into JSON, scores pairs and gives its reasons.

Four kinds of pairs (after Larsen and Rubin 2001): one *person* twice; two people of one *home*, who share address, phone
and often the surname; *twins*, who share the birth date too; and *strangers*, who agree by chance alone. Within a kind,
fields are taken as independent. What is not known adds nothing. Where values agree, chance depends on the value: 张伟 is
worth less than 欧阳若曦.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from wenhui.lake.linkage import comparing, records
from wenhui.lake.linkage.comparing import EQUAL, LEVELS, MISSING, SOUND, Level, Pairs
from wenhui.lake.linkage.errors import LinkageError
from wenhui.lake.linkage.records import Encoded, Hashes

Numbers = NDArray[np.float64]

VERSION: Final = 1
WORTH_KEEPING: Final = 3  # rows; rarer values have the chance of one row
# Which frequency a level's chance comes from: (field, level) → (feature, what derives from it, by which rule).
RARITY: Final = {
    ("surname", EQUAL["surname"]): ("surname", "", None),
    ("surname", SOUND): ("surname", "sound", records.name_sound),
    ("given", EQUAL["given"]): ("given", "", None),
    ("given", SOUND): ("given", "sound", records.name_sound),
    ("birth", EQUAL["birth"]): ("birth", "", None),
    ("id", EQUAL["id"]): ("id", "", None),
    ("phone", EQUAL["phone"]): ("phone", "", None),
    ("address", EQUAL["address"]): ("address", "", None),
    ("address", comparing.HOME): ("address", "home", records.home),
    ("household", EQUAL["household"]): ("household", "", None),
}  # fmt: skip
NAMES: Final = "surname and given"
KINDS: Final = ("person", "home", "twins")
FEWEST: Final = 7  # rows with one full name, from which on the name's own frequency is believed
HOPELESS: Final = -14.0  # log odds against strangers alone, below which nothing else need be asked
UNIQUE: Final = 10  # ID numbers are unique by design: a shared one is so many times rarer than a shared rare value


@dataclass(frozen=True, slots=True)
class Frequency:
    """How many rows know a feature, and how many have each value, by the value's hash.

    Values of one or two rows are left out; `rare` is how likely another row has such a value: after Good (1953) and Turing,
    from how many values occur twice and how many once. Where two rows agree one of them may be the other's copy, so a value
    is counted once less than it is seen.
    """

    known: int
    rare: float
    hashes: Hashes
    counts: NDArray[np.int64]

    def chance(self, hashes: Hashes) -> Numbers:
        """Return how likely another row has the value of each hash."""
        if not len(self.hashes):
            return np.full(len(hashes), self.rare)
        at = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        return np.where(self.hashes[at] == hashes, (self.counts[at] - 1) / max(self.known, 1), self.rare)


@dataclass(frozen=True, slots=True)
class Model:
    """For each kind of pairs but strangers its share of all pairs and how often each level happens; and the threshold.

    `chance` holds the same for strangers; for levels whose chance depends on the value `frequencies` is used in its place,
    as it is for a level of NaN: two people of one home have one given name no more often than strangers. `namesakes` says
    how many times oftener strangers with one given name are at a level, for names go with an age and a sex.
    """

    shares: Mapping[str, float]
    kinds: Mapping[str, Mapping[str, tuple[float, ...]]]
    chance: Mapping[str, tuple[float, ...]]
    namesakes: Mapping[str, tuple[float, ...]]
    frequencies: Mapping[str, Frequency] = field(repr=False)
    threshold: float = 0.5

    def expecting(self, *, person_share: float) -> Self:
        """Return the model for tables in which another share of all pairs is one person."""
        return replace(self, shares={**self.shares, "person": person_share})

    def probabilities(self, encoded: Encoded, pairs: Pairs, levels: Mapping[str, Level]) -> Numbers:
        """Return for each pair how likely it is one person."""
        rare = self.rarities(encoded, pairs, levels)
        person = np.log(self.shares["person"]) + self._likelihood("person", levels, rare)
        others = sum((rare[name] for name in levels), np.zeros(len(pairs)))
        close = np.flatnonzero(person - others > HOPELESS)
        levels = {name: level[close] for name, level in levels.items()}
        rare = {name: log[close] for name, log in rare.items()}
        for kind in KINDS[1:]:
            if self.shares[kind]:
                more = np.log(self.shares[kind]) + self._likelihood(kind, levels, rare)
                others[close] = np.logaddexp(others[close], more)
        with np.errstate(over="ignore"):
            probability: Numbers = 1 / (1 + np.exp(others - person))
        return probability

    def _likelihood(self, kind: str, levels: Mapping[str, Level], rare: Mapping[str, Numbers]) -> Numbers:
        likelihood = np.zeros(len(next(iter(levels.values()))))
        for name, level in levels.items():
            own = _table(self.kinds[kind][name])[level]
            likelihood += np.where(np.isnan(own), rare[name], own) if name == "given" else own
        return likelihood

    def rarities(self, encoded: Encoded, pairs: Pairs, levels: Mapping[str, Level]) -> dict[str, Numbers]:
        """Return per field the logarithm of the chance that strangers are at the level of each pair."""
        found = {name: _table(self.chance[name])[level] for name, level in levels.items()}
        for (name, rung), (feature, label, derive) in RARITY.items():
            if name not in levels:
                continue
            at = np.flatnonzero(levels[name] == rung)
            if len(at):
                column = encoded[feature]
                hashes = column.hashes(label, derive)
                frequency = self.frequencies[f"{feature} {label}".strip()]
                per_value = np.log(frequency.chance(hashes) / (UNIQUE if feature == "id" else 1))
                found[name][at] = per_value[column.codes[pairs.left[at]]]
        for name in self.namesakes.keys() & levels.keys():
            at = np.flatnonzero(np.isin(levels["given"], (EQUAL["given"], SOUND)))
            found[name][at] += _table(self.namesakes[name])[levels[name][at]]
        if NAMES in self.frequencies:
            self._raise_common_names(encoded, pairs, levels, found)
        return found

    def _raise_common_names(
        self, encoded: Encoded, pairs: Pairs, levels: Mapping[str, Level], found: dict[str, Numbers]
    ) -> None:
        """Where a full name is more common than its parts would make it, believe the full name."""
        at = np.flatnonzero((levels["surname"] == EQUAL["surname"]) & (levels["given"] == EQUAL["given"]))
        together = self.frequencies[NAMES]
        rows, hashes = np.unique(pairs.left[at], return_inverse=True)
        full = _full_names(encoded, rows)
        common = np.where(np.isin(full, together.hashes), np.log(together.chance(full)), -np.inf)[hashes]
        found["given"][at] = np.maximum(found["given"][at], common - found["surname"][at])

    def reasons(
        self, encoded: Encoded, pairs: Pairs, levels: Mapping[str, Level]
    ) -> list[dict[str, tuple[str, float]]]:
        """Return for each pair the level in words and the evidence in bits of each known field, against strangers."""
        rare = self.rarities(encoded, pairs, levels)
        person = self.kinds["person"]
        bits = {name: (_table(person[name])[level] - rare[name]) / np.log(2) for name, level in levels.items()}
        return [
            {
                name: (LEVELS[name][level[row]], float(round(bits[name][row], 2)))
                for name, level in levels.items()
                if level[row] != MISSING
            }
            for row in range(len(pairs))
        ]

    def to_json(self) -> str:
        """Return the model as JSON text; the same model gives the same text."""
        plain = {
            "version": VERSION,
            "threshold": self.threshold,
            "shares": self.shares,
            "kinds": {kind: _plain_fields(fields) for kind, fields in self.kinds.items()},
            "chance": _plain_fields(self.chance),
            "namesakes": _plain_fields(self.namesakes),
            "frequencies": {
                name: {
                    "known": one.known,
                    "rare": one.rare,
                    "counts": {f"{key:016x}": int(count) for key, count in zip(one.hashes, one.counts, strict=True)},
                }
                for name, one in self.frequencies.items()
            },
        }
        return json.dumps(plain, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the model that `to_json` wrote; raise LinkageError for anything else."""
        try:
            plain: dict[str, Any] = json.loads(text)
            if plain.pop("version") != VERSION:
                raise LinkageError("The model was written by another version; train it anew.")
            frequencies = {name: _frequency(one) for name, one in plain.pop("frequencies").items()}
            kinds = {kind: _fields(plain["kinds"][kind]) for kind in KINDS}
            return cls(
                plain["shares"],
                kinds,
                _fields(plain["chance"]),
                _fields(plain["namesakes"]),
                frequencies,
                plain["threshold"],
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            if isinstance(error, LinkageError):
                raise
            raise LinkageError("This is not a linkage model.") from error


def _fields(plain: Mapping[str, Any]) -> dict[str, tuple[float, ...]]:
    if any(len(values) != len(LEVELS[name]) for name, values in plain.items()):
        raise LinkageError("The model has other levels than this version; train it anew.")
    return {name: tuple(np.nan if one is None else float(one) for one in values) for name, values in plain.items()}


def _plain_fields(fields: Mapping[str, tuple[float, ...]]) -> dict[str, list[float | None]]:
    return {name: [None if np.isnan(one) else one for one in values] for name, values in fields.items()}


def _frequency(plain: Mapping[str, Any]) -> Frequency:
    hashes = np.array([int(key, 16) for key in plain["counts"]], np.uint64)
    counts = np.array(list(plain["counts"].values()), np.int64)
    order = np.argsort(hashes)
    return Frequency(plain["known"], plain["rare"], hashes[order], counts[order])


def _table(probabilities: tuple[float, ...]) -> Numbers:
    """Return the logarithm per level, with 0 at the end, so that MISSING finds it."""
    with np.errstate(divide="ignore"):
        return np.append(np.log(np.array(probabilities, np.float64)), 0.0)


def _full_names(encoded: Encoded, rows: NDArray[np.integer[Any]]) -> Hashes:
    """Return a hash of surname and given name of each row, 0 where one is not known."""
    surname, given = encoded.row_hashes("surname")[rows], encoded.row_hashes("given")[rows]
    return np.where((surname != 0) & (given != 0), surname * np.uint64(3) + given, np.uint64(0))


def frequencies(encoded: Encoded) -> dict[str, Frequency]:
    """Return how often each value occurs, for every level whose chance depends on it."""
    found = {}
    for feature, label, derive in RARITY.values():
        if feature in encoded:
            column = encoded[feature]
            hashes, place = np.unique(column.hashes(label, derive), return_inverse=True)
            counts = np.bincount(place, weights=column.counts, minlength=len(hashes)).astype(np.int64)
            known = int(column.counts.sum())
            found[f"{feature} {label}".strip()] = _kept(known, hashes, counts, WORTH_KEEPING)
    if "surname" in encoded and "given" in encoded:
        hashes, counts = np.unique(_full_names(encoded, np.arange(encoded.rows)), return_counts=True)
        found[NAMES] = _kept(int(counts[hashes != 0].sum()), hashes, counts, FEWEST)
    return found


def _kept(known: int, hashes: Hashes, counts: NDArray[np.int64], least: int) -> Frequency:
    kept = (counts >= least) & (hashes != 0)
    once, twice = int((counts == 1).sum()), int((counts == 2).sum())
    seen = min(2 * (twice + 1) / (once + 1), 1.0)
    return Frequency(known, seen / max(known, 1), hashes[kept], counts[kept])
