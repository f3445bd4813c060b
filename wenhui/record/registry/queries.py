"""Named questions of the registry. What they return is masked; uncovering is an action (`actions.reveal`)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext

from wenhui.ground.areas.models import Area, Level
from wenhui.kit.scope import upper_bound
from wenhui.record.registry import identifiers
from wenhui.record.registry.models import Household, Organisation, Person, Residence
from wenhui.record.registry.rules import masks
from wenhui.record.registry.rules.searching import Question, Sought, prefix_range, understand
from wenhui.record.registry.words import Matched, Registration, Sex

SHOWN = (
    "id",
    "name",
    "sex",
    "birth_on",
    "phone",
    "registration",
    "left_on",
    "area_path",
    "dwelling__path",
    "merged_into",
)


@dataclass(frozen=True, slots=True)
class Found:
    """One person of a list, masked: enough to tell rows apart, too little to copy."""

    person_id: int
    name: str
    sex: str
    age: int | None
    phone: str
    registration: str
    place: str
    is_gone: bool
    matched: Matched | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """One residence of a person, with the door in words."""

    place: str
    dwelling_id: int
    kind: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Card:
    """What a person's page shows; identifiers masked."""

    person: Person
    name: str
    age: int | None
    id_number: str
    phone: str
    place: str
    stays: list[Stay]
    members: list[Found]


@dataclass(frozen=True, slots=True)
class Home:
    """What stands behind one front door: its households, and who lives there without one."""

    dwelling: Area
    place: str
    households: list[tuple[Household, list[Found]]]
    others: list[Found]


def find(text: str, *, limit: int = 20, today: date) -> list[Found]:
    """Return whom `text` finds within the transaction's scope, the closest first.

    A name, pinyin or initials or their beginning, a whole phone or its last four digits, a whole ID number. Raises
    NotUsableError in words when nothing could be found with it. Every search is an equality or a range on an indexed
    column, so that row-level security costs nothing to speak of.
    """
    question = understand(text)
    matches: dict[int, tuple[Person, Matched]] = {}
    for matched, people in _answers(question, limit):
        for person in standing(people):
            matches.setdefault(person.pk, (person, matched))
    chosen = list(matches.values())[:limit]
    places = _places(person for person, _ in chosen)
    return [_found(person, places, today=today, matched=matched) for person, matched in chosen]


def card(person_id: int, *, today: date) -> Card | None:
    """Return a person's card, or None where there is nobody of that number in the scope."""
    stays = Prefetch("residences", Residence.objects.select_related("dwelling").order_by("-valid_from", "-pk"))
    members = Prefetch("household__members", _shown(Person.objects.filter(left_on__isnull=True)))
    person = (
        Person.objects.select_related("area", "dwelling", "household").prefetch_related(stays, members)
        .filter(pk=person_id).first()
    )  # fmt: skip
    if person is None:
        return None
    residences = list(person.residences.all())
    others = [one for one in person.household.members.all() if one.pk != person.pk] if person.household else []
    paths = [person.area_path, *(stay.dwelling.path for stay in residences)]
    places = addresses([*paths, *(where(one) for one in [person, *others])])
    return Card(
        person=person,
        name=masks.mask_name(person.name),
        age=age_on(person.birth_on, today),
        id_number=_masked_id_number(person),
        phone=_masked_phone(person),
        place=places[where(person)],
        stays=[
            Stay(places[stay.dwelling.path], stay.dwelling_id, stay.get_kind_display(), stay.valid_from, stay.valid_to)
            for stay in residences
        ],
        members=[_found(one, places, today=today) for one in others],
    )


def home(dwelling_id: int, *, today: date) -> Home | None:
    """Return the households behind a front door; None where there is no such door."""
    dwelling = Area.objects.filter(pk=dwelling_id, level=Level.DWELLING).first()
    if dwelling is None:
        return None
    people = list(_shown(Person.objects.filter(dwelling=dwelling, left_on__isnull=True)).order_by("birth_on", "pk"))
    households = Household.objects.filter(dwelling=dwelling, dissolved_on__isnull=True).order_by("formed_on", "pk")
    places = addresses([dwelling.path])
    found = {person.pk: _found(person, places, today=today) for person in people}
    of = {household: [found[one.pk] for one in people if one.household_id == household.pk] for household in households}
    placed = {one.person_id for members in of.values() for one in members}
    return Home(
        dwelling=dwelling,
        place=places[dwelling.path],
        households=list(of.items()),
        others=[one for one in found.values() if one.person_id not in placed],
    )


def organisations(text: str = "", *, path: str = "") -> QuerySet[Organisation]:
    """Return organisations still there whose name, pinyin, initials or credit code begin with `text`, by name."""
    rows = Organisation.objects.filter(closed_on__isnull=True).select_related("area").order_by("name", "pk")
    if path:
        rows = rows.filter(area_path__gte=path, area_path__lt=upper_bound(path))
    wanted = "".join(text.split())
    if not wanted:
        return rows
    if wanted.isascii():
        lower, upper = wanted.lower(), wanted.upper()
        return rows.filter(_begins("pinyin", lower) | _begins("initials", lower) | _begins("uscc", upper))
    return rows.filter(_begins("name", wanted))


def listed(people: QuerySet[Person], *, today: date) -> list[Found]:
    """Return chosen people as lists show them, masked. For rooms above that know which rows they mean."""
    return shown(list(_shown(people)), today=today)


def shown(people: Sequence[Person], *, today: date) -> list[Found]:
    """Return people whose rows are at hand as lists show them, masked."""
    places = _places(people)
    return [_found(person, places, today=today) for person in people]


def standing(people: Iterable[Person]) -> list[Person]:
    """Return people, in place of those who were merged away the ones whom their rows lead to, where these are in scope."""
    return list({person.pk: person for person in led_to(people) if person is not None}.values())


def led_to(people: Iterable[Person]) -> list[Person | None]:
    """Return for each person the one whom their row leads to, themselves unless it was merged; None where out of scope."""
    found: list[Person | None] = list(people)
    while leading := {one.merged_into_id for one in found if one is not None and one.merged_into_id is not None}:
        led = _shown(Person.objects.all()).in_bulk(leading)
        found = [one if one is None or one.merged_into_id is None else led.get(one.merged_into_id) for one in found]
    return found


def standing_of(person_id: int) -> int:
    """Return the number of the row that someone's row leads to: their own, unless it was merged."""
    leading: int | None = person_id
    while leading is not None:
        person_id = leading
        leading = Person.objects.filter(pk=person_id).values_list("merged_into", flat=True).first()
    return person_id


def covered(person: Person, *, today: date) -> tuple[str, ...]:
    """Return name, sex, age, ID number, phone, home and kind of someone in words, identifiers masked; empty: not known."""
    age = age_on(person.birth_on, today)
    return (
        masks.mask_name(person.name),
        "" if person.sex == Sex.UNKNOWN else str(Sex(person.sex).label),
        "" if age is None else gettext("%(years)s 周岁") % {"years": age},
        _masked_id_number(person),
        _masked_phone(person),
        addresses([where(person)])[where(person)],
        str(Registration(person.registration).label),
    )


def masked_name(person: Person) -> str:
    """Return a person's name as lists show it."""
    return masks.mask_name(person.name)


def addresses(paths: Iterable[str]) -> dict[str, str]:
    """Return each path in words, from the building down (`流水西苑12幢 3单元 501室`); above a building its own name."""
    wanted = {path for path in paths if path}
    ancestors = {above for path in wanted for above in _with_ancestors(path)}
    rows = Area.objects.filter(path__in=ancestors, level__in=[Level.GRID, Level.BUILDING, Level.UNIT, Level.DWELLING])
    areas = {path: (name, level) for path, name, level in rows.values_list("path", "name", "level")}
    return {path: _in_words(path, areas) for path in wanted} | {"": ""}


def age_on(birth_on: date | None, today: date) -> int | None:
    """Return full years of age (周岁) by the calendar; who was born on 29 February turns on 1 March."""
    if birth_on is None:
        return None
    return today.year - birth_on.year - ((today.month, today.day) < (birth_on.month, birth_on.day))


def _answers(question: Question, limit: int) -> Iterable[tuple[Matched, QuerySet[Person]]]:
    value, people = question.value, _shown(Person.objects.all())
    match question.sought:
        case Sought.NAME:
            return [(Matched.NAME, people.filter(_begins("name", value)).order_by("name", "area_path", "pk")[:limit])]
        case Sought.LETTERS:
            by_pinyin = people.filter(_begins("pinyin", value)).order_by("pinyin", "area_path", "pk")
            by_initials = people.filter(_begins("initials", value)).order_by("initials", "area_path", "pk")
            return [(Matched.PINYIN, by_pinyin[:limit]), (Matched.INITIALS, by_initials[:limit])]
        case Sought.PHONE:
            rows = people.filter(phone_index=identifiers.phone_index(value)).order_by("area_path", "pk")
            return [(Matched.PHONE, rows[:limit])]
        case Sought.PHONE_TAIL:
            rows = people.filter(phone_tail_index=identifiers.phone_tail_index(value)).order_by("area_path", "pk")
            return [(Matched.PHONE_TAIL, rows[:limit])]
        case Sought.ID_NUMBER:
            return [(Matched.ID_NUMBER, people.filter(id_number_index=identifiers.id_number_index(value))[:limit])]


def _begins(column: str, prefix: str) -> Q:
    first, after = prefix_range(prefix)
    return Q(**{f"{column}__gte": first, f"{column}__lt": after})


def _shown(people: QuerySet[Person]) -> QuerySet[Person]:
    return people.select_related("dwelling").only(*SHOWN, "household_id")


def where(person: Person) -> str:
    """Return the path of someone's door, or of the building or grid they belong to."""
    return person.dwelling.path if person.dwelling else person.area_path


def _places(people: Iterable[Person]) -> dict[str, str]:
    return addresses(where(person) for person in people)


def _found(person: Person, places: Mapping[str, str], *, today: date, matched: Matched | None = None) -> Found:
    return Found(
        person_id=person.pk,
        name=masks.mask_name(person.name),
        sex=str(Sex(person.sex).label),
        age=age_on(person.birth_on, today),
        phone=_masked_phone(person),
        registration=str(Registration(person.registration).label),
        place=places.get(where(person), ""),
        is_gone=person.left_on is not None,
        matched=matched,
    )


def _masked_phone(person: Person) -> str:
    return masks.mask_phone(identifiers.open_phone(person.phone)) if person.phone else ""


def _masked_id_number(person: Person) -> str:
    return masks.mask_id_number(identifiers.open_id_number(person.id_number)) if person.id_number else ""


def _with_ancestors(path: str) -> list[str]:
    labels = path.split(".")[:-1]
    return [".".join(labels[:depth]) + "." for depth in range(1, len(labels) + 1)]


def _in_words(path: str, areas: Mapping[str, tuple[str, str]]) -> str:
    names = [areas[above] for above in _with_ancestors(path) if above in areas]
    if names and names[-1][1] == Level.GRID:
        return names[-1][0]
    return " ".join(name for name, level in names if level != Level.GRID)
