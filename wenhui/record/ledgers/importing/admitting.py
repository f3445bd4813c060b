"""Which columns of a file are taken and which of them become words; why not is told once for each column, at its head."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from wenhui.kit.privacy import Privacy
from wenhui.kit.sheets.areas import letters
from wenhui.kit.sheets.heads import Head
from wenhui.kit.words import Words
from wenhui.record.facts import actions as facts
from wenhui.record.facts import sayable
from wenhui.record.ledgers import filling
from wenhui.record.ledgers.importing import households, linking, organisations, places
from wenhui.record.ledgers.importing.cells import Bound, Problem
from wenhui.record.ledgers.rules.rows import CALLED
from wenhui.record.ledgers.words import FindingKind, Use
from wenhui.record.registry import dictionary
from wenhui.record.registry.rules.attributes import Attribute
from wenhui.record.registry.words import Subject

# By these rows are linked and newcomers placed, whether or not their words are kept.
TELLING: Final[Mapping[Subject, frozenset[str]]] = {
    Subject.PERSON: frozenset({linking.NAME, linking.ID_NUMBER, linking.PHONE, linking.ADDRESS, linking.REGISTRATION}),
    Subject.HOUSEHOLD: frozenset({households.NUMBER, *households.HEAD_ID, *households.HEAD_NAME, *households.HOME}),
    Subject.DWELLING: frozenset({places.CODE, *places.HOME}),
    Subject.BUILDING: frozenset({places.NAME, places.ESTATE, places.ADDRESS}),
    Subject.ORGANISATION: frozenset(
        {organisations.USCC, organisations.NAME, organisations.ADDRESS, organisations.KIND}
    ),
}
# Who heads a household is done in the registry, not said by a table.
DONE: Final = frozenset({"household.head_id_number"})
UNKNOWN = Words(
    "属性字典里没有这一项，这一列没有采用", "the dictionary has no such attribute; this column is not taken"
)
ABOVE = Words(
    "超出您岗位可看的范围，只用来认人，不写入；要写入请由社区书记导入",
    "above your post's clearance: used to tell people, not written; let a secretary import it",
)
ABOVE_ALL = Words("超出您岗位可看的范围，这一列没有采用", "above your post's clearance; this column is not taken")
COMPUTED = Words("由别的登记项算出，不另写入", "worked out from other attributes, not written")
BY_DOOR = Words("由住处得出，不另写入", "follows from the home, not written")
BY_PLACE = Words("由所在位置得出，不另写入", "follows from the place, not written")


@dataclass(frozen=True, slots=True)
class Fate:
    """What happens to a column of one attribute: what it is used for, and in words where that is not its being written.

    `is_told` where it must not be passed over in silence: somebody meant it to be written.
    """

    use: Use
    words: Words | None = None
    is_told: bool = False
    number: int | None = None


@dataclass
class Admission:
    """The columns that are read, the attributes of which words are kept, by number, and what is told of the others."""

    bound: list[Bound] = field(default_factory=list)
    sayable: dict[int, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def admit(
    head: Head, bound: Sequence[Bound], *, clearance: Privacy, today: date, subject: Subject = Subject.PERSON
) -> Admission:
    """Return what is taken of bound columns, whose `place` counts the head's columns; `subject` is what the rows are."""
    taken, attributes = Admission(), dictionary.current().attributes
    for one in bound:
        fate = fate_of(one.key, attributes, clearance=clearance, today=today, subject=subject)
        column = head.columns[one.place]
        if fate.use is not Use.LEFT:
            taken.bound.append(one)
        if fate.number is not None:
            taken.sayable[fate.number] = one.key
        if fate.words is not None and fate.is_told:
            told = Problem(FindingKind.COLUMN, 0, fate.words, letters(column.number), column.full_title)
            taken.problems.append(told)
    return taken


def fate_of(
    key: str,
    attributes: Mapping[str, Attribute],
    *,
    clearance: Privacy,
    today: date,
    subject: Subject = Subject.PERSON,
) -> Fate:
    """Return what an import does with a column that means this attribute, in a table whose rows are `subject`."""
    attribute = attributes.get(key)
    if attribute is None:
        return Fate(Use.LEFT, UNKNOWN, is_told=True)
    is_telling = key in TELLING[subject]
    if attribute.subject != subject or key in DONE:
        return Fate(Use.TELLS) if is_telling else Fate(Use.LEFT, _of_another(attribute, subject), is_told=True)
    if key in filling.POSITIONS or (attribute.computed_from and not attribute.column):
        by_place = BY_DOOR if subject is Subject.PERSON else BY_PLACE
        return Fate(Use.LEFT, by_place if key in filling.POSITIONS else COMPUTED)
    return _said(attribute, subject, is_telling=is_telling, clearance=clearance, today=today)


def _said(attribute: Attribute, subject: Subject, *, is_telling: bool, clearance: Privacy, today: date) -> Fate:
    """Return whether words of an attribute are kept; a column that tells rows apart is of use even if they are not."""
    use = Use.TELLS if is_telling else Use.LEFT
    try:
        number, _ = sayable.sayable(attribute.key, subject, today=today)
    except facts.FactsError as refused:
        is_silent = is_telling and isinstance(refused, facts.NotSayableError)
        return Fate(use) if is_silent else Fate(Use.LEFT, refused.words, is_told=True)
    if attribute.privacy.rank > clearance.rank:
        return Fate(use, ABOVE if is_telling else ABOVE_ALL, is_told=True)
    return Fate(Use.SAID, number=number)


def _of_another(attribute: Attribute, rows: Subject) -> Words:
    subject = Subject(attribute.subject)
    return Words(
        f"“{attribute.words.zh}”说的是{CALLED[subject].zh}，这里只写入{CALLED[rows].zh}的事，这一列没有采用",
        f"“{attribute.words.en}” is about a {subject.value}; only what is said of a {rows.value} is written",
    )
