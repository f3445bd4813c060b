"""How much matter, place and time speak for two tellings being one, in log odds: above 0 they are rather one."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

REACH_METRES: Final = 150.0  # farther apart is another place
REACH_DAYS: Final = 200.0
METRES_PER_DEGREE: Final = 111_195.0
HALF_METRES: Final = 60.0  # here a distance speaks neither for nor against
DISTANCE_SAYS: Final = 2.0
DAYS_PER_ODDS: Final = 120.0
MATTER_SAYS: Final = 12.0  # log odds for each 1 of cosine
MATTER_MOST: Final = 3.5
CONCEPT_SHARED, CONCEPT_PARTLY, CONCEPT_UNKNOWN, CONCEPTS_APART = 2.2, 0.5, -1.5, -4.0
NUMBER_SHARED, NUMBERS_APART = 1.5, -9.0
NAME_SHARED, NAMES_APART, NAMES_APART_ALONE = 1.0, -3.0, -7.0  # alone: where no points are known
NAME_LEAST: Final = 0.5  # of the pairs of characters of the shorter name
NO_PLACE: Final = -3.0  # where neither points nor numbers nor names say anything
NO_NUMBERS, ONE_NUMBER = -1.5, -5.0  # where names agree and none of two says a number, or only one
PLACE_MOST: Final = 2.5
KNOWN_POINT: Final = 0.7  # how much words that say where still count beside two points
MARGIN: Final = 0.06
LEVELS: Final = (0.10, 0.30)  # least and most cosine from which on two matters are rather one


def level(unrelated: Floats) -> float:
    """Return the cosine from which on two matters are rather one, given those of pairs drawn blindly."""
    if not len(unrelated):
        return (LEVELS[0] + LEVELS[1]) / 2
    return float(np.clip(np.quantile(unrelated, 0.9) + MARGIN, *LEVELS))


def of_matter(cosines: Any, half: float) -> Floats:
    """Return what the likeness of two matters says."""
    return np.asarray(np.clip(MATTER_SAYS * (np.asarray(cosines, np.float64) - half), -MATTER_MOST, MATTER_MOST))


def of_days(apart: Any) -> Floats:
    """Return what the time between says."""
    return np.asarray(-np.abs(np.asarray(apart, np.float64)) / DAYS_PER_ODDS)


def of_metres(metres: Any) -> Floats:
    """Return what a distance says."""
    return np.asarray(DISTANCE_SAYS * (1 - np.asarray(metres, np.float64) / HALF_METRES))


def of_concepts(shared: Any, one: Any, two: Any) -> Floats:
    """Return what concepts say: how many are shared, and how many each speaks of."""
    both = (np.asarray(one) > 0) & (np.asarray(two) > 0)
    least = np.minimum(one, two)
    some = np.where(np.asarray(shared) > 0, CONCEPT_PARTLY, np.where(both, CONCEPTS_APART, CONCEPT_UNKNOWN))
    return np.asarray(np.where(both & (np.asarray(shared) >= least), CONCEPT_SHARED, some))


@dataclass(frozen=True, slots=True)
class Words:
    """How many words that say where are shared by each pair, and how many each of the two has."""

    shared: Any
    one: Any
    two: Any

    @property
    def both(self) -> Any:
        """Say where both have some."""
        return (np.asarray(self.one) > 0) & (np.asarray(self.two) > 0)

    @property
    def share(self) -> Any:
        """Return the shared part of the shorter."""
        return np.asarray(self.shared) / np.maximum(np.minimum(self.one, self.two), 1)


def of_place(metres: Any, names: Words, numbers: Words) -> Floats:
    """Return what place says: distance (NaN where a point lacks) and words that say where."""
    known = ~np.isnan(metres)
    number = np.where(numbers.both, np.where(numbers.share > 0, NUMBER_SHARED, NUMBERS_APART), 0.0)
    apart = np.where(known, NAMES_APART, NAMES_APART_ALONE)
    name = np.where(names.both, np.where(names.share >= NAME_LEAST, NAME_SHARED, apart), 0.0)
    said = np.where(number < 0, number, number + name)
    one_number = (np.asarray(numbers.one) > 0) ^ (np.asarray(numbers.two) > 0)
    unsure = np.where(names.both, np.where(one_number, ONE_NUMBER, NO_NUMBERS), NO_PLACE)
    alone = np.where(numbers.both, said, said + unsure)
    return np.asarray(
        np.minimum(np.where(known, of_metres(np.nan_to_num(metres)) + KNOWN_POINT * said, alone), PLACE_MOST)
    )


def metres(one: Floats, two: Floats) -> Floats:
    """Return the distances between points (latitude, longitude), row by row; good to a metre within a city."""
    middle = np.radians((one[..., 0] + two[..., 0]) / 2)
    north = (one[..., 0] - two[..., 0]) * METRES_PER_DEGREE
    east = ((one[..., 1] - two[..., 1] + 180) % 360 - 180) * METRES_PER_DEGREE * np.cos(middle)
    return np.asarray(np.hypot(north, east))


def chance(odds: Any) -> Floats:
    """Return log odds as a probability."""
    return np.asarray(1 / (1 + np.exp(-np.asarray(odds, np.float64))))
