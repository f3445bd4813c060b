"""On screen only what is not known is asked; what is said becomes facts, never a private copy."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from wenhui.ground.accounts.testing import OFFICE
from wenhui.ground.journal.models import Entry
from wenhui.kit.privacy import Privacy
from wenhui.record.facts import queries as facts
from wenhui.record.facts.models import Confirmation, Origin
from wenhui.record.forms import actions, knowing, queries, refusals, sheet
from wenhui.record.forms.actions import Answers, Asked
from wenhui.record.forms.models import EntryCount, Filling, Form
from wenhui.record.forms.testing import AS_PRINTED, MEALS, NAME, OWN, PHONE, Desk
from wenhui.record.forms.words import Answering, CellState
from wenhui.record.registry.models import Person

AGE = Asked(title="年龄", key="person.age", reason=AS_PRINTED)
ADDRESS = Asked(title="现住址", key="person.residential_address", reason=AS_PRINTED)
SIGNATURE = Asked(title="本人签字", key="person.signature", is_required=True)


def states(desk: Desk, form: Form, person: Person, clearance: Privacy = Privacy.SENSITIVE) -> dict[str, str]:
    """Return how each cell of a person's form is filled today."""
    today = desk.at.date()
    listing = knowing.row_of(form, person.pk, knowing.attributes_of(form), today=today)
    assert listing is not None
    earlier = queries.last_filling(form, person.pk, form.period_at(today).begin)
    cells = sheet.cells(
        form, queries.columns_of(form), listing, clearance=clearance, today=today, before=earlier.own if earlier else {}
    )
    return {cell.column.title: cell.state.value for cell in cells}


def test_what_is_known_is_shown_and_what_is_stale_is_confirmed(desk: Desk) -> None:
    desk.tell("何晚舟", provider="grid", on=desk.at.date() - timedelta(days=181), phone="12112345678")
    form = desk.admitted([NAME, AGE, ADDRESS, PHONE, MEALS, SIGNATURE, OWN])

    found = states(desk, form, desk.people["何晚舟"])

    assert found == {
        "姓名": "locked", "年龄": "computed", "现住址": "locked", "联系电话": "confirm", "是否需要助餐": "ask",
        "本人签字": "ask", "本月探访次数": "ask",
    }  # fmt: skip


def test_what_is_said_becomes_a_fact_of_the_community_and_own_answers_stay(desk: Desk) -> None:
    form, he = desk.admitted(), desk.people["何晚舟"]

    filling = desk.fill(form, he, said={2: "12112345678", 3: "false", 4: "2"})

    known = facts.known_of("person", [he.pk])[he.pk]
    assert (known["person.phone"].text, known["person.meal_service"].text) == ("12112345678", "false")
    origin = Origin.objects.get(reference=f"filling:{filling.pk}")
    assert (origin.through, origin.provider, origin.ground) == ("form", "community", form.ground)
    assert filling.own == {"4": "2"}
    assert states(desk, form, he) == {
        "姓名": "locked",
        "联系电话": "locked",
        "是否需要助餐": "locked",
        "本月探访次数": "ask",
    }
    assert Entry.objects.filter(verb="forms.fill", subject=f"filling:{filling.pk}").exists()


def test_a_tick_confirms_and_is_kept_apart_from_a_change(desk: Desk) -> None:
    long_ago = desk.at.date() - timedelta(days=181)
    desk.tell("何晚舟", provider="grid", on=long_ago, phone="12112345678")
    form, he = desk.admitted(), desk.people["何晚舟"]

    desk.fill(form, he, confirmed=[2], said={3: "true"})

    confirmation = Confirmation.objects.get(person=he)
    assert confirmation.origin.provider == "community"
    counted = EntryCount.objects.get()
    assert (counted.served, counted.confirmed, counted.asked, counted.repeated) == (1, 1, 1, 0)
    assert states(desk, form, he)["联系电话"] == "locked"


def test_what_is_locked_is_not_taken_from_anybodys_hand(desk: Desk) -> None:
    form, lin = desk.admitted(), desk.people["林秋实"]

    desk.fill(form, lin, said={1: "别的名字", 2: "12999999999", 4: "1"})

    assert facts.known_of("person", [lin.pk])[lin.pk]["person.phone"].text == "12012345678"
    assert EntryCount.objects.get().served == 3


def test_a_column_admitted_to_be_asked_anew_counts_as_repeated_where_it_was_fresh(desk: Desk) -> None:
    form = desk.admitted([NAME, replace(PHONE, asks_anew=True), OWN])

    desk.fill(form, desk.people["林秋实"], said={2: "12012345678", 3: "1"})
    desk.fill(form, desk.people["何晚舟"], said={2: "12112345678", 3: "1"})

    assert list(EntryCount.objects.order_by("pk").values_list("asked", "repeated")) == [(2, 1), (2, 0)]


def test_filling_again_in_the_same_period_counts_only_what_changed(desk: Desk) -> None:
    form, lin = desk.admitted(), desk.people["林秋实"]
    desk.fill(form, lin, said={4: "1"})

    again = desk.fill(form, lin, said={4: "1"})

    assert again.own == {"4": "1"}
    assert list(EntryCount.objects.order_by("pk").values_list("served", "asked")) == [(3, 1), (0, 0)]


def test_a_signature_is_asked_anew_each_period_and_must_be_given(desk: Desk) -> None:
    form, lin = desk.admitted([NAME, SIGNATURE]), desk.people["林秋实"]
    with pytest.raises(refusals.NotAnsweredError, match="本人签字"):
        desk.fill(form, lin)
    desk.fill(form, lin, said={2: "林秋实"})

    desk.at += timedelta(days=20)

    assert states(desk, form, lin)["本人签字"] == "ask"
    assert queries.last_filling(form, lin.pk, form.period_at(desk.at.date()).begin) is None


def test_cells_above_the_clearance_are_neither_shown_nor_taken(desk: Desk) -> None:
    form = desk.admitted([NAME, Asked(title="身份证号", key="person.id_number")])

    assert states(desk, form, desk.people["何晚舟"], Privacy.PERSONAL)["身份证号"] == "above"
    desk.fill(form, desk.people["何晚舟"], said={2: "330103194407010011"}, clearance=Privacy.PERSONAL)

    assert not Origin.objects.filter(through="form").exists()


def test_the_condition_of_a_form_chooses_who_is_asked(desk: Desk) -> None:
    form = desk.admitted(only="年龄>=85")

    desk.fill(form, desk.people["林秋实"], said={4: "1"})

    with pytest.raises(refusals.UnknownSubjectError):
        desk.fill(form, desk.people["何晚舟"], said={4: "1"})


def test_nobody_fills_what_is_not_admitted_or_lies_elsewhere(desk: Desk) -> None:
    waiting, form = desk.submitted(), desk.admitted()

    with pytest.raises(refusals.NotOpenError):
        desk.fill(waiting, desk.people["林秋实"])
    with pytest.raises(refusals.NotAllowedError):
        desk.fill(form, desk.people["林秋实"], by=desk.actor("hansg"))
    with pytest.raises(refusals.UnknownFormError):
        actions.fill(form_id=0, number=1, answers=Answers(), clearance=Privacy.SENSITIVE, by=OFFICE, at=desk.at)


def test_minutes_are_those_between_the_first_and_the_last_key(desk: Desk) -> None:
    form = desk.admitted()

    desk.fill(
        form, desk.people["林秋实"], said={4: "1"}, typed=(desk.at - timedelta(seconds=90), desk.at - timedelta(seconds=0))
    )  # fmt: skip

    assert str(EntryCount.objects.get().minutes) == "1.5"


def test_a_filling_and_its_count_are_never_changed(desk: Desk) -> None:
    desk.fill(desk.admitted(), desk.people["林秋实"], said={4: "1"})

    for model in (Filling, EntryCount):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            model.objects.update(at=desk.at)


def test_choices_and_kinds_are_read_before_anything_is_written(desk: Desk) -> None:
    colour = Asked(title="颜色", answering=Answering.CHOICE, choices=("红", "绿"), why_own="只有这张表要")
    form = desk.admitted([NAME, PHONE, colour, replace(OWN, is_required=True)])
    listing = knowing.row_of(form, desk.people["何晚舟"].pk, knowing.attributes_of(form), today=desk.at.date())
    assert listing is not None
    cells = sheet.cells(
        form, queries.columns_of(form), listing, clearance=Privacy.SENSITIVE, today=desk.at.date(), before={}
    )

    read = sheet.read(cells, {"c-2": "不是电话", "c-3": "蓝", "c-4": ""}, today=desk.at.date())

    assert set(read.problems) == {2, 3, 4}
    assert {cell.column.title for cell in cells if cell.state == CellState.ASK} == {"联系电话", "颜色", "本月探访次数"}
    assert sheet.read(cells, {"c-3": "绿", "c-4": "２"}, today=desk.at.date()).said == {3: "绿", 4: "2"}
