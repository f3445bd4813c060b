"""Compares pairs of rows, column by column: each field of each pair gets a level, or MISSING.

The same code compares a million pairs of a batch, the few hundred candidates of one new record and a partition on Spark.
Whoever adds a level adds its words in LEVELS and its first guess in `model`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, JaroWinkler

from wenhui.lake.linkage import characters, normalising, records
from wenhui.lake.linkage.records import Codes, Column, Encoded, Hashes

Level = NDArray[np.int8]
Mask = NDArray[np.bool_]

MISSING: Final = -1
LEVELS: Final[dict[str, tuple[str, ...]]] = {
    "surname": ("differs", "near", "alike", "swapped", "same sound", "equal"),
    "given": ("differs", "near", "alike", "swapped", "same sound", "equal"),
    "sex": ("differs", "equal"),
    "birth": ("differs", "two parts equal", "one digit", "day and month swapped", "equal"),
    "id": ("differs", "same birth, both numbers valid", "one or two digits", "equal"),
    "phone": ("differs", "one digit", "equal"),
    "address": ("differs", "same place", "same building", "near", "same home", "equal"),
    "household": ("differs", "equal"),
}
FIELDS: Final = tuple(LEVELS)
EQUAL: Final = {name: len(levels) - 1 for name, levels in LEVELS.items()}
DIFFERS, NEAR, ALIKE, SWAPPED, SOUND = range(5)  # of names
SHARED, DIGIT, TURNED = 1, 2, 3  # of birth dates
TWIN, SLIP = 1, 2  # of ID numbers
PLACE, BUILDING, CLOSE, HOME = 1, 2, 3, 4  # of addresses
WIDTH: Final = 4  # characters of a Chinese name part that are compared
LANES: Final = tuple(np.uint64(0xFFFF) << np.uint64(16 * place) for place in range(WIDTH))
MOST_DISTINCT: Final = 5_000  # texts whose every pair fits a table of 25 MB
CORES: Final = -1
NAME_SIMILAR: Final = 85.0
ADDRESS_CLOSE, ADDRESS_PART, ADDRESS_PLACE = 90.0, 75.0, 60.0


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of rows of one encoded table."""

    left: Codes
    right: Codes

    def __len__(self) -> int:
        return len(self.left)


def levels(encoded: Encoded, pairs: Pairs) -> dict[str, Level]:
    """Return the level of each pair in each field that the table has, each piece of evidence once."""
    return counted_once(encoded, pairs, seen(encoded, pairs))


def seen(encoded: Encoded, pairs: Pairs) -> dict[str, Level]:
    """Return the level of each pair in each field, the birth date inside the ID number and the one beside it both."""
    found = {name: compare(encoded[name], pairs) for name, compare in _COMPARE.items() if name in encoded}
    if "surname" in found and "given" in found:
        _swap_names(encoded, pairs, found)
    return found


def one(encoded: Encoded, pairs: Pairs, name: str) -> Level:
    """Return the level of each pair in one field."""
    return _COMPARE[name](encoded[name], pairs)


def _swap_names(encoded: Encoded, pairs: Pairs, found: dict[str, Level]) -> None:
    """Take names in each other's place as an agreement, counted in the given name; where both are, the surname is left."""
    surname = encoded.row_hashes("surname")
    given = encoded.row_hashes("given")
    known = (found["given"] >= DIFFERS) & (found["given"] < ALIKE)
    first = known & (given[pairs.left] == surname[pairs.right])
    second = known & (surname[pairs.left] == given[pairs.right]) & (surname[pairs.left] != 0)
    found["given"][first | second] = SWAPPED
    found["surname"][first & second] = MISSING


def counted_once(encoded: Encoded, pairs: Pairs, found: Mapping[str, Level]) -> dict[str, Level]:
    """Leave birth date and sex out where the ID numbers, which hold both, have already said it."""
    if "id" not in found:
        return dict(found)
    column = encoded["id"]
    citizens = np.append(_per_value(column, "citizen", normalising.is_citizen_number), False)
    said = (found["id"] > DIFFERS) & citizens[column.codes[pairs.left]] & citizens[column.codes[pairs.right]]
    unsaid = {name: np.where(said, np.int8(MISSING), found[name]) for name in ("birth", "sex") if name in found}
    return dict(found) | unsaid


def _start(column: Column, pairs: Pairs, equal: int) -> tuple[Codes, Codes, Level]:
    """Return both codes of each pair and its level so far: MISSING, equal, or 0."""
    left, right = column.codes[pairs.left], column.codes[pairs.right]
    level = np.where(left == right, np.int8(equal), np.int8(DIFFERS))
    level[(left < 0) | (right < 0)] = MISSING
    return left, right, level


def _equality(column: Column, pairs: Pairs) -> Level:
    return _start(column, pairs, 1)[2]


def _name(column: Column, pairs: Pairs) -> Level:
    left, right, level = _start(column, pairs, EQUAL["given"])
    rest = np.flatnonzero(level == DIFFERS)
    level[rest] = _per_distinct_pair(column, left[rest], right[rest], _names)
    return level


def _per_distinct_pair(
    column: Column, left: Codes, right: Codes, compare: Callable[[Column, Codes, Codes], Level]
) -> Level:
    """Return the levels of pairs of texts, asked once for each distinct pair where there are few distinct texts."""
    size = len(column.values)
    if size > MOST_DISTINCT or len(left) < size:
        return compare(column, left, right)
    place = left * np.int32(size) + right
    seen = np.zeros(size * size, np.bool_)
    seen[place] = True
    distinct = np.flatnonzero(seen).astype(np.int32)
    answers = np.zeros(size * size, np.int8)
    answers[distinct] = compare(column, distinct // size, distinct % size)
    found: Level = answers[place]
    return found


def _names(column: Column, left: Codes, right: Codes) -> Level:
    grade = np.zeros(len(left), np.int8)
    han = _per_value(column, "han", _is_han)
    both = han[left] & han[right]
    grade[both] = _han_names(column, left[both], right[both])
    latin = ~(han[left] | han[right])
    grade[latin] = _latin_names(column, left[latin], right[latin])
    mixed = ~(both | latin)
    letters = column.hashes("letters", records.name_letters)
    grade[mixed] = np.where(letters[left[mixed]] == letters[right[mixed]], SOUND, DIFFERS)
    return grade


def _is_han(text: str) -> bool:
    return not text.isascii() and characters.is_han(text[0])


def _han_names(column: Column, left: Codes, right: Codes) -> Level:
    """Compare Chinese name parts character by character: same sound, sound or look alike, swapped, one in common."""
    sound = column.hashes("sound", records.name_sound)
    letters = column.kept("letters", _letters)
    one, two = letters.text[left], letters.text[right]
    text, ear, shape = (part[left] ^ part[right] for part in (letters.text, letters.ear, letters.shape))
    alike, common = np.ones(len(left), np.bool_), np.zeros(len(left), np.bool_)
    for lane in LANES:
        same = (text & lane) == 0
        alike &= same | ((ear & lane) == 0) | ((shape & lane) == 0)
        common |= same & ((one & lane) != 0)
    lengths = letters.length[left], letters.length[right]
    common &= np.minimum(*lengths) > 1
    uneven = np.flatnonzero(lengths[0] != lengths[1])
    common[uneven] |= _within(one[uneven], two[uneven], np.minimum(*lengths)[uneven])
    return np.select(
        [sound[left] == sound[right], alike, letters.order[left] == letters.order[right], common],
        [np.int8(SOUND), np.int8(ALIKE), np.int8(SWAPPED), np.int8(NEAR)],
        np.int8(DIFFERS),
    )


def _within(one: Hashes, two: Hashes, shorter: Codes) -> Mask:
    """Say whether all characters of the shorter one occur in the longer one."""
    found = np.zeros(len(one), np.int32)
    for place in range(WIDTH):
        character = (one >> np.uint64(16 * place)) & LANES[0]
        inside = np.zeros(len(one), np.bool_)
        for other in range(WIDTH):
            inside |= character == (two >> np.uint64(16 * other)) & LANES[0]
        found += inside & (character != 0)
    within: Mask = found >= shorter
    return within


@dataclass(frozen=True, slots=True)
class _Letters:
    """The first four characters of each distinct text, 16 bits each: as written, by ear, by look, and sorted."""

    text: Hashes
    ear: Hashes
    shape: Hashes
    order: Hashes
    length: Codes


def _letters(values: Sequence[str]) -> _Letters:
    matrix = np.array(values or [""], dtype=f"U{WIDTH}").view(np.int32).reshape(-1, WIDTH)
    distinct, place = np.unique(matrix, return_inverse=True)
    text = place.reshape(matrix.shape)
    known = [chr(one) for one in distinct]
    first: dict[str, int] = {}
    ear = [first.setdefault(characters.by_ear(characters.sound_of(one)), number) for number, one in enumerate(known)]
    first = {}
    shapes = characters.shapes()
    shape = [first.setdefault(shapes.get(one, one), number) for number, one in enumerate(known)]
    shift = 0 if distinct[0] == 0 else 1  # the number 0 means that there is no character
    return _Letters(
        _packed(text + shift),
        _packed(np.array(ear)[text] + shift),
        _packed(np.array(shape)[text] + shift),
        _packed(np.sort(text, axis=1) + shift),
        np.count_nonzero(matrix, axis=1).astype(np.int32),
    )


def _packed(numbers: NDArray[np.int64]) -> Hashes:
    packed = np.zeros(len(numbers), np.uint64)
    for place in range(WIDTH):
        packed |= (numbers[:, place] & 0xFFFF).astype(np.uint64) << np.uint64(16 * place)
    return packed


def _latin_names(column: Column, left: Codes, right: Codes) -> Level:
    """Compare Latin name parts: words in another order, one slip, same sound, similar, an initial."""
    one, two = column.objects[left].tolist(), column.objects[right].tolist()
    slips = process.cpdist(one, two, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8, workers=CORES)
    similar = process.cpdist(one, two, scorer=JaroWinkler.normalized_similarity, dtype=np.float32, workers=CORES) * 100
    sound = column.hashes("sound", records.name_sound)
    words = column.hashes("words", lambda text: " ".join(sorted(text.split())))
    length = np.fromiter(map(len, column.values), np.int32, len(column.values))
    shorter = np.minimum(length[left], length[right])
    first = column.hashes("initial", lambda text: text[:1])
    initial = (shorter == 1) & (first[left] == first[right])
    return np.select(
        [
            words[left] == words[right],
            (slips <= 1) & (shorter > 2),
            (sound[left] == sound[right]) & (similar >= NAME_SIMILAR),
            initial | (similar >= NAME_SIMILAR),
        ],
        [np.int8(SWAPPED), np.int8(ALIKE), np.int8(SOUND), np.int8(NEAR)],
        np.int8(DIFFERS),
    )


def _birth(column: Column, pairs: Pairs) -> Level:
    left, right, level = _start(column, pairs, EQUAL["birth"])
    rest = np.flatnonzero(level == DIFFERS)
    left, right = left[rest], right[rest]
    digits = np.array(column.values or [""], dtype="U8").view(np.int32).reshape(-1, 8)
    tens = 10 ** np.arange(3, -1, -1)
    years, months, days = digits[:, :4] @ tens, digits[:, 4:6] @ tens[2:], digits[:, 6:] @ tens[2:]
    year, month, day = (part[left] == part[right] for part in (years, months, days))
    turned = year & (months[left] == days[right]) & (days[left] == months[right])
    shared = (year & month) | (year & day) | (month & day)
    some = np.flatnonzero(shared | turned)
    one_slip = _slips(digits[left[some]], digits[right[some]]) == 1
    level[rest[some]] = np.select([turned[some], one_slip], [np.int8(TURNED), np.int8(DIGIT)], np.int8(SHARED))
    return level


def _slips(one: Codes, two: Codes) -> NDArray[np.int64]:
    """Return how many slips part texts of equal length: digits that differ, two neighbours swapped counting as one."""
    same = one == two
    crossed = (one[:, :-1] == two[:, 1:]) & (one[:, 1:] == two[:, :-1]) & ~same[:, :-1] & ~same[:, 1:]
    slips: NDArray[np.int64] = (~same).sum(axis=1) - crossed.sum(axis=1)
    return slips


def _id_number(column: Column, pairs: Pairs) -> Level:
    left, right, level = _start(column, pairs, EQUAL["id"])
    rest = _partly_equal(column, left, right, level)
    left, right = left[rest], right[rest]
    slips = _osa(column, left, right, 2)
    lengths = np.fromiter(map(len, column.values), np.int32, len(column.values))
    long = np.minimum(lengths[left], lengths[right]) >= 15
    whole = _per_value(column, "whole", normalising.is_whole_citizen_number)
    both = whole[left] & whole[right]
    head = column.hashes("head", lambda text: text[:14])
    level[rest] = np.select(
        [both & (head[left] == head[right]), ~both & ((slips <= 1) | (long & (slips <= 2)))],
        [np.int8(TWIN), np.int8(SLIP)],
        np.int8(DIFFERS),
    )
    return level


def _partly_equal(column: Column, left: Codes, right: Codes, level: Level) -> NDArray[np.intp]:
    """Return which pairs that are not equal share their beginning or end, one of which a slip leaves as it was.

    The beginning of a long ID number is its year and month; the county before it is everybody's.
    """
    rest = np.flatnonzero(level == DIFFERS)
    left, right = left[rest], right[rest]
    near = np.zeros(len(rest), np.bool_)
    for name, derive in (
        ("head part", lambda text: text[6:12] if len(text) >= 16 else text[: _part(text)]),
        ("tail part", lambda text: text[-_part(text) :]),
    ):
        part = column.hashes(name, derive)
        near |= (part[left] == part[right]) & (part[left] != 0)
    return rest[near]


def _part(text: str) -> int:
    """Return a length that a beginning and an end have without meeting, the same where one character is lost."""
    return 6 if len(text) >= 16 else 5 if len(text) >= 10 else 3


def _phone(column: Column, pairs: Pairs) -> Level:
    left, right, level = _start(column, pairs, EQUAL["phone"])
    rest = np.flatnonzero(level == DIFFERS)
    tail = column.hashes("tail", lambda text: text[-8:])
    level[rest[tail[left[rest]] == tail[right[rest]]]] = 1
    rest = _partly_equal(column, left, right, level)
    level[rest] = _osa(column, left[rest], right[rest], 1) <= 1
    return level


def _osa(column: Column, left: Codes, right: Codes, cutoff: int) -> NDArray[np.uint8]:
    """Return the optimal string alignment distance of each pair of codes, cutoff + 1 when it is more."""
    one, two = column.objects[left].tolist(), column.objects[right].tolist()
    slips: NDArray[np.uint8] = process.cpdist(
        one, two, scorer=OSA.distance, score_cutoff=cutoff, dtype=np.uint8, workers=CORES
    )
    return slips


def _address(column: Column, pairs: Pairs) -> Level:
    left, right, level = _start(column, pairs, EQUAL["address"])
    rest = np.flatnonzero(level == DIFFERS)
    left, right = left[rest], right[rest]
    home, building = column.hashes("home", records.home), column.hashes("building", records.building)
    place, number = column.hashes("place", records.place), column.hashes("numbers", records.numbers)
    same_home = _equal(home, left, right)
    same_building, same_place = _equal(building, left, right), _equal(place, left, right)
    same_numbers = _equal(number, left, right)
    han = _per_value(column, "han", lambda text: any(map(characters.is_han, text)))
    latin = ~(han[left] & han[right])
    similar = np.zeros(len(rest), np.float32)
    hard = np.flatnonzero(latin | (same_numbers & ~same_home))
    similar[hard] = _similar(column, left[hard], right[hard])
    near = (latin & (similar >= ADDRESS_CLOSE)) | (same_numbers & (similar >= ADDRESS_PLACE) & ~latin)
    level[rest] = np.select(
        [
            same_home & ~latin,
            latin & (same_home | same_numbers) & (similar >= ADDRESS_PART),
            near,
            (same_building & ~latin) | (latin & (similar >= ADDRESS_PART)),
            (same_place & ~latin) | (latin & (similar >= ADDRESS_PLACE)),
        ],
        [np.int8(HOME), np.int8(HOME), np.int8(CLOSE), np.int8(BUILDING), np.int8(PLACE)],
        np.int8(DIFFERS),
    )
    return level


def _similar(column: Column, left: Codes, right: Codes) -> NDArray[np.float32]:
    """Return how similar texts are, from 0 to 100, whatever the blanks or else whatever the order of words."""
    similar = _ratio(column.derived("joined", lambda text: text.replace(" ", "")), left, right)
    unlike = np.flatnonzero(similar < ADDRESS_CLOSE)
    ordered = _ratio(
        column.derived("ordered", lambda text: " ".join(sorted(text.split()))), left[unlike], right[unlike]
    )
    similar[unlike] = np.maximum(similar[unlike], ordered)
    return similar


def _ratio(texts: NDArray[np.object_], left: Codes, right: Codes) -> NDArray[np.float32]:
    ratio: NDArray[np.float32] = process.cpdist(
        texts[left].tolist(),
        texts[right].tolist(),
        scorer=fuzz.ratio,
        score_cutoff=ADDRESS_PLACE,
        dtype=np.float32,
        workers=CORES,
    )
    return ratio


def _equal(hashes: records.Hashes, left: Codes, right: Codes) -> Mask:
    equal: Mask = (hashes[left] == hashes[right]) & (hashes[left] != 0)
    return equal


def _per_value(column: Column, name: str, test: Callable[[str], bool]) -> Mask:
    """Return the answer for each distinct text."""
    answers: Mask = column.hashes(f"is {name}", lambda text: "y" if test(text) else "") != 0
    return answers


_COMPARE: Final[dict[str, Callable[[Column, Pairs], Level]]] = {
    "surname": _name,
    "given": _name,
    "sex": _equality,
    "birth": _birth,
    "id": _id_number,
    "phone": _phone,
    "address": _address,
    "household": _equality,
}
