"""What a merge may move, and how the residences of one become those of two again. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

LIVING = frozenset({"home", "rented"})  # where someone sleeps: of these one holds at a time


@dataclass(frozen=True, slots=True)
class Stay:
    """One residence: half-open; `was` is the end it had when the two were merged, None for rows that came since."""

    key: int
    kind: str
    begin: date | None
    end: date | None
    was: date | None = None
    is_new: bool = False


def overlaps(one: Stay, two: Stay) -> bool:
    """Say whether two residences exclude each other: alike in kind, with a day in common."""
    return (
        alike(one, two)
        and (one.begin is None or two.end is None or one.begin < two.end)
        and (two.begin is None or one.end is None or two.begin < one.end)
    )


def alike(one: Stay, two: Stay) -> bool:
    """Say whether a move into the one ends the other."""
    return one.kind == two.kind or {one.kind, two.kind} <= LIVING


def movable(theirs: Iterable[Stay], held: Iterable[Stay]) -> list[int]:
    """Return which of the other's residences have room beside the primary's."""
    held = list(held)
    return [stay.key for stay in theirs if not any(overlaps(stay, own) for own in held)]


def parted(
    stays: Sequence[Stay], begun: Collection[tuple[str, date | None]], *, as_merged: bool = False
) -> dict[int, date | None]:
    """Return the end of each residence of one person, had they never been merged.

    `begun` names kind and first day of every row that came while the two were
    one, whosever it is. An end that such a row brought about is undone, then each row that is this person's own ends what
    was open when it came. Ends that somebody wrote for another reason stand, unless rows are to be `as_merged`: then what
    stood before has the ends it had when the two were merged.
    """
    open_again = [
        replace(stay, end=stay.was) if _is_brought_about(stay, begun) or (as_merged and not stay.is_new) else stay
        for stay in stays
    ]
    open_again.sort(key=lambda stay: (stay.is_new, stay.begin or date.min, stay.key))
    ends = {stay.key: stay.end for stay in open_again}
    for place, stay in enumerate(open_again):
        if stay.is_new:
            for earlier in open_again[:place]:
                if alike(earlier, stay) and ends[earlier.key] is None:
                    ends[earlier.key] = stay.begin
    return ends


def _is_brought_about(stay: Stay, begun: Collection[tuple[str, date | None]]) -> bool:
    if stay.end is None or stay.was is not None:
        return False
    return any(
        begin == stay.end
        and (kind == stay.kind or {kind, stay.kind} <= LIVING)
        and (kind, begin) != (stay.kind, stay.begin)
        for kind, begin in begun
    )


def whose(links: Collection[object], primary: Collection[object], other: Collection[object]) -> bool | None:
    """Say whether a row that came since is the other's (True) or the primary's (False); None where it cannot be told.

    `links` are the doors, households and bodies that the row names; a link that only one of the two had tells. Links that
    tell differently tell nothing.
    """
    told = {link in other for link in links if (link in other) != (link in primary)}
    return told.pop() if len(told) == 1 else None
