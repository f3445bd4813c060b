"""Which way one walks: by building, stairwell, floor and door, numbers as numbers."""

import re

DOOR = re.compile(r"(\d+)\D*$")
DOOR_DIGITS = 2  # 501 is door 01 of floor 5, 1203 door 03 of floor 12
PIECES = re.compile(r"\d+|\D+")


def floor_of(label: str) -> int | None:
    """Return the floor of a door's label or name (`r501`, `1203 室`), or None where it does not tell."""
    found = DOOR.search(label.removesuffix(" 室").removesuffix("室"))
    digits = found.group(1) if found else ""
    return int(digits[:-DOOR_DIGITS]) if len(digits) > DOOR_DIGITS else None


def walking_order(path: str) -> tuple[tuple[int, int | str], ...]:
    """Return a key that sorts front doors as one walks: `b2` before `b10`, stairwell by stairwell, floor by floor."""
    pieces = PIECES.findall(path)
    return tuple((0, int(piece)) if piece.isdigit() else (1, piece) for piece in pieces)


def building_of(path: str) -> str:
    """Return the path of the building a front door lies in."""
    return "".join(f"{label}." for label in path.rstrip(".").split(".")[:6])
