"""Our client against our own server and against a fake office: what both must keep, and what a bad office does."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from django.test.client import FakePayload

from wenhui.edge.open311.client import ATTEMPTS, LONGEST_ANSWER, OtherOffice, OtherOfficeError, Outgoing
from wenhui.edge.open311.fake import KEY, FakeOffice
from wenhui.edge.open311.wire import Form
from wenhui.edge.open311.words import Status
from wenhui.ground.accounts.testing import MakeToken, WebClient
from wenhui.work.cases.models import Case
from wenhui.work.cases.testing import Desk
from wenhui.work.cases.words import Verb

CASE = Outgoing(
    key="WH-2026-0317-001", service_code="event-0401", description="路面塌了一块", address="流水东苑社区 1 幢"
)


def into_our_server(request: httpx.Request) -> httpx.Response:
    """Carry a call of the client into our own pages."""
    environ = {
        "REQUEST_METHOD": request.method,
        "PATH_INFO": request.url.path,
        "QUERY_STRING": request.url.query.decode(),
        "CONTENT_TYPE": request.headers.get("Content-Type", ""),
        "CONTENT_LENGTH": str(len(request.content)),
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in request.headers.items()},
    }
    answer = WebClient().request(**environ, **{"wsgi.input": FakePayload(request.content)})
    return httpx.Response(answer.status_code, content=answer.content, headers=dict(answer.items()))


@dataclass
class Side:
    """One office that the client talks to, and how it closes a case."""

    office: OtherOffice
    close: Callable[[str], Any]


@pytest.fixture(params=["ours", "fake"])
def side(request: pytest.FixtureRequest) -> Side:
    """Return each of the two offices in turn."""
    if request.param == "fake":
        fake = FakeOffice()
        office = OtherOffice("https://fake.example/v2", KEY, transport=fake.transport, pause=lambda _: None)
        return Side(office, lambda number: fake.close(number, at=datetime.now(UTC)))
    make_token: MakeToken = request.getfixturevalue("make_token")
    desk: Desk = request.getfixturevalue("offered")
    key = make_token("cases.report", "cases.see")[1]
    office = OtherOffice(
        "http://testserver/open311/v2", key, transport=httpx.MockTransport(into_our_server), pause=lambda _: None
    )

    def close(number: str) -> None:
        desk.at = datetime.now(UTC)
        desk.take(Case.objects.get(number=number), Verb.CLOSE)

    return Side(office, close)


@pytest.mark.django_db
@pytest.mark.parametrize("form", Form)
def test_a_case_is_sent_once_found_again_and_followed_until_it_is_closed(side: Side, form: Form) -> None:
    office, began_at = replace(side.office, form=form), datetime.now(UTC)

    services = [one["service_code"] for one in office.services()]
    first, again = office.send(CASE), office.send(CASE)
    side.close(first.number)
    steps = office.steps_since(began_at, until=began_at + timedelta(hours=2))
    later = office.steps_since(began_at, until=began_at + timedelta(hours=2), seen=frozenset(one.key for one in steps))

    assert CASE.service_code in services
    assert first.number == again.number == office.number_of(CASE.key)
    assert first.notice
    assert [steps[0].status, steps[-1].status] == [Status.OPEN, Status.CLOSED]
    assert {step.number for step in steps} == {first.number}
    assert later == []


@pytest.mark.django_db
@pytest.mark.parametrize("form", Form)
def test_a_refusal_is_final_and_says_why(side: Side, form: Form) -> None:
    office = replace(side.office, form=form)

    with pytest.raises(OtherOfficeError, match="status 400") as refused:
        office.send(replace(CASE, address=""))
    with pytest.raises(OtherOfficeError, match="status 403"):
        replace(office, api_key="wh_forged").send(CASE)

    assert refused.value.is_final


def moody(*moods: Any) -> tuple[FakeOffice, OtherOffice, list[float]]:
    fake, pauses = FakeOffice(moods=list(moods)), list[float]()
    return fake, OtherOffice("https://fake.example/v2", KEY, transport=fake.transport, pause=pauses.append), pauses


def test_what_may_pass_is_asked_again_with_longer_pauses_and_sent_under_the_same_key() -> None:
    fake, office, pauses = moody(httpx.ConnectTimeout, 503, 429)

    sent = office.send(CASE)

    assert (sent.number, fake.calls, pauses) == ("F-1", 4, [0.5, 1.0, 2.0])
    assert len(fake.kept) == 1


def test_an_office_that_stays_away_is_given_up_for_now() -> None:
    fake, office, _ = moody(*[httpx.ReadTimeout] * 9)

    with pytest.raises(OtherOfficeError, match="ReadTimeout") as gone:
        office.services()

    assert (fake.calls, gone.value.is_final) == (ATTEMPTS, False)


@pytest.mark.parametrize(
    "answer", [b"<html>Log in</html>", b"[]", b"[{}]", b'[{"service_request_id": null}]', b"x" * (LONGEST_ANSWER + 1)]
)
def test_an_answer_that_is_none_is_not_believed(answer: bytes) -> None:
    fake, office, _ = moody(answer)

    with pytest.raises(OtherOfficeError) as refused:
        office.send(CASE)

    assert (refused.value.is_final, fake.calls) == (True, 1)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"status": "solved"},
        {"status": None},
        {"update_id": ""},
        {"service_request_id": None},
        {"updated_datetime": "2026-03-17"},
        {"updated_datetime": "soon"},
    ],
)
def test_a_step_that_cannot_be_read_changes_nothing(spoilt: dict[str, Any]) -> None:
    now = datetime.now(UTC)
    step = {"update_id": "1", "service_request_id": "F-1", "status": "closed", "updated_datetime": now.isoformat()}
    _, office, _ = moody(json.dumps([step]).encode(), json.dumps([step | spoilt]).encode())

    assert [one.key for one in office.steps_since(now, until=now)] == ["1"]
    assert office.steps_since(now, until=now) == []


def test_fixed_over_there_is_closed_here_and_never_solved() -> None:
    fake, office, _ = moody()
    fake.close(office.send(CASE).number, at=datetime.now(UTC))

    last = office.steps_since(datetime.now(UTC) - timedelta(hours=1), until=datetime.now(UTC))[-1]

    assert (last.status, last.their_code) == (Status.CLOSED, "fixed")
    assert set(Status) == {"open", "closed"}
