"""What is to be asked at one door: each question once, whatever number of reasons ask it, with what is known already.

A question is an attribute of one subject: a person, the household, the dwelling or its building. What is known is shown
masked, so that "as before" can be ticked without reading anybody's number aloud.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext

from wenhui.ground.areas.models import Area
from wenhui.kit.html.wording import say
from wenhui.kit.privacy import Privacy
from wenhui.record.facts import queries as facts
from wenhui.record.facts import subjects
from wenhui.record.facts.models import Confirmation, Origin
from wenhui.record.registry import dictionary, projecting
from wenhui.record.registry.dictionary import Dictionary
from wenhui.record.registry.models import Household
from wenhui.record.registry.rules import masks
from wenhui.record.registry.rules.attributes import Attribute
from wenhui.record.registry.rules.codes import YES_NO
from wenhui.record.registry.rules.values import read_column
from wenhui.record.registry.words import Kind, Subject
from wenhui.work.visits.models import Reason

KEEP, DECLINE, CHANGE = "keep", "decline", "change"
MASKED: Final[Mapping[Kind, Any]] = {Kind.PHONE: masks.mask_phone, Kind.ID_NUMBER: masks.mask_id_number}
CODES: Final = frozenset({Kind.CODE, Kind.BOOLEAN})


class Target(NamedTuple):
    """What a reason asks, apart from which reason it is: the person (none for homes) and the attribute's key."""

    person_id: int | None
    key: str


class Answer(NamedTuple):
    """One canonical text about one subject."""

    subject: Subject
    number: int
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question at a door. `known` is masked and empty where nothing is known; `choices` are codes with their words."""

    attribute: Attribute
    number: int
    person_id: int | None
    text: str
    known: str
    as_of: date | None
    choices: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """Return under which name the form sends it."""
        return f"q-{self.number}-{self.attribute.key}"

    @property
    def words(self) -> str:
        """Return what is asked, in the reader's language."""
        return say(self.attribute.words)

    @property
    def target(self) -> Target:
        """Return by what reasons ask for it."""
        return target(self.person_id, self.attribute.key)

    @property
    def input_type(self) -> str:
        """Return the kind of input that fits."""
        kinds = {Kind.DATE: "date", Kind.MONTH: "month", Kind.PHONE: "tel"}
        return kinds.get(self.attribute.kind, "text")


def target(person_id: int | None, key: str) -> Target:
    """Return what a reason asks: of a person only where the attribute is one of persons."""
    return Target(person_id if key.startswith(f"{Subject.PERSON.value}.") else None, key)


def targets(reason: Reason) -> list[Target]:
    """Return everything a reason asks."""
    return [target(reason.person_id, key) for key in reason.asks]


def at_door(
    dwelling: Area, building_id: int | None, reasons: Iterable[Reason], *, clearance: Privacy
) -> list[Question]:
    """Return the questions of these reasons, each once, in the order they were given; those above the clearance are left.

    A few questions to the database for each kind of subject, however many are asked.
    """
    wanted = list(dict.fromkeys(one for reason in reasons for one in targets(reason)))
    if not wanted:
        return []
    held = dictionary.current()
    households = list(
        Household.objects.filter(dwelling=dwelling, dissolved_on__isnull=True)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    asked: list[tuple[Attribute, int, int | None]] = []
    for one in wanted:
        attribute = held.attributes.get(one.key)
        if attribute is None or attribute.privacy.rank > clearance.rank:
            continue
        numbers = _numbers(attribute.subject, one.person_id, households, dwelling.pk, building_id)
        asked += [(attribute, number, one.person_id) for number in numbers]
    known = _known(asked)
    said = _last_said(asked, held)
    keys = [(attribute.key, number) for attribute, number, _ in asked]
    return [
        _question(one, held, text=known.get(key, ""), as_of=said.get(key)) for one, key in zip(asked, keys, strict=True)
    ]


def _numbers(
    subject: Subject, person_id: int | None, households: Sequence[int], dwelling_id: int, building_id: int | None
) -> list[int]:
    """Return the subjects behind one door of which a question is asked."""
    match subject:
        case Subject.PERSON:
            return [person_id] if person_id is not None else []
        case Subject.HOUSEHOLD:
            return list(households)
        case Subject.DWELLING:
            return [dwelling_id]
        case Subject.BUILDING:
            return [building_id] if building_id is not None else []
        case Subject.ORGANISATION:
            return []


def read(questions: Sequence[Question], given: Mapping[str, str], *, today: date) -> "Read":
    """Return what a form answers: canonical texts, what was declined, and sentences about what cannot be understood."""
    answers, declined, problems = [], set(), []
    tables = dictionary.current().tables
    for one in questions:
        choice, typed = given.get(one.name, ""), given.get(f"{one.name}-new", "").strip()
        attribute = one.attribute
        if choice == DECLINE:
            declined.add(one.target)
            continue
        if choice == KEEP and one.text:
            answers.append(Answer(attribute.subject, one.number, attribute.key, one.text))
            continue
        raw = choice if attribute.kind in CODES and choice not in {"", CHANGE} else typed
        if not raw:
            continue
        column = read_column(
            [raw], attribute.kind, today=today, table=tables.get(attribute.table), is_several=attribute.is_several
        )
        if column.refusals:
            problems.append(gettext("%(what)s：%(why)s") % {"what": one.words, "why": say(column.refusals[0])})
        elif column.values[0]:
            answers.append(Answer(attribute.subject, one.number, attribute.key, column.values[0]))
    return Read(answers, frozenset(declined), problems)


class Read(NamedTuple):
    """What a form answered."""

    answers: list[Answer]
    declined: frozenset[Target]
    problems: list[str]


def _question(one: tuple[Attribute, int, int | None], held: Dictionary, *, text: str, as_of: date | None) -> Question:
    attribute, number, person_id = one
    table = YES_NO if attribute.kind == Kind.BOOLEAN else held.tables.get(attribute.table)
    choices = [(code.code, say(code.words)) for code in table.in_force] if table and attribute.kind in CODES else []
    if attribute.ask_every_time:
        text = ""
    shown = MASKED.get(attribute.kind, str)(text) if text else ""
    return Question(attribute, number, person_id, text, dict(choices).get(shown, shown), as_of, tuple(choices))


Asked = Sequence[tuple[Attribute, int, int | None]]


def _known(asked: Asked) -> dict[tuple[str, int], str]:
    """Return what is known, by key and subject: what was said, else what the registry's own column shows."""
    found: dict[tuple[str, int], str] = {}
    for column, rows in _by_column(asked).items():
        known = facts.known_of(column, sorted({number for _, number in rows}))
        for attribute, number in rows:
            word = known[number].get(attribute.key)
            if word is not None:
                found[attribute.key, number] = word.text
    for attribute, number, _ in asked:
        if (attribute.key, number) not in found and projecting.shows(attribute.column):
            found[attribute.key, number] = projecting.shown(attribute.column, [number]).get(number, "")
    return found


def _last_said(asked: Asked, held: Dictionary) -> dict[tuple[str, int], date]:
    """Return the latest day on which somebody said or confirmed it."""
    found: dict[tuple[str, int], date] = {}
    for column, rows in _by_column(asked).items():
        wanted = sorted({number for _, number in rows})
        said = Origin.objects.filter(standing="in_force")
        spoken = said.filter(**{f"statements__{column}__in": wanted}).values_list(
            f"statements__{column}", "statements__said", "as_of"
        )
        confirmed = Confirmation.objects.filter(Q(**{f"{column}__in": wanted}), origin__standing="in_force")
        days = [(number, {int(key) for key in words}, as_of) for number, words, as_of in spoken]
        days += [
            (number, set(keys), as_of)
            for number, keys, as_of in confirmed.values_list(column, "attributes", "origin__as_of")
        ]
        for attribute, number in rows:
            of = [as_of for subject, keys, as_of in days if subject == number and held.numbers[attribute.key] in keys]
            if of:
                found[attribute.key, number] = max(of)
    return found


def _by_column(asked: Asked) -> dict[str, list[tuple[Attribute, int]]]:
    rows: dict[str, list[tuple[Attribute, int]]] = {}
    for attribute, number, _ in asked:
        rows.setdefault(subjects.COLUMN[attribute.subject], []).append((attribute, number))
    return rows
