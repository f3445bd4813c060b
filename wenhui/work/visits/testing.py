"""Fixtures for tests of visits and of rooms above: three homes of one stairwell, their people, the office's rules.

def test_…(walk):
    reason = walk.ask("r501", "高龄津贴")
    walk.knock("r501", Outcome.NOBODY_HOME)
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from wenhui.ground.accounts.testing import OFFICE, PLANTED_AT, Cast, Office
from wenhui.ground.areas.models import Area, Level
from wenhui.kit import catalogue as yaml
from wenhui.kit.actor import Actor
from wenhui.kit.clock import SHANGHAI
from wenhui.kit.words import Words
from wenhui.record.registry import actions as registry
from wenhui.record.registry import dictionary
from wenhui.record.registry.models import Person
from wenhui.record.registry.words import Registration, ResidenceKind
from wenhui.work.visits import actions, catalogue
from wenhui.work.visits.actions.asking import Wanted
from wenhui.work.visits.actions.recording import Said
from wenhui.work.visits.models import Reason, Visit
from wenhui.work.visits.words import Outcome, ReasonKind

FILE = Path(settings.ROOT) / "catalogue" / "wenhui" / catalogue.FILE
TUESDAY = datetime(2026, 3, 17, 9, 30, tzinfo=SHANGHAI)
"""A morning on which one may knock."""
TODAY = TUESDAY.date()


@dataclass
class Walk:
    """顾晓岚's round through a small stairwell: doors by label, people by name."""

    office: Office
    cast: Cast
    doors: dict[str, Area]
    people: dict[str, Person] = field(default_factory=dict)
    at: datetime = TUESDAY

    def actor(self, username: str = "gulan") -> Actor:
        """Return one of the cast as visits name them."""
        return self.cast[username].account.actor

    def settle(self, label: str, name: str, birth_on: date | None, **given: Any) -> Person:
        """Register somebody behind a door."""
        defaults: dict[str, Any] = {
            "registration": Registration.REGISTERED, "dwelling": self.doors[label], "since": date(2020, 1, 1),
            "residence": ResidenceKind.HOME, "by": OFFICE, "at": PLANTED_AT,
        }  # fmt: skip
        person = registry.register_person(name=name, birth_on=birth_on, **(defaults | given))
        self.people[name] = person
        return person

    def ask(self, label: str, zh: str = "防诈骗上门提醒", *, key: str = "", **given: Any) -> Reason:
        """Give one reason to visit a home, as the office's own job."""
        kind, source = given.pop("kind", ReasonKind.OUTREACH), given.pop("source", "test")
        defaults: dict[str, Any] = {
            "key": key or f"{label}:{zh}", "dwelling_id": self.doors[label].pk, "words": Words(zh, zh),
            "tell": Words("请记住 96110", "remember 96110"), "from_on": TODAY, "due_on": TODAY + timedelta(days=7),
        }  # fmt: skip
        wanted = Wanted(**(defaults | given))
        actions.ask(kind=kind, source=source, ground="反电信网络诈骗法第八条", wanted=[wanted], by=OFFICE, at=self.at)
        return Reason.objects.get(source=source, source_key=wanted.key)

    def knock(self, label: str, outcome: Outcome = Outcome.ANSWERED, **given: Any) -> Visit:
        """Knock at a door as 顾晓岚, at the round's moment, and write down what came of it."""
        said = {name: given.pop(name) for name in Said.__dataclass_fields__ if name in given}
        count = Visit.objects.count()
        defaults: dict[str, Any] = {"key": f"knock-{count}", "by": self.actor(), "at": self.at}
        return actions.record(
            dwelling_id=self.doors[label].pk, outcome=outcome, said=Said(**said), **(defaults | given)
        )


def plant_rules() -> None:
    """Apply the office's catalogue of visits; reminders that ask wait for the dictionary, which most tests do without."""
    known, document = dictionary.current().attributes, _document()
    able = [rule for rule in document.reminders if known.keys() >= set(rule.asks)]
    catalogue.apply(document.model_copy(update={"reminders": able}), by=OFFICE, at=PLANTED_AT)


def plant_doors(office: Office) -> dict[str, Area]:
    """Plant two doors beside the office's one, and one far away."""
    doors = {"r501": office.dwelling}
    for unit, label, name in (("lsdy.g04.b001.u1.", "r502", "502 室"), ("lsdy.g04.b001.u1.", "r1201", "1201 室")):
        parent = office.at(unit)
        doors[label] = Area.objects.create(
            parent=parent,
            level=Level.DWELLING,
            label=label,
            path=f"{parent.path}{label}.",
            name=name,
            is_synthetic=True,
        )
    far = office.building_elsewhere
    doors["far"] = Area.objects.create(
        parent=far, level=Level.DWELLING, label="r101", path=f"{far.path}r101.", name="101 室", is_synthetic=True
    )
    return doors


@cache
def _document() -> catalogue.Schema:
    return yaml.load(FILE, catalogue.Schema)


@pytest.fixture
def walk(office: Office, cast: Cast) -> Walk:
    """Return a round, with the rules of the catalogue."""
    plant_rules()
    return Walk(office, cast, plant_doors(office))
