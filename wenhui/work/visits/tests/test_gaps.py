"""What departments' forms lacked is asked at the door, once, and no more when it is known."""

from datetime import date, datetime, timedelta

import pytest

from wenhui.ground.accounts.testing import OFFICE, Cast, Office
from wenhui.ground.journal.models import Entry
from wenhui.record.facts import actions as facts
from wenhui.record.facts.actions import About
from wenhui.record.facts.words import Through
from wenhui.record.forms.testing import NAME, OWN, PHONE, plant_desk
from wenhui.record.ledgers import actions as ledgers
from wenhui.record.ledgers.filling.lacking import Lacking
from wenhui.record.ledgers.models import LedgerGap
from wenhui.record.registry.models import Person
from wenhui.record.registry.testing import plant_dictionary
from wenhui.record.registry.words import Subject
from wenhui.work.visits import actions, keeping
from wenhui.work.visits.models import Reason
from wenhui.work.visits.testing import TODAY, TUESDAY, Walk
from wenhui.work.visits.words import ReasonKind, ReasonState

GROUND = "民政局月报（社会救助暂行办法第九条）"


@pytest.fixture
def person(walk: Walk) -> Person:
    """王建国 behind 501, with the dictionary in force."""
    plant_dictionary()
    return walk.settle("r501", "王建国", date(1958, 3, 9))


def lack(walk: Walk, person: Person | None, *keys: str, is_stale: bool = False, ground: str = GROUND) -> None:
    """Let a filled form have lacked something of a person, or of the home."""
    home = walk.doors["r501"]
    lacking = [Lacking(key, person.pk if person else 0, 0, home.pk, walk.office.building.pk, is_stale) for key in keys]
    ledgers.hand_on(
        lacking=lacking, asker="civil_affairs", ground=ground, due_on=TODAY + timedelta(days=10), by=OFFICE, at=TUESDAY
    )


def take(at: datetime = TUESDAY) -> int:
    return actions.take_gaps(by=OFFICE, at=at)


def test_what_is_lacking_of_one_person_is_one_reason(walk: Walk, person: Person) -> None:
    lack(walk, person, "person.marriage", "person.bank_name")
    lack(walk, None, "dwelling.floor_area")

    created = take()

    asked = {reason.person_id: reason for reason in Reason.objects.all()}
    assert created == 2
    assert (asked[person.pk].kind, asked[person.pk].ground) == (ReasonKind.GAP, GROUND)
    assert asked[person.pk].asks == ["person.marriage", "person.bank_name"]
    assert asked[person.pk].due_on == TODAY + timedelta(days=10)
    assert asked[None].asks == ["dwelling.floor_area"]
    assert Entry.objects.filter(verb="ledgers.take_up_gaps").count() == 1


def test_to_take_up_again_asks_nothing_new(walk: Walk, person: Person) -> None:
    lack(walk, person, "person.marriage")
    take()
    lack(walk, person, "person.marriage")

    again = take()

    assert again == 0
    assert Reason.objects.count() == 1


def test_what_only_has_to_be_confirmed_is_said_so(walk: Walk, person: Person) -> None:
    lack(walk, person, "person.marriage", is_stale=True)

    take()

    assert Reason.objects.get().zh == "部门表格里过期的"


def test_what_is_known_is_asked_no_more(walk: Walk, person: Person) -> None:
    lack(walk, person, "person.marriage")
    take()
    facts.say(
        about=[About(Subject.PERSON, person.pk, {"person.marriage": "20"})], through=Through.BRIDGE,
        provider="civil_affairs", ground=GROUND, by=OFFICE, at=TUESDAY + timedelta(hours=1),
    )  # fmt: skip

    take(TUESDAY + timedelta(hours=2))

    assert Reason.objects.get().state == ReasonState.WITHDRAWN
    assert LedgerGap.objects.get().standing == "known"


def test_a_reason_of_which_something_is_still_lacking_stays(walk: Walk, person: Person) -> None:
    lack(walk, person, "person.marriage", "person.bank_name")
    take()
    facts.say(
        about=[About(Subject.PERSON, person.pk, {"person.marriage": "20"})], through=Through.BRIDGE,
        provider="civil_affairs", ground=GROUND, by=OFFICE, at=TUESDAY + timedelta(hours=1),
    )  # fmt: skip

    keeping.keep(TODAY, at=TUESDAY + timedelta(hours=2))

    reason = Reason.objects.get()
    assert (reason.state, reason.asks) == (ReasonState.OPEN, ["person.bank_name"])


def test_the_keeper_takes_them_up(walk: Walk, person: Person) -> None:
    lack(walk, person, "person.marriage")

    keeping.keep(TODAY, at=TUESDAY)

    assert Reason.objects.filter(source="ledgers").count() == 1


def test_what_a_filing_lacked_is_one_reason_until_it_is_known(office: Office, cast: Cast) -> None:
    desk = plant_desk(office, cast)
    for name, asker in (("高龄老人探访月报", "civil_affairs"), ("卫健的表", "health")):
        desk.file(desk.admitted([NAME, PHONE, OWN], name=name, asker=asker))

    created = take(desk.at)
    reason = Reason.objects.get()
    desk.tell("何晚舟", provider="self", phone="12112345678")
    take(desk.at + timedelta(hours=1))

    assert (created, reason.asks, reason.due_on) == (1, ["person.phone"], date(2026, 4, 5))
    reason.refresh_from_db()
    assert reason.state != ReasonState.OPEN
