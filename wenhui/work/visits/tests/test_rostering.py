"""Rosters: kept with a ground, choosing whom they say, turned into one knock a home."""

from datetime import date, timedelta

import pytest

from wenhui.ground.accounts.testing import OFFICE, AsWeb
from wenhui.ground.areas.models import Area
from wenhui.ground.journal.models import Entry
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import Scope
from wenhui.kit.words import Words
from wenhui.record.facts import actions as facts
from wenhui.record.facts.actions import About
from wenhui.record.facts.words import Through
from wenhui.record.registry.actions import admit_attribute
from wenhui.record.registry.testing import plant_dictionary
from wenhui.record.registry.words import Registration, ResidenceKind, Subject
from wenhui.work.visits import actions, composing
from wenhui.work.visits.actions.errors import NotAllowedError, NothingAskedError, UnknownRosterError
from wenhui.work.visits.composing import NobodyAskedError
from wenhui.work.visits.models import Outreach, Reason, Roster
from wenhui.work.visits.rules.choosing import Question
from wenhui.work.visits.testing import TODAY, TUESDAY, Walk

SQUARE = ((120.0, 30.0), (120.2, 30.0), (120.2, 30.2), (120.0, 30.2))


@pytest.fixture
def people(walk: Walk) -> Walk:
    """A couple, an old woman alone, a young tenant alone, and somebody far away."""
    walk.settle("r501", "王建国", date(1946, 3, 17), sex="1")
    walk.settle("r501", "李秀英", date(1948, 3, 18), sex="2")
    walk.settle("r502", "陈桂芳", date(1940, 1, 1), sex="2")
    walk.settle(
        "r1201", "张轩", date(1998, 5, 5), sex="1", registration=Registration.FLOATING, residence=ResidenceKind.RENTED
    )
    walk.settle("far", "沈月琴", date(1940, 1, 1), sex="2")
    return walk


@pytest.mark.parametrize(
    ("question", "names"),
    [
        (Question(age_from=80), {"王建国", "陈桂芳", "沈月琴"}),
        (Question(age_to=79), {"李秀英", "张轩"}),
        (Question(age_from=77, age_to=77), {"李秀英"}),
        (Question(age_from=78, age_to=79), set()),
        (Question(is_alone=True), {"陈桂芳", "张轩", "沈月琴"}),
        (Question(age_from=80, is_alone=True), {"陈桂芳", "沈月琴"}),
        (Question(is_renting=True), {"张轩"}),
        (Question(sex="2"), {"李秀英", "陈桂芳", "沈月琴"}),
        (Question(kinds=("floating", "overseas")), {"张轩"}),
        (Question(sex="2", places=("hz.gs.wh.lsdy.g04.",)), {"李秀英", "陈桂芳"}),
        (Question(sex="2", places=("hz.gs.wh.lsdy.g05.", "hz.gs.wh.dtg.")), {"沈月琴"}),
        (Question(sex="2", polygon=SQUARE), {"李秀英", "陈桂芳"}),
    ],
)
def test_conditions_choose_whom_they_say(people: Walk, question: Question, names: set[str]) -> None:
    Area.objects.filter(path="hz.gs.wh.lsdy.g04.b001.").update(lng=120.1, lat=30.1)

    chosen = composing.chosen(question, path="hz.gs.wh.", today=TODAY)

    assert set(chosen.values_list("name", flat=True)) == names


@pytest.mark.parametrize(
    ("known", "clearance", "names"),
    [
        ((("building.lifts", ("0",)),), Privacy.PERSONAL, {"王建国", "李秀英", "陈桂芳", "张轩"}),
        ((("building.lifts", ("1", "2")),), Privacy.PERSONAL, set()),
        ((("dwelling.smoke_alarm", ("false",)),), Privacy.PERSONAL, {"陈桂芳"}),
        ((("building.lifts", ("0",)), ("person.stairs", ("carried",))), Privacy.SENSITIVE, {"李秀英"}),
        ((("person.stairs", ("carried",)),), Privacy.PERSONAL, set()),
    ],
)
def test_what_is_known_chooses_too_for_those_cleared_for_it(
    people: Walk, as_web: AsWeb, known: tuple[tuple[str, tuple[str, ...]], ...], clearance: Privacy, names: set[str]
) -> None:
    plant_dictionary()
    admit_attribute(key="person.stairs", duty="应急撤离", law="突发事件应对法", since=TODAY, by=OFFICE, at=TUESDAY)
    facts.say(
        about=[
            About(Subject.BUILDING, people.office.building.pk, {"building.lifts": "0"}),
            About(Subject.DWELLING, people.doors["r502"].pk, {"dwelling.smoke_alarm": "false"}),
            About(Subject.PERSON, people.people["李秀英"].pk, {"person.stairs": "carried"}),
        ],
        through=Through.LEDGER, provider="grid", ground="突发事件应对法", by=OFFICE, at=TUESDAY,
    )  # fmt: skip

    with as_web(Scope("hz.gs.wh.", clearance)):
        chosen = composing.chosen(Question(known=known), path="hz.gs.wh.", today=TODAY)
        found = set(chosen.values_list("name", flat=True))

    assert found == names


def test_a_question_is_asked_within_the_scope(people: Walk, as_web: AsWeb) -> None:
    with as_web(people.cast["zhounc"].scope):
        names = set(
            composing.chosen(Question(age_from=80), path="hz.gs.wh.", today=TODAY).values_list("name", flat=True)
        )

    assert names == {"王建国", "陈桂芳"}


def test_a_question_without_conditions_is_none(walk: Walk) -> None:
    with pytest.raises(NobodyAskedError):
        composing.chosen(Question(places=("hz.gs.wh.",)), path="hz.gs.wh.", today=TODAY)


def test_a_polygon_holds_the_buildings_whose_middle_lies_in_it(walk: Walk) -> None:
    Area.objects.filter(path="hz.gs.wh.lsdy.g04.b001.").update(lng=120.1, lat=30.1)
    Area.objects.filter(path="hz.gs.wh.lsdy.g04.b002.").update(lng=120.3, lat=30.1)
    bow = ((120.0, 30.0), (120.2, 30.2), (120.2, 30.0), (120.0, 30.2))

    assert composing.buildings_in(SQUARE, path="hz.gs.wh.") == ["hz.gs.wh.lsdy.g04.b001."]
    assert composing.buildings_in(bow, path="hz.gs.wh.lsdy.") == ["hz.gs.wh.lsdy.g04.b001."]


OLD = Question(age_from=80)


def kept(walk: Walk, question: Question = OLD) -> Roster:
    return actions.keep_roster(
        name="80 岁以上", ground="老年人权益保障法", question=question, area=walk.office.community,
        by=walk.actor("zhounc"), at=TUESDAY,
    )  # fmt: skip


def reach(walk: Walk, roster: Roster, key: str = "once") -> Outreach:
    return actions.reach_out(
        key=key, roster_id=roster.pk, words=Words("流感疫苗", ""), tell=Words("可以免费接种，自愿", ""),
        due_on=TODAY + timedelta(days=14), path="hz.gs.wh.lsdy.", by=walk.actor("zhounc"), at=TUESDAY,
    )  # fmt: skip


def test_a_roster_keeps_its_question_and_not_its_people(people: Walk, as_web: AsWeb) -> None:
    with as_web(people.cast["zhounc"].scope):
        roster = kept(people)

    assert roster.question == {"age_from": 80}
    assert composing.read(roster.question) == Question(age_from=80)
    assert Entry.objects.filter(verb="visits.keep_roster", subject=f"roster:{roster.pk}").count() == 1


def test_a_roster_has_a_name_a_ground_and_a_condition(walk: Walk) -> None:
    for wrong in ({"name": " "}, {"ground": ""}, {"question": Question()}):
        given = {"name": "甲", "ground": "乙", "question": Question(sex="2")} | wrong
        with pytest.raises(NothingAskedError):
            actions.keep_roster(area=walk.office.community, by=walk.actor("zhounc"), at=TUESDAY, **given)  # type: ignore[arg-type]


def test_who_may_not_compose_composes_nothing(walk: Walk) -> None:
    with pytest.raises(NotAllowedError):
        actions.keep_roster(
            name="甲", ground="乙", question=Question(sex="2"), area=walk.office.grid, by=walk.actor(), at=TUESDAY
        )


def test_an_outreach_gives_each_home_one_reason(people: Walk, as_web: AsWeb) -> None:
    roster = kept(people, Question(age_from=70))

    with as_web(people.cast["zhounc"].scope):
        outreach = reach(people, roster)
        again = reach(people, roster)

    doors = {people.doors["r501"].pk, people.doors["r502"].pk}
    assert again == outreach
    assert outreach.homes == 2
    assert set(Reason.objects.values_list("dwelling", flat=True)) == doors
    assert Reason.objects.values_list("ground", flat=True)[0] == "老年人权益保障法"
    assert Entry.objects.filter(verb="visits.reach_out").count() == 1


def test_a_roster_put_away_reaches_nobody(people: Walk) -> None:
    roster = kept(people)

    actions.end_roster(roster_id=roster.pk, by=people.actor("zhounc"), at=TUESDAY)

    with pytest.raises(UnknownRosterError):
        reach(people, roster)
    assert Entry.objects.filter(verb="visits.end_roster").count() == 1


def test_printing_a_roster_is_on_record(people: Walk) -> None:
    roster = kept(people)

    actions.print_roster(roster_id=roster.pk, people=2, by=people.actor("zhounc"), at=TUESDAY)

    assert Entry.objects.get(verb="visits.print_roster").refs == {"people": 2}
