"""When two people turn out to be one, or one two: what is known of both is derived anew from the words that came along."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db.models import Model, Q

from wenhui.kit.words import Words
from wenhui.record.facts import deriving
from wenhui.record.facts.models import Confirmation, Conflict, Known, Origin, Statement
from wenhui.record.facts.words import Standing
from wenhui.record.registry import dictionary
from wenhui.record.registry.following import Passage, Row

SPOKEN: Final[Mapping[str, type[Statement | Confirmation]]] = {
    model._meta.db_table: model for model in (Statement, Confirmation)
}


class FactsFollower:
    """Answers the registry's merges for this room."""

    derived: Collection[type[Model]] = (Known, Conflict)

    def moved(self, passage: Passage, *, at: datetime) -> None:
        """Derive both, the giver first: an identifier must be free before the taker's row may show it."""
        for person in (passage.giver, passage.taker):
            deriving.derive("person", {person: None}, at=at)

    def whose(self, rows: Sequence[Row], *, primary: int, other: int) -> dict[Row, int]:
        """Return whose words are: of whom alone of the two the same provider spoke in the same way before."""
        found = {}
        for row, words in _words(rows):
            like = Q(origin__provider=words.origin.provider, origin__through=words.origin.through)
            spoken_of = {
                person
                for model in SPOKEN.values()
                for person in model.objects.filter(like, person_id__in=[primary, other], origin_id__lt=words.origin_id)
                .exclude(pk__in=[int(one.key) for one in rows if SPOKEN.get(one.table) is model])
                .values_list("person_id", flat=True)
            }
            if len(spoken_of) == 1:
                found[row] = spoken_of.pop()
        return found

    def silent(self, rows: Sequence[Row]) -> Collection[Row]:
        """Return the words that were withdrawn."""
        found: set[Row] = set()
        for table, model in SPOKEN.items():
            mine = {int(row.key): row for row in rows if row.table == table}
            gone = model.objects.filter(pk__in=mine, origin__standing=Standing.WITHDRAWN)
            found.update(mine[key] for key in gone.values_list("pk", flat=True))
        return found

    def described(self, rows: Sequence[Row]) -> dict[Row, Words]:
        """Return what to call words: whose they are, through what, of which day."""
        return {row: _called(words.origin) for row, words in _words(rows)}


def _called(origin: Origin) -> Words:
    name, day = dictionary.current().tables["provider"].by_code[origin.provider].words, origin.as_of.isoformat()
    return Words(f"{name.zh}在 {day} 提供的信息", f"what {name.en} said on {day}")


def _words(rows: Sequence[Row]) -> Iterator[tuple[Row, Statement | Confirmation]]:
    for table, model in SPOKEN.items():
        mine = {int(row.key): row for row in rows if row.table == table}
        if not mine:
            continue
        for words in model.objects.filter(pk__in=mine).select_related("origin"):
            yield mine[words.pk], words
