"""Trains a model on the rows themselves, without labels: expectation and maximisation over the candidates.

What strangers do is not learnt from the candidates, which agree because they were chosen to; it comes from random pairs of
rows and from the frequencies of values. What the two copies of a person do, and what people of one home do, is learnt, with
a first guess that weighs as much as a few pairs and so rules where a table has hardly any.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wenhui.lake.linkage import comparing
from wenhui.lake.linkage.comparing import EQUAL, LEVELS, MISSING, Level, Pairs
from wenhui.lake.linkage.model import KINDS, Model, Numbers, frequencies
from wenhui.lake.linkage.records import Encoded

# How often two copies of one person are at each level, and two people of one home: guesses, each worth WEIGHT pairs.
PERSON: Final = {
    "surname": (0.03, 0.02, 0.03, 0.01, 0.04, 0.87),
    "given": (0.03, 0.03, 0.05, 0.01, 0.06, 0.82),
    "sex": (0.02, 0.98),
    "birth": (0.03, 0.02, 0.04, 0.01, 0.90),
    "id": (0.03, 0.0005, 0.07, 0.8995),
    "phone": (0.25, 0.03, 0.72),
    "address": (0.12, 0.03, 0.03, 0.05, 0.25, 0.52),
    "household": (0.20, 0.80),
}
HOME: Final = {
    "surname": (0.40, 0.02, 0.02, 0.005, 0.02, 0.535),
    "given": (0.82, 0.15, 0.01, 0.005, 0.015, np.nan),
    "sex": (0.60, 0.40),
    "birth": (0.91, 0.07, 0.01, 0.005, 0.005),
    "id": (0.98, 0.005, 0.0149, 0.0001),
    "phone": (0.60, 0.05, 0.35),
    "address": (0.10, 0.02, 0.03, 0.05, 0.25, 0.55),
    "household": (0.20, 0.80),
}
TWINS: Final = HOME | {
    "surname": (0.02, 0.005, 0.005, 0.005, 0.005, 0.96),
    "given": (0.49, 0.46, 0.02, 0.01, 0.02, np.nan),
    "sex": (0.33, 0.67),
    "birth": (0.002, 0.002, 0.003, 0.003, 0.99),
    "id": (0.04, 0.94, 0.0199, 0.0001),
}
GUESSES: Final = {"person": PERSON, "home": HOME, "twins": TWINS}
FIRST_SHARE: Final = {"person": 0.05, "home": 0.05, "twins": 0.001}  # of the candidates
# From which level on two copies of one person agree at least so often, in whatever a table holds.
AGREES: Final = {
    "surname": (comparing.ALIKE, 0.6),
    "given": (comparing.ALIKE, 0.6),
    "sex": (1, 0.9),
    "birth": (EQUAL["birth"], 0.6),
    "id": (comparing.SLIP, 0.5),
}
# How often two people of one home are at a level at most, lest damaged copies be taken for them.
NOT_ONE: Final = {
    "given": {comparing.ALIKE: 0.02, comparing.SWAPPED: 0.002, comparing.SOUND: 0.02},
    "birth": {comparing.DIGIT: 0.01, comparing.TURNED: 0.002, EQUAL["birth"]: 0.005},
}
TWINS_OF_HOMES: Final = 0.1  # pairs of one home that are twins, at most
TWINS_OF_ROWS: Final = 0.005  # and where no home can be told, per row
SHARED: Final = frozenset({"phone", "address", "household"})  # without one of these no home can be told
WEIGHT: Final = 20.0
HOME_ID_EQUAL: Final = 1e-4
PERSON_TWO_NUMBERS: Final = 1e-6  # one person under two valid ID numbers of one birth date
RANDOM_PAIRS: Final = 200_000
NAMESAKES: Final = 100_000
COMMON: Final = 8  # rows with one given name, from which on they are taken for strangers
DOUBT: Final = 200  # namesakes that must be seen before they outweigh what any strangers do
ROUNDS: Final = 200
CLOSE_ENOUGH: Final = 1e-7
STEP: Final = 0.5  # to which log chances are rounded when like pairs are counted together


@dataclass(frozen=True, slots=True)
class Patterns:
    """Like pairs counted together: levels of each field, log chances of strangers and of what a home does not share."""

    levels: Mapping[str, Level]
    seen: Mapping[str, Level]
    chance: Numbers
    own: Numbers
    pairs: Numbers


def train(
    encoded: Encoded,
    candidates: Pairs,
    seen: Mapping[str, Level],
    *,
    left_rows: int | None = None,
    kinds: Sequence[str] = KINDS,
) -> Model:
    """Return the model of a table (or of two, the first `left_rows` rows being the left one) from its candidates.

    `seen` are the levels before evidence is counted once: they are what is counted here, for twins would otherwise never
    teach that they share a birth date. Fewer `kinds` make a simpler model, to measure what the others are worth.
    """
    rows = encoded.rows
    total = max(rows * (rows - 1) / 2 if left_rows is None else left_rows * (rows - left_rows), 1)
    chance = chances(encoded, random_pairs(rows, left_rows))
    told = {"person": True, "home": bool(SHARED & set(seen)), "twins": {"birth", "given"} <= set(seen)}
    pairs = max(len(candidates), 1)
    first = Model(
        shares={kind: FIRST_SHARE[kind] * pairs / total * (told[kind] and kind in kinds) for kind in KINDS},
        kinds={kind: {name: GUESSES[kind][name] for name in seen} for kind in KINDS},
        chance=chance,
        namesakes=_namesakes(encoded, chance, left_rows),
        frequencies=frequencies(encoded),
    )
    patterns = _patterns(first, encoded, candidates, seen)
    return _expect_and_maximise(first, patterns, total, most_twins=TWINS_OF_ROWS * rows / total)


def random_pairs(rows: int, left_rows: int | None) -> Pairs:
    """Return pairs drawn evenly, the same for the same table; all of them when they are few."""
    draw = np.random.default_rng(rows)
    if left_rows is None:
        left = draw.integers(0, rows, RANDOM_PAIRS)
        right = (left + draw.integers(1, max(rows, 2), RANDOM_PAIRS)) % rows
        apart = left != right
        return Pairs(left[apart].astype(np.int32), right[apart].astype(np.int32))
    left, right = draw.integers(0, left_rows, RANDOM_PAIRS), draw.integers(left_rows, rows, RANDOM_PAIRS)
    return Pairs(left.astype(np.int32), right.astype(np.int32))


def chances(encoded: Encoded, pairs: Pairs) -> dict[str, tuple[float, ...]]:
    """Return how often random pairs are at each level, among those where both rows know the field."""
    found = {}
    for name, level in comparing.levels(encoded, pairs).items():
        counts = np.bincount(level[level != MISSING], minlength=len(LEVELS[name])) + 0.5
        found[name] = tuple(float(one) for one in counts / counts.sum())
    return found


def _namesakes(
    encoded: Encoded, chance: Mapping[str, tuple[float, ...]], left_rows: int | None
) -> dict[str, tuple[float, ...]]:
    """Return how much oftener strangers with one given name are at each level of birth date and sex than any strangers.

    Given names go with a sex and an age: who shares 建国 or Madison shares those by chance. Learnt from common names only,
    whose bearers are strangers nearly always.
    """
    if "given" not in encoded:
        return {}
    codes, counts = encoded["given"].codes, encoded["given"].counts
    common = np.flatnonzero((codes >= 0) & (np.append(counts, 0)[codes] >= COMMON))
    if len(common) < 2:
        return {}
    ordered = common[np.argsort(codes[common], kind="stable")]
    begins = np.searchsorted(codes[ordered], codes[ordered])
    draw = np.random.default_rng(len(common))
    place = draw.integers(0, len(ordered), NAMESAKES)
    other = begins[place] + draw.integers(0, counts[codes[ordered[place]]])
    pairs = Pairs(ordered[place].astype(np.int32), ordered[other].astype(np.int32))
    weights = np.where(place != other, counts[codes[pairs.left]], 0)
    found: dict[str, tuple[float, ...]] = {}
    for name in ("birth", "sex"):
        if name in encoded:
            level = comparing.one(encoded, pairs, name)
            if name == "birth":
                found[name] = _age_leanings(encoded, pairs, level, weights, chance[name])
            else:
                found[name] = _leanings(level, weights, chance[name])
    return found


def _leanings(level: Level, weights: NDArray[np.int64], chance: tuple[float, ...]) -> tuple[float, ...]:
    known = level != MISSING
    counts = np.bincount(level[known], weights=weights[known] / max(weights.mean(), 1), minlength=len(chance))
    shares = (counts + DOUBT * np.array(chance)) / (counts.sum() + DOUBT)
    return tuple(float(one) for one in shares / np.array(chance))


def _age_leanings(
    encoded: Encoded, pairs: Pairs, level: Level, weights: NDArray[np.int64], chance: tuple[float, ...]
) -> tuple[float, ...]:
    """Return the leanings of birth dates; how much oftener dates are equal is told by years, for equal dates are few."""
    years = encoded.row_hashes("birth", "None:4", lambda text: text[:4])
    known = years != 0
    _, counts = np.unique(years[known], return_counts=True)
    any_two = float((counts / counts.sum()) @ (counts / counts.sum())) if len(counts) else 1.0
    told = known[pairs.left] & known[pairs.right] & (level != EQUAL["birth"])
    same = weights[told & (years[pairs.left] == years[pairs.right])].sum() / max(weights[told].sum(), 1)
    *others, _ = _leanings(np.where(level == EQUAL["birth"], np.int8(MISSING), level), weights, chance)
    return (*others, max(float(same / any_two), 1.0))


def _patterns(model: Model, encoded: Encoded, pairs: Pairs, seen: Mapping[str, Level]) -> Patterns:
    levels = comparing.counted_once(encoded, pairs, seen)
    rare = model.rarities(encoded, pairs, levels)
    chance = sum((rare[name] for name in levels), np.zeros(len(pairs)))
    own = np.where(levels["given"] == EQUAL["given"], rare["given"], 0.0) if "given" in levels else np.zeros(len(pairs))
    key = np.zeros(len(pairs), np.int64)
    for name, level in seen.items():
        key = key * (len(LEVELS[name]) + 1) + (level + 1)
    for number in (chance, own):
        key = key * 256 + np.clip(np.round(-number / STEP), 0, 255).astype(np.int64)
    _, first, place, count = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
    mean = [np.bincount(place, weights=number) / count for number in (chance, own)]
    return Patterns(
        {name: level[first] for name, level in levels.items()},
        {name: level[first] for name, level in seen.items()},
        mean[0],
        mean[1],
        count.astype(np.float64),
    )


def _expect_and_maximise(model: Model, patterns: Patterns, total: float, *, most_twins: float) -> Model:
    kinds = [dict(model.kinds[kind]) for kind in KINDS]
    shares = np.array([model.shares[kind] for kind in KINDS])
    least = np.where(shares > 0, 0.5, 0.0) / total
    at = {
        name: [np.flatnonzero(level == rung) for rung in range(len(LEVELS[name]))]
        for name, level in patterns.seen.items()
    }
    for _ in range(ROUNDS):
        posterior = _posterior(kinds, shares, patterns)
        before, shares = shares, np.maximum(posterior.sum(axis=1) / total, least)
        shares[2] = min(shares[2], max(TWINS_OF_HOMES * shares[1] if shares[1] else most_twins, least[2]))
        for number, kind in enumerate(KINDS):
            for name, rungs in at.items():
                counts = np.array([posterior[number][rung].sum() for rung in rungs])
                kinds[number][name] = _KIND_SHARES[kind](name, counts)
        if np.abs(np.log((shares + 1e-30) / (before + 1e-30))).max() < CLOSE_ENOUGH:
            break
    named = dict(zip(KINDS, shares.tolist(), strict=True))
    return replace(model, shares=named, kinds=dict(zip(KINDS, kinds, strict=True)))


def _posterior(
    kinds: Sequence[Mapping[str, tuple[float, ...]]], shares: Numbers, patterns: Patterns
) -> NDArray[np.float64]:
    """Return how many pairs of each pattern are of each kind; strangers are left out."""
    logs = [patterns.chance]
    for share, kind in zip(shares, kinds, strict=True):
        with np.errstate(divide="ignore"):
            log = np.full(len(patterns.pairs), np.log(share))
        for name, level in patterns.levels.items():
            table = np.append(np.log(kind[name]), 0.0)
            if np.isnan(table).any():
                log += patterns.own
            log += np.nan_to_num(table)[level]
        logs.append(log)
    top = np.maximum.reduce(logs)
    weights = [np.exp(one - top) for one in logs]
    found: NDArray[np.float64] = np.array(weights[1:]) / np.sum(weights, axis=0) * patterns.pairs
    return found


def _shares(counts: Numbers, guess: tuple[float, ...]) -> tuple[float, ...]:
    known = counts + WEIGHT * np.array(guess)
    return tuple(float(one) for one in known / known.sum())


def _person_shares(name: str, counts: Numbers) -> tuple[float, ...]:
    """Return the shares of a person, who mostly agrees with himself.

    Without that floor the kind would take the homes for persons where a table holds no copies. Twins must not teach that
    a person has two valid ID numbers of one birth date.
    """
    shares = np.array(_shares(counts, PERSON[name]))
    if name in AGREES:
        first, least = AGREES[name]
        agreed = shares[first:].sum()
        if agreed < least:
            shares[first:] *= least / agreed
            shares[:first] *= (1 - least) / (1 - agreed)
    if name == "id":
        shares[comparing.TWIN] = PERSON_TWO_NUMBERS
    return tuple(float(one) for one in shares / shares.sum())


def _home_shares(name: str, counts: Numbers, guesses: Mapping[str, tuple[float, ...]] = HOME) -> tuple[float, ...]:
    """Return the shares of a home, whose two people are not one.

    They have one given name or one ID number only by chance or mistake, and hardly ever names or dates that look like slips
    of each other: else the kind would take damaged copies for homes where a table holds no homes.
    """
    guess = guesses[name]
    if name == "given":
        return (*_at_most(_shares(counts[:-1], guess[:-1]), NOT_ONE[name]), np.nan)
    if name == "id":
        rest = _shares(counts[:-1], guess[:-1])
        return (*(one * (1 - HOME_ID_EQUAL) for one in rest), HOME_ID_EQUAL)
    return _at_most(_shares(counts, guess), NOT_ONE.get(name, {}))


def _at_most(shares: tuple[float, ...], most: Mapping[int, float]) -> tuple[float, ...]:
    """Return the shares with some of them cut, the rest of which differs."""
    cut = [min(share, most.get(level, 1.0)) for level, share in enumerate(shares)]
    return (cut[0] + 1 - sum(cut), *cut[1:])


def _twin_shares(name: str, counts: Numbers) -> tuple[float, ...]:
    """Return the shares of twins, whose birth date is one by definition."""
    return TWINS["birth"] if name == "birth" else _home_shares(name, counts, TWINS)


_KIND_SHARES: Final = {"person": _person_shares, "home": _home_shares, "twins": _twin_shares}
