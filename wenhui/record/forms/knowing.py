"""What is known for the rows of a form: texts, how old they are and who said them. One question for each table."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection

from wenhui.ground.areas.models import Area, Level
from wenhui.kit import bulk
from wenhui.record.facts.subjects import COLUMN
from wenhui.record.forms.models import Form
from wenhui.record.forms.rules.cells import Held
from wenhui.record.ledgers.filling import listings, working_out
from wenhui.record.ledgers.filling.listings import Listing
from wenhui.record.ledgers.filling.sources import Sources
from wenhui.record.ledgers.rules import asking
from wenhui.record.ledgers.rules.asking import Condition
from wenhui.record.registry import dictionary, projecting
from wenhui.record.registry.models import Household, Organisation, Person
from wenhui.record.registry.rules import masks
from wenhui.record.registry.rules.attributes import Attribute
from wenhui.record.registry.words import Subject

LAST_SAID: Final = f"""
SELECT subject, key, max(day) FROM (
    SELECT s.{{column}}_id AS subject, said.key::int AS key, o.as_of || ' ' || o.provider AS day
    FROM facts_statement s JOIN facts_origin o ON o.id = s.origin_id AND o.standing = 'in_force'
    CROSS JOIN LATERAL jsonb_object_keys(s.said) AS said (key)
    WHERE s.{{column}}_id = ANY({bulk.array_of("bigint")})
    UNION ALL
    SELECT c.{{column}}_id, confirmed.key, o.as_of || ' ' || o.provider
    FROM facts_confirmation c JOIN facts_origin o ON o.id = c.origin_id AND o.standing = 'in_force'
    CROSS JOIN LATERAL unnest(c.attributes) AS confirmed (key)
    WHERE c.{{column}}_id = ANY({bulk.array_of("bigint")})
) AS spoken WHERE key = ANY({bulk.array_of("int")}) GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Said:
    """The latest day of which somebody said or confirmed something, and who."""

    on: date
    provider: str


def conditions_of(subject: Subject, only: str, *, today: date) -> tuple[Condition, ...]:
    """Return the conditions on a form's subjects. Raises WrongConditionError in words."""
    held = dictionary.current()
    return asking.parse(only, attributes=held.attributes, tables=held.tables, subject=subject, today=today)


def attributes_of(form: Form) -> list[Attribute]:
    """Return the attributes that a form asks and that the dictionary still has."""
    keys = form.columns.filter(struck_at__isnull=True, attribute__isnull=False).order_by("place")
    held = dictionary.current().attributes
    return [held[key] for key in keys.values_list("attribute__key", flat=True) if key in held]


def rows(form: Form, area: Area, attributes: Collection[Attribute], *, today: date) -> Listing:
    """Return the subjects of a form in an area that answer to its condition, in order of address."""
    subject = Subject(form.subject)
    conditions = conditions_of(subject, form.only, today=today)
    about = {one.subject for one in attributes} | {one.attribute.subject for one in conditions}
    listing = listings.read(subject, area, about=about)
    for condition in conditions:
        texts = working_out.texts(Sources(listing, [condition.attribute], today=today), condition.attribute)
        listing = listing.kept(place for place, text in enumerate(texts) if condition.holds(text))
    return listing


def row_of(form: Form, number: int, attributes: Collection[Attribute], *, today: date) -> Listing | None:
    """Return the listing of one subject, None where the form does not ask of it or it is out of sight."""
    area = _area_of(Subject(form.subject), number)
    if area is None or not area.path.startswith(form.area_path):
        return None
    listing = rows(form, area, attributes, today=today)
    places = [place for place, one in enumerate(listing.ids(Subject(form.subject))) if one == number]
    return listing.kept(places[:1]) if places else None


def building_of(listing: Listing, path: str) -> int | None:
    """Return the number of the building that a row lies in."""
    building = listing.places.around(path, Level.BUILDING)
    return building.id if building else None


def known(listing: Listing, attributes: Sequence[Attribute], *, today: date) -> dict[str, list[Held]]:
    """Return what is known of each attribute for each row."""
    sources = Sources(listing, attributes, today=today)
    said = last_said(listing, attributes)
    return {
        one.key: [
            _held(one, text, said[one.key].get(number))
            for text, number in zip(working_out.texts(sources, one), listing.ids(one.subject), strict=True)
        ]
        for one in attributes
    }


def last_said(listing: Listing, attributes: Iterable[Attribute]) -> dict[str, dict[int, Said]]:
    """Return by attribute and subject when and by whom it was last said or confirmed."""
    numbers = dictionary.current().numbers
    found: dict[str, dict[int, Said]] = {one.key: {} for one in attributes}
    for subject in {Subject(key.partition(".")[0]) for key in found}:
        keyed = {numbers[key]: key for key in found if key.startswith(f"{subject.value}.")}
        asked = bulk.column(set(listing.ids(subject)) - {0})
        with connection.cursor() as cursor:
            cursor.execute(LAST_SAID.format(column=COLUMN[subject]), [asked, asked, bulk.column(keyed)])
            for number, key, latest in cursor.fetchall():
                day, _, provider = latest.partition(" ")
                found[keyed[key]][number] = Said(date.fromisoformat(day), provider)
    return found


def is_sayable(attribute: Attribute) -> bool:
    """Say whether words of an attribute are taken: where somebody lives or who heads a household is not said but done."""
    return not attribute.column or projecting.shows(attribute.column)


def _held(attribute: Attribute, text: str, said: Said | None) -> Held:
    kept = projecting.shows(attribute.column)
    can_be_said = is_sayable(attribute)
    follows = bool(text) and not kept and can_be_said and (said is None or bool(attribute.computed_from))
    return Held(text, said.on if said else None, is_worked_out=follows, is_sayable=can_be_said)


def _area_of(subject: Subject, number: int) -> Area | None:
    """Return where a subject lies: behind which door, else in which building."""
    match subject:
        case Subject.PERSON:
            person = Person.objects.filter(pk=number).select_related("dwelling", "area").first()
            return (person.dwelling or person.area) if person else None
        case Subject.HOUSEHOLD:
            home = Household.objects.filter(pk=number).select_related("dwelling").first()
            return home.dwelling if home else None
        case Subject.ORGANISATION:
            body = Organisation.objects.filter(pk=number).select_related("area").first()
            return body.area if body else None
        case Subject.DWELLING | Subject.BUILDING:
            return Area.objects.filter(pk=number).first()


def names_of(listing: Listing, subject: Subject) -> Mapping[int, str]:
    """Return what lists call each row: a masked name for people and heads of households, else the address."""
    found: dict[int, str] = {}
    for row, number in zip(listing.rows, listing.ids(subject), strict=True):
        if subject is Subject.PERSON:
            person = listing.people.get(row.person)
            found[number] = masks.mask_name(person.name) if person else ""
        elif subject is Subject.HOUSEHOLD:
            home = listing.households.get(row.household)
            found[number] = home.number if home else ""
        elif subject is Subject.ORGANISATION:
            body = listing.organisations.get(row.organisation)
            found[number] = body.name if body else ""
        else:
            found[number] = listing.places.address(row.path)
    return found
