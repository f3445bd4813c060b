"""Who lives elsewhere, as a file says, than the registry knows: as the page of its preview shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wenhui.ground.areas.models import Area
from wenhui.kit import clock
from wenhui.record.ledgers import naming
from wenhui.record.ledgers.models import LivesElsewhere, Upload
from wenhui.record.ledgers.naming import Named
from wenhui.record.registry import queries as registry
from wenhui.record.registry.models import Person


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """One person: where in the sheet, who, covered, where they are known to live, and where the file says."""

    row: int | None
    of: Named
    home: str
    said: str


class _People(Sequence[Elsewhere]):
    """These people, read page by page."""

    def __init__(self, upload: Upload, pairs: Sequence[tuple[int, int]]) -> None:
        self.upload, self.pairs = upload, pairs

    def __len__(self) -> int:
        return len(self.pairs)

    def __getitem__(self, asked: Any) -> Any:
        pairs = self.pairs[asked]
        people = [person for person, _ in pairs]
        of = naming.named(self.upload, people, today=clock.local_day(clock.now()))
        rows = naming.rows_of(self.upload, people)
        homes = dict(Person.objects.filter(pk__in=people).values_list("pk", "dwelling__path"))
        said = dict(Area.objects.filter(pk__in=[place for _, place in pairs]).values_list("pk", "path"))
        words = registry.addresses([*filter(None, homes.values()), *said.values()])
        return [
            Elsewhere(rows.get(person), of[person], words[homes.get(person) or ""], words[said[place]])
            for person, place in pairs
            if person in of and place in said
        ]


def people_of(upload: Upload) -> Sequence[Elsewhere]:
    """Return of whom a checked file says that they live elsewhere, in the order of its rows."""
    held = LivesElsewhere.objects.filter(upload=upload).first()
    return _People(upload, list(zip(held.people, held.places, strict=True)) if held else [])
