"""Our door: what is handed in is answered one by one, what nobody can read is kept, who is not the peer learns nothing."""

from dataclasses import replace

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from wenhui.edge.citybrain import wire
from wenhui.edge.citybrain.peer import Peer
from wenhui.edge.citybrain.tests.brains import PATH, post, signed, task
from wenhui.edge.citybrain.wire import BATCH
from wenhui.edge.exchange.models import Incoming
from wenhui.edge.exchange.words import Outcome
from wenhui.kit import clock
from wenhui.work.cases.models import Case
from wenhui.work.cases.testing import Desk


def test_each_event_of_a_batch_is_answered_with_what_became_of_it(desk: Desk, door: Client) -> None:
    now = clock.now()
    body = wire.batch([task(1, time=now), task(2, time=now, title=""), task(1, time=now)])

    answer = post(door, body, kind=BATCH)

    told = answer.json()["events"]
    number = Case.objects.get().number
    assert answer.status_code == 202
    assert [(one["id"], one["outcome"], one["reference"]) for one in told] == [
        ("cb-1", "done", f"case:{number}"), ("cb-2", "quarantined", ""), ("cb-1", "done", f"case:{number}"),
    ]  # fmt: skip


def test_what_nobody_can_read_is_kept_and_refused_with_its_place(desk: Desk, door: Client) -> None:
    answer = post(door, b'{"specversion": "1.0"}')

    kept = Incoming.objects.get()
    assert (answer.status_code, kept.outcome, kept.body) == (400, Outcome.QUARANTINED, '{"specversion": "1.0"}')
    assert f"incoming {kept.pk}" in answer.json()["detail"]


def test_a_forged_request_leaves_nothing(desk: Desk, door: Client) -> None:
    body = wire.structured(task(1))

    answer = post(door, body, headers=signed(body, at=clock.now(), keys={"2026-03": b"x" * 32}))

    assert (answer.status_code, answer.json()["title"]) == (401, "签名不对")
    assert not Incoming.objects.exists()


def test_a_signature_replayed_within_its_minutes_does_nothing_twice(desk: Desk, door: Client) -> None:
    body = wire.structured(task(1, time=clock.now()))
    headers = signed(body, at=clock.now())

    statuses = [post(door, body, headers=headers).status_code for _ in range(2)]

    assert (statuses, Case.objects.count()) == ([202, 202], 1)


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 401),
        ({"X-Client-Verify": "SUCCESS"}, 401),
        ({"X-Client-Verify": "SUCCESS", "X-Client-Subject": "CN=somebody"}, 401),
        ({"X-Client-Verify": "FAILED", "X-Client-Subject": "CN=brain.example.gov.cn"}, 401),
        ({"X-Client-Verify": "SUCCESS", "X-Client-Subject": "CN=brain.example.gov.cn"}, 202),
    ],
)
def test_where_a_client_certificate_is_asked_for_the_proxy_must_have_seen_it(
    desk: Desk, door: Client, peer: Peer, settings: Settings, given: dict[str, str], status: int
) -> None:
    settings.CITYBRAIN = replace(peer, subject="CN=brain.example.gov.cn")
    body = wire.structured(task(1, time=clock.now()))

    assert post(door, body, headers=signed(body, at=clock.now()) | given).status_code == status


def test_without_a_city_brain_there_is_no_door(desk: Desk, settings: Settings) -> None:
    settings.CITYBRAIN = None

    assert post(Client(), b"{}").status_code == 404
    assert Client().get("/citybrain/days/2026-03-17.json").status_code == 404


def test_another_method_is_refused(desk: Desk, door: Client) -> None:
    assert door.get(PATH).status_code == 405


def test_a_task_costs_a_bounded_number_of_questions(
    desk: Desk, door: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    body = wire.structured(task(1, time=clock.now()))

    with django_assert_max_num_queries(70):
        assert post(door, body).status_code == 202
