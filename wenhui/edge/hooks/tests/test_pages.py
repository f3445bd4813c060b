"""Programs tend their own hooks over the API, the IT person everybody's of the ground on a page."""

import json
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from wenhui.edge.exchange.models import Outgoing
from wenhui.edge.exchange.words import Standing
from wenhui.edge.hooks.models import Hook
from wenhui.edge.hooks.tests.receivers import ADDRESS, subscribed
from wenhui.ground.accounts.testing import Browse, MakeToken, WebClient
from wenhui.work.cases.testing import Desk

API = "/api/v1/hooks"
PAGE = "/account/tokens/hooks/"


class Program:
    """A program with a key."""

    def __init__(self, key: str) -> None:
        self.client, self.headers = WebClient(), {"Authorization": f"Bearer {key}"}

    def call(self, method: str, path: str = "", given: Any = None) -> Any:
        """Call the API."""
        return self.client.generic(
            method, API + path, json.dumps(given or {}),
            content_type="application/json", headers=self.headers,
        )  # fmt: skip


def test_a_program_subscribes_lists_tries_and_ends(desk: Desk, make_token: MakeToken) -> None:
    token, key = make_token("cases.see", "hooks.subscribe")
    program, other = Program(key), Program(make_token("cases.see", "hooks.subscribe")[1])

    made = program.call("POST", given={"address": ADDRESS, "kinds": ["case.closed", "case.reported"]})
    below = f"/{made.json()['id']}"
    pinged = program.call("POST", f"{below}/ping")
    (listed,) = program.call("GET").json()
    strange = [other.call("DELETE", below), other.call("POST", f"{below}/ping"), program.call("DELETE", f"/{2**70}")]
    ended = program.call("DELETE", below)

    assert (made.status_code, made.json()["kinds"]) == (201, ["case.reported", "case.closed"])
    assert made.json()["secret"].startswith("whs_")
    assert (pinged.status_code, pinged.json()["delivery"]) == (202, Outgoing.objects.get().event_id)
    assert (listed["waiting"], listed["undelivered"], "secret" in listed) == (1, 0, False)
    assert (other.call("GET").json(), [one.status_code for one in strange]) == ([], [404, 404, 404])
    assert (ended.status_code, program.call("GET").json()) == (204, [])
    assert Hook.objects.get().token == token


@pytest.mark.parametrize(
    ("permissions", "given", "status"),
    [
        (("cases.see",), {}, 403),
        (("cases.see", "hooks.subscribe"), {"address": "https://127.0.0.1/"}, 422),
        (("cases.see", "hooks.subscribe"), {"kinds": ["everything"]}, 422),
        (("hooks.subscribe",), {}, 422),
    ],
)
def test_what_a_program_may_not_have_is_refused(
    desk: Desk, make_token: MakeToken, permissions: tuple[str, ...], given: dict[str, Any], status: int
) -> None:
    program = Program(make_token(*permissions)[1])

    answer = program.call("POST", given={"address": ADDRESS, "kinds": ["case.moved"]} | given)

    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")


def test_people_have_no_hooks_of_their_own(desk: Desk, browse: Browse) -> None:
    client = browse("qinsn")

    given = {"address": ADDRESS, "kinds": ["case.moved"]}
    answers = [client.get(API), client.post(API, given, content_type="application/json")]

    assert [one.status_code for one in answers] == [403, 403]


def test_the_it_person_subscribes_for_a_program_and_sees_how_it_goes(
    desk: Desk, browse: Browse, make_token: MakeToken, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    token, _ = make_token("cases.see")
    client = browse("qinsn")
    empty = client.get(PAGE).text

    wrong = client.post(f"{PAGE}new/", {"token": token.pk, "address": "https://10.0.0.8/", "kinds": ["case.closed"]})
    made = client.post(f"{PAGE}new/", {"token": token.pk, "address": ADDRESS, "kinds": ["case.closed"]})
    hook = Hook.objects.get()
    client.post(f"{PAGE}{hook.pk}/", {"do": "ping"})
    Outgoing.objects.update(standing=Standing.DEAD, why="500")
    with django_assert_max_num_queries(18):
        listed = client.get(PAGE).text
    again = client.post(f"{PAGE}{hook.pk}/", {"do": "again"}, follow=True).text
    nothing = client.post(f"{PAGE}{hook.pk}/", {"do": "dance"}, follow=True).text
    client.post(f"{PAGE}{hook.pk}/", {"do": "end"})

    assert "还没有回调" in empty
    assert (wrong.status_code, "内网" in wrong.text) == (422, True)
    assert (made.status_code, made.headers["Cache-Control"], "whs_" in made.text) == (200, "no-store", True)
    assert (ADDRESS in listed, "1 条没送到" in listed, "whs_" in listed) == (True, True, False)
    assert ("1 条放回待发" in again, "没有做什么" in nothing) == (True, True)
    assert Hook.objects.get().ended_at is not None


def test_others_see_neither_page_nor_hook(desk: Desk, browse: Browse, make_token: MakeToken) -> None:
    hook, _ = subscribed(make_token("cases.see")[0])

    answers = [browse("luming").get(PAGE), browse("luming").post(f"{PAGE}{hook.pk}/", {"do": "end"})]

    assert [one.status_code for one in answers] == [403, 403]
    assert browse("luming").get("/exchange/sent/").status_code == 200
