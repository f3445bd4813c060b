"""One knock, all asks: each question once, what is known shown masked, what is learnt kept as a fact."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wenhui.ground.accounts.testing import OFFICE, AsWeb, Browse
from wenhui.kit import clock
from wenhui.kit.privacy import Privacy
from wenhui.kit.words import Words
from wenhui.record.facts import actions as facts
from wenhui.record.facts import queries as known
from wenhui.record.facts.actions import About
from wenhui.record.facts.models import Origin
from wenhui.record.facts.words import Through
from wenhui.record.registry import actions as registry
from wenhui.record.registry.models import Person
from wenhui.record.registry.testing import plant_dictionary
from wenhui.record.registry.words import Subject
from wenhui.work.visits import actions, queries, questions
from wenhui.work.visits.models import Reason, ReasonOutcome
from wenhui.work.visits.questions import Answer, Target
from wenhui.work.visits.testing import TODAY, TUESDAY, Walk
from wenhui.work.visits.words import ReasonKind, ReasonState

NOTHING = Words("", "")
ASKS = ("person.phone", "person.workplace")


@pytest.fixture
def home(walk: Walk) -> Walk:
    """王建国 behind 501 with a phone; two rooms that ask of him and his home, one question in common."""
    plant_dictionary()
    person = walk.settle("r501", "王建国", date(1960, 3, 20), phone="12034560001")
    given: dict[str, Any] = {"kind": ReasonKind.GAP, "person_id": person.pk, "tell": NOTHING}
    walk.ask("r501", "就业登记", asks=ASKS, **given)
    walk.ask("r501", "通讯录", asks=("person.phone", "dwelling.smoke_alarm"), source="other", **given)
    return walk


def at_door(walk: Walk, clearance: Privacy = Privacy.PERSONAL) -> dict[str, questions.Question]:
    view = queries.door(walk.doors["r501"].pk, today=TODAY, clearance=clearance)
    assert view
    return {question.attribute.key: question for question in view.questions}


def test_a_question_of_two_rooms_is_asked_once(home: Walk) -> None:
    assert list(at_door(home)) == ["person.phone", "person.workplace", "dwelling.smoke_alarm"]


def test_what_is_known_is_shown_masked_with_the_day_it_was_said(home: Walk) -> None:
    person = home.people["王建国"]
    facts.say(
        about=[About(Subject.PERSON, person.pk, {"person.phone": "12034560002"})], through=Through.FORM,
        provider="self", ground="居民委员会组织法", as_of=TODAY - timedelta(days=200), by=OFFICE, at=TUESDAY,
    )  # fmt: skip

    phone = at_door(home)["person.phone"]

    assert (phone.known, phone.as_of) == ("12*****0002", TODAY - timedelta(days=200))


def test_what_only_the_registry_shows_is_known_too(home: Walk) -> None:
    assert at_door(home)["person.phone"].known == "12*****0001"


def test_a_question_above_the_clearance_is_not_asked(home: Walk) -> None:
    assert list(at_door(home, Privacy.INSIDE)) == ["dwelling.smoke_alarm"]


def test_one_answer_serves_every_room_that_asked(home: Walk, as_web: AsWeb) -> None:
    person, door = home.people["王建国"], home.doors["r501"]
    answers = [
        Answer(Subject.PERSON, person.pk, "person.phone", "12034560009"),
        Answer(Subject.PERSON, person.pk, "person.workplace", "文晖面馆"),
        Answer(Subject.DWELLING, door.pk, "dwelling.smoke_alarm", "true"),
    ]

    with as_web(home.cast["gulan"].scope):
        visit = home.knock("r501", answers=answers)

    assert set(Reason.objects.values_list("state", flat=True)) == {ReasonState.MET}
    assert known.known_of("person", [person.pk])[person.pk]["person.phone"].text == "12034560009"
    assert known.known_of("place", [door.pk])[door.pk]["dwelling.smoke_alarm"].text == "true"
    assert set(Origin.objects.filter(through=Through.VISIT).values_list("through", "provider", "reference")) == {
        ("visit", "self", f"visit:{visit.pk}"),
        ("visit", "grid", f"visit:{visit.pk}"),
    }


def test_what_was_not_answered_is_still_asked(home: Walk) -> None:
    person = home.people["王建国"]

    home.knock("r501", answers=[Answer(Subject.PERSON, person.pk, "person.phone", "12034560009")])

    assert [reason.asks for reason in Reason.objects.order_by("pk")] == [["person.workplace"], ["dwelling.smoke_alarm"]]
    assert list(at_door(home)) == ["person.workplace", "dwelling.smoke_alarm"]


def test_a_question_declined_is_asked_by_nobody_again(home: Walk) -> None:
    person = home.people["王建国"]

    home.knock("r501", declined={Target(person.pk, "person.phone"), Target(person.pk, "person.workplace")})
    later = home.ask(
        "r501", "又来", kind=ReasonKind.GAP, source="third", asks=("person.phone",), person_id=person.pk, tell=NOTHING
    )

    assert list(Reason.objects.order_by("pk").values_list("state", flat=True)) == ["refused", "open", "refused"]
    assert later.state == ReasonState.REFUSED
    assert sorted(ReasonOutcome.objects.values_list("declined", flat=True), key=len) == [["person.phone"], [*ASKS]]


def test_what_was_told_and_partly_answered_is_not_told_twice(home: Walk) -> None:
    person = home.people["王建国"]
    reason = home.ask("r501", "津贴", source="both", person_id=person.pk, asks=("person.email",))

    home.knock("r501", told=[reason.pk])

    reason.refresh_from_db()
    assert (reason.state, reason.asks, reason.tell_zh) == (ReasonState.OPEN, ["person.email"], "")


def test_a_gap_that_another_room_filled_is_asked_no_more(home: Walk) -> None:
    person = home.people["王建国"]
    facts.say(
        about=[About(Subject.PERSON, person.pk, {"person.phone": "12034560001", "person.workplace": "文晖面馆"})],
        through=Through.LEDGER, provider="self", ground="就业促进法", by=OFFICE, at=TUESDAY + timedelta(hours=1),
    )  # fmt: skip

    actions.tidy(by=OFFICE, at=TUESDAY + timedelta(hours=2))

    assert list(Reason.objects.order_by("pk").values_list("state", "asks")) == [
        ("met", [*ASKS]),
        ("open", ["dwelling.smoke_alarm"]),
    ]


def test_what_is_asked_of_a_household_goes_to_the_one_behind_the_door(home: Walk) -> None:
    person, door = home.people["王建国"], home.doors["r501"]
    home.ask("r501", "养犬登记", source="pets", kind=ReasonKind.GAP, asks=("household.pets",), tell=NOTHING)
    view = queries.door(door.pk, today=TODAY, clearance=Privacy.PERSONAL)
    assert view
    alone = [reason.zh for reason in view.unasked]

    household = registry.form_household(
        dwelling=door, head_id=person.pk, member_ids=[person.pk], on=date(2020, 1, 1), by=OFFICE, at=TUESDAY
    )
    asked = at_door(home)["household.pets"]
    facts.say(
        about=[About(Subject.HOUSEHOLD, household.pk, {"household.pets": "1"})], through=Through.FORM,
        provider="self", ground="养犬规定", by=OFFICE, at=TUESDAY + timedelta(hours=1),
    )  # fmt: skip
    actions.tidy(by=OFFICE, at=TUESDAY + timedelta(hours=2))

    assert alone == ["养犬登记"]
    assert asked.number == household.pk
    assert Reason.objects.get(source="pets").state == ReasonState.MET


@pytest.fixture
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the morning of the round."""
    monkeypatch.setattr(clock, "now", lambda: TUESDAY)


def sent(home: Walk, **answers: str) -> dict[str, str]:
    person, door = home.people["王建国"].pk, home.doors["r501"].pk
    names = {
        "phone": f"q-{person}-person.phone", "phone_new": f"q-{person}-person.phone-new",
        "work": f"q-{person}-person.workplace", "work_new": f"q-{person}-person.workplace-new",
        "alarm": f"q-{door}-dwelling.smoke_alarm",
    }  # fmt: skip
    return {"key": "k", "outcome": "answered"} | {names[name]: text for name, text in answers.items()}


def test_the_page_takes_as_before_another_answer_and_no_answer(home: Walk, browse: Browse, morning: None) -> None:
    client = browse("gulan")
    address = f"/visits/home/{home.doors['r501'].pk}/"

    html = client.get(address).content.decode()
    answer = client.post(address, sent(home, phone="keep", work="decline", alarm="true"))

    person = Person.objects.get()
    assert html.count("联系电话") == 2  # one question: its head and the name of its field
    assert "还是 12*****0001" in html
    assert answer.status_code == 302
    words = known.known_of("person", [person.pk])[person.pk]
    assert words["person.phone"].text == "12034560001"
    assert "person.workplace" not in words
    assert set(Reason.objects.values_list("state", flat=True)) == {"met"}


def test_what_nobody_can_read_is_refused_with_its_question(home: Walk, browse: Browse, morning: None) -> None:
    answer = browse("gulan").post(f"/visits/home/{home.doors['r501'].pk}/", sent(home, phone="change", phone_new="12"))

    assert answer.status_code == 409
    assert "联系电话：" in answer.content.decode()
    assert not Origin.objects.exists()


def test_a_door_costs_the_same_for_many_questions(home: Walk, browse: Browse, morning: None) -> None:
    client = browse("gulan")
    address = f"/visits/home/{home.doors['r501'].pk}/"
    counts = []
    for asks in ((), ("person.email", "person.second_phone", "person.occupation", "dwelling.layout")):
        if asks:
            home.ask("r501", "更多", source="more", person_id=home.people["王建国"].pk, asks=asks, tell=NOTHING)
        client.get(address)
        with CaptureQueriesContext(connection) as queries_made:
            client.get(address)
        counts.append(len(queries_made))

    assert counts[0] == counts[1] <= 40
