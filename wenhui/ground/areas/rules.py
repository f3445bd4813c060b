"""What may lie in what, and what a label may be. Pure."""

import re
from collections.abc import Mapping
from functools import lru_cache

# One level lies in the next; a house without stairwells holds its dwellings directly.
MAY_HOLD: Mapping[str, frozenset[str]] = {
    "": frozenset({"city"}),
    "city": frozenset({"district"}),
    "district": frozenset({"subdistrict"}),
    "subdistrict": frozenset({"community"}),
    "community": frozenset({"grid"}),
    "grid": frozenset({"building"}),
    "building": frozenset({"unit", "dwelling"}),
    "unit": frozenset({"dwelling"}),
    "dwelling": frozenset(),
}

PATH = re.compile(r"([a-z0-9_-]{1,20}\.)+")


def is_path(text: str) -> bool:
    """Say whether `text` is labels of lower-case ASCII, each with a closing dot, such as `hz.gs.wh.`."""
    return len(text) <= 160 and PATH.fullmatch(text) is not None


def parent_path(path: str) -> str:
    """Return the path of the area around `path`; empty for a city."""
    return path[: path.rstrip(".").rfind(".") + 1]


def label_of(path: str) -> str:
    """Return the last label of `path`."""
    return path.rstrip(".").rsplit(".", 1)[-1]


@lru_cache(maxsize=4096)
def ancestor_paths(path: str) -> tuple[str, ...]:
    """Return the paths around `path`, the city first, `path` itself last."""
    labels = path.rstrip(".").split(".")
    return tuple(".".join(labels[: depth + 1]) + "." for depth in range(len(labels)))
