"""The days that were compared, and what differed."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from wenhui.edge.citybrain import connecting, reconciling
from wenhui.edge.citybrain.peer import Peer
from wenhui.edge.citybrain.tests.brains import signed
from wenhui.ground.accounts.testing import Browse
from wenhui.kit import clock
from wenhui.work.cases.models import Case
from wenhui.work.cases.testing import TUESDAY, Desk

DAY = date(2026, 3, 17)


@pytest.fixture
def case(desk: Desk, peer: Peer) -> Case:
    """A day on which one case was reported here, of which the city brain holds nothing."""
    case = desk.report()
    told = {"day": "2026-03-17", "cases": [], "tasks": [{"task": "T9"}]}
    reconciling.compare(peer, connecting.ACTOR, told, day=DAY, at=TUESDAY)
    return case


def test_the_days_and_their_differences_are_read(
    browse: Browse, case: Case, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    clerk = browse("luming")

    with django_assert_max_num_queries(20):
        days = clerk.get("/exchange/citybrain/").text
    day = clerk.get("/exchange/citybrain/2026-03-17/").text

    assert "2 条不一致" in days
    assert f"/cases/{case.number}/" in day
    assert "T9" in day


def test_before_the_first_day_it_says_so(browse: Browse, peer: Peer) -> None:
    assert "还没有对过账" in browse("luming").get("/exchange/citybrain/").text
    assert browse("luming").get("/exchange/citybrain/2026-03-17/").status_code == 404


def test_where_nothing_is_connected_it_says_what_to_do(browse: Browse) -> None:
    assert "没有接通城市大脑" in browse("luming").get("/exchange/citybrain/").text


def test_both_sides_read_one_list(door: Client, case: Case) -> None:
    path = "/citybrain/days/2026-03-17/differences.json"

    told = door.get(path, headers=signed(b"", at=clock.now(), method="GET", path=path)).json()

    assert [one["kind"] for one in told["differences"]] == ["case", "task"]


@pytest.mark.parametrize("path", ["/exchange/citybrain/2026-13-45/", "/citybrain/days/2026-02-30.json"])
def test_a_day_that_never_was_is_no_address(browse: Browse, peer: Peer, path: str) -> None:
    assert browse("luming").get(path).status_code == 404
