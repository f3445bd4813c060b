"""What somebody who tends the exchange sees and may do; nobody else sees anything."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from wenhui.edge.exchange import actions, inbox
from wenhui.edge.exchange.models import Incoming, Outgoing
from wenhui.edge.exchange.parties import Party
from wenhui.edge.exchange.tests.partners import message
from wenhui.edge.exchange.tests.test_outbox import post
from wenhui.edge.exchange.words import Outcome, Standing
from wenhui.ground.accounts.testing import Browse, Office
from wenhui.work.cases.testing import TUESDAY


@pytest.fixture
def clerk(browse: Browse) -> Client:
    return browse("luming")


@pytest.fixture
def refused(office: Office, party: Party) -> Incoming:
    kept = inbox.keep(party, message(do="refuse", words="\u202e<b>\x07"), at=TUESDAY)
    return actions.settle(incoming_id=kept.pk, by=party.actor, at=TUESDAY)


@pytest.fixture
def dead(office: Office) -> Outgoing:
    letter = post(office, "e1")
    Outgoing.objects.update(standing=Standing.DEAD, why="422 不收")
    return letter


def test_the_quarantine_says_what_and_why(
    clerk: Client, refused: Incoming, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(20):
        page = clerk.get("/exchange/").text

    assert "这样不行。" in page
    assert "隔离 1" in page
    assert f"/exchange/in/{refused.pk}/" in page


def test_a_message_is_shown_as_it_came_and_reads_one_way(clerk: Client, refused: Incoming) -> None:
    page = clerk.get(f"/exchange/in/{refused.pk}/").text

    assert "\\u202e&lt;b&gt;\\u0007" in page
    assert "\u202e" not in page


def test_a_message_is_tried_again_from_its_page(clerk: Client, refused: Incoming) -> None:
    Incoming.objects.update(body="{}")

    page = clerk.post(f"/exchange/in/{refused.pk}/", {"do": "again"}, follow=True).text

    refused.refresh_from_db()
    assert refused.outcome == Outcome.DONE
    assert "又试了一次：已办" in page


def test_a_message_is_set_aside_only_for_a_reason(clerk: Client, refused: Incoming) -> None:
    address = f"/exchange/in/{refused.pk}/"

    without = clerk.post(address, {"do": "aside", "why": " "})
    with_reason = clerk.post(address, {"do": "aside", "why": "对方口头撤回"}, follow=True)

    refused.refresh_from_db()
    assert (without.status_code, with_reason.status_code) == (422, 200)
    assert (refused.outcome, refused.why) == (Outcome.SET_ASIDE, "对方口头撤回")


def test_two_clerks_at_once_are_told_what_the_other_did(clerk: Client, refused: Incoming) -> None:
    Incoming.objects.update(outcome=Outcome.DONE)

    page = clerk.post(f"/exchange/in/{refused.pk}/", {"do": "again"}).text

    assert "这条来报不在隔离区" in page


def test_a_dead_letter_is_sent_again_or_left(clerk: Client, dead: Outgoing) -> None:
    listed = clerk.get("/exchange/sent/").text
    shown = clerk.get(f"/exchange/out/{dead.pk}/").text
    clerk.post(f"/exchange/out/{dead.pk}/", {"do": "again"})
    dead.refresh_from_db()
    again = dead.standing
    Outgoing.objects.update(standing=Standing.DEAD)
    clerk.post(f"/exchange/out/{dead.pk}/", {"do": "aside", "why": "不用了"})
    dead.refresh_from_db()

    assert "422 不收" in listed
    assert "没有送到" in shown
    assert (again, dead.standing) == (Standing.WAITING, Standing.SET_ASIDE)


@pytest.mark.parametrize("which", ["done", "stale", "set_aside", "waiting", "nonsense"])
def test_each_list_says_when_it_is_empty(clerk: Client, which: str) -> None:
    for address in ("/exchange/", "/exchange/sent/"):
        assert clerk.get(address, {"which": which}).status_code == 200


@pytest.mark.parametrize("username", ["gulan", "shenzy", "chengws", "qinsn"])
def test_nobody_else_tends_the_exchange(browse: Browse, refused: Incoming, username: str) -> None:
    for address in ("/exchange/", "/exchange/sent/", f"/exchange/in/{refused.pk}/", "/exchange/citybrain/"):
        assert browse(username).get(address).status_code == 403
