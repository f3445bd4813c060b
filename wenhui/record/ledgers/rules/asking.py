"""Which rows a form is filled with: a few plain conditions, `age>=60`, `人口类别=户籍`, `独居`. Nothing is guessed."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from wenhui.kit.words import Words
from wenhui.record.ledgers.refusals import WrongConditionError
from wenhui.record.registry.rules import headwords
from wenhui.record.registry.rules.attributes import Attribute
from wenhui.record.registry.rules.codes import YES_NO, CodeTable
from wenhui.record.registry.rules.heads import NEARNESS
from wenhui.record.registry.rules.values import SEVERAL, read_column
from wenhui.record.registry.words import Kind, Subject

BETWEEN = re.compile(r"[,，;；]|\s+(?:and|且|并且)\s+|并且|且")
COMPARED = re.compile(r"(.+?)\s*(>=|<=|!=|>|<|=)\s*(.+)")
# 以上 and 以下 include the number itself (民法典第一千二百五十九条).
AGED = re.compile(r"(\d{1,3})周?岁(?:及?以)(上|下)")
ALIASES: Final = {"alone": "person.lives_alone", "独居": "person.lives_alone"}
NUMBERS: Final = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.MONEY})
ORDERED: Final = NUMBERS | {Kind.DATE, Kind.MONTH, Kind.YEAR}

NOT_KNOWN = Words("属性字典里没有这个名称", "the dictionary has no such name")
NOT_ORDERED = Words("这一项不分大小，只能用 = 或 !=", "this has no order; only = and != can be asked")
NOT_YES_NO = Words("还要写出值，如 人口类别=户籍", "a value is missing, as in registration=registered")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: an attribute, `=`, `!=`, `<`, `<=`, `>` or `>=`, and a canonical text."""

    attribute: Attribute
    sign: str
    text: str
    table: CodeTable | None = None

    @property
    def key(self) -> str:
        """Return the attribute's key."""
        return self.attribute.key

    def holds(self, text: str) -> bool:
        """Say whether a canonical text answers to it; what is not known answers to nothing.

        A code answers for the broader one too: who is 再婚 is 已婚.
        """
        if not text:
            return False
        if self.sign in {"=", "!="}:
            each = text.split(SEVERAL) if self.attribute.is_several else [text]
            return any(self._is_meant(one) for one in each) == (self.sign == "=")
        if self.attribute.kind in NUMBERS:
            return _in_order(Decimal(text), self.sign, Decimal(self.text))
        return _in_order(text, self.sign, self.text)

    def _is_meant(self, text: str) -> bool:
        return text == self.text or (self.table is not None and self.table.covers(self.text, text))


def parse(
    text: str,
    *,
    attributes: Mapping[str, Attribute],
    tables: Mapping[str, CodeTable],
    subject: Subject,
    today: date,
) -> tuple[Condition, ...]:
    """Return the conditions of a line, parted by commas or 且. Raises WrongConditionError in words."""
    pieces = [piece.strip() for piece in BETWEEN.split(_plain(text)) if piece.strip()]
    return tuple(_condition(piece, attributes, tables, subject, today) for piece in pieces)


def _plain(text: str) -> str:
    for wide, narrow in (("≥", ">="), ("≤", "<="), ("≠", "!=")):
        text = text.replace(wide, narrow)
    return unicodedata.normalize("NFKC", text).replace("==", "=")


def _condition(
    piece: str, attributes: Mapping[str, Attribute], tables: Mapping[str, CodeTable], subject: Subject, today: date
) -> Condition:
    if aged := AGED.fullmatch("".join(piece.split())):
        piece = f"person.age{'>=' if aged[2] == '上' else '<='}{aged[1]}"
    found = COMPARED.fullmatch(piece)
    name, sign, value = (part.strip() for part in found.groups()) if found else (piece, "=", "是")
    attribute = _named(name, piece, attributes, subject)
    if found is None and attribute.kind is not Kind.BOOLEAN:
        raise WrongConditionError.of(piece, NOT_YES_NO)
    if sign not in {"=", "!="} and attribute.kind not in ORDERED:
        raise WrongConditionError.of(piece, NOT_ORDERED)
    table = YES_NO if attribute.kind is Kind.BOOLEAN else tables.get(attribute.table)
    read = read_column([value], attribute.kind, today=today, table=tables.get(attribute.table))
    if read.refusals or not read.values[0]:
        raise WrongConditionError.of(piece, read.refusals.get(0, NOT_YES_NO))
    return Condition(attribute, sign, read.values[0], table)


def _named(name: str, piece: str, attributes: Mapping[str, Attribute], subject: Subject) -> Attribute:
    key = ALIASES.get(name.casefold(), name)
    for exact in (key, f"{subject.value}.{key}"):
        if exact in attributes:
            return attributes[exact]
    found = [one for one in attributes.values() if _is_called(one, name)]
    nearest = sorted({_nearness(subject, one.subject) for one in found}, reverse=True)
    best = [one for one in found if _nearness(subject, one.subject) == nearest[0]]
    own = [one for one in best if headwords.whole(one.words.zh) == headwords.whole(name)]
    best = own or best
    if not best:
        raise WrongConditionError.of(piece, NOT_KNOWN)
    if len(best) > 1:
        raise WrongConditionError.of(piece, _several(best))
    return best[0]


def _is_called(attribute: Attribute, name: str) -> bool:
    wanted = headwords.whole(name)
    tail = attribute.key.partition(".")[2]
    return bool(wanted) and (tail == name or any(headwords.whole(head) == wanted for head in attribute.heads))


def _nearness(subject: Subject, other: Subject) -> float:
    return 1.0 if subject == other else NEARNESS[subject][other]


def _several(found: Sequence[Attribute]) -> Words:
    return Words(
        f"可以指{'、'.join(one.words.zh for one in found)}，请写全",
        f"it may mean {', '.join(one.key for one in found)}; say which",
    )


def _in_order(one: str | Decimal, sign: str, other: str | Decimal) -> bool:
    lower, equal = one < other, one == other  # type: ignore[operator]  # both of one kind
    match sign:
        case ">":
            return not lower and not equal
        case ">=":
            return not lower
        case "<":
            return lower
        case _:
            return lower or equal
