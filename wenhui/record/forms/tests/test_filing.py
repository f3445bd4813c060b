"""A filed period stands with the rows that made it; corrections show beside it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from wenhui.ground.accounts.testing import AsWeb
from wenhui.ground.journal.models import Entry
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import Scope
from wenhui.record.forms import filed, queries, refusals
from wenhui.record.forms.actions import Asked
from wenhui.record.forms.models import EntryCount, FiledRow, Filing
from wenhui.record.forms.testing import AS_PRINTED, MEALS, NAME, OWN, PHONE, Desk
from wenhui.record.forms.words import Lateness

COMMUNITY = "hz.gs.wh.lsdy."


def test_a_period_is_filed_with_its_rows_and_a_receipt(desk: Desk) -> None:
    form = desk.admitted()
    desk.fill(form, desk.people["何晚舟"], said={2: "12112345678", 4: "2"})

    filing = desk.file(form)

    assert filing.receipt == f"HZ-{form.pk:03d}-202603-WH-LSDY"
    assert (filing.rows, filing.cells, filing.lacking) == (2, 8, 2)
    assert [cells for _, _, cells in filed.rows_of(filing)] == [
        {"1": "林秋实", "2": "12012345678", "3": "true", "4": ""},
        {"1": "何晚舟", "2": "12112345678", "3": "", "4": "2"},
    ]
    assert Entry.objects.filter(verb="forms.file", subject=f"filing:{filing.pk}").exists()


def test_numbers_are_sealed_in_what_is_frozen(desk: Desk) -> None:
    desk.file(desk.admitted())

    assert not [row for row in FiledRow.objects.all() if "12012345678" in str(row.cells)]


def test_a_correction_shows_beside_what_was_filed(desk: Desk) -> None:
    age = Asked(title="年龄", key="person.age", reason=AS_PRINTED)
    form = desk.admitted([NAME, PHONE, MEALS, age])
    filing = desk.file(form)
    desk.at += timedelta(days=30)
    desk.tell("林秋实", provider="self", phone="12099999999")
    desk.tell("何晚舟", provider="grid", meal_service="false")

    changes = filed.since(filing)

    found = [(one.position, one.column.title, one.before, one.after) for one in changes.corrections]
    assert found == [(1, "联系电话", "12*****5678", "12*****9999"), (2, "是否需要助餐", "", "否")]
    assert filed.rows_of(filing)[0][2]["2"] == "12012345678"


def test_a_period_is_filed_once_whoever_asks_again(desk: Desk) -> None:
    form = desk.admitted()
    desk.file(form)

    with pytest.raises(refusals.FiledAlreadyError):
        desk.file(form)

    assert Filing.objects.count() == 1


def test_what_was_filed_is_never_changed(desk: Desk) -> None:
    desk.file(desk.admitted())

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Filing.objects.update(rows=0)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        FiledRow.objects.update(cells={})


def test_nobody_files_blanks_for_what_they_may_not_see(desk: Desk) -> None:
    form = desk.admitted([NAME, Asked(title="身份证号", key="person.id_number")])

    with pytest.raises(refusals.AboveClearanceError, match="身份证号"):
        desk.file(form, clearance=Privacy.PERSONAL)


def test_a_form_is_filed_by_its_communities_for_its_periods(desk: Desk) -> None:
    form = desk.admitted()

    with pytest.raises(refusals.WrongPeriodError):
        desk.file(form, period_on=date(2026, 2, 1))
    with pytest.raises(refusals.WrongAreaError):
        desk.file(form, area_id=desk.office.at("dtg.").pk)
    with pytest.raises(refusals.NotAllowedError):
        desk.file(form, by=desk.actor("gulan"))
    with pytest.raises(refusals.NotOpenError):
        desk.file(desk.submitted())


def test_late_due_and_filed_periods_are_told_apart(desk: Desk) -> None:
    form = desk.admitted(area=desk.office.subdistrict)
    desk.file(form)

    found = queries.due("hz.gs.wh.", today=date(2026, 4, 8))

    assert [(one.area.name, one.period.code, one.lateness) for one in found] == [
        ("打铁关社区", "202603", Lateness.LATE),
        ("打铁关社区", "202604", Lateness.COMING),
        ("流水东苑社区", "202604", Lateness.COMING),
        ("流水东苑社区", "202603", Lateness.FILED),
    ]


def test_the_month_of_16_households_and_12_columns_takes_16_cells(desk: Desk) -> None:
    """The table of 莆田: in its second month 11 of 12 columns are known, one is new."""
    known: dict[str, Any] = {
        "marriage": "20", "education": "10", "bank_name": "杭州联合银行", "workplace": "无", "skill": "烹饪",
        "native_place": "浙江杭州", "birth_place": "浙江杭州", "school": "无", "foreign_name": "Lin",
    }  # fmt: skip
    for number in range(14):
        desk.settle("r501", f"邻居{chr(0x4E00 + number)}", date(1950, 1, 1) + timedelta(days=number))
    for name in desk.people:
        desk.tell(name, provider="self", phone="12012345678", **known)
    columns = [NAME, PHONE, *(Asked(title=key, key=f"person.{key}", reason=AS_PRINTED) for key in known), OWN]
    form = desk.admitted(columns)
    assert (len(desk.people), len(columns)) == (16, 12)

    for person in desk.people.values():
        desk.fill(form, person, said={12: "1"})
    filing = desk.file(form)

    counts = list(EntryCount.objects.values_list("served", "asked"))
    assert (sum(served for served, _ in counts), sum(asked for _, asked in counts)) == (176, 16)
    assert (filing.rows, filing.cells, filing.lacking) == (16, 192, 0)


def test_a_filing_is_seen_in_its_community_and_its_cells_by_clearance(desk: Desk, as_web: AsWeb) -> None:
    filing = desk.file(desk.admitted([NAME, Asked(title="身份证号", key="person.id_number"), OWN]))

    with as_web(Scope("hz.gs.wh.dtg.", Privacy.SENSITIVE)):
        assert not Filing.objects.exists()
        assert not FiledRow.objects.exists()
    with as_web(Scope(COMMUNITY, Privacy.PERSONAL)):
        assert "2" not in filed.rows_of(filing)[0][2]
    with as_web(Scope(COMMUNITY, Privacy.SENSITIVE)):
        assert "2" in filed.rows_of(filing)[0][2]
