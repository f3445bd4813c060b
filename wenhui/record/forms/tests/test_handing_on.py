"""What a filing lacks is asked at the door, once whatever the number of forms, by the form's deadline."""

from datetime import date, timedelta

from wenhui.ground.accounts.testing import AsWeb
from wenhui.ground.journal.models import Entry
from wenhui.record.forms.testing import GROUND, MEALS, NAME, OWN, PHONE, Desk
from wenhui.record.ledgers import actions as ledgers
from wenhui.record.ledgers.models import LedgerGap
from wenhui.record.ledgers.words import GapStanding


def gaps() -> list[tuple[str, str, date, list[str]]]:
    """Return what is to be asked: of whom, what, until when, for whom."""
    rows = LedgerGap.objects.filter(standing=GapStanding.OPEN).select_related("person").order_by("key")
    return [(one.person.name if one.person else "", one.key, one.due_on, one.askers) for one in rows]


def test_blanks_of_a_filing_are_asked_by_its_deadline_and_own_questions_are_not(desk: Desk) -> None:
    desk.file(desk.admitted([NAME, PHONE, MEALS, OWN]))

    due_on = date(2026, 4, 5)
    assert gaps() == [
        ("何晚舟", "person.meal_service", due_on, ["civil_affairs"]),
        ("何晚舟", "person.phone", due_on, ["civil_affairs"]),
    ]
    entry = Entry.objects.get(verb="ledgers.hand_on")
    assert (entry.reason, entry.refs["gaps"], entry.refs["homes"]) == (GROUND, 2, 1)


def test_a_second_form_asks_nothing_twice_and_the_earlier_deadline_counts(desk: Desk) -> None:
    desk.file(desk.admitted([NAME, PHONE, OWN], due_days=20))
    desk.file(desk.admitted([NAME, PHONE, OWN], name="卫健的表", asker="health"))

    assert gaps() == [("何晚舟", "person.phone", date(2026, 4, 5), ["civil_affairs", "health"])]


def test_a_period_filed_late_asks_from_today(desk: Desk) -> None:
    form = desk.admitted([NAME, PHONE, OWN])
    desk.at += timedelta(days=60)

    desk.file(form, period_on=date(2026, 3, 1))

    assert gaps()[0][2] == desk.at.date()


def test_what_is_said_on_screen_before_is_not_asked(desk: Desk) -> None:
    form = desk.admitted([NAME, PHONE, OWN])
    desk.fill(form, desk.people["何晚舟"], said={2: "12112345678"})

    desk.file(form)

    assert gaps() == []
    assert not Entry.objects.filter(verb="ledgers.hand_on").exists()


def test_what_becomes_known_ends_by_itself(desk: Desk) -> None:
    desk.file(desk.admitted([NAME, PHONE, MEALS, OWN]))
    desk.tell("何晚舟", provider="self", meal_service="false")

    ledgers.settle_gaps(by=desk.actor(), at=desk.at + timedelta(hours=1))

    assert [key for _, key, _, _ in gaps()] == ["person.phone"]


def test_the_web_role_files_and_hands_on(desk: Desk, as_web: AsWeb) -> None:
    form = desk.admitted([NAME, PHONE, OWN])

    with as_web(desk.cast["zhounc"].scope):
        desk.file(form)

    assert len(gaps()) == 1
