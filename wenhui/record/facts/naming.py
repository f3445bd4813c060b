"""Subjects as lists name them: masked, with the place and the address of their card."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from wenhui.ground.areas.models import Area, Level
from wenhui.record.registry import queries as registry
from wenhui.record.registry.models import Household, Organisation, Person
from wenhui.record.registry.words import Subject


@dataclass(frozen=True, slots=True)
class Named:
    """One subject in words. `address` is empty where there is no card."""

    subject: Subject
    number: int
    name: str
    place: str = ""
    address: str = ""


def named(column: str, numbers: Collection[int], *, today: date) -> dict[int, Named]:
    """Return subjects of one kind by number, those in the transaction's scope."""
    match column:
        case "person":
            return _people(numbers, today)
        case "household":
            return _households(numbers)
        case "place":
            return _places(numbers)
        case _:
            rows = Organisation.objects.filter(pk__in=numbers).values_list("pk", "name")
            return {pk: Named(Subject.ORGANISATION, pk, name) for pk, name in rows}


def _people(numbers: Collection[int], today: date) -> dict[int, Named]:
    return {
        one.person_id: Named(
            Subject.PERSON, one.person_id, one.name, one.place, reverse("registry:person", args=[one.person_id])
        )
        for one in registry.listed(Person.objects.filter(pk__in=numbers), today=today)
    }


def _households(numbers: Collection[int]) -> dict[int, Named]:
    rows = list(Household.objects.filter(pk__in=numbers).select_related("dwelling"))
    places = registry.addresses(row.dwelling.path for row in rows)
    return {
        row.pk: Named(
            Subject.HOUSEHOLD,
            row.pk,
            gettext("户 %(number)s") % {"number": row.number},
            places[row.dwelling.path],
            reverse("registry:dwelling", args=[row.dwelling_id]),
        )
        for row in rows
    }


def _places(numbers: Collection[int]) -> dict[int, Named]:
    rows = list(Area.objects.filter(pk__in=numbers))
    places = registry.addresses(row.path for row in rows)
    return {
        row.pk: Named(
            Subject.DWELLING if row.level == Level.DWELLING else Subject.BUILDING,
            row.pk,
            places[row.path],
            address=reverse("registry:dwelling", args=[row.pk]) if row.level == Level.DWELLING else "",
        )
        for row in rows
    }
