"""The official division codes committed with this module (统计用区划代码), by edition; data/NOTICE says whence."""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent / "data"


class Division(NamedTuple):
    """One official row: `within` is the code of the district or street around it."""

    edition: str
    code: str
    name: str
    within: str


@cache
def rows() -> tuple[Division, ...]:
    """Return every committed row: Hangzhou's districts and streets, Wenhui's communities."""
    return (*_districts(), *_streets(), *_communities())


def codes_of_street(name: str) -> dict[str, str]:
    """Return a street's code in each edition. Raises LookupError where two streets of one edition share the name."""
    return _by_edition(row for row in rows() if row.name == name and len(row.code) == 9)


def codes_of_community(name: str, street_codes: dict[str, str]) -> dict[str, str]:
    """Return a community's code in each edition, within the street that carried `street_codes`."""
    return _by_edition(
        row
        for row in rows()
        if row.name == name and street_codes.get(row.edition) == row.within and len(row.code) == 12
    )


def _by_edition(found: Iterator[Division]) -> dict[str, str]:
    codes: dict[str, str] = {}
    for row in found:
        if row.edition in codes:
            raise LookupError(f"{row.name} has two codes in edition {row.edition}: {codes[row.edition]} and {row.code}")
        codes[row.edition] = row.code
    return codes


def _read(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _districts() -> Iterator[Division]:
    return (
        Division(row["cutoff"], row["code"], row["name"], row["code"][:4]) for row in _read("hangzhou_districts.csv")
    )


def _streets() -> Iterator[Division]:
    return (Division(row["cutoff"], row["code"], row["name"], row["areaCode"]) for row in _read("hangzhou_streets.csv"))


def _communities() -> Iterator[Division]:
    return (
        Division(row["stats_bureau_cutoff"], row["community_code"], row["community_name"], row["street_code"])
        for row in _read("wenhui_communities_by_edition.csv")
    )
