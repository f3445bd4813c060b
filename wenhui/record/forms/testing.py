"""For tests of forms: two homes whose people are partly known, and a form as it is asked for.

def test_…(desk):
    form = desk.admitted(columns=[Asked(title="姓名", key="person.name", reason="核对填的是谁"), …])
    desk.fill(form, desk.people["林秋实"], said={2: "12012345678"})
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from wenhui.ground.accounts.testing import OFFICE, PLANTED_AT, Cast, Office
from wenhui.ground.areas.models import Area, Level
from wenhui.kit.actor import Actor
from wenhui.kit.clock import SHANGHAI
from wenhui.kit.privacy import Privacy
from wenhui.record.facts import actions as facts
from wenhui.record.facts.actions import About
from wenhui.record.facts.words import Through
from wenhui.record.forms import actions
from wenhui.record.forms.actions import Answers, Asked, Wish
from wenhui.record.forms.models import Filing, Filling, Form
from wenhui.record.forms.words import Answering, PeriodKind
from wenhui.record.registry import actions as registry
from wenhui.record.registry.models import Person
from wenhui.record.registry.testing import plant_dictionary
from wenhui.record.registry.words import Registration, ResidenceKind, Subject

TUESDAY = datetime(2026, 3, 17, 9, 30, tzinfo=SHANGHAI)
GROUND = "老年人权益保障法第三十三条"
WHO = "核对填的是谁，由登记自动带出"
AS_PRINTED = "来表表样固定，由登记自动带出"
NAME = Asked(title="姓名", key="person.name", reason=WHO)
PHONE = Asked(title="联系电话", key="person.phone", reason=AS_PRINTED)
MEALS = Asked(title="是否需要助餐", key="person.meal_service", reason=AS_PRINTED)
EACH = Decimal(2)
OWN = Asked(title="本月探访次数", answering=Answering.INTEGER, why_own="每月新发生，登记里没有")


@dataclass
class Desk:
    """周念慈's desk in a small community: people by name, doors by label, and the day's moment."""

    office: Office
    cast: Cast
    doors: dict[str, Area]
    people: dict[str, Person] = field(default_factory=dict)
    at: datetime = TUESDAY

    def actor(self, username: str = "zhounc") -> Actor:
        """Return one of the cast as forms name them."""
        return self.cast[username].account.actor

    def settle(self, label: str, name: str, birth_on: date | None = None, **given: Any) -> Person:
        """Register somebody behind a door."""
        defaults: dict[str, Any] = {
            "registration": Registration.REGISTERED, "dwelling": self.doors[label], "since": date(2020, 1, 1),
            "residence": ResidenceKind.HOME, "by": OFFICE, "at": PLANTED_AT,
        }  # fmt: skip
        self.people[name] = registry.register_person(name=name, birth_on=birth_on, **(defaults | given))
        return self.people[name]

    def tell(self, name: str, *, provider: str = "civil_affairs", on: date | None = None, **cells: str) -> None:
        """Let a provider say something of a person: `phone="12012345678"`."""
        facts.say(
            about=[About(Subject.PERSON, self.people[name].pk, {f"person.{key}": text for key, text in cells.items()})],
            through=Through.BRIDGE, provider=provider, ground=GROUND, as_of=on, by=OFFICE, at=self.at,
        )  # fmt: skip

    def wish(self, columns: Sequence[Asked] = (NAME, PHONE, MEALS, OWN), **given: Any) -> Wish:
        """Return a form as it is asked for: of the people of the community, monthly."""
        defaults: dict[str, Any] = {
            "asker": "civil_affairs", "name": "高龄老人探访月报", "ground": GROUND, "subject": Subject.PERSON,
            "area": self.office.community, "period": PeriodKind.MONTH, "due_days": 5, "expires_on": date(2026, 12, 31),
        }  # fmt: skip
        return Wish(columns=columns, **(defaults | given))

    def drafted(self, columns: Sequence[Asked] = (NAME, PHONE, MEALS, OWN), **given: Any) -> Form:
        """Return a draft."""
        return actions.draft(wish=self.wish(columns, **given), by=OFFICE, at=self.at)

    def submitted(self, columns: Sequence[Asked] = (NAME, PHONE, MEALS, OWN), **given: Any) -> Form:
        """Return a form that waits for its admission; of each the office says that one takes two minutes."""
        form = self.drafted(columns, **given)
        actions.estimate(form_id=form.pk, minutes=EACH, by=OFFICE, at=self.at)
        return actions.submit(form_id=form.pk, by=OFFICE, at=self.at)

    def admitted(self, columns: Sequence[Asked] = (NAME, PHONE, MEALS, OWN), **given: Any) -> Form:
        """Return a form that may be filled."""
        form = self.submitted(columns, **given)
        return actions.admit(form_id=form.pk, by=OFFICE, at=self.at)

    def fill(self, form: Form, person: Person, **given: Any) -> Filling:
        """Fill a form for a person as 周念慈."""
        answers = Answers(**{name: given.pop(name) for name in ("said", "confirmed", "typed") if name in given})
        defaults: dict[str, Any] = {"clearance": Privacy.SENSITIVE, "by": self.actor(), "at": self.at}
        return actions.fill(form_id=form.pk, number=person.pk, answers=answers, **(defaults | given))

    def file(self, form: Form, **given: Any) -> Filing:
        """File this month for the community as 周念慈."""
        defaults: dict[str, Any] = {
            "area_id": self.office.community.pk, "period_on": self.at.date().replace(day=1),
            "clearance": Privacy.SENSITIVE, "by": self.actor(), "at": self.at,
        }  # fmt: skip
        return actions.file(form_id=form.pk, **(defaults | given))


def plant_desk(office: Office, cast: Cast) -> Desk:
    """Put the dictionary in force and let two people live in two homes; of one all is known, of the other little."""
    plant_dictionary()
    beside = Area.objects.create(
        parent=office.at("lsdy.g04.b001.u1."), level=Level.DWELLING, label="r502", name="502 室", is_synthetic=True,
        path="hz.gs.wh.lsdy.g04.b001.u1.r502.",
    )  # fmt: skip
    desk = Desk(office, cast, {"r501": office.dwelling, "r502": beside})
    desk.settle("r501", "林秋实", date(1940, 3, 9))
    desk.settle("r502", "何晚舟", date(1944, 7, 1))
    desk.tell("林秋实", phone="12012345678", meal_service="true")
    return desk
