"""The dictionary as the catalogue says; what needs admission is kept only while it names a duty and a law."""

from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from wenhui.ground.areas.models import Area
from wenhui.ground.journal.models import Entry
from wenhui.kit.actor import job
from wenhui.kit.catalogue import CatalogueError, Change, load
from wenhui.record.registry import actions, catalogue, columns, dictionary
from wenhui.record.registry.actions.refusals import NoSuchAttributeError
from wenhui.record.registry.models import AdmittedAttribute, Attribute, Person
from wenhui.record.registry.rules.heads import Head
from wenhui.record.registry.testing import shipped_attributes
from wenhui.record.registry.tests.conftest import AT, GULAN
from wenhui.record.registry.words import Registration, Subject

pytestmark = pytest.mark.django_db
HEAD = "sensitive_attributes:\n"
ETHNIC_ROW = """\
  - key: person.ethnic
    duty: 民族工作服务管理
    law: 中华人民共和国民族区域自治法
    since: 2026-01-01
"""
DICTIONARY = """
attributes:
  - {key: person.ethnic, kind: code, codes: ethnic, zh: 民族, en: Ethnic group, column: person.ethnic, privacy: sensitive,
     from: [police], law: 个人信息保护法, needs_admission: true}
  - {key: person.phone, kind: phone, zh: 电话, en: Phone, privacy: personal, from: [self], law: 民法典, fresh: 180}
  - {key: person.guardian_phone, kind: phone, zh: 监护人电话, en: Phone of guardian, privacy: personal, from: [self],
     law: 民法典, of: {words: [家长], like: person.phone}}
code_tables:
  - key: ethnic
    name: {zh: 民族, en: Ethnic group}
    codes:
      - {code: "01", zh: 汉族, en: Han}
      - {code: "03", zh: 回族, en: Hui}
  - key: provider
    name: {zh: 提供方, en: Provider}
    codes:
      - {code: police, zh: 公安, en: Police}
      - {code: self, zh: 本人, en: Own statement}
"""
ETHNIC = HEAD + ETHNIC_ROW + DICTIONARY
NONE = "sensitive_attributes: []\n" + DICTIONARY


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


def test_the_office_keeps_no_sensitive_attribute() -> None:
    document = shipped_attributes()

    apply(document)

    assert not AdmittedAttribute.objects.exists()
    assert apply(document) == []


def test_the_offices_dictionary_is_large_and_every_attribute_names_its_ground() -> None:
    attributes, tables = shipped_attributes().dictionary()

    assert len(attributes) >= 120
    assert {attribute.subject for attribute in attributes} == set(Subject)
    assert len({table.key for table in tables} - {attribute.table for attribute in attributes}) == 1, (
        "but for providers"
    )
    kinds = {attribute.key for attribute in attributes if attribute.needs_admission}
    assert {"person.religion", "person.politics", "person.health", "person.ethnic", "person.key_group"} <= kinds


def test_a_column_that_holds_an_attribute_is_guarded_as_the_dictionary_says() -> None:
    attributes, _ = shipped_attributes().dictionary()

    for attribute in attributes:
        if attribute.column and not attribute.column.startswith("area."):
            table, _, name = attribute.column.partition(".")
            assert columns.TABLES[table].PRIVACY[name].rank <= attribute.privacy.rank, attribute.key  # type: ignore[attr-defined]


def test_write_dictionary_is_planned_applied_once_and_journalled(tmp_path: Path) -> None:
    first, second = apply(written(tmp_path, NONE)), apply(written(tmp_path, NONE))

    assert [change.what for change in first] == [
        *("code table ethnic", "code table provider"),
        *("attribute person.ethnic", "attribute person.phone", "attribute person.guardian_phone"),
    ]
    assert second == []
    assert Entry.objects.get(verb="registry.write_dictionary").refs == {"attributes": 3, "tables": 2}


def test_an_attribute_of_a_role_takes_the_heads_of_another(tmp_path: Path) -> None:
    apply(written(tmp_path, NONE))

    assert dictionary.current().attributes["person.guardian_phone"].synonyms == ("家长电话",)


def test_what_a_process_keeps_of_the_dictionary_follows_the_catalogue(tmp_path: Path) -> None:
    apply(written(tmp_path, NONE))
    before = dictionary.current()
    apply(written(tmp_path, NONE.replace("zh: 回族", "zh: 回回")))
    after = dictionary.current()

    assert dictionary.current() is after
    assert (before.words_of("ethnic", "03"), after.words_of("ethnic", "03")) == ("回族", "回回")


def test_the_dictionary_in_force_recognises_heads(tmp_path: Path) -> None:
    apply(written(tmp_path, NONE))

    (found,) = dictionary.current().heads.propose([Head(("家长电话",))])

    assert [proposal.key for proposal in found] == ["person.guardian_phone"]


def test_with_one_question_the_kept_dictionary_is_known_to_be_in_force(
    tmp_path: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    apply(written(tmp_path, NONE))
    dictionary.current()

    with django_assert_num_queries(1):
        assert dictionary.current().code_of("ethnic", "回族") == "03"


def test_what_the_file_no_longer_names_is_ended_and_comes_back_under_its_number(tmp_path: Path) -> None:
    apply(written(tmp_path, NONE))
    number = dictionary.current().numbers["person.guardian_phone"]
    without = NONE[: NONE.index("  - {key: person.guardian_phone")] + NONE[NONE.index("code_tables:") :]
    without = without.replace('      - {code: "03", zh: 回族, en: Hui}\n', "")

    ended = apply(written(tmp_path, without))
    again = apply(written(tmp_path, without))
    held = dictionary.current()
    back = apply(written(tmp_path, NONE))

    assert [str(change) for change in ended] == ["~ code table ethnic: codes", "- attribute person.guardian_phone"]
    assert again == []
    assert (list(held.attributes), list(held.ended)) == (["person.ethnic", "person.phone"], ["person.guardian_phone"])
    assert held.words_of("ethnic", "03") == "回族", "old facts are still understood"
    assert [change.kind for change in back] == ["change", "add"]
    assert dictionary.current().numbers["person.guardian_phone"] == number


def test_an_attribute_that_is_held_cannot_become_another_kind(tmp_path: Path, r501: Area) -> None:
    apply(written(tmp_path, ETHNIC))
    text = ETHNIC.replace("kind: code, codes: ethnic", "kind: text")
    free = catalogue.plan(written(tmp_path, text))
    actions.register_person(
        name="张伟", registration=Registration.REGISTERED, dwelling=r501, ethnic="01", by=GULAN, at=AT
    )

    with pytest.raises(CatalogueError, match=r"attributes\.0\.kind: values of person\.ethnic are held"):
        catalogue.plan(written(tmp_path, text))

    assert [str(change) for change in free] == ["~ attribute person.ethnic: kind, table"]


def test_admit_attribute_is_planned_applied_once_and_journalled(tmp_path: Path) -> None:
    apply(written(tmp_path, NONE))

    first, second = apply(written(tmp_path, ETHNIC)), apply(written(tmp_path, ETHNIC))

    assert ([change.kind for change in first], second) == (["add"], [])
    assert AdmittedAttribute.objects.get().since == date(2026, 1, 1)
    assert Entry.objects.get(verb="registry.admit_attribute").subject == "attribute:person.ethnic"


def test_what_needs_no_admission_is_not_admitted(tmp_path: Path) -> None:
    apply(written(tmp_path, NONE))

    for key in ("person.phone", "person.shoe_size"):
        with pytest.raises(NoSuchAttributeError):
            actions.admit_attribute(key=key, duty="试试看", law="没有法律", since=date(2026, 1, 1), by=GULAN, at=AT)


def test_an_amended_ground_is_a_change(tmp_path: Path) -> None:
    apply(written(tmp_path, ETHNIC))

    changes = apply(written(tmp_path, ETHNIC.replace("2026-01-01", "2026-02-01")))

    assert [change.kind for change in changes] == ["change"]


def test_dismiss_attribute_erases_what_was_kept(tmp_path: Path, r501: Area) -> None:
    apply(written(tmp_path, ETHNIC))
    person = actions.register_person(
        name="张伟", registration=Registration.REGISTERED, dwelling=r501, ethnic="01", by=GULAN, at=AT
    )

    changes = apply(written(tmp_path, NONE))

    assert [str(change) for change in changes] == ["- sensitive attribute person.ethnic: what was kept is erased"]
    assert Person.objects.get(pk=person.pk).ethnic == ""
    assert Entry.objects.get(verb="registry.dismiss_attribute").refs == {"rows": 1}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "key: person.ethnic\n",
            "key: person.phone\n",
            "line 2, sensitive_attributes.0.key: person.phone is no attribute",
        ),
        ("    duty: 民族工作服务管理\n", "", "sensitive_attributes.0.duty: is missing"),
        ("    law: 中华人民共和国民族区域自治法\n", "", "sensitive_attributes.0.law: is missing"),
        ("2026-01-01", "soon", "line 5, sensitive_attributes.0.since"),
        (ETHNIC_ROW, ETHNIC_ROW * 2, "line 6, sensitive_attributes.1.key: person.ethnic stands twice"),
        ("key: person.phone,", "key: persons.phone,", "attributes.1.key: begins with none of"),
        ("codes: ethnic", "codes: ethics", "attributes.0.codes: an attribute of kind code"),
        ("kind: phone, zh: 电话", "kind: phone, codes: ethnic, zh: 电话", "attributes.1.codes"),
        ("column: person.ethnic", "column: person.ethics", "attributes.0.column: the registry has no column"),
        ("from: [police]", "from: [postman]", "attributes.0.from: postman: not in the code table provider"),
        ("fresh: 180", "computed_from: [person.age]", "attributes.1.computed_from: person.age: no such attribute"),
        ("like: person.phone", "like: person.fax", "attributes.2.of: person.fax: no such attribute"),
        ("fresh: 180", "fresh: 0", "attributes.1.fresh"),
        ("kind: phone, zh: 电话", "kind: fax, zh: 电话", "attributes.1.kind"),
        ('code: "03"', 'code: "01"', "code_tables.0.codes: 01 stands twice"),
        ("en: Hui", "en: Hui, words: [汉族]", "code_tables.0.codes: 汉族 stands for 01 and for 03"),
        ("en: Hui", 'en: Hui, broader: "09"', "code_tables.0.codes: 09 is broader than nothing here"),
        ("key: provider", "key: sex", "code_tables.1.codes: the program decides by these"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(CatalogueError) as refused:
        catalogue.plan(written(tmp_path, ETHNIC.replace(old, new, 1)))

    assert said in str(refused.value)


def test_the_database_itself_refuses_an_attribute_of_codes_without_its_table(tmp_path: Path) -> None:
    apply(written(tmp_path, NONE))

    with pytest.raises(IntegrityError, match="registry_attributes_of_codes_name_their_table"), transaction.atomic():
        Attribute.objects.filter(key="person.phone").update(kind="code")
    with pytest.raises(IntegrityError, match="registry_an_attribute_key_begins_with_its_subject"):
        Attribute.objects.filter(key="person.phone").update(key="dwelling.phone")
