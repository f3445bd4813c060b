"""What was filled and filed goes with its person through a merge, and has a name where somebody is asked whose it is."""

from wenhui.record.forms import filed
from wenhui.record.forms.following import FormsFollower
from wenhui.record.forms.models import FiledRow, Filling
from wenhui.record.forms.testing import Desk
from wenhui.record.registry import actions as registry
from wenhui.record.registry.following import Row


def test_a_merge_takes_fillings_along_and_leaves_what_was_filed_as_it_was(desk: Desk) -> None:
    form, lin, he = desk.admitted(), desk.people["林秋实"], desk.people["何晚舟"]
    desk.fill(form, he, said={4: "2"})
    filing = desk.file(form)
    before = [cells for _, _, cells in filed.rows_of(filing)]

    registry.merge(primary_id=lin.pk, other_id=he.pk, reason="证件号相同", by=desk.actor(), at=desk.at)

    assert Filling.objects.get().person_id == lin.pk
    assert set(FiledRow.objects.values_list("person", flat=True)) == {lin.pk}
    assert [cells for _, _, cells in filed.rows_of(filing)] == before


def test_rows_of_forms_are_called_by_their_form(desk: Desk) -> None:
    form = desk.admitted()
    filling = desk.fill(form, desk.people["何晚舟"], said={4: "2"})
    filing = desk.file(form)
    row = FiledRow.objects.filter(filing=filing).order_by("pk")[0]

    rows = [Row("forms_filling", "person_id", str(filling.pk)), Row("forms_filedrow", "person_id", str(row.pk))]
    found = FormsFollower().described([*rows, Row("visits_reason", "person_id", "1")])

    assert [found[one].zh for one in rows] == [
        f"2026-03-17 填的《{form.name}》", f"《{form.name}》{filing.receipt} 里的一行",
    ]  # fmt: skip
    assert len(found) == 2
