"""How likely two reports are about one matter: place, words, kind and time. Pure; a learnt scorer may take its place.

Nothing is decided here. What scores enough is offered to a person with the reasons; two reports far apart or without a
word in common are not offered at all, however alike the rest is.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from wenhui.work.cases.intake import near

ENOUGH = 0.5
"""From here on two reports are offered as perhaps one."""

WEIGHTS = {"words": 0.5, "place": 0.25, "kind": 0.15, "time": 0.10}
LEAST_WORDS = 0.12
FADES = timedelta(days=14)

# Words that stand in every report and tell nothing of its matter.
EMPTY = frozenset({"居民", "反映", "来电", "现场", "查看", "派人", "处理", "问题", "有人", "附近", "希望", "尽快"})


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of a report or a case when it is compared."""

    title: str
    words: str
    type_key: str
    area_path: str
    at: datetime
    lng: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two reports are, and why: metres apart (None: not measured), shares from 0 to 1, time between."""

    score: float
    metres: int | None
    words: float
    same_type: bool
    same_area: bool
    apart: timedelta


def likeness(one: Said, other: Said, *, radius: float, unknown_type: str = "") -> Likeness | None:
    """Return how alike two reports are; None when they cannot be about one matter."""
    metres, place = _place(one, other, radius)
    words = _share(one.title, other.title)
    if one.words or other.words:
        words = max(words, _share(f"{one.title} {one.words}", f"{other.title} {other.words}"))
    if place <= 0 or words < LEAST_WORDS:
        return None
    apart = abs(one.at - other.at)
    parts = {
        "words": words,
        "place": place,
        "kind": _kind(one.type_key, other.type_key, unknown_type),
        "time": 0.5 ** (apart / FADES),
    }
    score = sum(WEIGHTS[name] * value for name, value in parts.items())
    return Likeness(
        score=round(score, 4), metres=metres, words=round(words, 3), same_type=parts["kind"] == 1.0,
        same_area=one.area_path == other.area_path, apart=apart,
    )  # fmt: skip


def ranked(one: Said, others: Sequence[tuple[int, Said]], *, radius: float, unknown_type: str = "", most: int = 5) -> (
    list[tuple[int, Likeness]]
):  # fmt: skip
    """Return the others that are likely the same matter, the likeliest first, by their keys."""
    found = ((key, likeness(one, other, radius=radius, unknown_type=unknown_type)) for key, other in others)
    enough = [(key, like) for key, like in found if like is not None and like.score >= ENOUGH]
    return sorted(enough, key=lambda pair: (-pair[1].score, pair[0]))[:most]


def _place(one: Said, other: Said, radius: float) -> tuple[int | None, float]:
    """Return metres apart and how near that is; where a point is missing, by how much of the path is shared."""
    if one.lng is not None and one.lat is not None and other.lng is not None and other.lat is not None:
        metres = near.metres_between(one.lng, one.lat, other.lng, other.lat)
        return round(metres), max(0.0, 1 - 0.6 * metres / radius) if metres <= radius else 0.0
    if one.area_path == other.area_path:
        return None, 0.9
    inner, outer = sorted((one.area_path, other.area_path), key=len, reverse=True)
    return None, 0.5 if inner.startswith(outer) else 0.0


def _kind(one: str, other: str, unknown: str) -> float:
    if one == other:
        return 0.6 if one == unknown else 1.0
    if unknown in {one, other}:
        return 0.6
    return 0.5 if _major(one) == _major(other) else 0.15


def _major(key: str) -> str:
    """Return the major class within a type's key: `event-04` of `event-0401`."""
    return key[:-2]


def _share(one: str, other: str) -> float:
    """Return how much two texts have in common: between what both share of the shorter and of both together."""
    mine, theirs = pieces(one), pieces(other)
    if not mine or not theirs:
        return 0.0
    shared = len(mine & theirs)
    return 0.5 * shared / min(len(mine), len(theirs)) + 0.5 * 2 * shared / (len(mine) + len(theirs))


@lru_cache(maxsize=512)
def pieces(text: str) -> frozenset[str]:
    """Return what texts are compared by: pairs of Chinese characters and whole words, those that say nothing left out."""
    plain = unicodedata.normalize("NFKC", text).lower()
    runs: Iterable[str] = re.findall(r"[㐀-鿿]+", plain)
    pairs = {first + second for run in runs for first, second in pairwise(run)}
    return frozenset((pairs | set(re.findall(r"[a-z0-9]+", plain))) - EMPTY)
