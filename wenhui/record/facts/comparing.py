"""Words about many subjects beside what is known of them, column by column: equal, new, or something else.

55,000 rows of 24 columns take some tenths of a second, because a cell is looked at only where it differs.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import compress
from typing import Final

from django.db import connection

from wenhui.kit import bulk
from wenhui.record.facts import deriving, sealing
from wenhui.record.registry import dictionary
from wenhui.record.registry.rules.attributes import Attribute
from wenhui.record.registry.rules.codes import CodeTable

NO_EDITION: Final = "0"
AT_ONCE: Final = 10_000
# One text with what all subjects have in common places, in their order: words by attribute, editions and roots by class.
KNOWN = """
SELECT {columns} FROM unnest({subjects}) WITH ORDINALITY AS asked (subject, place) {classes}
"""
# Of whom somebody else spoke, or the same provider of a later day; and of whom providers differ.
OTHERS = """
SELECT s.{column}_id FROM facts_statement s JOIN facts_origin o ON o.id = s.origin_id
WHERE s.{column}_id = ANY({subjects}) AND (o.provider <> %s OR o.as_of > %s) AND o.standing = 'in_force'
UNION
SELECT c.{column}_id FROM facts_confirmation c JOIN facts_origin o ON o.id = c.origin_id
WHERE c.{column}_id = ANY({subjects}) AND (o.provider <> %s OR o.as_of > %s) AND o.standing = 'in_force'
"""
AT_ODDS = "SELECT {column}_id FROM facts_conflict WHERE {column}_id = ANY({subjects}) AND settled_at IS NULL"


@dataclass(frozen=True, slots=True)
class Table:
    """Canonical texts about subjects of one kind: `cells[number][k]` is about `subjects[k]`; empty says nothing.

    No subject stands twice. `column` is what points at the subject: person, household, organisation, place. What the
    office works out itself while nobody has said it is nobody's word: `worked_out` gives it for some of the subjects.
    """

    column: str
    subjects: Sequence[int]
    cells: Mapping[int, Sequence[str]]
    worked_out: Mapping[int, Callable[[Sequence[int]], Sequence[str]]] = field(default_factory=dict)

    def part(self, places: slice) -> "Table":
        """Return some of the subjects with their texts."""
        cells = {number: texts[places] for number, texts in self.cells.items()}
        return Table(self.column, self.subjects[places], cells, self.worked_out)


@dataclass(frozen=True, slots=True)
class Held:
    """What is known of a table's subjects, place by place: words by attribute, editions by privacy class, roots.

    `latest` is the newest edition of any class. Nothing known has edition 0.
    """

    words: Mapping[int, Sequence[str]]
    editions: Mapping[int, Sequence[int]]
    latest: Sequence[int]
    roots: Sequence[Mapping[str, str]]

    def part(self, places: slice) -> "Held":
        """Return what is known of some of the subjects."""
        return Held(
            words={number: words[places] for number, words in self.words.items()},
            editions={guarded: editions[places] for guarded, editions in self.editions.items()},
            latest=self.latest[places],
            roots=self.roots[places],
        )


@dataclass
class Comparison:
    """What there is to write: words that differ or are new, by subject and privacy class, and what is confirmed.

    `seen` is the edition that was compared with, None where the words must be weighed against others'. Counts are of
    cells; `changed` holds where a word differs from the one known: (attribute's number, place in the table).
    """

    said: list[tuple[int, int, str, int | None]] = field(default_factory=list)
    confirmed: list[tuple[int, str, str, int | None]] = field(default_factory=list)
    equal: int = 0
    new: int = 0
    changed: list[tuple[int, int]] = field(default_factory=list)
    weighed: set[int] = field(default_factory=set)

    def add(self, piece: "Comparison") -> None:
        """Take in what was found of other subjects."""
        self.said += piece.said
        self.confirmed += piece.confirmed
        self.equal += piece.equal
        self.new += piece.new
        self.changed += piece.changed
        self.weighed |= piece.weighed


def compare(table: Table, held: Held, *, provider: str, as_of: date) -> Comparison:
    """Return what a provider's words of one day add to what is `held` as known of the table's subjects."""
    whole = Comparison()
    for piece in compare_in_pieces(table, held, provider=provider, as_of=as_of):
        whole.add(piece)
    return whole


def compare_in_pieces(table: Table, held: Held, *, provider: str, as_of: date) -> Iterator[Comparison]:
    """Return the same for some subjects after the others, so that what is found can be written meanwhile.

    What has to be asked for is asked for here; the iterator itself asks nothing.
    """
    beside = _Beside(*_spoken_of(table, provider, as_of), _worked_out(table, held))
    return (beside.compare(table, held, start) for start in range(0, len(table.subjects), AT_ONCE))


@dataclass(frozen=True)
class _Beside:
    """What is needed to hold words beside what is known: of whom others spoke, and what the office works out itself."""

    others: set[int]
    at_odds: set[int]
    own: Mapping[int, Mapping[int, str]]
    attributes: Mapping[int, Attribute] = field(default_factory=deriving.numbered)
    codes: Mapping[str, CodeTable] = field(default_factory=lambda: dictionary.current().tables)

    def compare(self, table: Table, held: Held, start: int) -> Comparison:
        """Return what is found of the subjects from a place on."""
        places = slice(start, start + AT_ONCE)
        table, held = table.part(places), held.part(places)
        result = Comparison(weighed=(self.others | self.at_odds).intersection(table.subjects))
        said: dict[tuple[int, int], dict[str, str]] = {}  # by place in the table and privacy class
        equal = [self._column(number, table, held, said, result) for number in table.cells]
        keys = [str(number) for number in table.cells]
        for subject, flags, roots, latest in zip(
            table.subjects, zip(*equal, strict=True), held.roots, held.latest, strict=True
        ):
            confirmed = list(compress(keys, flags))
            if confirmed:
                result.equal += len(confirmed)
                attributes, found = ",".join(confirmed), ",".join(map(roots.__getitem__, confirmed))
                seen = None if subject in self.at_odds else latest
                result.confirmed.append((subject, f"{{{attributes}}}", f"{{{found}}}", seen))
        text_of = json.JSONEncoder(ensure_ascii=False).encode
        for place, guarded in sorted(said):  # rows of one subject side by side
            subject = table.subjects[place]
            edition = None if subject in result.weighed else held.editions[guarded][place]
            result.said.append((subject, guarded, text_of(said[place, guarded]), edition))
        result.changed = [(number, start + place) for number, place in result.changed]
        return result

    def _column(
        self, number: int, table: Table, held: Held, said: dict[tuple[int, int], dict[str, str]], result: Comparison
    ) -> list[bool]:
        """Note where the texts of a column differ from the words known, and return where they are equal."""
        attribute = self.attributes[number]
        kind, guarded, codes = attribute.kind, attribute.privacy.rank, self.codes.get(attribute.table)
        own, texts, key = self.own.get(number, {}), table.cells[number], str(number)
        beside, parts = texts, held.words[number]
        if kind in sealing.SEALED:
            beside, parts = sealing.index_texts(kind, texts), [sealing.equal_part(kind, word) for word in parts]
        for place in [place for place, (text, part) in enumerate(zip(beside, parts, strict=True)) if text != part]:
            if not texts[place] or (not parts[place] and own.get(table.subjects[place]) == texts[place]):
                continue
            if codes is not None and parts[place] and codes.covers(texts[place], parts[place]):
                continue  # 已婚 of a form that knows no 再婚 neither contradicts nor confirms
            said.setdefault((place, guarded), {})[key] = sealing.seal(kind, texts[place])
            if parts[place]:
                result.changed.append((number, place))
            else:
                result.new += 1
        return [text == part != "" for text, part in zip(beside, parts, strict=True)]


def _worked_out(table: Table, held: Held) -> Mapping[int, Mapping[int, str]]:
    """Return what the office says itself, by attribute and subject, where a table says something and nothing is known."""
    found = {}
    for number, ask in table.worked_out.items():
        cells = zip(table.subjects, table.cells[number], held.words[number], strict=True)
        subjects = [subject for subject, text, word in cells if text and not word]
        found[number] = dict(zip(subjects, ask(subjects), strict=True)) if subjects else {}
    return found


def known(table: Table) -> Held:
    """Return what is known of a table's subjects, as kept, as far as the transaction's clearance sees it."""
    attributes = deriving.numbered()
    guards = sorted({attribute.privacy.rank for attribute in attributes.values()})
    classes = " ".join(
        f"LEFT JOIN facts_known k{guarded} ON k{guarded}.{table.column}_id = asked.subject "
        f"AND k{guarded}.guarded = {guarded}"
        for guarded in guards
    )
    wanted = [f"k{attributes[number].privacy.rank}.words ->> '{number}'" for number in table.cells]
    wanted += [f"k{guarded}.edition::text" for guarded in guards] + [f"k{guarded}.roots::text" for guarded in guards]
    columns = ", ".join(bulk.together(one, "place") for one in wanted)
    with connection.cursor() as cursor:
        statement = KNOWN.format(columns=columns, subjects=bulk.array_of("bigint"), classes=classes)
        cursor.execute(statement, [bulk.column(table.subjects)])
        found = [bulk.apart(text) for text in cursor.fetchone()]
    words, editions, roots = (
        found[: len(table.cells)],
        [[int(one or NO_EDITION) for one in texts] for texts in found[len(table.cells) : -len(guards)]],
        found[-len(guards) :],
    )
    return Held(
        words=dict(zip(table.cells, words, strict=True)),
        editions=dict(zip(guards, editions, strict=True)),
        latest=[max(each) for each in zip(*editions, strict=True)],
        roots=[_roots(texts) for texts in zip(*roots, strict=True)],
    )


@lru_cache(maxsize=4096)
def _roots(texts: tuple[str, ...]) -> Mapping[str, str]:
    """Return where words of a subject stand, of all classes; most subjects of one origin have the same."""
    return {key: str(root) for text in texts if text for key, root in json.loads(text).items()}


def _spoken_of(table: Table, provider: str, as_of: date) -> tuple[set[int], set[int]]:
    subjects, asked = bulk.array_of("bigint"), bulk.column(table.subjects)
    with connection.cursor() as cursor:
        cursor.execute(OTHERS.format(column=table.column, subjects=subjects), [asked, provider, as_of] * 2)
        others = {row[0] for row in cursor.fetchall()}
        cursor.execute(AT_ODDS.format(column=table.column, subjects=subjects), [asked])
        return others, {row[0] for row in cursor.fetchall()}
