"""Sensitive attributes are kept only while the catalogue names a duty and a law for them."""

from datetime import date
from pathlib import Path

import pytest

from wenhui.ground.areas.models import Area
from wenhui.ground.areas.testing import CATALOGUE
from wenhui.ground.journal.models import Entry
from wenhui.kit.actor import job
from wenhui.kit.catalogue import CatalogueError, Change, load
from wenhui.record.registry import actions, catalogue
from wenhui.record.registry.models import AdmittedAttribute, Person
from wenhui.record.registry.tests.conftest import AT, GULAN
from wenhui.record.registry.words import Registration

pytestmark = pytest.mark.django_db
ETHNIC = """
sensitive_attributes:
  - key: ethnic
    duty: 民族工作服务管理
    law: 中华人民共和国民族区域自治法
    since: 2026-01-01
"""


def written(folder: Path, text: str) -> catalogue.Schema:
    """Return the document of a file with this text."""
    path = folder / catalogue.FILE
    path.write_text(text, encoding="utf-8")
    return load(path, catalogue.Schema)


def apply(document: catalogue.Schema) -> list[Change]:
    """Plan and apply."""
    changes = catalogue.plan(document)
    catalogue.apply(document, by=job("catalogue"), at=AT)
    return changes


def test_the_office_keeps_none() -> None:
    document = load(CATALOGUE / "wenhui" / catalogue.FILE, catalogue.Schema)

    assert apply(document) == []
    assert not AdmittedAttribute.objects.exists()


def test_admit_attribute_is_planned_applied_once_and_journalled(tmp_path: Path) -> None:
    document = written(tmp_path, ETHNIC)

    first, second = apply(document), apply(document)

    assert ([change.kind for change in first], second) == (["add"], [])
    assert AdmittedAttribute.objects.get().since == date(2026, 1, 1)
    assert Entry.objects.get(verb="registry.admit_attribute").subject == "attribute:ethnic"


def test_an_amended_ground_is_a_change(tmp_path: Path) -> None:
    apply(written(tmp_path, ETHNIC))

    changes = apply(written(tmp_path, ETHNIC.replace("2026-01-01", "2026-02-01")))

    assert [change.kind for change in changes] == ["change"]


def test_dismiss_attribute_erases_what_was_kept(tmp_path: Path, r501: Area) -> None:
    apply(written(tmp_path, ETHNIC))
    person = actions.register_person(
        name="张伟", registration=Registration.REGISTERED, dwelling=r501, ethnic="01", by=GULAN, at=AT
    )

    changes = apply(written(tmp_path, "sensitive_attributes: []\n"))

    assert [str(change) for change in changes] == ["- sensitive attribute ethnic: what was kept is erased"]
    assert Person.objects.get(pk=person.pk).ethnic == ""
    assert Entry.objects.get(verb="registry.dismiss_attribute").refs == {"rows": 1}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("key: ethnic", "key: religion", "line 3, sensitive_attributes.0.key"),
        ("    duty: 民族工作服务管理\n", "", "sensitive_attributes.0.duty: is missing"),
        ("    law: 中华人民共和国民族区域自治法\n", "", "sensitive_attributes.0.law: is missing"),
        ("2026-01-01", "soon", "line 6, sensitive_attributes.0.since"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(CatalogueError, match=said.replace(".", r"\.")):
        written(tmp_path, ETHNIC.replace(old, new))


def test_an_attribute_named_twice_is_refused(tmp_path: Path) -> None:
    document = written(tmp_path, ETHNIC + ETHNIC.split("sensitive_attributes:\n")[1])

    with pytest.raises(CatalogueError, match=r"line 7, sensitive_attributes\.1\.key: ethnic stands twice"):
        catalogue.plan(document)
