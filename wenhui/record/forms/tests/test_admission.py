"""A form that re-asks what is held and fresh is not admitted without a reason for each such column."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from wenhui.ground.accounts.testing import OFFICE
from wenhui.ground.journal.models import Entry
from wenhui.record.forms import actions, queries, refusals
from wenhui.record.forms.actions import Asked
from wenhui.record.forms.models import Form
from wenhui.record.forms.testing import MEALS, NAME, OWN, PHONE, Desk
from wenhui.record.forms.words import FormStanding
from wenhui.record.ledgers.refusals import WrongConditionError
from wenhui.record.registry.models import AdmittedAttribute

BARE, BARE_PHONE = replace(NAME, reason=""), replace(PHONE, reason="")
RELIGION = Asked(title="宗教信仰", key="person.religion")


def test_a_submitted_form_says_how_much_of_it_is_held_and_fresh(desk: Desk) -> None:
    desk.tell("何晚舟", provider="grid", on=desk.at.date() - timedelta(days=181), phone="12112345678")

    form = desk.submitted()

    assert form.subjects == 2
    found = {column.title: (column.held, column.fresh, column.is_repeated) for column in form.columns.all()}
    assert found == {
        "姓名": (2, 2, True), "联系电话": (2, 1, True), "是否需要助餐": (1, 1, True), "本月探访次数": (0, 0, False),
    }  # fmt: skip


def test_a_form_that_asks_again_is_not_admitted_without_a_reason_for_each_column(desk: Desk) -> None:
    form = desk.submitted([BARE, BARE_PHONE, OWN])

    with pytest.raises(refusals.ReasonsMissingError) as refused:
        actions.admit(form_id=form.pk, by=desk.actor("chengws"), at=desk.at)

    assert "“姓名”、“联系电话”" in refused.value.words.zh


def test_with_reasons_and_without_what_was_struck_it_is_admitted_under_a_number(desk: Desk) -> None:
    form = desk.submitted([BARE, PHONE, MEALS, OWN])
    actions.explain(form_id=form.pk, reasons={1: "核对是谁"}, struck={2, 3}, by=desk.actor("chengws"), at=desk.at)

    admitted = actions.admit(form_id=form.pk, by=desk.actor("chengws"), at=desk.at)

    assert admitted.standing == FormStanding.ADMITTED
    assert admitted.number == f"ZR-2026-{form.pk:03d}"
    assert admitted.spared == 2
    assert [column.title for column in queries.columns_of(admitted)] == ["姓名", "本月探访次数"]
    assert Entry.objects.filter(verb="forms.admit", subject=f"form:{form.pk}").exists()
    assert Entry.objects.filter(verb="forms.explain", subject=f"form:{form.pk}").exists()


def test_the_database_admits_nothing_that_asks_again_without_a_reason(desk: Desk) -> None:
    form = desk.submitted([BARE, OWN])

    with pytest.raises(DatabaseError, match="without a reason: 姓名"), transaction.atomic():
        Form.objects.filter(pk=form.pk).update(
            standing="admitted", decision="admitted", decided_at=desk.at, number="ZR-1"
        )
    with pytest.raises(DatabaseError, match="measured"), transaction.atomic():
        Form.objects.filter(pk=form.pk).update(
            standing="admitted", decision="admitted", decided_at=desk.at, number="ZR-1", measured_at=None
        )


def test_what_needs_a_duty_is_not_admitted_before_the_office_names_one(desk: Desk) -> None:
    form = desk.submitted([NAME, RELIGION])
    with pytest.raises(refusals.DutyMissingError, match="宗教信仰"):
        actions.admit(form_id=form.pk, by=OFFICE, at=desk.at)
    with pytest.raises(DatabaseError, match="no duty and law"), transaction.atomic():
        Form.objects.filter(pk=form.pk).update(
            standing="admitted", decision="admitted", decided_at=desk.at, number="ZR-1"
        )
    AdmittedAttribute.objects.create(
        key="person.religion", duty="宗教事务管理", law="宗教事务条例", since=date(2026, 1, 1)
    )

    assert actions.admit(form_id=form.pk, by=OFFICE, at=desk.at).standing == FormStanding.ADMITTED


def test_signatures_are_asked_every_time_and_never_count_as_repeated(desk: Desk) -> None:
    form = desk.submitted([NAME, Asked(title="本人签字", key="person.signature")])

    assert [column.is_repeated for column in form.columns.order_by("place")] == [True, False]


def test_a_refused_form_says_why_and_stays_refused(desk: Desk) -> None:
    form = desk.submitted([NAME, PHONE, OWN])
    with pytest.raises(refusals.WhyMissingError):
        actions.refuse(form_id=form.pk, why=" ", by=OFFICE, at=desk.at)

    refused = actions.refuse(form_id=form.pk, why="两列都可以从登记取", by=OFFICE, at=desk.at)

    assert (refused.standing, refused.spared, refused.number) == (FormStanding.REFUSED, 2, "")
    assert refused.moves.latest("pk").why == "两列都可以从登记取"
    assert Entry.objects.filter(verb="forms.refuse").count() == 1
    with pytest.raises(refusals.WrongStandingError):
        actions.submit(form_id=form.pk, by=OFFICE, at=desk.at)


def test_a_form_goes_back_is_mended_and_comes_again(desk: Desk) -> None:
    form = desk.submitted([BARE, OWN])
    actions.send_back(form_id=form.pk, why="姓名一列请说明", by=OFFICE, at=desk.at)

    actions.revise(form_id=form.pk, wish=desk.wish([NAME, OWN]), by=OFFICE, at=desk.at)
    actions.estimate(form_id=form.pk, by=OFFICE, at=desk.at)
    actions.submit(form_id=form.pk, by=OFFICE, at=desk.at)

    assert actions.admit(form_id=form.pk, by=OFFICE, at=desk.at).is_open(desk.at.date())
    verbs = ["draft", "estimate", "submit", "send_back", "revise", "estimate", "submit", "admit"]
    assert list(Entry.objects.filter(subject=f"form:{form.pk}").order_by("pk").values_list("verb", flat=True)) == [
        f"forms.{verb}" for verb in verbs
    ]


def test_a_form_expires_with_its_day_once_and_an_ended_one_says_why(desk: Desk) -> None:
    form = desk.admitted(expires_on=date(2026, 3, 31))
    other = desk.admitted(name="另一张表")
    april = datetime(2026, 4, 1, tzinfo=UTC)

    assert actions.expire(by=OFFICE, at=april) == 1
    assert actions.expire(by=OFFICE, at=april) == 0
    actions.end(form_id=other.pk, why="上级取消了", by=desk.actor("chengws"), at=april)

    form.refresh_from_db()
    assert form.standing == FormStanding.EXPIRED
    assert not form.is_open(date(2026, 3, 20))
    assert set(Entry.objects.filter(at=april).values_list("verb", flat=True)) == {"forms.expire", "forms.end"}


def test_the_columns_of_a_decided_form_stand(desk: Desk) -> None:
    form = desk.admitted()

    with pytest.raises(DatabaseError, match="stand once it is decided"), transaction.atomic():
        form.columns.update(title="别的")
    with pytest.raises(refusals.WrongStandingError):
        actions.explain(form_id=form.pk, reasons={}, struck={1}, by=OFFICE, at=desk.at)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        form.moves.update(why="别的")


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"asker": "nobody"}, refusals.UnknownAskerError),
        ({"ground": "无"}, refusals.GroundMissingError),
        ({"expires_on": date(2026, 3, 1)}, refusals.WrongDatesError),
        ({"columns": []}, refusals.NothingAskedError),
        ({"columns": [OWN] * 121}, refusals.TooManyColumnsError),
        ({"columns": [Asked(title="甲", key="person.no")]}, refusals.WrongColumnError),
        ({"columns": [Asked(title="甲", key="organisation.name")]}, refusals.WrongColumnError),
        ({"columns": [Asked(title="甲")]}, refusals.WrongColumnError),
        ({"only": "宗教信仰=佛教"}, refusals.GuardedConditionError),
        ({"only": "胡乱写的"}, WrongConditionError),
    ],
)
def test_a_form_that_says_too_little_is_not_drafted(
    desk: Desk, given: dict[str, object], error: type[Exception]
) -> None:
    wish = replace(desk.wish(), **given)  # type: ignore[arg-type]

    with pytest.raises(error):
        actions.draft(wish=wish, by=OFFICE, at=desk.at)

    assert not Form.objects.exists()


@pytest.mark.parametrize("username", ["gulan", "hansg", "shenzy"])
def test_only_those_in_charge_decide(desk: Desk, username: str) -> None:
    form = desk.submitted([NAME, OWN])

    for act in (actions.admit, actions.refuse, actions.send_back, actions.end):
        with pytest.raises(refusals.NotAllowedError):
            act(form_id=form.pk, why="不给填了", by=desk.actor(username), at=desk.at)


def test_another_form_that_asks_the_same_is_named_with_its_columns(desk: Desk) -> None:
    first = desk.admitted(name="老年人口摸底表")
    second = desk.submitted([replace(NAME, title="老人姓名"), PHONE, OWN], name="助餐需求表")

    found = queries.overlaps(second, second.columns.order_by("place"))

    assert [(one.form, one.titles) for one in found] == [(first, ("老人姓名", "联系电话"))]
    assert queries.overlaps(first, first.columns.all()) == []
