"""Rows that are no people told apart: what every kind of row has in common. Each kind has a module of its own beside.

Nothing is invented from a table: a home, a building or a household that is not found is told, row by row. Only
organisations may be new.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wenhui.ground.areas import queries as areas
from wenhui.ground.areas.understanding import Understanding
from wenhui.kit.words import Words
from wenhui.record.ledgers.importing.cells import Cells, Problem
from wenhui.record.ledgers.words import FindingKind

Where = Mapping[str, tuple[str, str]]  # the letters and the head of the column that holds an attribute

TWICE = Words("和上面一行说的是同一个，只采用上面一行", "speaks of the same one as a row above, which counts")
NOWHERE = Words(
    "地址认不到本区域的任何地方，这一行没有采用。请写明小区、楼幢和室号",
    "the address leads nowhere in this area; write estate, building and door",
)
AMBIGUOUS = Words(
    "地址可以指好几处，这一行没有采用。请写全小区、楼幢和室号",
    "the address may mean several places; write estate, building and door in full",
)


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation that a row brings: what it is called and where it belongs; its kind agrees with the credit code."""

    name: str
    uscc: str
    kind: str
    area: int


@dataclass
class Spoken:
    """Of what the rows of a table speak: for each row the subject's number, or None; `bodies` are new organisations."""

    cells: Cells
    count: int
    where: Where
    within: str
    subjects: list[int | None] = field(default_factory=list)
    bodies: dict[int, Body] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.subjects = [None] * self.count

    @property
    def places(self) -> list[int]:
        """Return the places of the rows that speak of something the registry holds."""
        return [place for place, one in enumerate(self.subjects) if one is not None and place not in self.cells.refused]

    @property
    def open(self) -> list[int]:
        """Return the places of rows of which nobody could tell yet of what they speak."""
        return [place for place, one in enumerate(self.subjects) if one is None and place not in self.cells.refused]

    def texts(self, *keys: str) -> list[str]:
        """Return for each row what the first of these columns says that says anything."""
        columns = [self.cells.columns[key] for key in keys if key in self.cells.columns]
        return [next(filter(None, said), "") for said in zip(*columns, strict=True)] if columns else [""] * self.count

    def refuse(self, place: int, words: Words, *keys: str) -> None:
        """Take nothing of a row; the first of these columns that the table has is named."""
        self.cells.refused.add(place)
        self.cells.problems.append(Problem(FindingKind.ROW, place, words, *self._column(keys)))

    def doubt(self, place: int, words: Words, *keys: str) -> None:
        """Ask to check a row, which is taken."""
        self.cells.problems.append(Problem(FindingKind.DOUBT, place, words, *self._column(keys)))

    def once(self) -> None:
        """Of two rows that speak of one, the upper counts."""
        seen: set[int] = set()
        for place in self.places:
            subject = self.subjects[place]
            if subject in seen:
                self.subjects[place] = None
                self.refuse(place, TWICE)
            elif subject is not None:
                seen.add(subject)

    def understood(self, texts: list[str]) -> dict[str, Understanding]:
        """Return where the addresses of open rows lie; many are read together."""
        return areas.understand_many({texts[place] for place in self.open} - {""}, within=self.within)

    def _column(self, keys: tuple[str, ...]) -> tuple[str, str]:
        return next((self.where[key] for key in keys if key in self.where), ("", ""))
