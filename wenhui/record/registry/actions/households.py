"""Forming households."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import connection, transaction

from wenhui.ground.areas.models import Area
from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.clock import local_day
from wenhui.kit.words import Words
from wenhui.record.registry.actions.places import building_of
from wenhui.record.registry.actions.refusals import NoSuchPersonError, NotYetError, RegistryError, in_words
from wenhui.record.registry.models import Household, Person


class LivesElsewhereError(RegistryError):
    """Members of a household live behind its door."""

    words = Words(
        "户里有人不住在这一户室，请先办理搬入",
        "someone does not live behind this door; move them in first",
    )


class AlreadyInHouseholdError(RegistryError):
    """Someone belongs to another household."""

    words = Words("户里有人已在另一户，请先办理搬出", "someone belongs to another household; move them out first")


@transaction.atomic
def form_household(
    *, dwelling: Area, head_id: int, member_ids: Collection[int] = (), on: date, by: Actor, at: datetime
) -> Household:
    """Form a household of people who live behind one door; the head is a member too. Its number is `H` and its id."""
    if on > local_day(at):
        raise NotYetError
    building = building_of(dwelling)
    wanted = {head_id, *member_ids}
    members = list(Person.objects.select_for_update(of=("self",)).filter(pk__in=wanted))
    if len(members) != len(wanted):
        raise NoSuchPersonError
    if any(member.dwelling_id != dwelling.pk for member in members):
        raise LivesElsewhereError
    if any(member.household_id is not None for member in members):
        raise AlreadyInHouseholdError
    pk = _next_id()
    with in_words("number"):
        household = Household.objects.create(
            pk=pk, number=f"H{pk:08d}", head_id=head_id, dwelling=dwelling, area=building, formed_on=on
        )
    Person.objects.filter(pk__in=wanted).update(household=household)
    refs = {"head": head_id, "members": len(wanted), "area": building.pk}
    journal.write(by=by, at=at, verb="registry.form_household", subject=f"household:{pk}", refs=refs)
    return household


def _next_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('registry_household', 'id'))")
        return int(cursor.fetchone()[0])
