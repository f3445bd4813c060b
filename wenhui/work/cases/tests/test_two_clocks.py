"""The office's clock and the upper platform's own, side by side: each on its calendar; the nearer one sorts."""

from datetime import datetime, timedelta

import pytest

from wenhui.ground.accounts.testing import Browse
from wenhui.ground.journal.models import Entry
from wenhui.kit import clock
from wenhui.kit.clock import SHANGHAI
from wenhui.kit.worktime import WorkCalendar
from wenhui.work.cases import actions, queries
from wenhui.work.cases.models import Case
from wenhui.work.cases.queries import Filters
from wenhui.work.cases.rules import Upper
from wenhui.work.cases.testing import TUESDAY, Desk
from wenhui.work.cases.words import Channel, UpperClock, Verb


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("amount", "unit", "clock_", "due"),
    [
        (72, "hours", UpperClock.ALWAYS, "2026-02-16 10:00"),  # day and night, over Spring Festival
        (1, "workdays", UpperClock.WORKTIME, "2026-02-14 10:00"),  # a make-up Saturday
        (2, "workdays", UpperClock.WORKTIME, "2026-02-24 10:00"),
        (3, "workhours", UpperClock.WORKTIME, "2026-02-13 14:30"),
    ],
)
def test_a_platform_counts_on_its_own_calendar(amount: int, unit: str, clock_: UpperClock, due: str) -> None:
    upper = Upper(amount, unit)

    assert (upper.clock, upper.due_at(local("2026-02-13 10:00"), WorkCalendar())) == (clock_, local(due))


def test_what_a_platform_sends_has_its_clock_beside_ours(desk: Desk) -> None:
    ours = desk.report()
    brain = desk.report(channel=Channel.CITY_BRAIN)
    said = desk.report(channel=Channel.TRANSFER, upper_due_at=TUESDAY + timedelta(hours=1))

    cases = {case.pk: case for case in Case.objects.all()}
    assert (cases[ours.pk].upper_due_at, cases[ours.pk].next_due_at) == (None, cases[ours.pk].due_at)
    assert cases[brain.pk].upper_due_at == TUESDAY + timedelta(hours=72)
    assert cases[said.pk].next_due_at == TUESDAY + timedelta(hours=1)


def test_no_pause_of_ours_stops_the_platforms_clock(desk: Desk) -> None:
    case = desk.take(desk.report(channel=Channel.CITY_BRAIN), Verb.ACCEPT)
    before = case.upper_due_at

    case = desk.grant(case, Verb.HOLD)

    assert (case.upper_due_at, case.upper_clock) == (before, "always")


def test_a_platform_moves_its_own_limit_and_a_nearer_one_goes_on(desk: Desk) -> None:
    said, until = TUESDAY + timedelta(hours=1), TUESDAY + timedelta(days=2)
    moved, nearer = desk.report(upper_due_at=said), desk.report(upper_due_at=said)
    by = desk.actor("luming")

    moved = actions.follow_upper(case_id=moved.pk, before=said, until=until, by=by, at=TUESDAY)
    nearer = actions.follow_upper(case_id=nearer.pk, before=until, until=until, by=by, at=TUESDAY)

    assert (moved.upper_due_at, nearer.upper_due_at) == (until, said)
    assert Entry.objects.filter(verb="cases.follow_upper").count() == 1
    with pytest.raises(actions.NotAllowedError):
        actions.follow_upper(case_id=moved.pk, before=until, until=said, by=desk.actor("shenzy"), at=TUESDAY)


def test_the_nearer_clock_sorts_and_a_list_goes_on_by_it(desk: Desk) -> None:
    later = desk.report(upper_due_at=TUESDAY + timedelta(minutes=50))
    quick = desk.step(desk.report(), Verb.REGISTER)
    first = desk.report(upper_due_at=TUESDAY + timedelta(minutes=10))

    leaf = queries.listed(Filters(), at=desk.at, most=2)
    rest = queries.listed(Filters(), at=desk.at, after=queries.place_of(leaf[-1], Filters()))

    assert [*leaf, *rest] == [first, later, quick]


def test_both_clocks_stand_on_the_card_and_the_nearer_on_the_board(
    desk: Desk, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: TUESDAY)
    case = desk.report(channel=Channel.CITY_BRAIN, upper_due_at=TUESDAY + timedelta(minutes=50))
    client = browse("luming")

    card, board = (client.get(f"/cases/{path}").content.decode() for path in (f"{case.number}/", "?view=list"))

    for words in ("街道时钟", "上级时钟", "7×24 小时", "剩 50 分"):
        assert words in card
    assert "上级剩 50 分" in board
