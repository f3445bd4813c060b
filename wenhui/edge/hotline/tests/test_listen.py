"""What comes over HTTP is kept raw but for its caller, acted on once, or quarantined with the reason."""

import json
from datetime import timedelta
from typing import Any

from django.test import Client

from wenhui.edge.exchange.models import Incoming
from wenhui.edge.exchange.words import Outcome
from wenhui.edge.hotline import wire
from wenhui.edge.hotline.fake import FakeHotline
from wenhui.edge.hotline.models import HotlineTicket
from wenhui.edge.hotline.peer import Peer
from wenhui.edge.hotline.testing import PEER
from wenhui.edge.hotline.words import State
from wenhui.kit import clock
from wenhui.work.cases.models import Case
from wenhui.work.cases.testing import Desk

NUMBER = "HZ2603170042"


def ticket(**given: Any) -> dict[str, Any]:
    told = {
        "number": NUMBER, "title": "楼下夜间施工扰民", "text": "晚上十点以后还在打桩", "place": "流水东苑社区1幢",
        "caller": {"name": "苏半夏", "phone": "12900001234"}, "received_at": clock.now().isoformat(),
    }  # fmt: skip
    return told | given


def hand_in(door: Client, kind: str, *items: dict[str, Any]) -> list[dict[str, Any]]:
    """Send a batch as the hotline does; return what it was told of each item."""
    told: list[dict[str, Any]] = []

    def post(path: str, body: bytes, headers: Any) -> int:
        answer = door.post(path, data=body, content_type=wire.JSON, headers=dict(headers))
        told.extend(answer.json().get(kind, []))
        return int(answer.status_code)

    fake = FakeHotline(PEER)
    status = (fake.issue if kind == "tickets" else fake.say)(post, *items, at=clock.now())
    assert status == 202
    return told


def test_a_batch_becomes_cases_once_and_bad_items_stop_no_other(desk: Desk, hotline_door: Client) -> None:
    batch = [ticket(), ticket(number="工单"), ticket(number="HZ2", state="flown"), ticket(number="HZ3")]

    first, second = hand_in(hotline_door, "tickets", *batch), hand_in(hotline_door, "tickets", *batch)

    outcomes = ["done", "quarantined", "quarantined", "done"]
    assert [one["outcome"] for one in first] == [one["outcome"] for one in second] == outcomes
    assert first[0]["reference"] == f"case:{Case.objects.get(source_key=NUMBER).number}"
    assert "number" in first[1]["why"]
    assert (HotlineTicket.objects.count(), Incoming.objects.count()) == (2, 4)


def test_who_rang_is_sealed_in_what_is_kept(desk: Desk, hotline_door: Client) -> None:
    hand_in(hotline_door, "tickets", ticket(), ticket(number="工单"))

    bodies = " ".join(Incoming.objects.values_list("body", flat=True))
    assert "施工扰民" in bodies
    assert "12900001234" not in bodies
    assert "苏半夏" not in bodies


def test_a_number_with_other_words_contradicts_itself(desk: Desk, hotline_door: Client) -> None:
    hand_in(hotline_door, "tickets", ticket(received_at="2026-03-17T09:00:00+08:00"))

    (told,) = hand_in(hotline_door, "tickets", ticket(received_at="2026-03-17T09:00:00+08:00", title="换成另一件事"))

    assert told["outcome"] == Outcome.QUARANTINED
    assert "内容不同" in told["why"]
    assert HotlineTicket.objects.get().report.title == "楼下夜间施工扰民"


def test_results_wait_for_their_ticket_and_what_cannot_be_is_quarantined(desk: Desk, hotline_door: Client) -> None:
    now = clock.now()
    said = {"number": NUMBER, "said": "satisfied", "at": now.isoformat()}

    (early,) = hand_in(hotline_door, "results", said)
    hand_in(hotline_door, "tickets", ticket())
    (wrong, ahead, unknown) = hand_in(
        hotline_door, "results", said | {"said": "closed"},
        said | {"said": "reissued", "at": (now + timedelta(days=2)).isoformat()}, said | {"said": "vanished"},
    )  # fmt: skip

    assert early["outcome"] == Outcome.WAITING
    assert [one["outcome"] for one in (wrong, ahead, unknown)] == [Outcome.QUARANTINED] * 3
    assert "待签收" in wrong["why"]
    assert HotlineTicket.objects.get().state == State.TO_SIGN


def test_without_a_hotline_in_the_settings_there_is_no_door(client: Client, db: None) -> None:
    assert client.post("/hotline/v1/tickets", data=b"{}", content_type=wire.JSON).status_code == 404


def test_a_get_is_not_answered(hotline_door: Client, hotline: Peer) -> None:
    assert hotline_door.get("/hotline/v1/results").status_code == 405


def test_hostile_words_are_kept_harmless(desk: Desk, hotline_door: Client) -> None:
    odd = ticket(title="\x00<b>吵\u202e", text="吵" * 100_000, kind="\ud800", place="\x07")

    (told,) = hand_in(hotline_door, "tickets", odd)

    report = HotlineTicket.objects.get().report
    assert (told["outcome"], report.title) == ("done", "<b>吵")
    assert len(report.words) == 10_000
    assert json.loads(Incoming.objects.get().body)["title"].startswith("\x00")
