"""`registry.yaml` and the files of `registry/`: the attribute dictionary, its code tables, and what the office admits.

Attributes that need admission are kept only while `sensitive_attributes` names a duty and a law; one that it no longer
names is dismissed, and what was kept of it is erased (PIPL art. 47).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property

from django.utils.translation import override
from pydantic import Field

from wenhui.kit.actor import Actor
from wenhui.kit.catalogue import CatalogueError, Change, Document, Part
from wenhui.kit.privacy import Privacy
from wenhui.kit.words import Words
from wenhui.record.registry import actions, columns, dictionary, keeping, models
from wenhui.record.registry.models import AdmittedAttribute
from wenhui.record.registry.rules.attributes import Attribute
from wenhui.record.registry.rules.codes import Code, CodeTable, DoubleMeaningError
from wenhui.record.registry.words import ENUMERATED, Kind, Subject

FILE = "registry.yaml"
PROVIDERS = "provider"
Problems = Iterator[tuple[tuple[str | int, ...], str]]


class AdmittedRow(Part):
    """One attribute that the office keeps although it needs admission."""

    key: str
    duty: str = Field(min_length=4, max_length=200)
    law: str = Field(min_length=4, max_length=200)
    since: date


class NameRow(Part):
    """A name in both languages."""

    zh: str = Field(min_length=1, max_length=60)
    en: str = Field(min_length=1, max_length=120)


class CodeRow(NameRow):
    """One code and what departments write for it."""

    code: str = Field(min_length=1, max_length=30)
    words: list[str] = []
    broader: str = ""


class TableRow(Part):
    """One code table."""

    key: str = Field(pattern=r"^[a-z_]{1,30}$")
    name: NameRow
    standard: str = Field(default="", max_length=40)
    suffixes: list[str] = []
    codes: list[CodeRow] = Field(min_length=1)


class RoleRow(Part):
    """Whose attribute it is: `words` 户主 and `like` person.phone stand for the heads 户主电话, 户主手机号, …"""

    words: list[str] = Field(min_length=1)
    like: str


class AttributeRow(NameRow):
    """One attribute of the dictionary; the fields are told in `person.yaml`."""

    key: str = Field(pattern=r"^[a-z]+\.[a-z_]+$", max_length=60)
    kind: Kind
    codes: str = ""
    unit: str = Field(default="", max_length=20)
    column: str = ""
    privacy: Privacy
    law: str = Field(min_length=2, max_length=200)
    providers: list[str] = Field(alias="from", min_length=1)
    fresh: int | None = Field(default=None, ge=1)
    synonyms: list[str] = []
    of: RoleRow | None = None
    computed_from: list[str] = []
    ask_every_time: str = Field(default="", max_length=120)
    several: bool = False
    needs_admission: bool = False


class Schema(Document):
    """The whole file, with the parts beside it."""

    sensitive_attributes: list[AdmittedRow] = []
    attributes: list[AttributeRow] = []
    code_tables: list[TableRow] = []

    @cached_property
    def rows(self) -> dict[str, AttributeRow]:
        """Rows of attributes by key."""
        return {row.key: row for row in self.attributes}

    def dictionary(self) -> tuple[list[Attribute], list[CodeTable]]:
        """Return the dictionary that the file describes. Raises CatalogueError where it contradicts itself."""
        problems = [self.problem(place, why) for place, why in self._problems()]
        if problems:
            raise CatalogueError(problems)
        return [self._attribute(row) for row in self.attributes], [_table(row) for row in self.code_tables]

    def _problems(self) -> Problems:
        for name, rows in (
            ("sensitive_attributes", self.sensitive_attributes),
            ("attributes", self.attributes),
            ("code_tables", self.code_tables),
        ):
            keys = [row.key for row in rows]
            yield from (
                ((name, place, "key"), f"{key} stands twice") for place, key in enumerate(keys) if key in keys[:place]
            )
        for place, admitted in enumerate(self.sensitive_attributes):
            if admitted.key not in self.rows or not self.rows[admitted.key].needs_admission:
                why = f"{admitted.key} is no attribute that needs admission"
                yield ("sensitive_attributes", place, "key"), why
        for place, row in enumerate(self.attributes):
            yield from ((("attributes", place, key), why) for key, why in self._wrong_in(row))
        for place, table in enumerate(self.code_tables):
            yield from ((("code_tables", place, "codes"), why) for why in _wrong_in_table(table))

    def _wrong_in(self, row: AttributeRow) -> Iterator[tuple[str, str]]:
        tables = {table.key: table for table in self.code_tables}
        providers = {code.code for code in tables[PROVIDERS].codes} if PROVIDERS in tables else set()
        if row.key.partition(".")[0] not in Subject.values:
            yield "key", f"begins with none of {', '.join(Subject.values)}"
        if (row.kind == Kind.CODE) != bool(row.codes) or (row.codes and row.codes not in tables):
            yield "codes", "an attribute of kind code, and no other, names a code table of this catalogue"
        if row.column and not columns.exists(row.column):
            yield "column", f"the registry has no column {row.column}"
        if strangers := sorted(set(row.providers) - providers):
            yield "from", f"{', '.join(strangers)}: not in the code table {PROVIDERS}"
        if strangers := sorted(set(row.computed_from) - set(self.rows)):
            yield "computed_from", f"{', '.join(strangers)}: no such attribute"
        if row.of is not None and row.of.like not in self.rows:
            yield "of", f"{row.of.like}: no such attribute"

    def _attribute(self, row: AttributeRow) -> Attribute:
        return Attribute(
            key=row.key,
            subject=Subject(row.key.partition(".")[0]),
            kind=row.kind,
            words=Words(row.zh, row.en),
            synonyms=tuple(dict.fromkeys([*row.synonyms, *self._heads_of_role(row)])),
            unit=row.unit,
            table=row.codes,
            column=row.column,
            privacy=row.privacy,
            law=row.law,
            freshness_days=row.fresh,
            authority=tuple(row.providers),
            computed_from=tuple(row.computed_from),
            ask_every_time=row.ask_every_time,
            is_several=row.several,
            needs_admission=row.needs_admission,
        )

    def _heads_of_role(self, row: AttributeRow) -> Iterator[str]:
        if row.of is not None:
            like = self.rows[row.of.like]
            heads = [head for head in (like.zh, *like.synonyms) if not head.isascii()]
            yield from (word + head for word in row.of.words for head in heads if word + head != row.zh)


def plan(document: Schema) -> list[Change]:
    """Return what applying would change. Raises CatalogueError when the file contradicts itself or what is held."""
    attributes, tables = document.dictionary()
    _refuse_new_kinds_of_what_is_held(document)
    held = {row.key: row for row in AdmittedAttribute.objects.all()}
    return [
        *_dictionary_changes(attributes, tables),
        *(
            Change("change" if row.key in held else "add", f"sensitive attribute {row.key}", f"{row.duty}; {row.law}")
            for row in _other(document, held)
        ),
        *(Change("end", f"sensitive attribute {key}", "what was kept is erased") for key in _surplus(document, held)),
    ]


def apply(document: Schema, *, by: Actor, at: datetime) -> None:
    """Make the database say what the file says; a second time nothing changes."""
    attributes, tables = document.dictionary()
    if _dictionary_changes(attributes, tables):
        actions.write_dictionary(attributes=attributes, tables=tables, by=by, at=at)
    held = {row.key: row for row in AdmittedAttribute.objects.all()}
    for row in _other(document, held):
        actions.admit_attribute(key=row.key, duty=row.duty, law=row.law, since=row.since, by=by, at=at)
    for key in _surplus(document, held):
        actions.dismiss_attribute(key=key, by=by, at=at, reason=FILE)


def _dictionary_changes(attributes: list[Attribute], tables: list[CodeTable]) -> list[Change]:
    present = dictionary.read()
    return [
        *_changes("code table", {table.key: table for table in tables}, _in_force(present.tables)),
        *_changes("attribute", {attribute.key: attribute for attribute in attributes}, present.attributes),
    ]


def _in_force(tables: Mapping[str, CodeTable]) -> dict[str, CodeTable]:
    return {key: replace(table, codes=table.in_force) for key, table in tables.items()}


def _changes(
    noun: str, wanted: Mapping[str, Attribute | CodeTable], present: Mapping[str, Attribute | CodeTable]
) -> Iterator[Change]:
    for key, thing in wanted.items():
        if key not in present:
            yield Change("add", f"{noun} {key}", thing.words.en)
        elif thing != present[key]:
            yield Change("change", f"{noun} {key}", _differences(thing, present[key]))
    yield from (Change("end", f"{noun} {key}") for key in present if key not in wanted)


def _differences(new: Attribute | CodeTable, old: Attribute | CodeTable) -> str:
    return ", ".join(name for name in type(new).__dataclass_fields__ if getattr(new, name) != getattr(old, name))


def _refuse_new_kinds_of_what_is_held(document: Schema) -> None:
    """Values of one kind cannot be read as another: an attribute of which something is held keeps kind, codes and class."""
    present = {row.key: row for row in models.Attribute.objects.all()}
    problems = [
        document.problem(
            ("attributes", place, "kind"),
            f"values of {row.key} are held, so it keeps its kind, codes and privacy: name a new attribute instead",
        )
        for place, row in enumerate(document.attributes)
        if (old := present.get(row.key)) is not None
        and (old.kind, old.table_id or "", old.privacy) != (row.kind, row.codes, row.privacy)
        and keeping.holds(old)
    ]
    if problems:
        raise CatalogueError(problems)


def _table(row: TableRow) -> CodeTable:
    codes = (Code(code.code, Words(code.zh, code.en), tuple(code.words), code.broader) for code in row.codes)
    return CodeTable(row.key, Words(row.name.zh, row.name.en), tuple(codes), row.standard, tuple(row.suffixes))


def _wrong_in_table(row: TableRow) -> Iterator[str]:
    codes = [code.code for code in row.codes]
    yield from (f"{code} stands twice" for place, code in enumerate(codes) if code in codes[:place])
    try:
        _table(row).check()
    except DoubleMeaningError as error:
        yield str(error)
    except KeyError as error:
        yield f"{error.args[0]} is broader than nothing here"
    if row.key in ENUMERATED:
        with override("zh-hans"):
            decided = {str(code): str(label) for code, label in ENUMERATED[row.key].choices}
        if decided != {code.code: code.zh for code in row.codes}:
            yield f"the program decides by these: {decided}"


def _other(document: Schema, held: dict[str, AdmittedAttribute]) -> list[AdmittedRow]:
    """Return the rows that the database does not hold like this."""
    return [
        row
        for row in document.sensitive_attributes
        if row.key not in held
        or (held[row.key].duty, held[row.key].law, held[row.key].since) != (row.duty, row.law, row.since)
    ]


def _surplus(document: Schema, held: dict[str, AdmittedAttribute]) -> list[str]:
    return sorted(set(held) - {row.key for row in document.sensitive_attributes})
