"""The pages: one list, one door, rosters, emergency lists, hand-over; what they show, refuse and cost."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wenhui.ground.accounts.testing import Browse
from wenhui.ground.journal.models import Entry
from wenhui.kit import clock
from wenhui.work.visits.models import HandOver, Outreach, Promise, Reason, Referral, Roster, Visit
from wenhui.work.visits.testing import TUESDAY, Walk
from wenhui.work.visits.words import Outcome, Part, ReasonKind


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a Tuesday morning on which one may knock."""
    monkeypatch.setattr(clock, "now", lambda: TUESDAY)


def address(walk: Walk, label: str = "r501") -> str:
    return f"/visits/home/{walk.doors[label].pk}/"


def key_on(html: str) -> str:
    found = re.search(r'name="key" value="(\w+)"', html)
    assert found
    return found.group(1)


def test_the_list_shows_homes_floor_by_floor_from_the_top(walk: Walk, browse: Browse) -> None:
    for label in ("r501", "r1201", "far"):
        walk.ask(label)
    walk.ask("r501", "疫苗接种通知")

    html = browse("gulan").get("/visits/").content.decode()

    doors = re.findall(r"<b>(\d+ 室)</b>\s*<span class=\"w\">\s*(\d+ 件)?", html)
    assert doors == [("1201 室", "1 件"), ("501 室", "2 件")]
    assert "101 室" not in html


def test_the_list_says_nothing_of_who_lives_there(walk: Walk, browse: Browse) -> None:
    person = walk.settle("r501", "王建国", date(1946, 3, 20))
    walk.ask("r501", person_id=person.pk)

    html = browse("gulan").get("/visits/").content.decode()

    assert "王" not in html


def test_what_is_due_later_is_shown_only_when_asked_for(walk: Walk, browse: Browse) -> None:
    walk.ask("r501", due_on=TUESDAY.date() + timedelta(days=20))

    soon = browse("gulan").get("/visits/").content.decode()
    later = browse("gulan").get("/visits/?when=all").content.decode()

    assert "501 室" not in soon
    assert "501 室" in later


def test_a_home_that_nobody_opened_says_when_to_try(walk: Walk, browse: Browse) -> None:
    walk.ask("r501")
    walk.knock("r501", Outcome.NOBODY_HOME)

    html = browse("gulan").get("/visits/").content.decode()

    assert "换下午、傍晚试试" in html


def test_a_door_speaks_of_another_hour_only_where_nobody_opened_last(walk: Walk, browse: Browse) -> None:
    client = browse("gulan")
    htmls: list[str] = []

    for outcome in (Outcome.NOBODY_HOME, Outcome.ANSWERED):
        walk.at = TUESDAY if not htmls else TUESDAY + timedelta(minutes=5)
        walk.knock("r501", outcome)
        htmls.append(client.get(address(walk)).content.decode())

    assert ["换下午、傍晚来试试" in html for html in htmls] == [True, False]


def test_the_list_costs_the_same_for_many_homes(walk: Walk, browse: Browse) -> None:
    client = browse("gulan")
    counts = []
    for labels in (("r501",), ("r502", "r1201")):
        for label in labels:
            walk.ask(label)
            walk.knock(label, Outcome.NOBODY_HOME)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/visits/")
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[1] <= 24


def test_a_door_shows_everything_to_do_and_who_lives_there_masked(walk: Walk, browse: Browse) -> None:
    person = walk.settle("r501", "王建国", date(1946, 3, 20), phone="12034560001")
    walk.ask("r501", "高龄津贴", person_id=person.pk, kind=ReasonKind.REMINDER)
    walk.ask("r501", "防诈骗")

    response = browse("gulan").get(address(walk))
    html = response.content.decode()

    assert "高龄津贴" in html
    assert "防诈骗" in html
    assert "王**" in html
    assert "王建国" not in html
    assert "0001" not in html
    assert "no-store" in response["Cache-Control"]


def test_a_visit_is_recorded_once_however_often_it_is_sent(walk: Walk, browse: Browse) -> None:
    reason = walk.ask("r501")
    client = browse("gulan")
    key = key_on(client.get(address(walk)).content.decode())
    given = {"key": key, "outcome": "answered", "told": [reason.pk]}

    answers = [client.post(address(walk), given) for _ in range(2)]

    reason.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Visit.objects.count() == 1
    assert reason.state == "met"
    assert "已走" in client.get("/visits/").content.decode()


def test_other_outcomes_have_keys_of_their_own(walk: Walk, browse: Browse) -> None:
    person = walk.settle("r501", "王建国", date(1946, 3, 20))
    reason = walk.ask("r501")
    client = browse("gulan")

    for given in (
        {"outcome": "nobody_home", "again_on": "2026-03-19", "again_part": Part.EVENING},
        {"outcome": "referred", "what": "楼道灯不亮"},
        {"outcome": "refused", "about": [reason.pk], "is_invited": "on"},
        {"outcome": "moved", "moved": [person.pk], "is_invited": "on"},
    ):
        assert client.post(address(walk), {"key": "k"} | given).status_code == 302

    assert list(Visit.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "nobody_home", "referred", "refused", "moved",
    ]  # fmt: skip
    assert (Promise.objects.count(), Referral.objects.count()) == (1, 1)


def test_a_refused_record_says_why_and_keeps_what_was_typed(walk: Walk, browse: Browse) -> None:
    for day in range(3):
        walk.knock("r501", Outcome.NOBODY_HOME, at=TUESDAY - timedelta(days=day))

    answer = browse("gulan").post(address(walk), {"key": "k", "outcome": "referred", "what": "楼道灯不亮"})

    assert answer.status_code == 409
    assert "近 30 天已上门 3 次" in answer.content.decode()
    assert "楼道灯不亮</textarea>" in answer.content.decode()


@pytest.mark.parametrize("wrong", [{"outcome": "flew"}, {"key": ""}, {"told": ["x"]}, {"again_on": "soon"}])
def test_what_no_form_of_ours_sends_changes_nothing(walk: Walk, browse: Browse, wrong: dict[str, object]) -> None:
    answer = browse("gulan").post(address(walk), {"key": "k", "outcome": "answered"} | wrong)

    assert answer.status_code == 409
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    ("who", "label", "status"),
    [
        ("gulan", "r501", 200),
        ("gulan", "far", 404),
        ("hansg", "r501", 404),
        ("luming", "r501", 200),
        ("shenzy", "r501", 403),
    ],
)
def test_a_door_opens_to_whoever_looks_after_it(walk: Walk, browse: Browse, who: str, label: str, status: int) -> None:
    assert browse(who).get(address(walk, label)).status_code == status


def test_a_clerk_asks_for_a_look_and_records_none(walk: Walk, browse: Browse) -> None:
    client = browse("luming")

    asked = client.post(
        f"{address(walk)}ask/", {"key": "k", "zh": "看看老人", "ground": "女儿来电请求", "due_on": "2026-03-18"}
    )
    recorded = client.post(address(walk), {"key": "k", "outcome": "answered"})

    assert (asked.status_code, recorded.status_code) == (302, 409)
    assert Reason.objects.get().kind == ReasonKind.CHECK


def test_a_look_without_a_ground_is_not_asked_for(walk: Walk, browse: Browse) -> None:
    answer = browse("luming").post(f"{address(walk)}ask/", {"key": "k", "zh": "看看老人", "due_on": "2026-03-18"})

    assert answer.status_code == 422


OLD = {"age_from": "80", "name": "高龄老人", "ground": "老年人权益保障法"}


def test_a_roster_is_counted_kept_shown_printed_and_sent_out(walk: Walk, browse: Browse) -> None:
    walk.settle("r501", "王建国", date(1940, 3, 20))
    client = browse("zhounc")

    counted = client.post("/visits/rosters/new/", OLD | {"count": "1"}).content.decode()
    kept = client.post("/visits/rosters/new/", OLD | {"keep": "1"})
    roster = Roster.objects.get()
    shown = client.get(kept["Location"]).content.decode()
    printed = client.post(f"/visits/rosters/{roster.pk}/print/").content.decode()
    reach = {"key": "k", "zh": "流感疫苗", "tell": "自愿接种", "due_on": "2026-03-31"}
    sent = [client.post(f"/visits/rosters/{roster.pk}/reach/", reach) for _ in range(2)]

    assert "1 人，1 户" in counted
    assert kept["Location"] == f"/visits/rosters/{roster.pk}/"
    assert "王**" in shown
    assert "王建国" not in shown + printed
    assert "王**" in printed
    assert [one.status_code for one in sent] == [302, 302]
    assert (Outreach.objects.get().homes, Reason.objects.count()) == (1, 1)
    assert Entry.objects.filter(verb="visits.print_roster").count() == 1
    assert client.post(f"/visits/rosters/{roster.pk}/end/").status_code == 302
    assert client.get(kept["Location"]).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"age_from": ""}, "至少选一个条件"),
        ({"ground": ""}, "依据"),
        ({"age_to": "70"}, "年龄的上限比下限小"),
        ({"polygon": "[[1,2],[3,4]]"}, "重画"),
        ({"polygon": "nonsense"}, "重画"),
        ({"age_from": "'; DROP TABLE"}, "整数"),
    ],
)
def test_conditions_that_mean_nothing_are_refused_in_words(
    walk: Walk, browse: Browse, wrong: dict[str, str], words: str
) -> None:
    answer = browse("zhounc").post("/visits/rosters/new/", OLD | {"keep": "1"} | wrong)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Roster.objects.exists()


def test_counting_with_htmx_brings_the_count_alone(walk: Walk, browse: Browse) -> None:
    answer = browse("zhounc").post("/visits/rosters/new/", OLD | {"count": "1"}, headers={"HX-Request": "true"})

    assert "<html" not in answer.content.decode()
    assert "0 人，0 户" in answer.content.decode()


def test_the_emergency_list_comes_as_page_and_as_one_file(walk: Walk, browse: Browse) -> None:
    walk.settle("r501", "王建国", date(1940, 3, 20), phone="12034560001")
    client = browse("zhounc")
    given = {"places": ["hz.gs.wh.lsdy.g04.b001."], "reason": "台风撤离准备"}

    page = client.post("/visits/emergency/", given | {"page": "1"})
    file = client.post("/visits/emergency/", given | {"file": "1"})

    for answer in (page, file):
        assert "王建国 12034560001" in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
    assert "attachment" in file["Content-Disposition"]
    assert "@page" in file.content.decode()
    assert "@page" not in page.content.decode()
    assert Entry.objects.filter(verb="journal.reveal").count() == 2


@pytest.mark.parametrize(
    ("given", "words"),
    [({"places": [], "reason": "台风撤离准备"}, "请选楼幢"), ({"places": ["hz.gs.wh.lsdy.g04.b001."]}, "为什么要打印")],
)
def test_an_emergency_list_needs_buildings_and_a_reason(
    walk: Walk, browse: Browse, given: dict[str, object], words: str
) -> None:
    answer = browse("zhounc").post("/visits/emergency/", given)

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_secretary_hands_homes_over(walk: Walk, browse: Browse) -> None:
    walk.ask("r501")
    client = browse("zhounc")
    given = {"post": walk.cast["gulan"].post.pk, "account": walk.cast["hansg"].account.pk, "on": "2026-03-18"}

    page = client.get("/visits/hand-over/").content.decode()
    done = client.post("/visits/hand-over/", given)
    again = client.post("/visits/hand-over/", given)

    assert "顾晓岚" in page
    assert (done.status_code, again.status_code) == (302, 422)
    assert HandOver.objects.get().homes == 1


@pytest.mark.parametrize("page", ["rosters/", "rosters/new/", "emergency/", "hand-over/"])
def test_a_grid_worker_has_none_of_the_desk_pages(walk: Walk, browse: Browse, page: str) -> None:
    assert browse("gulan").get(f"/visits/{page}").status_code == 403
    assert browse("zhounc").get(f"/visits/{page}").status_code == 200
