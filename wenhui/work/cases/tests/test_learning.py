"""What an office learns from its closed cases: measured on the newest, used unless worse, shown with reasons."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries, Settings

from wenhui.ground.accounts.testing import AsWeb
from wenhui.ground.journal.models import Entry
from wenhui.lake.suggesting import several
from wenhui.work.cases import actions
from wenhui.work.cases.learning import editions, guessing, keeping, lessons, retraining, teaching
from wenhui.work.cases.learning.teaching import Lesson, Taught
from wenhui.work.cases.models import Case, CaseSuggestion, SuggestionEdition
from wenhui.work.cases.testing import TUESDAY, Desk
from wenhui.work.cases.words import About, Stage, Verb

WH = "hz.gs.wh."
LAMP = {"type": "component-0118", "platform": "service", "urgency": "ordinary", "unit": "municipal"}
WASTE = {"type": "event-0102", "platform": "enforcement", "urgency": "ordinary", "unit": "sanitation"}


def lesson(count: int) -> Lesson:
    texts = [("路灯不亮了" if n % 2 else "垃圾没人清运") + f"，{n % 7} 幢门口" for n in range(count)]
    return Lesson(texts, [LAMP if n % 2 else WASTE for n in range(count)], [str(n) for n in range(count)])


@pytest.mark.parametrize(
    ("closed", "held"), [(0, 0), (39, 0), (40, 20), (250, 25), (20_000, 500)]
)  # fmt: skip
def test_some_of_the_newest_cases_are_held_out(closed: int, held: int) -> None:
    assert teaching.held_out(closed) == held


@pytest.mark.parametrize(
    ("closed", "since", "due"),
    [(0, None, True), (30, 30, False), (40, 40, True), (1000, 100, False), (1000, 200, True), (9000, 999, False)],
)
def test_an_office_learns_again_when_enough_cases_were_closed(closed: int, since: int | None, due: bool) -> None:
    assert teaching.is_due(closed=closed, since=since) is due


@pytest.mark.parametrize(
    ("measured", "before", "kept"),
    [
        ({}, {}, True),
        ({"type": 0.8}, {}, True),
        ({"type": 0.8}, {"type": 0.8}, True),
        ({"type": 0.7}, {"type": 0.8}, False),
    ],
)
def test_what_is_worse_on_the_newest_cases_is_not_used(
    measured: dict[str, float], before: dict[str, float], kept: bool
) -> None:
    assert teaching.is_kept(Taught("d", 100, 20, measured, before)) is kept


def test_a_lesson_is_learnt_and_measured_and_forgets_what_few_cases_say(tmp_path: Path) -> None:
    cases = lesson(60)
    cases = Lesson([*cases.texts[:-1], "路灯坏了，顾晚晴来电"], cases.said, cases.keys, [("街灯", LAMP)])

    taught = teaching.teach(cases, tmp_path, None)
    again = teaching.teach(cases, tmp_path, tmp_path / taught.digest)

    models = several.load(tmp_path / taught.digest, teaching.ABOUTS)
    [said] = models.suggest(["街灯又不亮"], explain=True)
    space = models.models["type"].space
    assert (taught.cases, taught.held_out, taught.measured["type"]) == (40, 20, 1.0)
    assert said["type"].label == "component-0118"
    assert said["unit"].label == "municipal"
    assert {near.key for near in said["type"].nearest} <= set(cases.keys[:40])
    assert "urgency" not in models.models
    assert len(space.vectors(["顾晚晴"]).data) == 0
    assert again.digest == taught.digest
    assert again.before["type"] == 1.0


def test_learning_apart_is_ended_when_it_takes_too_long(tmp_path: Path) -> None:
    with pytest.raises(teaching.StoppedError):
        teaching.teach_apart(lesson(60), tmp_path, None, seconds=1, is_over=lambda: True)


def test_telephones_and_numbers_of_papers_are_left_out() -> None:
    assert (
        lessons.text_of("路灯不亮", "联系 13800000000，证件 33010519900101001X，3 幢")
        == "路灯不亮 联系  ，证件  ，3 幢"
    )


@pytest.fixture
def learnt(desk: Desk, settings: Settings, tmp_path: Path) -> Desk:
    """A desk whose office learnt from nothing but its catalogue."""
    settings.DATA = tmp_path
    [edition] = [retraining.train(WH, by=keeping.LEARNER, at=desk.at)]
    assert (edition.in_force, edition.cases, edition.accuracy) == (True, 0, None)
    return desk


@pytest.mark.database
def test_an_office_that_closed_nothing_begins_with_the_words_of_its_catalogue(learnt: Desk) -> None:
    for text, wanted in (
        ("楼道里电瓶车拉线充电", "event-2108"),
        ("街灯不亮，晚上一片黑", "component-0118"),
        ("半夜还在打桩，吵得睡不着", "event-0301"),
    ):
        guess = guessing.of_text(text, "", path=WH)
        assert guess is not None
        assert guess.type is not None
        assert guess.type.key == wanted
    assert guessing.of_text("，。", "", path=WH) is None
    assert guessing.of_text("街灯不亮", "", path="nyc.council.d01.") is None
    line = Entry.objects.get(verb="cases.bring_edition")
    assert line.refs["used"] == 1


@pytest.mark.database
def test_a_damaged_model_means_no_suggestion(learnt: Desk) -> None:
    editions._read.cache_clear()
    for file in editions.folder(WH).rglob("*.npz"):
        file.write_bytes(b"")

    assert guessing.of_text("街灯不亮", "", path=WH) is None


@pytest.mark.database
def test_reasons_are_closed_cases_that_the_reader_may_see(
    learnt: Desk, as_web: AsWeb, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case = learnt.take(learnt.report(title="弄堂口路灯不亮", type_key="component-0118"), Verb.CLOSE)
    for number in range(4):
        learnt.take(learnt.report(title=f"路灯不亮 {number}", type_key="component-0118"), Verb.CLOSE)
    retraining.train(WH, by=keeping.LEARNER, at=learnt.at)

    def near(who: str) -> list[Case]:
        with as_web(learnt.cast[who].scope), django_assert_max_num_queries(9):
            guess = guessing.of_text("弄堂口路灯不亮", "", path=WH)
        assert guess is not None
        return list(guess.near)

    assert near("zhounc")[0] == case
    assert near("hansg") == []


@pytest.mark.database
def test_what_was_suggested_is_kept_beside_what_was_chosen(learnt: Desk) -> None:
    case = learnt.report(title="街灯不亮，晚上一片黑", type_key=actions.NOT_GIVEN)
    guess = guessing.of_case(case, Verb.REGISTER)

    case = learnt.step(case, Verb.REGISTER, type_key="component-0118")
    guessing.keep_choices(guess, Verb.REGISTER, case, by=learnt.actor("luming"), at=learnt.at)
    [worth, *_] = guessing.worth(WH, since=TUESDAY, until=learnt.at + timedelta(minutes=1))

    row = CaseSuggestion.objects.get(case=case, about=About.TYPE)
    assert (row.suggested, row.chosen, row.area_path) == ("component-0118", "component-0118", case.area_path)
    assert (worth.about, worth.shown, worth.percent) == (About.TYPE, 1, 100)
    assert Entry.objects.filter(verb="cases.keep_choice", subject=f"case:{case.pk}").exists()
    with pytest.raises(actions.NotAllowedError):
        actions.keep_choice(
            case_id=case.pk, about=About.UNIT, suggested="a", confidence=0.5, chosen="b", edition_id=row.edition_id,
            by=learnt.actor("qinsn"), at=learnt.at,
        )  # fmt: skip


@pytest.mark.database
def test_only_one_edition_rules_and_a_worse_one_does_not(learnt: Desk) -> None:
    ruling = SuggestionEdition.objects.get(in_force=True)
    worse = Taught("abc", 50, 20, {"type": 0.5}, {"type": 0.9})
    better = Taught("abx", 50, 20, {"type": 0.9}, {"type": 0.9})

    for taught, rules in ((worse, False), (better, True)):
        edition = actions.bring_edition(
            path=WH, taught=taught, words=1, learnt_until=None, by=keeping.LEARNER, at=learnt.at
        )
        assert edition.in_force is rules

    ruling.refresh_from_db()
    assert not ruling.in_force
    with pytest.raises(IntegrityError), transaction.atomic():
        SuggestionEdition.objects.filter(pk=ruling.pk).update(in_force=True)


@pytest.mark.database
def test_by_day_an_office_that_has_learnt_does_not_learn(learnt: Desk) -> None:
    assert keeping.learn_when_due(at=learnt.at, is_over=None) == []
    assert not Case.objects.filter(stage=Stage.CLOSED).exists()
    assert keeping.is_night(TUESDAY.replace(hour=1, minute=20))
