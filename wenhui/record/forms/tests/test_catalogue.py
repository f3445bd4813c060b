"""The catalogue's forms become drafts and new editions; nobody but a person admits them."""

from pathlib import Path

import pytest
from django.conf import settings

from wenhui.ground.accounts.testing import OFFICE
from wenhui.ground.journal.models import Entry
from wenhui.kit.catalogue import CatalogueError, load
from wenhui.record.forms import actions, catalogue
from wenhui.record.forms.models import Form
from wenhui.record.forms.testing import EACH, Desk
from wenhui.record.forms.words import FormStanding

SHIPPED = Path(settings.ROOT) / "catalogue" / "wenhui" / catalogue.FILE
ONE = """
forms:
  - key: visits
    asker: civil_affairs
    name: 探访月报
    ground: 老年人权益保障法
    area: hz.gs.wh.lsdy.
    subject: person
    period: month
    due_days: 5
    expires_on: 2026-12-31
    columns:
      - {title: 姓名, key: person.name, reason: 核对是谁}
      - {title: 本月次数, answering: integer, why: 登记里没有}
"""


def written(tmp_path: Path, text: str) -> catalogue.Schema:
    file = tmp_path / catalogue.FILE
    file.write_text(text, encoding="utf-8")
    return load(file, catalogue.Schema)


def test_the_shipped_forms_are_drafted_once(desk: Desk) -> None:
    document = load(SHIPPED, catalogue.Schema)

    catalogue.apply(document, by=OFFICE, at=desk.at)

    assert catalogue.plan(document) == []
    assert set(Form.objects.values_list("standing", flat=True)) == {FormStanding.DRAFTED}
    assert Entry.objects.filter(verb="forms.apply_catalogue").exists()


def test_a_changed_form_becomes_a_new_edition_that_ends_the_old_once_admitted(desk: Desk, tmp_path: Path) -> None:
    catalogue.apply(written(tmp_path, ONE), by=OFFICE, at=desk.at)
    first = Form.objects.get()
    actions.estimate(form_id=first.pk, minutes=EACH, by=OFFICE, at=desk.at)
    actions.submit(form_id=first.pk, by=OFFICE, at=desk.at)
    actions.admit(form_id=first.pk, by=OFFICE, at=desk.at)
    changed = written(tmp_path, ONE.replace("due_days: 5", "due_days: 8"))

    changes = catalogue.plan(changed)
    catalogue.apply(changed, by=OFFICE, at=desk.at)
    second = Form.objects.get(edition=2)
    actions.estimate(form_id=second.pk, minutes=EACH, by=OFFICE, at=desk.at)
    actions.submit(form_id=second.pk, by=OFFICE, at=desk.at)
    actions.admit(form_id=second.pk, by=OFFICE, at=desk.at)

    assert [str(change) for change in changes] == ["~ form visits: a draft of a new edition"]
    first.refresh_from_db()
    assert (first.standing, second.due_days) == (FormStanding.ENDED, 8)
    assert catalogue.plan(changed) == []


def test_a_draft_follows_its_file_and_ends_with_it(desk: Desk, tmp_path: Path) -> None:
    catalogue.apply(written(tmp_path, ONE), by=OFFICE, at=desk.at)

    catalogue.apply(written(tmp_path, ONE.replace("探访月报", "探访报表")), by=OFFICE, at=desk.at)
    assert Form.objects.get().name == "探访报表"
    catalogue.apply(written(tmp_path, ONE + "    ended: true\n"), by=OFFICE, at=desk.at)

    assert Form.objects.get().standing == FormStanding.ENDED


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("hz.gs.wh.lsdy.", "hz.gs.wh.no.", "there is no area hz.gs.wh.no."),
        ("civil_affairs", "nobody", "there is no provider nobody"),
        ("person.name", "person.no", "there is no attribute person.no"),
        ("person.name", "organisation.name", "does not belong to one person"),
        ("why: 登记里没有", "required: true", "is either bound by `key`, or says in `why`"),
        ("answering: integer", "answering: choice", "belong together"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(desk: Desk, tmp_path: Path, before: str, after: str, why: str) -> None:
    with pytest.raises(CatalogueError, match=why):
        catalogue.plan(written(tmp_path, ONE.replace(before, after)))
