"""A worker's homes pass to another in one act, and nothing is lost."""

from datetime import timedelta

import pytest

from wenhui.ground.accounts import queries as accounts
from wenhui.ground.accounts.testing import AsWeb
from wenhui.ground.journal.models import Entry
from wenhui.work.visits import actions
from wenhui.work.visits.actions.errors import HandOverError, NotAllowedError
from wenhui.work.visits.models import HandOver, Promise, Reason
from wenhui.work.visits.testing import TODAY, TUESDAY, Walk
from wenhui.work.visits.words import Part

TOMORROW = TODAY + timedelta(days=1)


def hand(walk: Walk, to: str = "hansg", by: str = "zhounc", **given: object) -> HandOver:
    defaults = {
        "post_id": walk.cast["gulan"].post.pk, "to_account_id": walk.cast[to].account.pk, "on": TOMORROW,
        "by": walk.actor(by), "at": TUESDAY,
    }  # fmt: skip
    return actions.hand_over(**(defaults | given))  # type: ignore[arg-type]


def test_the_successor_sees_what_the_former_saw_and_holds_the_promises(walk: Walk, as_web: AsWeb) -> None:
    for label in ("r501", "r502", "r1201", "far"):
        walk.ask(label)
    walk.knock("r502", again=(TODAY + timedelta(days=3), Part.EVENING))
    with as_web(walk.cast["gulan"].scope):
        before = set(Reason.objects.filter(state="open").values_list("pk", flat=True))

    with as_web(walk.cast["zhounc"].scope):
        done = hand(walk)

    heir = walk.cast["hansg"].account
    post = accounts.posts_on(TOMORROW, account=heir).get(area=walk.office.grid)
    with as_web(post.scope):
        after = set(Reason.objects.filter(state="open").values_list("pk", flat=True))
    assert after == before
    assert (done.homes, done.reasons, done.promises) == (3, 3, 1)
    assert Promise.objects.get().account == heir
    assert not accounts.posts_on(TOMORROW, account=walk.cast["gulan"].account).exists()
    assert accounts.posts_on(TODAY, account=walk.cast["gulan"].account).exists()


def test_a_hand_over_leaves_one_line(walk: Walk) -> None:
    done = hand(walk)

    assert Entry.objects.get(verb="visits.hand_over").subject == f"handover:{done.pk}"


@pytest.mark.parametrize(
    "wrong",
    [{"to": "gulan"}, {"to_account_id": 0}, {"post_id": 0}, {"on": TODAY - timedelta(days=9999)}],
)
def test_there_is_a_post_to_end_and_somebody_else_to_take_it(walk: Walk, wrong: dict[str, object]) -> None:
    with pytest.raises(HandOverError):
        hand(walk, **wrong)  # type: ignore[arg-type]


def test_a_post_that_visits_nobody_is_not_handed_over_here(walk: Walk) -> None:
    with pytest.raises(NotAllowedError):
        hand(walk, post_id=walk.cast["luming"].post.pk)


def test_the_same_post_is_not_given_twice(walk: Walk) -> None:
    hand(walk)

    with pytest.raises(HandOverError):
        hand(walk)


def test_a_grid_worker_hands_nothing_over(walk: Walk) -> None:
    with pytest.raises(NotAllowedError):
        hand(walk, by="gulan")
