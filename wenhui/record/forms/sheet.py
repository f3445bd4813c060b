"""One subject's form: every cell with its state, what is known, and what was typed into it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext

from wenhui.kit.html.wording import say
from wenhui.kit.privacy import Privacy
from wenhui.kit.words import Words
from wenhui.record.forms import knowing
from wenhui.record.forms.knowing import Said
from wenhui.record.forms.models import Form, FormColumn
from wenhui.record.forms.rules import cells as rules
from wenhui.record.forms.rules.cells import Held
from wenhui.record.forms.words import Answering, CellState
from wenhui.record.ledgers.filling.listings import Listing
from wenhui.record.registry import dictionary
from wenhui.record.registry.dictionary import Dictionary
from wenhui.record.registry.rules import masks
from wenhui.record.registry.rules.attributes import Attribute
from wenhui.record.registry.rules.codes import YES_NO, CodeTable
from wenhui.record.registry.rules.values import read_column
from wenhui.record.registry.words import Kind, Subject

MASKED: Final[Mapping[Kind, Any]] = {
    Kind.PHONE: masks.mask_phone,
    Kind.ID_NUMBER: masks.mask_id_number,
    Kind.NAME: masks.mask_name,
}
CODES: Final = frozenset({Kind.CODE, Kind.BOOLEAN})
INPUTS: Final[Mapping[Kind, str]] = {Kind.DATE: "date", Kind.MONTH: "month", Kind.PHONE: "tel"}
NUMERIC: Final = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.YEAR, Kind.ID_NUMBER})
KINDS: Final[Mapping[str, Kind]] = {
    Answering.TEXT: Kind.TEXT,
    Answering.INTEGER: Kind.INTEGER,
    Answering.DECIMAL: Kind.DECIMAL,
    Answering.MONEY: Kind.MONEY,
    Answering.DATE: Kind.DATE,
    Answering.YES_NO: Kind.BOOLEAN,
    Answering.CHOICE: Kind.TEXT,
}
KEEP: Final = "keep"
UNANSWERED = Words("还没有填", "is not answered yet")
NO_CHOICE = Words("请从选项里选", "choose one of those offered")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its column, of whom it is (0: of the form alone), how it is filled, and what is known for it.

    `is_own` cells are kept in the filling; all others are facts. `before` is what was answered earlier in the same period.
    """

    column: FormColumn
    attribute: Attribute | None
    number: int
    state: CellState
    held: Held
    said: Said | None
    choices: tuple[tuple[str, str], ...]
    is_own: bool
    is_repeated: bool
    before: str = ""

    @property
    def kind(self) -> Kind:
        """Return of what kind an answer is."""
        return self.attribute.kind if self.attribute else KINDS[self.column.answering]

    @property
    def name(self) -> str:
        """Return under which name the form sends it."""
        return f"c-{self.column.place}"

    @property
    def shown(self) -> str:
        """Return what is known, in words and masked."""
        text = self.before if self.is_own else self.held.text
        if not text:
            return ""
        return dict(self.choices).get(text) or MASKED.get(self.kind, str)(text)

    @property
    def unit(self) -> str:
        """Return the unit of the attribute."""
        return self.attribute.unit if self.attribute and self.kind in NUMERIC else ""

    @property
    def input_type(self) -> str:
        """Return the kind of input that fits."""
        return INPUTS.get(self.kind, "text")

    @property
    def is_numeric(self) -> bool:
        """Say whether digits are typed."""
        return self.kind in NUMERIC

    @property
    def is_choice(self) -> bool:
        """Say whether one of a few words is chosen."""
        return bool(self.choices)


class Read(NamedTuple):
    """What was typed: canonical texts and ticks by the column's place, and what cannot be taken, in words."""

    said: dict[int, str]
    confirmed: frozenset[int]
    problems: dict[int, Words]


def cells(
    form: Form,
    columns: Sequence[FormColumn],
    listing: Listing,
    *,
    clearance: Privacy,
    today: date,
    before: Mapping[str, str],
) -> list[Cell]:
    """Return the cells of the only row of a listing. `before` are the own answers of this period so far, by place."""
    held = dictionary.current()
    attributes = [held.attributes[key] for column in columns if (key := _key(column)) in held.attributes]
    known = knowing.known(listing, attributes, today=today)
    said = knowing.last_said(listing, attributes)
    return [
        _cell(column, held, listing, known, said, clearance=clearance, today=today, before=before) for column in columns
    ]


def _cell(
    column: FormColumn,
    held: Dictionary,
    listing: Listing,
    known: Mapping[str, list[Held]],
    said: Mapping[str, Mapping[int, Said]],
    *,
    clearance: Privacy,
    today: date,
    before: Mapping[str, str],
) -> Cell:
    attribute = held.attributes.get(_key(column))
    earlier = before.get(str(column.place), "")
    if attribute is None:
        choices = _own_choices(column)
        return Cell(
            column, None, 0, CellState.ASK, Held(""), None, choices, is_own=True, is_repeated=False, before=earlier
        )
    number = listing.ids(attribute.subject)[0]
    one = known[attribute.key][0] if number else Held("", is_sayable=False)
    every_time = bool(attribute.ask_every_time)
    state = _state(column, attribute, {attribute.key: [one]}, 0, clearance=clearance, today=today)
    fresh = rules.is_fresh(one, today=today, freshness_days=attribute.freshness_days)
    return Cell(
        column,
        attribute,
        number,
        state,
        one,
        said[attribute.key].get(number),
        _choices(attribute, held),
        every_time,
        fresh and column.asks_anew and not every_time,
        earlier,
    )


def states(
    columns: Sequence[FormColumn],
    listing: Listing,
    *,
    clearance: Privacy,
    today: date,
    own: Mapping[int, Mapping[str, str]],
    subject: Subject,
) -> list[list[CellState]]:
    """Return for each row of a listing how its cells are filled; own questions that were answered count as known."""
    held = dictionary.current()
    attributes = [held.attributes[key] for column in columns if (key := _key(column)) in held.attributes]
    known = knowing.known(listing, attributes, today=today)
    found = []
    for place, number in enumerate(listing.ids(subject)):
        answered = own.get(number, {})
        found.append(
            [
                CellState.LOCKED
                if str(column.place) in answered
                else _state(column, held.attributes.get(_key(column)), known, place, clearance=clearance, today=today)
                for column in columns
            ]
        )
    return found


def _state(
    column: FormColumn,
    attribute: Attribute | None,
    known: Mapping[str, list[Held]],
    place: int,
    *,
    clearance: Privacy,
    today: date,
) -> CellState:
    if attribute is None:
        return CellState.ASK
    return CellState(
        rules.state_of(
            known[attribute.key][place],
            today=today,
            freshness_days=attribute.freshness_days,
            is_asked_every_time=bool(attribute.ask_every_time),
            asks_anew=column.asks_anew,
            is_cleared=attribute.privacy.rank <= clearance.rank,
        )
    )


def read(asked: Sequence[Cell], given: Mapping[str, str], *, today: date) -> Read:
    """Return what a form answers. What was left blank is left out."""
    said, confirmed, problems = {}, set(), {}
    for cell in asked:
        if cell.state not in {CellState.ASK, CellState.CONFIRM}:
            continue
        place, raw = cell.column.place, given.get(cell.name, "").strip()
        if cell.state == CellState.CONFIRM and given.get(f"{cell.name}-do") == KEEP:
            confirmed.add(place)
        elif raw:
            text, problem = _text(cell, raw, today=today)
            if problem:
                problems[place] = problem
            elif text:
                said[place] = text
        elif cell.state == CellState.ASK and cell.column.is_required:
            problems[place] = UNANSWERED
    return Read(said, frozenset(confirmed), problems)


def told(cell: Cell, problem: Words) -> Words:
    """Return a problem that names its column."""
    return Words(f"“{cell.column.title}”{problem.zh}", f"{cell.column.title}: {problem.en}")


def summary(asked: Sequence[Cell]) -> dict[str, int]:
    """Return how many cells are known, to be confirmed and to be filled, and each state's count."""
    counts = {state.value: sum(cell.state == state for cell in asked) for state in CellState}
    known = counts[CellState.LOCKED] + counts[CellState.COMPUTED]
    hands = counts[CellState.CONFIRM] + counts[CellState.ASK]
    return counts | {"known": known, "hands": hands, "all": len(asked)}


def source(cell: Cell, *, today: date) -> tuple[str, str]:
    """Return who said what a cell shows and of which day, and how old that is."""
    if cell.is_own:
        return (gettext("本期填过") if cell.before else gettext("每次都要填")), cell.column.why_own or _every_time(cell)
    if not cell.held.text:
        is_done = cell.state == CellState.ELSEWHERE
        then = gettext("住在哪里、谁是户主，要在登记里办") if is_done else gettext("填一次，以后的表不再问")
        return gettext("登记里没有"), then
    if cell.held.is_worked_out:
        return gettext("由登记算出"), gettext("今日")
    if not cell.held.is_sayable:
        return gettext("登记库"), gettext("随登记变动，今日")
    if cell.said is None:
        return gettext("登记库"), gettext("不知道是哪天登记的") if _ages(cell) else gettext("不会过期")
    return who(cell.said), _age(cell, (today - cell.said.on).days)


def who(said: Said) -> str:
    """Return who said something, and on which day."""
    by = dictionary.current().tables["provider"].by_code.get(said.provider)
    return gettext("%(who)s，%(day)s") % {"who": say(by.words) if by else said.provider, "day": said.on.isoformat()}


def _age(cell: Cell, days: int) -> str:
    limit = cell.attribute.freshness_days if cell.attribute else None
    if limit is not None and days > limit:
        return gettext("%(days)s 天前，超过 %(limit)s 天要确认") % {"days": days, "limit": limit}
    return gettext("%(days)s 天前") % {"days": days} if days > 0 else gettext("今日")


def _every_time(cell: Cell) -> str:
    return cell.attribute.ask_every_time if cell.attribute else ""


def _ages(cell: Cell) -> bool:
    return cell.attribute is not None and cell.attribute.freshness_days is not None


def _text(cell: Cell, raw: str, *, today: date) -> tuple[str, Words | None]:
    if cell.attribute is None and cell.column.answering == Answering.CHOICE:
        return (raw, None) if raw in cell.column.choices else ("", NO_CHOICE)
    read_cells = read_column(
        [raw],
        cell.kind,
        today=today,
        table=_table(cell.attribute),
        is_several=cell.attribute is not None and cell.attribute.is_several,
    )
    return read_cells.values[0], read_cells.refusals.get(0)


def _table(attribute: Attribute | None) -> CodeTable | None:
    return dictionary.current().tables.get(attribute.table) if attribute else None


def _choices(attribute: Attribute, held: Dictionary) -> tuple[tuple[str, str], ...]:
    if attribute.kind not in CODES:
        return ()
    table = YES_NO if attribute.kind is Kind.BOOLEAN else held.tables[attribute.table]
    return tuple((code.code, say(code.words)) for code in table.in_force)


def _own_choices(column: FormColumn) -> tuple[tuple[str, str], ...]:
    if column.answering == Answering.YES_NO:
        return tuple((code.code, say(code.words)) for code in YES_NO.in_force)
    return tuple((one, one) for one in column.choices)


def _key(column: FormColumn) -> str:
    return column.attribute.key if column.attribute else ""
