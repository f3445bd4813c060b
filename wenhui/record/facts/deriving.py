"""What is known, made from the words in force. Everything that is stored beside the words must come out the same here.

Set-based: subjects of one kind at a time, a few thousand at once. The caller locks them and holds the transaction.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from wenhui.kit import bulk
from wenhui.record.facts import rules, sealing
from wenhui.record.facts.models import Conflict, Correction, Known
from wenhui.record.facts.rules import Settlement, Word, settle
from wenhui.record.facts.words import Asked, Settled
from wenhui.record.registry import dictionary, projecting
from wenhui.record.registry.rules.attributes import Attribute

STATEMENTS = """
SELECT s.{column}_id, s.origin_id, o.provider, o.as_of, o.standing = 'in_force', s.said::text
FROM facts_statement s JOIN facts_origin o ON o.id = s.origin_id
WHERE s.{column}_id = ANY({subjects}) AND o.standing <> 'proposed'
"""
CONFIRMATIONS = """
SELECT c.{column}_id, c.origin_id, o.provider, o.as_of, c.attributes, c.roots
FROM facts_confirmation c JOIN facts_origin o ON o.id = c.origin_id
WHERE c.{column}_id = ANY({subjects}) AND o.standing = 'in_force'
"""
RULINGS = """
SELECT r.{column}_id, r.attribute_id, r.provider, o.as_of, r.origin_id
FROM facts_ruling r
JOIN facts_origin o ON o.id = r.origin_id
JOIN facts_origin believed ON believed.id = r.against_id AND believed.standing = 'in_force'
WHERE r.{column}_id = ANY({subjects}) AND r.lifted_at IS NULL
"""
NEXT_EDITION = "SELECT nextval('facts_edition')"
LAST_EDITION = "SELECT coalesce(pg_sequence_last_value('facts_edition'), 0)"

AMEND = f"""
UPDATE facts_known k SET words = new.words, roots = new.roots, edition = new.edition
FROM unnest({bulk.array_of("bigint")}, {bulk.array_of("smallint")}, {bulk.array_of("jsonb")}, {bulk.array_of("jsonb")},
    {bulk.array_of("bigint")}) AS new (subject, guarded, words, roots, edition)
WHERE k.{{column}}_id = new.subject AND k.guarded = new.guarded
"""
BEGIN = f"""
INSERT INTO facts_known ({{column}}_id, guarded, words, roots, edition)
SELECT * FROM unnest({bulk.array_of("bigint")}, {bulk.array_of("smallint")}, {bulk.array_of("jsonb")},
    {bulk.array_of("jsonb")}, {bulk.array_of("bigint")})
"""

Cell = tuple[int, int]  # subject, attribute number
Cells = Mapping[int, Collection[int] | None]  # attributes by subject; None: whatever there is
Row = tuple[int, int, str, str, int]  # subject, privacy class, words, roots, edition


@dataclass(frozen=True)
class Spoken:
    """All words in force about some subjects, by subject and attribute, and every kept text by origin too."""

    words: Mapping[Cell, Sequence[Word]]
    texts: Mapping[tuple[int, int, int], str]  # subject, attribute number, origin


@dataclass
class Changes:
    """What has to be written so that what is stored is what follows."""

    new: list[Row] = field(default_factory=list)
    amended: list[Row] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    shown: dict[str, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))


def spoken(column: str, cells: Cells) -> Spoken:
    """Return all words about cells of subjects of one kind, as far as the transaction's clearance sees them."""
    attributes = numbered()
    kinds = {number: attribute.kind for number, attribute in attributes.items()}
    words: dict[Cell, list[Word]] = defaultdict(list)
    texts: dict[tuple[int, int, int], str] = {}
    asked = bulk.column(cells)
    with connection.cursor() as cursor:
        cursor.execute(STATEMENTS.format(column=column, subjects=bulk.array_of("bigint")), [asked])
        for subject, origin, provider, as_of, counts, said in cursor.fetchall():
            wanted = cells[subject]
            for key, text in json.loads(said).items():
                number = int(key)
                if wanted is None or number in wanted:
                    texts[subject, number, origin] = text
                    if counts:
                        equal = sealing.equal_part(kinds[number], text)
                        words[subject, number].append(Word(provider, equal, as_of, origin, origin))
        cursor.execute(CONFIRMATIONS.format(column=column, subjects=bulk.array_of("bigint")), [asked])
        for subject, origin, provider, as_of, confirmed, roots in cursor.fetchall():
            wanted = cells[subject]
            for number, root in zip(confirmed, roots, strict=True):
                if (wanted is None or number in wanted) and (text := texts.get((subject, number, root))) is not None:
                    equal = sealing.equal_part(kinds[number], text)
                    words[subject, number].append(Word(provider, equal, as_of, origin, root))
        cursor.execute(RULINGS.format(column=column, subjects=bulk.array_of("bigint")), [asked])
        for subject, number, provider, *until in cursor.fetchall():
            if (subject, number) in words:
                words[subject, number] = rules.without(words[subject, number], provider, tuple(until))
    return Spoken({cell: kept for cell, kept in words.items() if kept}, texts)


def settlements(found: Spoken) -> dict[Cell, Settlement]:
    """Return what follows for every cell of which anything is said."""
    attributes = numbered()
    settled = {}
    for (subject, number), words in found.words.items():
        attribute = attributes[number]
        follows = settle(words, authority=attribute.authority, freshness_days=attribute.freshness_days)
        if follows is not None:
            settled[subject, number] = follows
    return settled


def derive(column: str, cells: Cells, *, at: datetime) -> None:
    """Bring what is known of these cells, their conflicts and the registry's columns in line with the words in force."""
    if not cells:
        return
    found = spoken(column, cells)
    settled = settlements(found)
    changes = _changes(column, cells, found, settled)
    Known.objects.filter(pk__in=changes.gone).delete()
    _write(BEGIN, column, changes.new)
    _write(AMEND, column, changes.amended)
    _settle_conflicts(column, cells, found, settled, at=at)
    projecting.show(column, changes.shown)


def numbered() -> dict[int, Attribute]:
    """Return every attribute that was ever in the dictionary, by number."""
    held = dictionary.current()
    return {held.numbers[key]: attribute for key, attribute in {**held.ended, **held.attributes}.items()}


def next_edition() -> int:
    """Return a number that no edition of what is known had before."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT_EDITION)
        return int(cursor.fetchone()[0])


def last_edition() -> int:
    """Return the newest number given to an edition; while it is the same, nothing known has changed."""
    with connection.cursor() as cursor:
        cursor.execute(LAST_EDITION)
        return int(cursor.fetchone()[0])


def _changes(column: str, cells: Cells, found: Spoken, settled: Mapping[Cell, Settlement]) -> Changes:
    attributes, edition = numbered(), next_edition()
    wanted: dict[tuple[int, int], tuple[dict[str, str], dict[str, int]]] = {}
    for (subject, number), follows in settled.items():
        words, roots = wanted.setdefault((subject, attributes[number].privacy.rank), ({}, {}))
        words[str(number)] = found.texts[subject, number, follows.lead.root]
        roots[str(number)] = follows.lead.root
    changes = Changes()
    held = Known.objects.filter(**{f"{column}_id__in": list(cells)}).select_for_update()
    for pk, subject, guarded, *known in held.values_list("pk", f"{column}_id", "guarded", "words", "roots"):
        settled_now = wanted.pop((subject, guarded), ({}, {}))
        words = _beside(known[0], cells[subject]) | settled_now[0]
        roots = _beside(known[1], cells[subject]) | settled_now[1]
        if known == [words, roots]:
            continue
        _show(changes, subject, known[0], words, attributes)
        if words:
            changes.amended.append((subject, guarded, _json(words), _json(roots), edition))
        else:
            changes.gone.append(pk)
    for (subject, guarded), (words, roots) in wanted.items():
        _show(changes, subject, {}, words, attributes)
        changes.new.append((subject, guarded, _json(words), _json(roots), edition))
    return changes


def _beside(known: Mapping[str, Any], numbers: Collection[int] | None) -> dict[str, Any]:
    """Return what is known of cells that are not asked about."""
    return {} if numbers is None else {key: value for key, value in known.items() if int(key) not in numbers}


def _json(words: Mapping[str, object]) -> str:
    return json.dumps(words, ensure_ascii=False)


def _write(statement: str, column: str, rows: Sequence[Row]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(statement.format(column=column), [bulk.column(values) for values in zip(*rows, strict=True)])


def _show(
    changes: Changes,
    subject: int,
    before: Mapping[str, str],
    after: Mapping[str, str],
    attributes: Mapping[int, Attribute],
) -> None:
    for key in before.keys() | after.keys():
        attribute = attributes[int(key)]
        if before.get(key) != after.get(key) and projecting.shows(attribute.column):
            changes.shown[attribute.column][subject] = sealing.unseal(attribute.kind, after.get(key, ""))


def _settle_conflicts(
    column: str, cells: Cells, found: Spoken, settled: Mapping[Cell, Settlement], *, at: datetime
) -> None:
    attributes = numbered()
    standing = {
        (subject, number, word.provider): (word.root, follows.lead.root)
        for (subject, number), follows in settled.items()
        for word in follows.against
    }
    rows = Conflict.objects.filter(**{f"{column}_id__in": list(cells)}, settled_at__isnull=True)
    amended: list[Conflict] = []
    answered: list[int] = []
    for row in rows.select_for_update():
        cell = subject, number = (getattr(row, f"{column}_id"), row.attribute_id)
        if (asked := cells[subject]) is not None and number not in asked:
            continue
        pair = standing.pop((*cell, row.provider), None)
        if pair == (row.origin_id, row.against_id):
            continue
        if pair is None:
            row.settled_at, row.settled = at, _how(row.provider, found.words.get(cell, ()), settled.get(cell))
        if pair is None or pair[0] != row.origin_id:
            answered.append(row.pk)
        if pair is not None:
            row.origin_id, row.against_id = pair
        amended.append(row)
    requests = Correction.objects.filter(conflict__in=answered, standing=Asked.OPEN)
    requests.update(standing=Asked.ANSWERED, ended_at=at)
    Conflict.objects.bulk_update(amended, ["origin", "against", "settled_at", "settled"])
    Conflict.objects.bulk_create(
        Conflict(
            **{f"{column}_id": subject},
            attribute_id=number,
            guarded=attributes[number].privacy.rank,
            provider=provider,
            origin_id=own,
            against_id=lead,
            opened_at=at,
        )
        for (subject, number, provider), (own, lead) in standing.items()
    )


def _how(provider: str, words: Sequence[Word], follows: Settlement | None) -> Settled:
    theirs = [word for word in words if word.provider == provider]
    if not theirs or follows is None:
        return Settled.WITHDRAWN
    latest = max(theirs, key=lambda word: (word.as_of, word.origin))
    return Settled.AGREED if latest.text == follows.lead.text else Settled.OUTDATED
