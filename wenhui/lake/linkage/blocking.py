"""Which pairs are worth comparing: those that share a key of some rule, in a block that is not too large.

A key is a 64-bit hash, so the same keys serve DuckDB's join over a whole table, Spark's, and the index for one new record.
A rule's blocks are taken from the smallest up until its budget of pairs is spent: 张伟 alone says little, 欧阳若曦 enough.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wenhui.lake.linkage import records
from wenhui.lake.linkage.comparing import Pairs
from wenhui.lake.linkage.records import Encoded, Hashes

BUDGET: Final = 1.5  # pairs a rule may give for each row of the table
LEAST: Final = 30_000  # and for small tables
_SALT: Final = np.uint64(0x9E3779B97F4A7C15)


def _surname(encoded: Encoded) -> Hashes:
    return encoded.row_hashes("surname", "sound", records.name_sound)


def _given(encoded: Encoded) -> Hashes:
    return encoded.row_hashes("given", "sound", records.name_sound)


def _part(feature: str, begin: int | None, end: int | None) -> Callable[[Encoded], Hashes]:
    return lambda encoded: encoded.row_hashes(feature, f"{begin}:{end}", lambda text: text[begin:end])


def _address(label: str, derive: Callable[[str], str]) -> Callable[[Encoded], Hashes]:
    return lambda encoded: encoded.row_hashes("address", label, derive)


def _number(text: str, place: int) -> str:
    found = records.numbers(text).split() if text.isascii() else ()
    return found[place] if found else ""


def _longest_word(text: str) -> str:
    """Return the longest word of a Latin address; in Chinese ones the home and the building say it better."""
    return max(text.split(), key=len) if text.isascii() else ""


def _given_first(encoded: Encoded) -> Hashes:
    return encoded.row_hashes("given", "first", lambda text: records.name_sound(text).split("'")[0][:2])


_BIRTH, _YEAR, _MONTH_DAY = _part("birth", None, None), _part("birth", None, 4), _part("birth", 4, None)
_YEAR_MONTH = _part("birth", None, 6)
_HOME, _PLACE = _address("home", records.home), _address("place", records.place)
_BUILDING = _address("building", records.building)
_WORD = _address("longest", _longest_word)
_FIRST, _LAST = _address("first", lambda text: _number(text, 0)), _address("last", lambda text: _number(text, -1))
_HOUSEHOLD = _part("household", None, None)
# The parts of each key. A rule counts only where all its parts are known; the order of names does not matter.
RULES: Final[tuple[tuple[Callable[[Encoded], Hashes], ...], ...]] = (
    (_part("id", None, None),),
    (_part("id", -8, None),),
    (_part("id", None, -4),),
    (_part("phone", -8, None),),
    (_BIRTH,),
    (_HOME,),
    (_HOUSEHOLD,),
    (_surname, _given),
    (_given, _YEAR),
    (_given, _MONTH_DAY),
    (_given, _PLACE),
    (_surname, _YEAR_MONTH),
    (_surname, _MONTH_DAY),
    (_surname, _BUILDING),
    (_surname, _given_first, _YEAR),
    (_BIRTH, _given_first),
    (_given,),
    (_surname, _WORD),
    (_surname, _FIRST),
    (_surname, _LAST),
    (_given, _LAST),
)


@dataclass(frozen=True, slots=True)
class Keys:
    """Every key of every row: which rule, which hash, which row."""

    rules: NDArray[np.uint8]
    hashes: Hashes
    rows: NDArray[np.int32]


def keys(encoded: Encoded) -> Keys:
    """Return the blocking keys of the rows."""
    rules, hashes, rows = [], [], []
    for number, parts in enumerate(RULES):
        columns = [part(encoded) for part in parts]
        known = np.flatnonzero(np.logical_and.reduce([column != 0 for column in columns])).astype(np.int32)
        if not len(known):
            continue
        mixed = np.zeros(len(known), np.uint64)
        for column in columns:
            mixed += column[known] * _SALT
        rules.append(np.full(len(known), number, np.uint8))
        hashes.append(mixed ^ (mixed >> np.uint64(31)))
        rows.append(known)
    if not rules:
        return Keys(np.zeros(0, np.uint8), np.zeros(0, np.uint64), np.zeros(0, np.int32))
    return Keys(np.concatenate(rules), np.concatenate(hashes), np.concatenate(rows))


def candidates(encoded: Encoded, *, left_rows: int | None = None) -> Pairs:
    """Return the pairs that share a key, each once, in order.

    With `left_rows`, only pairs of one row before that one and one from there on. The join is DuckDB's: it groups, hashes
    and drops doubles on all cores.
    """
    import duckdb

    found = keys(encoded)
    connection = duckdb.connect()
    connection.register("keys", {"rule": found.rules, "hash": found.hashes, "row": found.rows})
    both = np.sort(connection.execute(pairs_sql(encoded.rows, left_rows)).fetchnumpy()["pair"])
    connection.close()
    return Pairs((both >> 32).astype(np.int32), (both & 0xFFFFFFFF).astype(np.int32))


def pairs_sql(rows: int, left_rows: int | None) -> str:
    """Return the join as SQL that DuckDB and Spark read alike: table `keys` (rule, hash, row) in, column `pair` out."""
    pairs, cross = "count(*) * (count(*) - 1) / 2", "a.row < b.row"
    if left_rows is not None:
        left = f"sum(CASE WHEN row < {left_rows} THEN 1 ELSE 0 END)"
        pairs, cross = f"{left} * (count(*) - {left})", f"a.row < {left_rows} AND b.row >= {left_rows}"
    return f"""
        WITH blocks AS (SELECT rule, hash, {pairs} AS pairs FROM keys GROUP BY rule, hash HAVING {pairs} > 0),
        sizes AS (
            SELECT rule, pairs, sum(sum(pairs)) OVER (PARTITION BY rule ORDER BY pairs) AS spent
            FROM blocks GROUP BY rule, pairs
        ),
        kept AS (
            SELECT blocks.rule, hash FROM blocks JOIN sizes ON blocks.rule = sizes.rule AND blocks.pairs = sizes.pairs
            WHERE spent <= {max(BUDGET * rows, LEAST)}
        ),
        blocked AS (
            SELECT keys.rule, keys.hash, keys.row FROM keys JOIN kept ON keys.rule = kept.rule AND keys.hash = kept.hash
        )
        SELECT DISTINCT CAST(a.row AS BIGINT) * 4294967296 + b.row AS pair
        FROM blocked a JOIN blocked b ON a.rule = b.rule AND a.hash = b.hash AND {cross}
    """
