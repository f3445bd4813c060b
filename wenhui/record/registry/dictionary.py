"""The attribute dictionary in force, read once per process and again when the catalogue has been applied.

The edition's digest is read in the reader's own transaction, so what is kept is never newer or older than what it sees.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from wenhui.kit.privacy import Privacy
from wenhui.kit.words import Words
from wenhui.record.registry import models
from wenhui.record.registry.rules.attributes import Attribute
from wenhui.record.registry.rules.codes import Code, CodeTable
from wenhui.record.registry.rules.heads import HeadBook
from wenhui.record.registry.words import Kind, Subject


@dataclass(frozen=True)
class Dictionary:
    """Attributes and code tables in force, by key; `numbers` are the rows' keys, `ended` what is no longer asked."""

    attributes: Mapping[str, Attribute]
    tables: Mapping[str, CodeTable]
    numbers: Mapping[str, int]
    ended: Mapping[str, Attribute]

    @cached_property
    def heads(self) -> HeadBook:
        """Every head under which an attribute may stand, ready for matching."""
        return HeadBook(list(self.attributes.values()), self.tables)

    def code_of(self, table: str, text: str) -> str | None:
        """Return the code that a word of any form means in a table, or None. Raises KeyError for no such table."""
        return self.tables[table].code_of(text)

    def words_of(self, table: str, code: str, like: Sequence[str] = ()) -> str | None:
        """Return the word for a code, of those that a form allows. Raises KeyError for no such table."""
        return self.tables[table].words_of(code, like)


class _Kept:
    """What this process keeps, and of which edition."""

    digest = ""
    dictionary: Dictionary | None = None


def current() -> Dictionary:
    """Return the dictionary in force; one short question unless it has changed."""
    digest = models.DictionaryEdition.objects.values_list("digest", flat=True).first() or ""
    if _Kept.dictionary is None or _Kept.digest != digest:
        _Kept.digest, _Kept.dictionary = digest, read()
    return _Kept.dictionary


def read() -> Dictionary:
    """Return the dictionary as the tables say now, keeping nothing."""
    rows = list(models.Attribute.objects.order_by("place", "key"))
    entries: dict[str, list[Code]] = {}
    for entry in models.CodeEntry.objects.order_by("place", "code"):
        names = Words(entry.name_zh, entry.name_en)
        code = Code(entry.code, names, tuple(entry.words), entry.broader, entry.ended_on is not None)
        entries.setdefault(entry.table_id, []).append(code)
    tables = {
        table.key: CodeTable(
            table.key,
            Words(table.name_zh, table.name_en),
            tuple(entries.get(table.key, ())),
            table.standard,
            tuple(table.suffixes),
        )
        for table in models.CodeTable.objects.filter(ended_on__isnull=True).order_by("key")
    }
    return Dictionary(
        attributes={row.key: _attribute(row) for row in rows if row.ended_on is None},
        tables=tables,
        numbers={row.key: row.pk for row in rows},
        ended={row.key: _attribute(row) for row in rows if row.ended_on is not None},
    )


def digest_of(held: Dictionary) -> str:
    """Return the digest of a dictionary: its content, the order and the numbers of its rows."""
    content = [list(part.items()) for part in (held.attributes, held.tables, held.numbers, held.ended)]
    return hashlib.sha256(repr(content).encode()).hexdigest()


def _attribute(row: models.Attribute) -> Attribute:
    return Attribute(
        key=row.key,
        subject=Subject(row.subject),
        kind=Kind(row.kind),
        words=Words(row.name_zh, row.name_en),
        synonyms=tuple(row.synonyms),
        unit=row.unit,
        table=row.table_id or "",
        column=row.column,
        privacy=Privacy(row.privacy),
        law=row.law,
        freshness_days=row.freshness_days,
        authority=tuple(row.authority),
        computed_from=tuple(row.computed_from),
        ask_every_time=row.ask_every_time,
        is_several=row.is_several,
        needs_admission=row.needs_admission,
    )
