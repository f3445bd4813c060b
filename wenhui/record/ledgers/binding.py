"""What the columns of somebody's table mean: remembered, proposed by the dictionary, or left to be asked.

    dictionary = registry.dictionary.current()
    binding = bind(head, rows, dictionary=dictionary, remembered=queries.memory_of("civil_affairs"))

Asks no database and no clock. A blank form is bound by its heads and its lists of words, a filled one by its values too.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from wenhui.kit.sheets import shapes
from wenhui.kit.sheets.heads import Column
from wenhui.kit.sheets.heads import Head as SheetHead
from wenhui.kit.sheets.shapes import Kind as ShapeKind
from wenhui.kit.sheets.taking import Rows
from wenhui.kit.words import Words
from wenhui.record.ledgers.rules import columns
from wenhui.record.ledgers.rules.columns import ADDRESSES, Binding, Bound, Memory, Remembered, folded_path
from wenhui.record.ledgers.words import Decided
from wenhui.record.registry.dictionary import Dictionary
from wenhui.record.registry.rules.attributes import Attribute
from wenhui.record.registry.rules.codes import YES_NO, CodeTable
from wenhui.record.registry.rules.heads import Head, Proposal, Shape, chosen
from wenhui.record.registry.words import Kind, Subject

SHAPES: Final[Mapping[ShapeKind, Shape]] = {
    ShapeKind.ID_NUMBER: Shape.ID_NUMBER,
    ShapeKind.CREDIT_CODE: Shape.USCC,
    ShapeKind.DATE: Shape.DATE,
    ShapeKind.PHONE: Shape.PHONE,
    ShapeKind.YES_NO: Shape.YES_NO,
    ShapeKind.INTEGER: Shape.INTEGER,
    ShapeKind.MONEY: Shape.MONEY,
    ShapeKind.NUMBER: Shape.MONEY,
    ShapeKind.CODES: Shape.CLOSED,
    ShapeKind.ADDRESS: Shape.ADDRESS,
    ShapeKind.TEXT: Shape.TEXT,
}
LONG: Final = 12
INDEX = Words("只是行号", "it only counts the rows")
TELLING: Final[Mapping[Decided, Words]] = {
    Decided.REMEMBERED: Words("这家单位的这一列上次定过", "this provider's column was decided before"),
    Decided.CHOSEN: Words("本次由人选定", "chosen by a person just now"),
}


def bind(
    head: SheetHead,
    rows: Rows | None,
    *,
    dictionary: Dictionary,
    remembered: Memory,
    subject: Subject | None = None,
    chosen_now: Mapping[str, Remembered] | None = None,
) -> Binding:
    """Return what every column of a head means; `rows` are the values below it, None for a blank form.

    `subject` overrules what the heads say the rows are. `chosen_now` are decisions of this very time by folded path. A
    table of 30 columns takes some 5 ms, and telling the shapes of 55,000 rows half a second more.
    """
    asked = [_asked(column, cells) for column, cells in zip(head.columns, _cells(head, rows), strict=True)]
    title = " ".join(head.titles)
    subject = subject or dictionary.heads.subject_of(asked, title) or _remembered_subject(head.columns, remembered)
    proposals = dictionary.heads.propose(asked, title, subject)
    known = {} if subject is None else {path: one for (of, path), one in remembered.items() if of == subject}
    bound = [
        _bound(column, found, known, chosen_now or {}, dictionary)
        for column, found in zip(head.columns, proposals, strict=True)
    ]
    return Binding(subject, tuple(_completed(one, bound, head.titles, dictionary) for one in bound))


def _cells(head: SheetHead, rows: Rows | None) -> Iterable[Sequence[str]]:
    return rows.columns if rows is not None else [()] * len(head.columns)


def _asked(column: Column, cells: Sequence[str]) -> Head:
    shape = shapes.shape_of(cells)
    if shape.kind in {ShapeKind.NUMBER, ShapeKind.MONEY} and _are_long(cells):
        return Head(column.path, Shape.INTEGER)
    if shape.kind is not ShapeKind.BLANK:
        return Head(column.path, SHAPES[shape.kind], shape.words)
    if column.allowed:
        yes_no = all(YES_NO.code_of(word) is not None for word in column.allowed)
        return Head(column.path, Shape.YES_NO if yes_no else Shape.CLOSED, column.allowed)
    return Head(column.path)


def _are_long(cells: Sequence[str]) -> bool:
    """Say whether most values are digits too long for a quantity, as accounts and cards are."""
    filled = [text for cell in cells if (text := cell.strip())]
    return sum(text.isdecimal() and len(text) >= LONG for text in filled) * 2 > len(filled)


def _remembered_subject(asked: Sequence[Column], remembered: Memory) -> Subject | None:
    paths = {folded_path(column.path) for column in asked}
    votes = [subject for subject, path in remembered if path in paths]
    return max(votes, key=votes.count, default=None)


def _bound(
    column: Column,
    found: tuple[Proposal, ...],
    known: Mapping[str, Remembered],
    now: Mapping[str, Remembered],
    dictionary: Dictionary,
) -> Bound:
    path = folded_path(column.path)
    if path in now:
        return _decided(column, found, now[path], dictionary, how=Decided.CHOSEN)
    if column.is_index:
        return Bound(column, None, Decided.INDEX, 1.0, (INDEX,))
    if path in known and (not known[path].key or known[path].key in dictionary.attributes):
        return _decided(column, found, known[path], dictionary, how=Decided.REMEMBERED)
    best = chosen(found)
    if best is None:
        return Bound(column, None, Decided.OPEN, others=found)
    attribute = dictionary.attributes[best.key]
    return Bound(column, attribute, Decided.PROPOSED, best.confidence, best.reasons, others=found[1:])


def _decided(
    column: Column, found: tuple[Proposal, ...], remembered: Remembered, dictionary: Dictionary, *, how: Decided
) -> Bound:
    why = TELLING[how]
    if not remembered.key:
        reason = Words(remembered.reason, remembered.reason)
        return Bound(column, None, Decided.OWN, 1.0, (why, reason) if remembered.reason else (why,), others=found)
    others = tuple(one for one in found if one.key != remembered.key)
    return Bound(column, dictionary.attributes[remembered.key], how, 1.0, (why,), others=others)


def _completed(bound: Bound, beside: Sequence[Bound], titles: Sequence[str], dictionary: Dictionary) -> Bound:
    """Return a column with its unit, the words it uses for codes, and which part of an address it asks for."""
    attribute, column = bound.attribute, bound.column
    if attribute is None:
        return bound
    table = _table(attribute, dictionary)
    like = column.allowed
    if table is not None and not like:
        like = columns.words_in_note(column.note, table) or _as_asked(column.title, table)
    others = [one.column.title for one in beside if one is not bound and one.key == bound.key]
    return replace(
        bound,
        factor=columns.factor(column, attribute.kind, titles),
        table=table,
        like=like if table is not None else (),
        is_closed=table is not None and bool(column.allowed),
        part=columns.part_of(column.title, others) if bound.key in ADDRESSES and others else columns.Part.WHOLE,
    )


def _table(attribute: Attribute, dictionary: Dictionary) -> CodeTable | None:
    if attribute.kind is Kind.BOOLEAN:
        return YES_NO
    return dictionary.tables[attribute.table] if attribute.table else None


def _as_asked(title: str, table: CodeTable) -> tuple[str, ...]:
    """Return 有 and 无 for a head that asks 有无…."""
    return ("有", "无") if table is YES_NO and title.startswith("有无") else ()
