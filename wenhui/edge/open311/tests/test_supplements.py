"""What programs say of cases later: kept once, moves nothing, read at the desk."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from wenhui.edge.open311 import actions
from wenhui.edge.open311.models import Supplement
from wenhui.edge.open311.testing import Program
from wenhui.ground.accounts.testing import AsWeb, Browse, MakeToken
from wenhui.ground.journal.models import Entry
from wenhui.kit import clock
from wenhui.work.cases.models import Case
from wenhui.work.cases.testing import Desk
from wenhui.work.cases.words import Verb

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_clock_is_the_desks(offered: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let programs call while the desk works."""
    monkeypatch.setattr(clock, "now", lambda: offered.at)


def said(program: Program, case: Case, **changes: str) -> Any:
    usual = {"service_request_id": case.number, "description": "还在塌，越来越大", "status": "open"}
    return program.post("servicerequestupdates.xml", usual | changes)


def test_an_update_is_kept_once_and_moves_nothing(offered: Desk, program: Program) -> None:
    case = offered.take(offered.report(), Verb.CLOSE)

    first, again, other = said(program, case), said(program, case), said(program, case, description="别的话")
    named, named_again = said(program, case, update_id="u-1"), said(program, case, update_id="u-1", description="改了")

    ids = [one.records[0]["update_id"] for one in (first, again, other, named, named_again)]
    assert ids[0] == ids[1] != ids[2] != ids[3] == ids[4]
    assert Case.objects.get().stage == "closed"
    assert Supplement.objects.order_by("id").values_list("words", "wants_open")[0] == ("还在塌，越来越大", True)
    assert Entry.objects.filter(verb="georeport.take_update").count() == 3


def test_the_same_words_after_a_while_are_said_again(offered: Desk, program: Program) -> None:
    case = offered.report()
    said(program, case)
    offered.at += timedelta(minutes=11)

    said(program, case)

    assert Supplement.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"service_request_id": "WH-2026-0101-999"}, 404),
        ({"service_request_id": ""}, 400),
        ({"description": " \x00 "}, 400),
        ({"description": "塌" * 4001}, 400),
        ({"status": "solved"}, 400),
        ({"updated_datetime": "tomorrow"}, 400),
        ({"update_id": "u" * 101}, 400),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(
    offered: Desk, program: Program, changes: dict[str, str], status: int
) -> None:
    answer = said(program, offered.report(), **changes)

    assert (answer.status_code, Supplement.objects.count()) == (status, 0)
    assert answer.said


def test_only_who_may_report_and_sees_the_case_says_something_of_it(offered: Desk, make_token: MakeToken) -> None:
    case, hidden = offered.report(), offered.report(type_key="event-2102")
    sees, reports = Program(make_token("cases.see")[1]), Program(make_token("cases.report")[1])
    elsewhere = Program(make_token("cases.report", "cases.see", path="dtg.")[1])

    answers = [
        said(sees, case),
        said(reports, case),
        said(reports, hidden),
        said(elsewhere, case),
        said(Program(), case),
    ]

    assert [one.status_code for one in answers] == [403, 200, 404, 404, 403]


def test_the_database_keeps_them_to_their_ground_and_refuses_what_goes_round_the_action(
    offered: Desk, program: Program, as_web: AsWeb
) -> None:
    said(program, offered.report())
    with as_web(offered.cast["hansg"].scope):
        assert Supplement.objects.count() == 0
    spoilt: list[dict[str, Any]] = [{"words": ""}, {"read_by": "某人"}, {"read_at": offered.at}]
    for wrong in spoilt:
        with pytest.raises(DatabaseError), transaction.atomic():
            Supplement.objects.update(**wrong)


def test_the_command_room_reads_them_and_the_first_who_did_counts(
    offered: Desk, program: Program, browse: Browse
) -> None:
    said(program, offered.report(), description="<b>还在塌</b>")
    supplement = Supplement.objects.get()
    client = browse("luming")

    page = client.get("/open311/").content.decode()
    client.post(f"/open311/{supplement.pk}/read/")
    actions.mark_read(supplement_id=supplement.pk, by=offered.actor("chengws"), at=offered.at)

    assert "&lt;b&gt;还在塌" in page
    supplement.refresh_from_db()
    assert (supplement.read_by, Entry.objects.filter(verb="georeport.mark_read").count()) == ("陆明溪", 1)
    assert client.post("/open311/999/read/").status_code == 404
    assert browse("gulan").get("/open311/").status_code == 403
