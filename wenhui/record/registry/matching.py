"""Who of the registry a new record may be: candidates by index, scored by the model that was trained on the registry.

Candidates are asked for by equalities on indexed columns only, so that row-level security costs nothing to speak of, and
what is out of scope is no candidate. Sealed identifiers are opened in this process to be compared, and go no further.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from django.db.models import Q

from wenhui.kit.words import Words
from wenhui.lake.linkage import tables
from wenhui.lake.linkage.index import Index, Match
from wenhui.lake.linkage.model import Model
from wenhui.lake.linkage.records import Records
from wenhui.record.registry import identifiers, queries
from wenhui.record.registry.models import LinkageModel, Person
from wenhui.record.registry.queries import Found
from wenhui.record.registry.rules import identity, likeness, names, phones
from wenhui.record.registry.rules.likeness import Reason
from wenhui.record.registry.rules.refusal import NotUsableError
from wenhui.record.registry.words import Sex

ROLES: Final = ("name", "sex", "birth_date", "id_number", "phone", "address")
MOST: Final = 300  # candidates by one key; a name that more people bear says little
LEAST: Final = 0.2  # probability from which a row is proposed
EXPECTED: Final = 0.2  # how likely a record that is being typed in is of someone who stands here already
BIRTH_IN_ID: Final = slice(6, 14)


@dataclass(frozen=True, slots=True)
class Likely:
    """Someone of the registry who may be the person of a new record, masked, and why. Without a model `probability` is 1."""

    found: Found
    probability: float
    reasons: Sequence[Reason]


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed of one person, in the forms in which it is kept; what cannot be read is left out."""

    name: str = ""
    pinyin: str = ""
    birth_on: date | None = None
    id_number: str = ""
    phone: str = ""
    dwelling_id: int | None = None


def likely(roles: Mapping[str, str], *, dwelling_id: int | None = None, limit: int = 5, today: date) -> list[Likely]:
    """Return who a new record may be, likeliest first; `roles` holds texts as they were typed, under ROLES.

    Without a trained model only rows with the same ID number, or the same name and birth date or phone, are proposed.
    """
    typed = read(roles, dwelling_id=dwelling_id, today=today)
    people = {person.pk: person for person in candidates(typed)}
    if not people:
        return []
    model = kept_model()
    matches = _exact(people.values(), typed) if model is None else _scored(list(people.values()), roles, model)
    rows = queries.led_to(people[int(match.key)] for match in matches)
    shown = {one.person_id: one for one in queries.shown([row for row in rows if row is not None], today=today)}
    proposed: dict[int, Likely] = {}
    for match, row in zip(matches, rows, strict=True):
        if row is not None:
            why = likeness.reasons({field: level for field, (level, _) in match.reasons.items()})
            proposed.setdefault(row.pk, Likely(shown[row.pk], match.probability, why))
    return list(proposed.values())[:limit]


def alike(person: Person, *, limit: int = 10, today: date) -> list[Likely]:
    """Return who else of the registry may be the same as someone who stands there."""
    records = {
        "name": person.name,
        "sex": person.sex,
        "birth_date": person.birth_on.isoformat() if person.birth_on else "",
        "id_number": identifiers.open_id_number(person.id_number),
        "phone": identifiers.open_phone(person.phone),
        "address": queries.addresses([queries.where(person)])[queries.where(person)] if person.dwelling_id else "",
    }
    found = likely(records, dwelling_id=person.dwelling_id, limit=limit + 1, today=today)
    return [one for one in found if one.found.person_id != person.pk][:limit]


def read(roles: Mapping[str, str], *, dwelling_id: int | None = None, today: date) -> Typed:
    """Return what was typed in its kept forms. A birth date stands inside an ID number, also inside a wrong one."""
    name = _or_nothing(names.read_name, roles.get("name", ""))
    number = "".join(roles.get("id_number", "").split()).upper()
    return Typed(
        name=name,
        pinyin=names.search_keys(name).pinyin if name else "",
        birth_on=_day(roles.get("birth_date", "")) or _day(number[BIRTH_IN_ID]),
        id_number=_or_nothing(lambda text: identity.read_id_number(text, today=today).number, number),
        phone=_or_nothing(lambda text: phones.read_phone(text).number, roles.get("phone", "")),
        dwelling_id=dwelling_id,
    )


def candidates(typed: Typed) -> Iterator[Person]:
    """Return the rows that share a key with what was typed."""
    keys = {
        "id_number_index": identifiers.id_number_index(typed.id_number) if typed.id_number else None,
        "phone_index": identifiers.phone_index(typed.phone) if typed.phone else None,
        "pinyin": typed.pinyin or None,
        "birth_on": typed.birth_on,
        "dwelling": typed.dwelling_id,
    }
    seen: set[int] = set()
    for column, value in keys.items():
        if value is not None:
            for person in Person.objects.filter(Q(**{column: value})).select_related("dwelling").order_by("pk")[:MOST]:
                if person.pk not in seen:
                    seen.add(person.pk)
                    yield person


def records_of(people: Iterable[Person]) -> Records:
    """Return rows as linkage compares them: identifiers open, the address in words."""
    rows = list(people)
    places = queries.addresses(queries.where(person) for person in rows)
    return tables.normal_roles(
        [str(person.pk) for person in rows],
        {
            "name": [person.name for person in rows],
            "sex": ["" if person.sex == Sex.NOT_STATED else person.sex for person in rows],
            "birth_date": [person.birth_on.isoformat() if person.birth_on else "" for person in rows],
            "id_number": [identifiers.open_id_number(person.id_number) for person in rows],
            "phone": [identifiers.open_phone(person.phone) for person in rows],
            "address": [places[queries.where(person)] if person.dwelling_id else "" for person in rows],
        },
        strict=False,
    )


def kept_model() -> Model | None:
    """Return the model that is kept, or None where none was trained; read again only when it was trained anew."""
    trained_at = LinkageModel.objects.values_list("trained_at", flat=True).first()
    return None if trained_at is None else _model_of(trained_at)


@lru_cache(maxsize=2)
def _model_of(trained_at: datetime) -> Model:
    """Return the kept model, made ready for a record that is being typed in."""
    kept = LinkageModel.objects.get()
    return Model.from_json(kept.model).expecting(person_share=EXPECTED / max(kept.rows, 1))


def _scored(people: Sequence[Person], roles: Mapping[str, str], model: Model) -> list[Match]:
    return Index(records_of(people)).matches(roles, model, limit=len(people), least=LEAST)


def _exact(people: Iterable[Person], typed: Typed) -> list[Match]:
    matches = []
    for person in people:
        same = {
            "id": bool(typed.id_number) and identifiers.open_id_number(person.id_number) == typed.id_number,
            "name": bool(typed.name) and person.name == typed.name,
            "birth": typed.birth_on is not None and person.birth_on == typed.birth_on,
            "phone": bool(typed.phone) and identifiers.open_phone(person.phone) == typed.phone,
        }
        if same["id"] or (same["name"] and (same["birth"] or same["phone"])):
            matches.append(Match(str(person.pk), 1.0, {field: ("equal", 0.0) for field, yes in same.items() if yes}))
    return matches


def _or_nothing(read_text: Callable[[str], str], text: str) -> str:
    try:
        return read_text(text)
    except NotUsableError:
        return ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


NO_MODEL: Final = Words(
    "比对模型还没有训练，现在只提示身份号码相同，或姓名与出生日期、电话相同的人。请管理员运行 wenhui link train。",
    "no model is trained yet: only people with the same ID number, or the same name and birth date or phone, are shown. "
    "An administrator runs: wenhui link train",
)
