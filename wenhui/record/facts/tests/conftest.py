"""A dictionary, a home and people of whom things are said."""

from datetime import UTC, date, datetime

import pytest

from wenhui.ground.accounts.testing import Office
from wenhui.kit.actor import Actor, ActorKind
from wenhui.record.facts import actions
from wenhui.record.facts.actions import About
from wenhui.record.facts.models import Origin
from wenhui.record.facts.words import Through
from wenhui.record.registry import actions as registry
from wenhui.record.registry.models import Person
from wenhui.record.registry.testing import plant_dictionary
from wenhui.record.registry.words import Registration, Subject

ZHOU = Actor(ActorKind.PERSON, "zhounc", "周念慈")
AT = datetime(2026, 3, 17, 2, 30, tzinfo=UTC)
GROUND = "居民委员会组织法第三条"


@pytest.fixture
def words(office: Office) -> None:
    """Put the shipped dictionary in force."""
    plant_dictionary()


@pytest.fixture
def lin(office: Office, words: None) -> Person:
    """林秋实, invented, at the one door of the small office."""
    return registry.register_person(
        name="林秋实",
        registration=Registration.REGISTERED,
        dwelling=office.dwelling,
        since=date(2020, 5, 1),
        by=ZHOU,
        at=AT,
    )


@pytest.fixture
def he(office: Office, words: None) -> Person:
    """何晚舟, invented, in another community."""
    return registry.register_person(
        name="何晚舟", registration=Registration.RESIDENT, area=office.building_elsewhere, by=ZHOU, at=AT
    )


def say(person: Person, provider: str = "community", as_of: date | None = None, /, **cells: str) -> Origin:
    """Let a provider say something of a person."""
    about = About(Subject.PERSON, person.pk, {f"person.{key}": text for key, text in cells.items()})
    return actions.say(
        about=[about], through=Through.FORM, provider=provider, ground=GROUND, as_of=as_of, by=ZHOU, at=AT
    )
