"""The people whom a file brings, in pieces as they are kept until it is accepted. Nothing is asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import Final, TypeVar

from wenhui.kit import bulk
from wenhui.kit.privacy import Privacy
from wenhui.record.facts import sealing
from wenhui.record.ledgers.importing import linking
from wenhui.record.ledgers.importing.cells import Cells
from wenhui.record.ledgers.importing.linking import Linked
from wenhui.record.registry import identifiers
from wenhui.record.registry.rules.attributes import Attribute
from wenhui.record.registry.rules.values import SEVERAL
from wenhui.record.registry.words import Kind

AT_ONCE: Final = 5_000
ETHNIC: Final = "person.ethnic"
NONE: Final = (None, None, None)
Cell = TypeVar("Cell")


@dataclass(frozen=True, slots=True)
class Piece:
    """Newcomers of some rows, as `models.Newcomers` keeps them."""

    rows: Sequence[int]
    people: str
    said: str
    indexes: str


def pieces(
    cells: Cells, linked: Linked, numbers: Sequence[int], said: Mapping[int, str], attributes: Mapping[str, Attribute]
) -> Iterator[Piece]:
    """Yield the newcomers of a table; `said` are the attributes of which words are kept, `numbers` the sheet's rows."""
    places = list(linked.homes)
    for start in range(0, len(places), AT_ONCE):
        yield _Making(cells, linked, places[start : start + AT_ONCE], said, attributes).piece(numbers)


@dataclass(frozen=True)
class _Making:
    cells: Cells
    linked: Linked
    places: Sequence[int]
    said: Mapping[int, str]
    attributes: Mapping[str, Attribute]

    def piece(self, numbers: Sequence[int]) -> Piece:
        """Return what is kept of the rows at these places."""
        columns, homes = self.cells.columns, [self.linked.homes[place] for place in self.places]
        ids = [identifiers.seal_id_number(text) for text in self._texts(linking.ID_NUMBER)]
        mobiles = [_phone(text) for text in self._texts(linking.PHONE)]
        sexes, births = zip(*(linking.particulars(columns, place) for place in self.places), strict=True)
        indexes = [_literal(index) for _, index in ids]
        people = (
            self._texts(linking.NAME), sexes, births, [_literal(sealed) for sealed, _ in ids], indexes,
            *([_literal(one) for one in column] for column in zip(*(own for own, _ in mobiles), strict=True)),
            [linking.registration_of(columns, place) for place in self.places],
            self._texts(ETHNIC if ETHNIC in self.said.values() else ""),
            [home.dwelling for home in homes], [home.area for home in homes],
        )  # fmt: skip
        sealed = {
            linking.ID_NUMBER: [sealing.word_of(*one) for one in ids],
            linking.PHONE: [word for _, word in mobiles],
        }
        return Piece(
            rows=[numbers[place] for place in self.places],
            people=bulk.kept(people),
            said=bulk.kept(self._said(rank, sealed) for rank in range(len(Privacy))),
            indexes=bulk.column(indexes),
        )

    def _said(self, rank: int, sealed: Mapping[str, Sequence[str]]) -> list[str]:
        """Return the words of a privacy class, row by row, as JSON; empty where nothing is said."""
        columns = []
        for number, key in self.said.items():
            attribute = self.attributes[key]
            if attribute.privacy.rank == rank:
                words = sealed.get(key) or [sealing.seal(attribute.kind, text) for text in self._texts(key)]
                columns.append([f'"{number}": {encode_basestring(word)}' if word else "" for word in words])
        rows = (
            (", ".join(filter(None, row)) for row in zip(*columns, strict=True)) if columns else [""] * len(self.places)
        )
        return [f"{{{row}}}" if row else "" for row in rows]

    def _texts(self, key: str) -> list[str]:
        column = self.cells.columns.get(key)
        return [column[place] for place in self.places] if column else [""] * len(self.places)


def _phone(text: str) -> tuple[tuple[bytes | None, bytes | None, bytes | None], str]:
    """Return the registry's columns of the first of the phones in a cell, and the word for all of them."""
    first, _, more = text.partition(SEVERAL)
    if more:
        return identifiers.seal_phone(first), sealing.seal(Kind.PHONE, text)
    if not text:
        return NONE, ""
    own = identifiers.seal_phone(text)
    return own, sealing.word_of(own.phone, own.phone_index)


def _literal(value: bytes | None) -> str | None:
    return None if value is None else bulk.binary(value)
