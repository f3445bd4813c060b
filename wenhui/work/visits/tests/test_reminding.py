"""What the office's own clock brings: reminders by date, and an end for those whose person has gone."""

from datetime import date, timedelta

import pytest

from wenhui.ground.accounts.testing import OFFICE, PLANTED_AT
from wenhui.ground.journal.models import Entry
from wenhui.record.facts import actions as facts
from wenhui.record.facts.actions import About
from wenhui.record.facts.words import Through
from wenhui.record.registry import actions as registry
from wenhui.record.registry.testing import plant_dictionary
from wenhui.record.registry.words import LeftBecause, ResidenceKind, Subject
from wenhui.work.visits import actions
from wenhui.work.visits.models import Reason, ReminderRule
from wenhui.work.visits.testing import TODAY, TUESDAY, Walk, plant_rules
from wenhui.work.visits.words import ReasonState


@pytest.mark.parametrize(
    ("birth_on", "rule"),
    [
        (date(1946, 3, 17), "age-allowance-80"),  # 80 today
        (date(1946, 4, 16), "age-allowance-80"),  # in 30 days
        (date(1946, 4, 17), None),  # in 31
        (date(1946, 2, 15), "age-allowance-80"),  # 30 days ago, nobody asked then
        (date(1946, 2, 14), None),
        (date(1961, 3, 20), "senior-card-65"),
        (date(2020, 7, 1), "school-6"),
        (date(1980, 3, 17), None),
    ],
)
def test_a_birthday_brings_its_reminder(walk: Walk, birth_on: date, rule: str | None) -> None:
    walk.settle("r501", "王建国", birth_on)

    actions.remind(by=OFFICE, at=TUESDAY)

    assert list(Reason.objects.values_list("source", flat=True)) == ([f"rule:{rule}"] if rule else [])


def test_a_reminder_names_the_person_the_date_and_the_right(walk: Walk) -> None:
    person = walk.settle("r501", "王建国", date(1946, 3, 20))

    actions.remind(by=OFFICE, at=TUESDAY)

    reason = Reason.objects.get()
    assert (reason.person, reason.dwelling, reason.due_on) == (person, walk.doors["r501"], date(2026, 4, 19))
    assert (reason.from_on, reason.source_key) == (date(2026, 2, 18), f"{person.pk}:2026-03-20")
    assert "高龄津贴" in reason.tell_zh
    assert "1946" not in reason.zh + reason.tell_zh


def test_reminding_again_brings_nothing_new(walk: Walk) -> None:
    walk.settle("r501", "王建国", date(1946, 3, 20))

    counts = [actions.remind(by=OFFICE, at=TUESDAY + timedelta(days=days)) for days in (0, 0, 1, 30)]

    assert counts == [1, 0, 0, 0]
    assert Reason.objects.count() == 1


def test_who_was_born_on_a_leap_day_is_reminded_for_the_first_of_march(walk: Walk) -> None:
    walk.settle("r501", "王建国", date(1960, 2, 29))
    at = TUESDAY.replace(year=2025, month=2, day=20)

    actions.remind(by=OFFICE, at=at)

    assert Reason.objects.get(source="rule:senior-card-65").source_key.endswith(":2025-03-01")


@pytest.mark.parametrize(("days", "reminded"), [(-16, False), (-15, True), (0, True), (15, True), (16, False)])
def test_the_end_of_a_lease_is_asked_about(walk: Walk, days: int, reminded: bool) -> None:
    plant_dictionary()
    plant_rules()
    ends_on = TODAY + timedelta(days=days)
    cells = {"dwelling.lease_until": ends_on.isoformat()}
    facts.say(
        about=[About(Subject.DWELLING, walk.doors["r501"].pk, cells)], through=Through.FORM, provider="self",
        ground="商品房屋租赁管理办法第七条", by=OFFICE, at=TUESDAY - timedelta(days=100),
    )  # fmt: skip

    actions.remind(by=OFFICE, at=TUESDAY)

    given = Reason.objects.filter(person__isnull=True).values_list("source", "dwelling", "asks")
    assert list(given) == [("rule:lease-end", walk.doors["r501"].pk, ["dwelling.lease_until"])] * reminded


@pytest.mark.parametrize(
    ("said_ago", "age", "asked"),
    [(179, 85, True), (160, 85, True), (140, 85, False), (400, 85, True), (400, 79, False)],
)
def test_what_is_known_of_the_very_old_is_asked_again_before_it_is_stale(
    walk: Walk, said_ago: int, age: int, asked: bool
) -> None:
    plant_dictionary()
    plant_rules()
    person = walk.settle("r501", "王建国", date(2026 - age, 1, 1))
    facts.say(
        about=[About(Subject.PERSON, person.pk, {"person.phone": "12034560001"})], through=Through.FORM, provider="self",
        ground="居民委员会组织法第三条", as_of=TODAY - timedelta(days=said_ago), by=OFFICE, at=PLANTED_AT,
    )  # fmt: skip

    for _ in range(2):
        actions.remind(by=OFFICE, at=TUESDAY)

    given = Reason.objects.filter(source="rule:phones-of-the-very-old").values_list("kind", "person", "asks")
    assert list(given) == [("gap", person.pk, ["person.phone"])] * asked
    assert all(reason.due_on >= TODAY for reason in Reason.objects.all())


def test_a_rule_that_ended_reminds_nobody(walk: Walk) -> None:
    walk.settle("r501", "王建国", date(1946, 3, 20))
    ReminderRule.objects.update(ended=True)

    assert actions.remind(by=OFFICE, at=TUESDAY) == 0


def test_a_reason_follows_its_person_to_another_door(walk: Walk) -> None:
    person = walk.settle("r501", "王建国", date(1946, 3, 20))
    actions.remind(by=OFFICE, at=TUESDAY)
    registry.move_in(
        person_id=person.pk, dwelling=walk.doors["far"], kind=ResidenceKind.HOME, on=TODAY, by=OFFICE, at=TUESDAY
    )

    changed = actions.tidy(by=OFFICE, at=TUESDAY)

    reason = Reason.objects.get()
    assert changed == 1
    assert (reason.dwelling, reason.area_path) == (walk.doors["far"], "hz.gs.wh.dtg.g01.b001.")
    assert Entry.objects.filter(verb="visits.tidy").count() == 1


@pytest.mark.parametrize("because", [LeftBecause.MOVED, LeftBecause.DIED])
def test_a_reason_ends_with_its_person(walk: Walk, because: LeftBecause) -> None:
    person = walk.settle("r501", "王建国", date(1946, 3, 20))
    actions.remind(by=OFFICE, at=TUESDAY)
    home = walk.ask("r501")
    registry.move_out(person_id=person.pk, on=TODAY, because=because, by=OFFICE, at=TUESDAY)

    actions.tidy(by=OFFICE, at=TUESDAY)

    states = dict(Reason.objects.values_list("pk", "state"))
    assert states.pop(home.pk) == ReasonState.OPEN
    assert list(states.values()) == [ReasonState.GONE]


def test_tidying_what_is_tidy_leaves_no_line(walk: Walk) -> None:
    walk.ask("r501")

    assert actions.tidy(by=OFFICE, at=TUESDAY) == 0
    assert not Entry.objects.filter(verb="visits.tidy").exists()
