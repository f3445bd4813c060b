"""What a form will cost is on the record before it is admitted, from what was measured where anything was."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from wenhui.ground.accounts.testing import OFFICE
from wenhui.ground.journal.models import Entry
from wenhui.record.forms import actions, burdens
from wenhui.record.forms.models import EntryCount, Form
from wenhui.record.forms.refusals import EstimateMissingError, NotAllowedError, WrongEstimateError
from wenhui.record.forms.rules import burden
from wenhui.record.forms.rules.burden import Pace
from wenhui.record.forms.testing import MEALS, NAME, OWN, PHONE, TUESDAY, Desk
from wenhui.record.forms.words import Basis, FormStanding, PeriodKind

APRIL = TUESDAY + timedelta(days=31)
ASKS = (NAME, PHONE, MEALS, OWN)


def typed(at: datetime, seconds: int) -> tuple[datetime, datetime]:
    return at - timedelta(seconds=seconds), at


def fill(desk: Desk, form: Form, name: str, seconds: int | None, *, at: datetime = TUESDAY, **said: str) -> EntryCount:
    """Fill a form in so many seconds; None is without the script."""
    answers = {int(place.removeprefix("c")): text for place, text in said.items()}
    keys = typed(at, seconds) if seconds is not None else None
    desk.fill(form, desk.people[name], said=answers, typed=keys, at=at)
    return EntryCount.objects.latest("pk")


@pytest.mark.parametrize(
    ("first", "served", "spent", "saved"),
    [
        (Pace(120, 12), 176, 160, "26.7"),
        (Pace(120, 12), 0, 30, "-0.5"),
        (Pace(120, 12), 6, 0, "1.0"),
        (Pace(), 176, 0, None),
        (Pace(30, 0), 176, 0, None),
    ],
)
def test_minutes_saved_are_the_first_pace_of_what_was_served_less_what_was_spent(
    first: Pace, served: int, spent: float, saved: str | None
) -> None:
    found = burden.saved(first, served=served, spent=spent)

    assert found == (None if saved is None else Decimal(saved))


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.booleans())
def test_never_more_cells_take_hands_than_there_are_subjects(subjects: int, fresh: int, is_asked_of_all: bool) -> None:
    assert 0 <= burden.hands(subjects=subjects, fresh=fresh, is_asked_of_all=is_asked_of_all) <= subjects


@pytest.mark.parametrize(
    ("period", "due_days", "minutes"),
    [("month", 5, "23.0"), ("quarter", 5, "7.7"), ("year", 5, "1.9"), ("once", 14, "50.0"), ("once", 3, "100.0")],
)
def test_a_period_is_spread_over_its_weeks(period: str, due_days: int, minutes: str) -> None:
    assert burden.weekly(6000, period=period, due_days=due_days) == Decimal(minutes)


def test_a_form_like_it_asks_at_least_half_of_the_same() -> None:
    assert burden.is_similar({1, 2, 3, 4}, {3, 4, 9})
    assert not burden.is_similar({1, 2, 3, 4}, {4, 9})
    assert not burden.is_similar((), {4, 9})


def test_what_nobody_has_estimated_is_not_admitted_even_going_round_the_action(desk: Desk) -> None:
    form = desk.drafted()
    actions.submit(form_id=form.pk, by=OFFICE, at=desk.at)

    with pytest.raises(EstimateMissingError):
        actions.admit(form_id=form.pk, by=OFFICE, at=desk.at)
    form.refresh_from_db()
    form.standing, form.decision, form.decided_at, form.number = "admitted", "admitted", desk.at, "ZR-2026-900"
    with pytest.raises(IntegrityError, match="what it will cost"), transaction.atomic():
        form.save()


def test_the_office_s_own_estimate_stands_on_the_record_as_one(desk: Desk) -> None:
    form = desk.drafted()

    actions.estimate(form_id=form.pk, minutes=Decimal(3), by=desk.actor(), at=desk.at)

    form.refresh_from_db()
    assert (form.expected_from, form.expected_minutes) == (
        Basis.TYPED,
        Decimal("1.4"),
    )  # two people, 3 minutes, a month
    assert form.expected_cells == 4  # the own question of two, phone and meals of one
    assert Entry.objects.get(verb="forms.estimate").refs == {"from": "typed"}


@pytest.mark.parametrize("minutes", ["0", "-1", "481"])
def test_an_estimate_of_nothing_or_of_days_is_refused(desk: Desk, minutes: str) -> None:
    with pytest.raises(WrongEstimateError):
        actions.estimate(form_id=desk.drafted().pk, minutes=Decimal(minutes), by=OFFICE, at=desk.at)


def test_who_neither_asks_nor_decides_estimates_nothing(desk: Desk) -> None:
    with pytest.raises(NotAllowedError):
        actions.estimate(form_id=desk.drafted().pk, minutes=Decimal(1), by=desk.actor("gulan"), at=desk.at)


def test_a_form_like_one_that_was_measured_takes_as_long(desk: Desk) -> None:
    fill(desk, desk.admitted(), "何晚舟", 60, c2="12112345678", c3="true", c4="1")
    other = desk.drafted([NAME, PHONE, replace(OWN, title="本月见到几次")], name="相近的表")

    actions.estimate(form_id=other.pk, minutes=Decimal(30), by=OFFICE, at=desk.at)

    other.refresh_from_db()
    assert other.expected_from == Basis.SIMILAR  # what was measured comes before what somebody thinks
    assert other.expected_minutes == burden.weekly(
        20 * 2, period="month", due_days=5
    )  # two own cells; the phone is held


def test_a_form_of_another_kind_lends_no_pace(desk: Desk) -> None:
    fill(desk, desk.admitted(), "何晚舟", 60, c2="12112345678", c4="1")
    other = desk.drafted(
        [MEALS, replace(OWN, title="甲"), replace(OWN, title="乙")], period=PeriodKind.YEAR, name="别的表"
    )
    other.columns.filter(place=1).update(attribute=None, answering="text", why_own="另外的问题")

    actions.estimate(form_id=other.pk, by=OFFICE, at=desk.at)

    other.refresh_from_db()
    assert (other.expected_from, other.expected_minutes) == ("", None)


def test_a_revised_draft_is_estimated_anew(desk: Desk) -> None:
    form = desk.drafted()
    actions.estimate(form_id=form.pk, minutes=Decimal(2), by=OFFICE, at=desk.at)

    actions.revise(form_id=form.pk, wish=desk.wish([NAME, OWN]), by=OFFICE, at=desk.at)

    form.refresh_from_db()
    assert (form.expected_minutes, form.typed_minutes) == (None, Decimal("2.0"))


def test_the_first_period_saves_nothing_and_the_second_is_held_against_it(desk: Desk) -> None:
    form = desk.admitted()
    first = fill(desk, form, "何晚舟", 60, c2="12112345678", c3="true", c4="1")

    second = fill(desk, form, "何晚舟", 10, at=APRIL, c4="2")
    unmeasured = fill(desk, form, "林秋实", None, at=APRIL, c4="2")

    assert (first.asked, first.saved) == (3, None)
    assert (second.served, second.asked) == (3, 1)
    assert second.saved == Decimal("0.8")  # 20 s a cell × 3 served − 10 s
    assert unmeasured.saved is None


def test_what_a_filing_took_from_the_registry_claims_no_minutes(desk: Desk) -> None:
    form = desk.admitted()
    fill(desk, form, "何晚舟", 60, c2="12112345678", c3="true", c4="1")

    desk.at = APRIL
    desk.file(form)

    filed = EntryCount.objects.get(counted_as="filing")
    assert (filed.served, filed.saved) == (6, None)  # nobody would have typed all of it


def test_saved_minutes_stand(desk: Desk) -> None:
    count = fill(desk, desk.admitted(), "何晚舟", 60, c4="1")

    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        EntryCount.objects.filter(pk=count.pk).update(saved=100)


def test_every_form_in_force_stands_in_one_table_with_estimate_and_measure(desk: Desk) -> None:
    form = desk.admitted()
    fill(desk, form, "何晚舟", 120, c4="1")
    fill(desk, form, "林秋实", None, c4="1")
    desk.submitted(name="还没有准入的表")

    [line] = burdens.in_force(Form.objects.all(), path="hz.gs.wh.lsdy.", at=desk.at + timedelta(days=14))

    assert (line.form, line.communities, line.form.standing) == (form, 1, FormStanding.ADMITTED)
    assert (line.fillings, line.measured, line.actual) == (2, 1, Decimal("1.0"))
    assert line.form.expected_minutes == Decimal("0.9")
    assert (line.each, line.expected_each) == (Decimal("2.0"), Decimal("2.0"))
    assert not line.is_above  # one takes as long as was said, however few were filled


def test_of_a_form_of_the_office_a_community_reads_its_share(desk: Desk) -> None:
    desk.admitted(area=desk.office.subdistrict)

    [whole] = burdens.in_force(Form.objects.all(), path="hz.gs.wh.", at=desk.at)
    [part] = burdens.in_force(Form.objects.all(), path="hz.gs.wh.lsdy.", at=desk.at)
    [below] = burdens.in_force(Form.objects.all(), path="hz.gs.wh.lsdy.g04.", at=desk.at)

    assert (whole.communities, whole.expected, part.communities, part.expected) == (
        2,
        Decimal("0.9"),
        1,
        Decimal("0.4"),
    )
    assert (below.expected, below.cells) == (part.expected, part.cells)


def test_a_table_that_comes_again_next_year_takes_what_it_took(desk: Desk) -> None:
    before = desk.admitted()
    fill(desk, before, "何晚舟", 60, c2="12112345678", c3="true", c4="1")
    again = desk.drafted(expires_on=date(2027, 12, 31))

    actions.estimate(form_id=again.pk, by=OFFICE, at=desk.at)

    again.refresh_from_db()
    assert (again.expected_from, again.expected_cells) == (Basis.OWN, 2)
    assert again.expected_minutes == burden.weekly(20 * 2, period="month", due_days=5)
