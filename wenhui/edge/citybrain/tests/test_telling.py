"""Cases go up: one letter a step, in its transaction, with no word about people that is not theirs already."""

import json
from datetime import timedelta
from random import Random

import httpx
import pytest
from django.db import transaction

from wenhui.edge.citybrain import translate, wire
from wenhui.edge.citybrain.client import Line
from wenhui.edge.citybrain.fake import FakeBrain, Trouble
from wenhui.edge.citybrain.peer import Peer
from wenhui.edge.citybrain.testing import PEER
from wenhui.edge.citybrain.tests.brains import Road, task
from wenhui.edge.citybrain.tests.test_receiving import receive
from wenhui.edge.citybrain.wire import Event, Kind
from wenhui.edge.exchange import outbox
from wenhui.edge.exchange.models import Outgoing
from wenhui.edge.exchange.parties import Answer
from wenhui.ground.accounts.testing import AsWeb
from wenhui.kit.scope import Scope
from wenhui.work.cases.models import Case, CaseMove
from wenhui.work.cases.testing import TUESDAY, Desk
from wenhui.work.cases.words import Channel, Stage, Verb

LATER = TUESDAY + timedelta(hours=6)


def test_each_step_of_a_case_is_one_letter_in_order(desk: Desk, peer: Peer) -> None:
    case = desk.take(desk.report(), Verb.CLOSE)

    letters = list(Outgoing.objects.order_by("id"))
    moves = list(CaseMove.objects.order_by("id").values_list("pk", flat=True))
    assert [one.event_id for one in letters] == [f"move-{key}" for key in moves]
    assert [one.kind for one in letters] == [Kind.REPORTED, *[Kind.MOVED] * 5, Kind.CLOSED]
    assert {one.subject for one in letters} == {case.number}
    assert letters[-1].body["data"]["state"] == "closed"


def test_every_stage_has_its_word_between_the_houses() -> None:
    assert set(translate.STATE) == set(Stage)


def test_a_step_that_is_taken_back_is_not_told(desk: Desk, peer: Peer) -> None:
    def die() -> None:
        desk.report()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        transaction.atomic(die)()

    assert not Outgoing.objects.exists()


def test_what_was_said_goes_up_only_with_a_task_of_theirs(desk: Desk, peer: Peer) -> None:
    desk.take(desk.report(description="住在501的老人说"), Verb.ANSWER)
    own = json.dumps(list(Outgoing.objects.values_list("body", flat=True)), ensure_ascii=False)
    receive(peer, task(1))
    desk.take(Case.objects.get(channel=Channel.CITY_BRAIN), Verb.ANSWER)

    last = Outgoing.objects.latest("id").body["data"]
    assert "老人" not in own
    assert "已回填" not in own
    assert (last["tasks"], last["note"]) == (["T1"], "已回填压实，恢复通行")
    assert Outgoing.objects.filter(kind=Kind.REPORTED).latest("id").body["data"]["tasks"] == ["T1"]


def test_cases_of_elsewhere_and_of_files_stay_here(desk: Desk, peer: Peer, settings: object) -> None:
    desk.report(channel=Channel.IMPORT)
    settings.CITYBRAIN = Peer(PEER.url, "hz.gs.wh.dtg.", PEER.source, PEER.keys)  # type: ignore[attr-defined]
    desk.report()

    assert not Outgoing.objects.exists()


def test_a_grid_worker_tells_as_the_web_role(desk: Desk, peer: Peer, as_web: AsWeb) -> None:
    with as_web(Scope("hz.gs.wh.lsdy.g04.")):
        desk.report()

    assert Outgoing.objects.get().area_path == "hz.gs.wh.lsdy.g04.b001."


@pytest.mark.parametrize(
    ("trouble", "answer", "heard"),
    [(Trouble(), Answer.TAKEN, 2), (Trouble(fail=1.0), Answer.AWAY, None)],
)  # fmt: skip
def test_letters_reach_the_fake_through_the_client(
    desk: Desk, peer: Peer, trouble: Trouble, answer: Answer, heard: int | None
) -> None:
    desk.take(desk.report(), Verb.REGISTER)
    brain = FakeBrain(peer, Random(1), trouble)

    with Line(peer, now=lambda: LATER, transport=Road(brain, LATER)) as line:
        verdict = outbox.send_due("citybrain", line, at=LATER, draw=Random(1))

    assert verdict is not None
    assert verdict.answer is answer
    assert heard is None or len(brain.heard) == heard


@pytest.mark.parametrize(
    ("status", "answer"),
    [(202, "taken"), (200, "taken"), (400, "refused"), (413, "refused"), (401, "away"), (404, "away"), (429, "away"),
     (503, "away"), (302, "away")],
)  # fmt: skip
def test_what_an_answer_of_theirs_means(desk: Desk, peer: Peer, status: int, answer: str) -> None:
    desk.report()
    asked: list[httpx.Request] = []

    def reply(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(status, text="x" * 5000)

    with Line(peer, transport=httpx.MockTransport(reply)) as line:
        verdict = line.send(list(Outgoing.objects.all()))

    ((event, _),) = wire.read(asked[0].headers["Content-Type"], asked[0].content)
    assert (verdict.answer, len(verdict.why) <= 400) == (answer, True)
    assert event == Event.model_validate(Outgoing.objects.get().body)
    assert str(asked[0].url) == "http://127.0.0.1:9/brain/events"


def test_a_line_that_breaks_says_how(desk: Desk, peer: Peer) -> None:
    def broken(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("too slow", request=request)

    desk.report()
    with Line(peer, transport=httpx.MockTransport(broken)) as line:
        verdict = line.send(list(Outgoing.objects.all()))

    assert (verdict.answer, verdict.why) == (Answer.AWAY, "ReadTimeout: too slow")
