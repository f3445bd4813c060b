"""Reasons to visit: given once, taken back, not asked again of who refused."""

from datetime import date, timedelta
from typing import Any

import pytest

from wenhui.ground.accounts.testing import OFFICE, AsWeb
from wenhui.ground.journal.models import Entry
from wenhui.kit.words import Words
from wenhui.record.registry.testing import plant_dictionary
from wenhui.work.visits import actions
from wenhui.work.visits.actions.asking import Wanted
from wenhui.work.visits.actions.errors import NotAllowedError, NothingAskedError, UnknownAttributeError
from wenhui.work.visits.models import DueHome, Reason
from wenhui.work.visits.testing import TODAY, TUESDAY, Walk
from wenhui.work.visits.words import Outcome, ReasonKind, ReasonState


@pytest.fixture
def dictionary(db: None) -> None:
    """Put the office's attribute dictionary in force."""
    plant_dictionary()


def wanted(walk: Walk, label: str = "r501", **given: object) -> Wanted:
    defaults = {
        "key": label, "dwelling_id": walk.doors[label].pk, "words": Words("防诈骗", "Fraud"), "from_on": TODAY,
        "due_on": TODAY, "tell": Words("请记住 96110", ""),
    }  # fmt: skip
    return Wanted(**(defaults | given))  # type: ignore[arg-type]


def test_a_reason_given_twice_stands_once(walk: Walk) -> None:
    both = [wanted(walk), wanted(walk, "r502")]

    first = actions.ask(kind=ReasonKind.CHECK, source="a", ground="本人请求", wanted=both[:1], by=OFFICE, at=TUESDAY)
    second = actions.ask(kind=ReasonKind.CHECK, source="a", ground="本人请求", wanted=both, by=OFFICE, at=TUESDAY)

    assert (first.created, second.created, second.held) == (1, 1, 1)
    assert Reason.objects.count() == 2
    assert Entry.objects.filter(verb="visits.ask", subject="reasons:a").count() == 2


def test_one_that_was_met_is_not_asked_again(walk: Walk) -> None:
    reason = walk.ask("r501", key="once")
    walk.knock("r501", told=[reason.pk])

    walk.ask("r501", key="once")

    reason.refresh_from_db()
    assert reason.state == ReasonState.MET
    assert Reason.objects.count() == 1


def test_what_was_refused_is_not_asked_by_another_room(walk: Walk, dictionary: None) -> None:
    person = walk.settle("r501", "王建国", date(1946, 4, 1))
    asks = ("person.phone", "person.workplace")
    walk.ask("r501", "补信息", kind=ReasonKind.GAP, person_id=person.pk, asks=asks[:1], tell=Words("", ""))
    walk.knock("r501", Outcome.REFUSED)

    partly = walk.ask("r501", "就业登记", source="other", person_id=person.pk, asks=asks, tell=Words("", ""))
    nothing = walk.ask("r501", "通讯录", source="third", person_id=person.pk, asks=asks[:1], tell=Words("", ""))

    assert (partly.state, partly.asks) == (ReasonState.OPEN, ["person.workplace"])
    assert (nothing.state, nothing.ended_at) == (ReasonState.REFUSED, TUESDAY)


def test_a_question_refused_is_refused_for_every_reason_that_asks_it(walk: Walk, dictionary: None) -> None:
    person = walk.settle("r501", "王建国", date(1946, 4, 1))
    given: dict[str, Any] = {"kind": ReasonKind.GAP, "person_id": person.pk, "tell": Words("", "")}
    chosen = walk.ask("r501", "一", asks=("person.phone",), **given)
    same = walk.ask("r501", "二", asks=("person.phone",), **given)
    more = walk.ask("r501", "三", asks=("person.phone", "person.workplace"), **given)

    walk.knock("r501", Outcome.REFUSED, about=[chosen.pk])

    states = dict(Reason.objects.values_list("pk", "state"))
    more.refresh_from_db()
    assert states == {chosen.pk: "refused", same.pk: "refused", more.pk: "open"}
    assert more.asks == ["person.workplace"]


def test_a_room_takes_its_reasons_back(walk: Walk) -> None:
    kept, gone = walk.ask("r501", "一"), walk.ask("r502", "二")

    ended = actions.withdraw(source="test", keys=[gone.source_key], by=OFFICE, at=TUESDAY)

    assert ended == 1
    assert dict(Reason.objects.values_list("pk", "state")) == {kept.pk: "open", gone.pk: "withdrawn"}
    assert Entry.objects.filter(verb="visits.withdraw").count() == 1


def test_a_reason_has_a_ground_and_something_to_say(walk: Walk) -> None:
    with pytest.raises(NothingAskedError):
        actions.ask(kind=ReasonKind.OUTREACH, source="a", ground=" ", wanted=[wanted(walk)], by=OFFICE, at=TUESDAY)
    with pytest.raises(NothingAskedError):
        walk.ask("r501", tell=Words("", ""))


@pytest.mark.parametrize("key", ["person.shoe_size", "organisation.name", "person.phone"])
def test_what_is_asked_stands_in_the_dictionary_and_has_somebody_to_answer(
    walk: Walk, dictionary: None, key: str
) -> None:
    with pytest.raises(UnknownAttributeError):
        walk.ask("r501", kind=ReasonKind.GAP, asks=(key,))


def test_who_may_not_ask_gives_no_reason(walk: Walk, as_web: AsWeb) -> None:
    with as_web(walk.cast["gulan"].scope), pytest.raises(NotAllowedError):
        actions.ask(
            kind=ReasonKind.CHECK, source="a", ground="请求", wanted=[wanted(walk)], by=walk.actor(), at=TUESDAY
        )


def test_a_due_home_follows_its_reasons(walk: Walk) -> None:
    first = walk.ask("r501", "一", due_on=TODAY + timedelta(days=3))
    walk.ask("r501", "二", due_on=TODAY + timedelta(days=9))
    before = DueHome.objects.get()

    walk.knock("r501", told=[first.pk])

    after = DueHome.objects.get()
    assert (before.asks, before.due_on) == (2, TODAY + timedelta(days=3))
    assert (after.asks, after.due_on) == (1, TODAY + timedelta(days=9))
    assert after.area_path == "hz.gs.wh.lsdy.g04.b001."
