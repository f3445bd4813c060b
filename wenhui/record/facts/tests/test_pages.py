"""What cards and pages show of words: masked, by topic, with whose they are; what is refused; questions asked."""

import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from pytest_django import DjangoAssertNumQueries

from wenhui.ground.accounts.testing import Browse, Cast, Office
from wenhui.ground.journal.models import Entry
from wenhui.kit import clock
from wenhui.record.facts import actions
from wenhui.record.facts.actions import About
from wenhui.record.facts.models import Conflict, Correction, Ruling
from wenhui.record.facts.tests.conftest import GROUND, ZHOU, say
from wenhui.record.facts.words import Asked, Through
from wenhui.record.registry.models import Person
from wenhui.record.registry.words import Subject

pytestmark = pytest.mark.database
GUARD_ASKS = 14  # session, account, posts, scope, bell, savepoints and the test's own change of role


def ago(days: int) -> date:
    return clock.local_day(clock.now()) - timedelta(days=days)


def shown(response: Any) -> str:
    """Return the page as text, its blanks made one."""
    return " ".join(str(response.content.decode()).split())


@pytest.fixture
def conflict(lin: Person, cast: Cast) -> Conflict:
    """The community says divorced, civil affairs married."""
    say(lin, "community", ago(130), marriage="40")
    say(lin, "civil_affairs", ago(17), marriage="20")
    return Conflict.objects.get()


def test_a_card_shows_what_is_known_by_topic_with_whose_it_is(lin: Person, conflict: Conflict, browse: Browse) -> None:
    say(lin, "grid", ago(240), elder_living="couple")
    say(lin, "human_resources", ago(160), employment="employed")

    text = shown(browse("zhounc").get(f"/registry/persons/{lin.pk}/"))

    assert text.index("婚姻家庭") < text.index("就业和社保") < text.index("养老服务")
    assert f"社区登记说是“离婚”（{ago(130)}），以民政为准。" in text
    assert f"/facts/conflicts/{conflict.pk}/" in text
    assert "已过期" in text
    assert "该确认了" in text
    assert "3 项" in text


def test_sensitive_words_are_covered_and_not_there_at_all_below_the_clearance(
    lin: Person, cast: Cast, browse: Browse
) -> None:
    say(lin, "self", ago(10), monthly_income="3200.00", spouse_name="何晚舟")

    secretary = shown(browse("zhounc").get(f"/registry/persons/{lin.pk}/"))
    worker = shown(browse("gulan").get(f"/registry/persons/{lin.pk}/"))

    assert "••••••" in secretary
    assert "何**" in secretary
    assert "月收入" not in worker
    assert not any(secret in page for secret in ("3200", "何晚舟") for page in (secretary, worker))


def test_a_home_shows_what_is_known_of_it(office: Office, words: None, cast: Cast, browse: Browse) -> None:
    cells = {"dwelling.floor_area": "89.5"}
    actions.say(
        about=[About(Subject.DWELLING, office.dwelling.pk, cells)], through=Through.BRIDGE,
        provider="natural_resources", ground=GROUND, by=ZHOU, at=clock.now(),
    )  # fmt: skip

    text = shown(browse("zhounc").get(f"/registry/dwellings/{office.dwelling.pk}/"))

    assert "89.5 平方米" in text
    assert "规划资源" in text


def test_a_card_asks_no_more_questions_the_more_is_known(
    lin: Person, conflict: Conflict, browse: Browse, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    say(lin, "self", ago(3), education="20", phone="12012345678", email="lin@example.cn")
    browser = browse("zhounc")

    with django_assert_max_num_queries(GUARD_ASKS + 22):
        browser.get(f"/registry/persons/{lin.pk}/")


def test_the_history_of_an_attribute_names_every_word_and_what_was_withdrawn(lin: Person, browse: Browse) -> None:
    say(lin, "community", ago(400), marriage="10")
    wrong = say(lin, "community", ago(90), marriage="30")
    actions.withdraw(origin_id=wrong.pk, by=ZHOU, at=clock.now(), reason="填错了人")
    say(lin, "community", ago(20), marriage="10")

    text = shown(browse("zhounc").get(f"/facts/person/{lin.pk}/person.marriage/"))

    assert text.index(str(ago(20))) < text.index("丧偶") < text.index("已撤销") < text.index(str(ago(400)))
    assert "确认没有变" in text


def test_a_covered_word_is_shown_once_for_a_reason(lin: Person, cast: Cast, browse: Browse) -> None:
    say(lin, "self", ago(10), monthly_income="3200.00")
    address = f"/facts/person/{lin.pk}/person.monthly_income/"

    before = browse("zhounc").get(address)
    after = browse("zhounc").post(address, {"reason": "核对低保申请"})
    short = browse("zhounc").post(address, {"reason": "看"})

    assert "3200" not in shown(before)
    assert "3200.00 元/月" in shown(after)
    assert "no-store" in after["Cache-Control"]
    assert short.status_code == 422
    assert Entry.objects.get(verb="facts.reveal").reason == "核对低保申请"


@pytest.mark.parametrize(
    "address",
    ["person/{}/person.no_such/", "person/404404/person.marriage/", "nothing/{}/person.marriage/", "conflicts/404404/"],
)
def test_what_is_not_there_is_not_found(lin: Person, cast: Cast, browse: Browse, address: str) -> None:
    assert browse("zhounc").get(f"/facts/{address.format(lin.pk)}").status_code == 404


def test_who_sees_another_community_finds_nothing_here(lin: Person, conflict: Conflict, browse: Browse) -> None:
    assert browse("hansg").get(f"/facts/person/{lin.pk}/person.marriage/").status_code == 404
    assert browse("hansg").get("/facts/conflicts/").status_code == 403


def test_conflicts_are_listed_by_provider_masked(
    conflict: Conflict, browse: Browse, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = browse("zhounc")

    with django_assert_max_num_queries(GUARD_ASKS + 14):
        text = shown(browser.get("/facts/conflicts/?provider=community"))

    assert "社区登记 1" in text
    assert "林**" in text
    assert "林秋实" not in text
    assert "请社区登记更正这 1 项" in text


def test_where_nobody_differs_it_says_so(office: Office, words: None, cast: Cast, browse: Browse) -> None:
    assert "各家说的都对得上" in shown(browse("zhounc").get("/facts/conflicts/"))


def test_a_conflict_is_decided_for_a_reason_and_the_decision_taken_back(conflict: Conflict, browse: Browse) -> None:
    address, browser = f"/facts/conflicts/{conflict.pk}/", browse("zhounc")

    none = browser.post(address, {"do": str(conflict.origin_id), "reason": ""})
    done = browser.post(address, {"do": str(conflict.origin_id), "reason": "本人出示了离婚证"}, follow=True)
    again = browser.post(address, {"do": str(conflict.origin_id), "reason": "本人出示了离婚证"})
    lifted = browser.post(f"/facts/rulings/{Ruling.objects.get().pk}/lift/", {"reason": "看错了人"})
    twice = browser.post(f"/facts/rulings/{Ruling.objects.get().pk}/lift/", {"reason": "看错了人"})

    assert (none.status_code, again.status_code, twice.status_code) == (422, 422, 422)
    assert "已了结：已作裁定" in shown(done)
    assert "以社区登记为准，不采用民政的说法。理由：本人出示了离婚证" in shown(done)
    assert "裁定撤回了" in shown(lifted)


def test_a_provider_is_asked_and_the_request_taken_back(conflict: Conflict, browse: Browse) -> None:
    address, browser = f"/facts/conflicts/{conflict.pk}/", browse("zhounc")

    asked = shown(browser.post(address, {"do": "ask", "note": "请核对证件"}, follow=True))
    back = shown(browser.post(address, {"do": "take_back"}, follow=True))

    assert "等对方答复" in asked
    assert "请核对证件" in asked
    assert "已收回" in back
    assert Correction.objects.get().standing == Asked.WITHDRAWN


def test_who_may_not_decide_sees_the_words_and_no_button(conflict: Conflict, browse: Browse) -> None:
    browser = browse("chengws")

    page = browser.get(f"/facts/conflicts/{conflict.pk}/")
    refused = browser.post(f"/facts/conflicts/{conflict.pk}/", {"do": "ask"})

    assert "以此为准" not in shown(page)
    assert refused.status_code == 404
    assert browser.post("/facts/conflicts/ask/", {"provider": "community"}).status_code == 403


def sheet(response: Any) -> list[list[Any]]:
    """Return the cells of an exported list."""
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(response.content)).active.iter_rows()]


def test_the_list_of_a_provider_is_handed_out_for_a_reason(conflict: Conflict, browse: Browse) -> None:
    browser = browse("zhounc")
    empty = browser.post("/facts/conflicts/export/", {"provider": "community", "reason": "每月核对"})
    browser.post("/facts/conflicts/ask/", {"provider": "community"}, follow=True)

    nameless = browser.post("/facts/conflicts/export/", {"provider": "community", "reason": ""})
    rows = sheet(browser.post("/facts/conflicts/export/", {"provider": "community", "reason": "每月核对"}))

    assert (empty.status_code, nameless.status_code) == (422, 422)
    assert [cell.value for cell in rows[1]][1] == "林秋实"
    assert [cell.value for cell in rows[1]][4:9] == ["婚姻状况", "离婚", str(ago(130)), "已婚", "民政"]
    assert Entry.objects.get(verb="facts.export_corrections").refs["names"] == "clear"


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-2+3", "@SUM(A1)"])
def test_no_cell_of_the_list_is_a_formula(lin: Person, cast: Cast, browse: Browse, text: str) -> None:
    say(lin, "human_resources", ago(10), workplace="晨汐面馆")
    say(lin, "grid", ago(9), workplace=text)
    browser = browse("zhounc")
    browser.post("/facts/conflicts/ask/", {"provider": "grid"})

    rows = sheet(browser.post("/facts/conflicts/export/", {"provider": "grid", "reason": "每月核对"}))

    assert (rows[1][5].value, rows[1][5].data_type) == (text, "s")


def test_a_clerk_below_the_clearance_hands_out_a_covered_list(conflict: Conflict, browse: Browse) -> None:
    browser = browse("luming")
    browser.post("/facts/conflicts/ask/", {"provider": "community"})

    rows = sheet(browser.post("/facts/conflicts/export/", {"provider": "community", "reason": "每月核对"}))

    assert rows[1][1].value == "林**"
