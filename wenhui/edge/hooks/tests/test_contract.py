"""What a receiver may count on, held against the fake through the real client and the real exchange."""

from datetime import timedelta
from random import Random

import pytest

from wenhui.edge.exchange.models import Outgoing
from wenhui.edge.exchange.words import Standing
from wenhui.edge.hooks import actions
from wenhui.edge.hooks.tests.receivers import Post, post_to, subscribed
from wenhui.ground.accounts import actions as accounts
from wenhui.ground.accounts.testing import OFFICE, MakeToken
from wenhui.kit import clock
from wenhui.work.cases.testing import Desk
from wenhui.work.cases.words import Verb

WAY = ["case.reported", "case.moved", "case.dispatched", "case.moved", "case.moved", "case.moved", "case.closed"]


@pytest.fixture
def post(desk: Desk, make_token: MakeToken) -> Post:
    hook, secret = subscribed(make_token("cases.see")[0])
    return post_to(hook, secret, at=desk.at + timedelta(hours=6))


def test_each_step_comes_once_signed_and_in_order(desk: Desk, post: Post) -> None:
    case = desk.take(desk.report(description="住在501的老人说"), Verb.CLOSE)

    post.send()
    post.send()

    asked = post.receiver.asked
    sequences = [one["sequence"] for one in post.receiver.heard.values()]
    assert post.receiver.heard_of(case.number) == WAY
    assert sequences == sorted(sequences)
    assert len(asked) == len(WAY)
    assert {str(one.url) for one in asked} == {"https://8.8.4.4/wenhui"}
    assert {one.headers["Host"] for one in asked} == {"8.8.4.4"}
    assert asked[0].headers["Wenhui-Delivery"] == next(iter(post.receiver.heard))
    assert asked[0].headers["Wenhui-Event"] == "case.reported"
    told = b"".join(one.content for one in asked).decode()
    assert not [word for word in ("老人", case.title, "顾晓岚", "30.") if word in told]


def test_a_receiver_that_dies_for_a_while_loses_and_doubles_nothing(desk: Desk, post: Post) -> None:
    draw, cases = Random(7), []
    for _ in range(6):
        post.receiver.is_dead, post.receiver.forgets = draw.random() < 0.4, draw.random() < 0.3
        post.receiver.moods = [draw.choice([500, 302, 429, 404])] if draw.random() < 0.5 else []
        cases.append(desk.take(desk.report(), draw.choice([Verb.DISPATCH, Verb.CLOSE])))
        post.send(after=timedelta(minutes=20))
    post.receiver.is_dead = post.receiver.forgets = False
    for _ in range(3):
        post.send(after=timedelta(minutes=20))

    heard = [post.receiver.heard_of(case.number) for case in cases]
    assert [one == WAY[: len(one)] and len(one) in {3, 7} for one in heard] == [True] * 6
    assert len(post.receiver.heard) == Outgoing.objects.count() == sum(map(len, heard))
    assert set(Outgoing.objects.values_list("standing", flat=True)) == {Standing.SENT}
    assert not [one for one in post.receiver.asked if one.url.host != "8.8.4.4"]


def test_after_three_days_it_is_given_up_and_sent_again_when_somebody_says_so(desk: Desk, post: Post) -> None:
    case = desk.report()
    post.receiver.is_dead = True
    Outgoing.objects.update(posted_at=post.at - timedelta(days=3, minutes=-1))

    post.send()
    waiting = Outgoing.objects.get().standing
    post.send(after=timedelta(minutes=30))
    dead = Outgoing.objects.get()
    post.receiver.is_dead = False
    post.send(after=timedelta(minutes=30))
    unheard = dict(post.receiver.heard)
    again = actions.send_again(hook=post.hook, by=OFFICE, at=post.at)
    post.send(after=timedelta(minutes=30))

    assert (waiting, dead.standing, again, unheard) == (Standing.WAITING, Standing.DEAD, 1, {})
    assert "ConnectError" in dead.why
    assert post.receiver.heard_of(case.number) == ["case.reported"]


def test_a_letter_nobody_takes_holds_back_its_own_case_and_no_other(desk: Desk, post: Post) -> None:
    stuck, other = desk.take(desk.report(), Verb.REGISTER), desk.report()
    first = Outgoing.objects.filter(subject=stuck.number).earliest("id")
    Outgoing.objects.filter(pk=first.pk).update(next_at=post.at + timedelta(hours=1))

    post.send()
    before = (post.receiver.heard_of(stuck.number), post.receiver.heard_of(other.number))
    post.send(after=timedelta(hours=2))

    assert before == ([], ["case.reported"])
    assert post.receiver.heard_of(stuck.number) == ["case.reported", "case.moved"]


@pytest.mark.parametrize("how", ["token", "gone"])
def test_who_may_not_hear_any_more_hears_nothing(desk: Desk, post: Post, how: str) -> None:
    desk.report()
    if how == "token":
        accounts.revoke_token(token=post.hook.token, by=OFFICE, at=clock.now())
    else:
        post.receiver.moods = [410]

    post.send()

    letter = Outgoing.objects.get()
    assert (letter.standing, post.receiver.heard) == (Standing.DEAD, {})
    assert letter.why == ("410" if how == "gone" else "令牌已经到期、被撤销，或不能再看案件。")
