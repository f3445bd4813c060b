"""What comes of knocking at a door: reasons end, rest or stay; a resend counts once; people are left in peace."""

from datetime import date, timedelta

import pytest

from wenhui.ground.accounts.testing import AsWeb
from wenhui.ground.journal.models import Entry
from wenhui.record.registry.models import Person
from wenhui.work.visits import actions
from wenhui.work.visits.actions.errors import (
    NotAllowedError,
    NothingSaidError,
    QuietTimeError,
    TooOftenError,
    UnknownHomeError,
    WrongMomentError,
)
from wenhui.work.visits.models import DueHome, Promise, Reason, ReasonOutcome, Referral, Visit
from wenhui.work.visits.testing import TODAY, TUESDAY, Walk
from wenhui.work.visits.words import Outcome, Part, ReasonKind, ReasonState


def test_what_was_told_is_done(walk: Walk, as_web: AsWeb) -> None:
    told, other = walk.ask("r501"), walk.ask("r501", "疫苗接种通知")

    with as_web(walk.cast["gulan"].scope):
        visit = walk.knock("r501", told=[told.pk])

    told.refresh_from_db()
    other.refresh_from_db()
    assert (told.state, told.ended_at, other.state) == (ReasonState.MET, TUESDAY, ReasonState.OPEN)
    assert (visit.part, visit.outcome) == (Part.MORNING, Outcome.ANSWERED)
    assert ReasonOutcome.objects.get().reason == told
    assert DueHome.objects.get(dwelling=walk.doors["r501"]).asks == 1
    assert Entry.objects.filter(verb="visits.record", subject=f"visit:{visit.pk}").count() == 1


def test_a_resend_is_the_same_visit(walk: Walk) -> None:
    reason = walk.ask("r501")
    first = walk.knock("r501", Outcome.NOBODY_HOME, key="tap")

    second = walk.knock("r501", told=[reason.pk], key="tap")

    assert second == first
    assert Visit.objects.count() == ReasonOutcome.objects.count() == 1
    assert Entry.objects.filter(verb="visits.record").count() == 1


def test_nobody_home_leaves_everything_open(walk: Walk) -> None:
    reasons = [walk.ask("r501"), walk.ask("r501", "疫苗接种通知")]

    visit = walk.knock("r501", Outcome.NOBODY_HOME)

    assert set(visit.outcomes.values_list("reason", "outcome")) == {(one.pk, "nobody_home") for one in reasons}
    assert Reason.objects.filter(state=ReasonState.OPEN).count() == 2


def test_a_refused_outreach_ends_and_a_refused_reminder_rests(walk: Walk) -> None:
    outreach, reminder = walk.ask("r501"), walk.ask("r501", "高龄津贴", kind=ReasonKind.REMINDER)

    walk.knock("r501", Outcome.REFUSED)

    outreach.refresh_from_db()
    reminder.refresh_from_db()
    assert outreach.state == ReasonState.REFUSED
    assert (reminder.state, reminder.rest_until) == (ReasonState.OPEN, TODAY + timedelta(days=180))
    assert DueHome.objects.get().due_on == TODAY + timedelta(days=180)


def test_who_moved_leaves_the_registry_and_takes_their_reasons_off_the_list(walk: Walk) -> None:
    gone = walk.settle("r501", "王建国", date(1946, 4, 1))
    own, home = walk.ask("r501", "高龄津贴", person_id=gone.pk), walk.ask("r501")

    walk.knock("r501", Outcome.MOVED, moved=[gone.pk])

    own.refresh_from_db()
    home.refresh_from_db()
    assert (own.state, home.state) == (ReasonState.GONE, ReasonState.OPEN)
    assert Person.objects.get(pk=gone.pk).left_on == TODAY


def test_what_others_must_handle_waits_as_a_row(walk: Walk) -> None:
    reason = walk.ask("r501")

    visit = walk.knock("r501", Outcome.REFERRED, what=" 楼道灯  不亮 ", about=[reason.pk])

    referral = Referral.objects.get()
    reason.refresh_from_db()
    assert (referral.visit, referral.what, referral.reference) == (visit, "楼道灯 不亮", "")
    assert reason.state == ReasonState.REFERRED


def test_a_referral_is_taken_up_once(walk: Walk) -> None:
    walk.knock("r501", Outcome.REFERRED, what="楼道灯不亮")
    referral = Referral.objects.get()

    for reference in ("case:1", "case:2"):
        actions.take_up(referral_id=referral.pk, reference=reference, by=walk.actor("luming"), at=TUESDAY)

    referral.refresh_from_db()
    assert referral.reference == "case:1"
    assert Entry.objects.filter(verb="visits.take_up").count() == 1


def test_a_promise_is_made_and_kept(walk: Walk) -> None:
    walk.knock("r501", again=(TODAY + timedelta(days=2), Part.EVENING))
    promise = Promise.objects.get()
    walk.at += timedelta(days=2, hours=11, minutes=30)  # 21:00, when nobody else would be welcome

    visit = walk.knock("r501")

    promise.refresh_from_db()
    assert (promise.account, promise.kept_at) == (walk.cast["gulan"].account, walk.at)
    assert visit.is_invited


def test_a_promise_lies_ahead(walk: Walk) -> None:
    with pytest.raises(NothingSaidError):
        walk.knock("r501", again=(TODAY - timedelta(days=1), Part.EVENING))

    assert not Visit.objects.exists()


@pytest.mark.parametrize("hours", [-2, 3, 12])
def test_nobody_knocks_in_quiet_time(walk: Walk, hours: int) -> None:
    walk.at += timedelta(hours=hours)

    with pytest.raises(QuietTimeError):
        walk.knock("r501")


def test_who_was_invited_may_come_in_quiet_time(walk: Walk) -> None:
    walk.at += timedelta(hours=12)

    visit = walk.knock("r501", is_invited=True)

    assert (visit.part, visit.is_invited) == ("", True)


def test_a_home_that_asked_for_a_look_expects_one(walk: Walk) -> None:
    walk.ask("r501", "请人看看独居老人", kind=ReasonKind.CHECK)
    walk.at += timedelta(hours=12)

    visit = walk.knock("r501")

    assert visit.is_invited


def test_three_knocks_in_thirty_days_are_enough(walk: Walk) -> None:
    for day in range(3):
        walk.knock("r501", Outcome.NOBODY_HOME, at=TUESDAY + timedelta(days=day))

    with pytest.raises(TooOftenError, match="2026-04-16"):
        walk.knock("r501", at=TUESDAY + timedelta(days=4))

    assert walk.knock("r501", at=TUESDAY + timedelta(days=30)).pk


def test_a_visit_may_be_written_down_late_but_not_ahead(walk: Walk) -> None:
    late = walk.knock("r501", knocked_at=TUESDAY - timedelta(days=1))

    assert late.at == TUESDAY - timedelta(days=1)
    for wrong in (timedelta(minutes=1), timedelta(days=-4)):
        with pytest.raises(WrongMomentError):
            walk.knock("r501", knocked_at=TUESDAY + wrong)


@pytest.mark.parametrize("outcome", [Outcome.MOVED, Outcome.REFERRED])
def test_moving_needs_people_and_referring_words(walk: Walk, outcome: Outcome) -> None:
    with pytest.raises(NothingSaidError):
        walk.knock("r501", outcome)


def test_a_grid_worker_knocks_only_in_their_grid(walk: Walk, as_web: AsWeb) -> None:
    with pytest.raises(NotAllowedError):
        walk.knock("far")
    with as_web(walk.cast["hansg"].scope), pytest.raises(NotAllowedError):
        walk.knock("r501", by=walk.actor("hansg"))


def test_a_building_is_no_home(walk: Walk) -> None:
    with pytest.raises(UnknownHomeError):
        actions.record(
            key="x", dwelling_id=walk.office.building.pk, outcome=Outcome.ANSWERED, by=walk.actor(), at=TUESDAY
        )
