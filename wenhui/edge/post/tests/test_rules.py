"""Who hears what, what is no news any more, what a step says, what leaves the house; without a database."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from wenhui.edge.post import letters, rules, shown
from wenhui.edge.post.letters import Letter
from wenhui.edge.post.rules import Hearer
from wenhui.edge.post.words import said
from wenhui.kit.clock import SHANGHAI
from wenhui.work.cases.testing import TUESDAY
from wenhui.work.cases.words import Stage

PEOPLE = rules.by_what_they_answer_to(
    [
        Hearer(1, "hz.gs.wh.", ("role:unit_handler", "unit:municipal")),
        Hearer(2, "hz.gs.wh.lsdy.", ("role:command_clerk",)),
        Hearer(2, "hz.gs.wh.", ("role:command_clerk",)),
        Hearer(3, "hz.gs.wh.dtg.", ("role:command_clerk",)),
    ]
)
HERE = "hz.gs.wh.lsdy.g04.b001."


@pytest.mark.parametrize(
    ("whom", "path", "heard"),
    [
        ("unit:municipal", HERE, [1]),
        ("unit:sanitation", HERE, []),
        ("role:unit_handler", HERE, [1]),
        ("role:command_clerk", HERE, [2]),  # once, in whichever post; not who may see another community only
        ("role:command_clerk", "hz.gs.wh.dtg.g01.", [2, 3]),
        ("role:command_clerk", "hz.gs.xx.g01.", []),
    ],
)
def test_whoever_answers_to_it_and_sees_the_place_hears_once(whom: str, path: str, heard: list[int]) -> None:
    assert list(rules.who_hears(whom, path, PEOPLE)) == heard


@pytest.mark.parametrize(
    ("step", "moved", "stage", "is_moot"),
    [
        ("p100", 0, Stage.ACCEPTED, False),
        ("p100", 0, Stage.ANSWERED, True),
        ("p100", 1, Stage.ACCEPTED, True),
        ("urge", 0, Stage.DISPATCHED, False),
        ("urge", 0, Stage.CLOSED, True),
        ("returned", 1, Stage.REGISTERED, False),  # what is no clock's matter is told whatever became of it
    ],
)
def test_a_reminder_of_a_clock_that_stopped_is_no_news(step: str, moved: int, stage: Stage, *, is_moot: bool) -> None:
    due = TUESDAY + timedelta(hours=moved)

    assert rules.is_moot(step, said_of=TUESDAY, due_at=due, stage=stage) is is_moot


@pytest.mark.parametrize(
    ("step", "nth", "zh", "en"),
    [
        ("p70", 1, "时限已用 70%", "70 % of the time is over"),
        ("p100", 1, "时限到了", "The time is over"),
        ("p150", 1, "超期，用时已达时限的 150%", "Overdue, at 150 % of the time"),
        ("urge", 1, "催办", "Urged"),
        ("urge", 3, "第 3 次催办", "Urged, time 3"),
        ("something", 1, "有新情况", "There is news"),
    ],
)
def test_a_step_is_said_in_words(step: str, nth: int, zh: str, en: str) -> None:
    assert said(step, nth) == (zh, en)


@pytest.mark.parametrize(("count", "words"), [(0, ""), (1, "1"), (99, "99"), (100, "99+"), (500, "99+")])
def test_the_bell_counts_up_to_a_hundred(count: int, words: str) -> None:
    assert shown.bell(count) == words


def letter(number: int = 1, **given: Any) -> Letter:
    usual: dict[str, Any] = {
        "id_": f"case-{number}-p100-1-0", "number": f"WH-2026-0317-{number:03d}", "step": "p100", "nth": 1,
        "type_": "路面塌陷", "place": "流水东苑社区", "due_at": TUESDAY, "zone": SHANGHAI, "pages": "https://wenhui.example/",
    }  # fmt: skip
    return letters.letter(**(usual | given))


def test_a_letter_says_where_to_look_and_nothing_that_people_wrote() -> None:
    assert letter().model_dump(mode="json") == {
        "id": "case-1-p100-1-0", "number": "WH-2026-0317-001", "step": "p100", "step_words": "时限到了",
        "type": "路面塌陷", "place": "流水东苑社区", "due_at": "2026-03-17T08:30:00+08:00", "due": "3-17 08:30",
        "link": "https://wenhui.example/cases/WH-2026-0317-001/",
    }  # fmt: skip
    assert letter(zone=ZoneInfo("America/New_York")).due == "3-16 20:30"


def test_several_letters_are_one_text() -> None:
    both = [letter(1), letter(2)]

    assert letters.head(both[:1]) == "案件提醒：WH-2026-0317-001 时限到了"
    assert letters.markdown(both).split("\n\n") == [
        "**案件提醒：2 件**",
        *(f"> [{one.number}]({one.link}) 时限到了 · 路面塌陷 · 流水东苑社区 · 时限 3-17 08:30" for one in both),
    ]
    assert letters.text(both).count("https://wenhui.example/cases/") == 2


@pytest.mark.parametrize(
    ("given", "kept"),
    [("[点这里](http://x)", "点这里 http://x"), ("**急**\n# 标题", "急 标题"), ("长" * 40, "长" * 29 + "…")],
)
def test_names_of_the_catalogue_cannot_draw_in_a_message(given: str, kept: str) -> None:
    assert " ".join(letters.plain(given).split()) == kept


def test_what_was_kept_is_read_as_it_was_written() -> None:
    one = letter()

    assert letters.read([one.model_dump(mode="json")]) == [one]
    assert isinstance(one.due_at, datetime)
