"""What a visit refers becomes one case, heard at once or found later."""

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from wenhui.ground.accounts.testing import AsWeb
from wenhui.kit import clock
from wenhui.work.cases import referrals
from wenhui.work.cases.actions.errors import UnknownTypeError
from wenhui.work.cases.models import Case
from wenhui.work.cases.testing import Desk
from wenhui.work.cases.words import Channel, Stage
from wenhui.work.visits.models import Referral
from wenhui.work.visits.testing import TUESDAY, Walk
from wenhui.work.visits.words import Outcome


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the morning of the round."""
    monkeypatch.setattr(clock, "now", lambda: TUESDAY)


def test_a_referral_is_a_case_once_it_is_kept(
    desk: Desk, walk: Walk, as_web: AsWeb, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True), as_web(walk.cast["gulan"].scope):
        walk.knock("r501", Outcome.REFERRED, what="楼道灯不亮")

    case, referral = Case.objects.get(), Referral.objects.get()
    assert (case.title, case.channel, case.stage) == ("楼道灯不亮", Channel.GRID_PATROL, Stage.REPORTED)
    assert case.area == walk.office.building
    assert referral.reference == f"case:{case.number}"


def test_one_that_nobody_heard_of_is_found_and_taken_up_once(desk: Desk, walk: Walk) -> None:
    walk.knock("r501", Outcome.REFERRED, what="楼道灯不亮")

    taken = [referrals.take_up_waiting(at=TUESDAY) for _ in range(2)]

    assert taken == [1, 0]
    assert Case.objects.count() == 1


def test_a_visit_stands_even_when_no_case_can_be_made_of_it(
    walk: Walk, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks() as heard:
        walk.knock("r501", Outcome.REFERRED, what="楼道灯不亮")  # the office has no types of cases yet

    (listener,) = heard
    with pytest.raises(UnknownTypeError):
        listener()
    assert listener.__qualname__
    assert Referral.objects.get().reference == ""
