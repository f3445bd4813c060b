"""A file is previewed without effect, accepted as one, discarded without a trace; a second import changes nothing."""

from datetime import date

import pytest

from wenhui.ground.accounts.testing import AsWeb, Office
from wenhui.ground.journal.models import Entry
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import Scope
from wenhui.kit.sheets.refusals import RefusedFileError
from wenhui.record.facts import queries as facts
from wenhui.record.facts.models import Confirmation, Known, Origin, Statement
from wenhui.record.ledgers import actions
from wenhui.record.ledgers.models import Finding, Newcomers, Upload
from wenhui.record.ledgers.tests.conftest import AT, HE, LIN, ZHOU, bound, imported, previewed, received, table
from wenhui.record.registry import identifiers
from wenhui.record.registry.models import Person, Residence

pytestmark = pytest.mark.database


def known(person: Person) -> dict[str, str]:
    return {key: word.text for key, word in facts.known_of("person", [person.pk])[person.pk].items()}


def test_a_preview_tells_and_has_no_effect(lin: Person, office: Office) -> None:
    upload = previewed(table(LIN, HE), office.community)

    assert {key: upload.counts[key] for key in ("rows", "linked", "newcomers", "refused")} == {
        "rows": 2,
        "linked": 1,
        "newcomers": 1,
        "refused": 0,
    }
    assert Person.objects.count() == 1
    assert "person.marriage" not in known(lin)


def test_what_is_accepted_is_known_and_newcomers_are_registered(lin: Person, office: Office) -> None:
    upload = imported(table(LIN, HE), office.community)

    newcomer = Person.objects.get(name="何晚舟")
    assert known(lin)["person.marriage"] == "20"
    assert known(newcomer)["person.education"] == "70"
    assert Residence.objects.get(person=newcomer).dwelling == office.dwelling
    assert (newcomer.birth_on, newcomer.area, newcomer.phone is None) == (date(1990, 7, 1), office.building, False)
    assert upload.content is None
    assert [entry.verb for entry in Entry.objects.filter(subject=f"upload:{upload.pk}")] == [
        "ledgers.receive",
        "ledgers.preview",
        "ledgers.accept",
    ]


def test_importing_the_same_words_again_confirms_and_changes_nothing(lin: Person, office: Office) -> None:
    imported(table(LIN, HE), office.community)
    before = list(Known.objects.order_by("pk").values()), list(Person.objects.order_by("pk").values())

    again = imported(table(HE, LIN), office.community)

    assert (again.counts["equal"], again.counts["new"], again.counts["changed"], again.counts["newcomers"]) == (
        10,
        0,
        0,
        0,
    )
    assert Statement.objects.filter(origin=again.origin).count() == 0
    assert Confirmation.objects.filter(origin=again.origin).count() == 2
    assert (list(Known.objects.order_by("pk").values()), list(Person.objects.order_by("pk").values())) == before


def test_a_file_of_which_nothing_is_accepted_is_erased(lin: Person, office: Office) -> None:
    upload = previewed(table(LIN, HE), office.community)

    actions.discard(upload_id=upload.pk, by=ZHOU, at=AT)

    upload.refresh_from_db()
    assert (upload.content, upload.origin) == (None, None)
    assert (Newcomers.objects.count(), Finding.objects.count(), Origin.objects.filter(standing="proposed").count()) == (
        0,
        0,
        0,
    )


def test_of_two_who_import_one_file_one_wins_and_the_other_is_told(lin: Person, office: Office) -> None:
    received(table(LIN), office.community)

    with pytest.raises(actions.AlreadyUnderWayError, match="周念慈"):
        received(table(LIN), office.community)

    assert Upload.objects.count() == 1


def test_a_wrong_file_is_refused_before_anything_is_kept(words: None, office: Office) -> None:
    with pytest.raises(RefusedFileError):
        received(b"%PDF-1.7 not a table", office.community)

    assert Upload.objects.count() == 0


def test_columns_of_which_none_is_kept_are_refused(lin: Person, office: Office) -> None:
    with pytest.raises(actions.NothingBoundError):
        previewed(table(LIN), office.community, "shoe_size")


@pytest.mark.parametrize("act", [actions.accept, actions.discard])
def test_a_settled_file_is_not_settled_again(lin: Person, office: Office, act: "object") -> None:
    upload = imported(table(LIN), office.community)

    with pytest.raises(actions.WrongStandingError):
        act(upload_id=upload.pk, by=ZHOU, at=AT)  # type: ignore[operator]


def test_no_such_file_is_said(words: None) -> None:
    with pytest.raises(actions.NoSuchUploadError):
        actions.accept(upload_id=404, by=ZHOU, at=AT)


def test_whoever_sees_another_community_sees_nothing_of_the_file(lin: Person, office: Office, as_web: AsWeb) -> None:
    previewed(table(LIN, (*HE[:4], "婚", *HE[5:])), office.community)

    with as_web(Scope("hz.gs.wh.dtg.", Privacy.SENSITIVE)):
        seen = [model.objects.count() for model in (Upload, Newcomers, Finding)]

    assert seen == [0, 0, 0]


def test_a_worker_imports_as_the_web_role(lin: Person, office: Office, as_web: AsWeb) -> None:
    with as_web(Scope(office.community.path, Privacy.SENSITIVE)):
        imported(table(LIN, HE), office.community)

    assert Person.objects.count() == 2


def test_the_day_of_the_file_decides_not_the_day_of_the_import(lin: Person, office: Office) -> None:
    imported(table(LIN), office.community)
    older = table((*LIN[:4], "离婚", *LIN[5:]))
    upload = received(older, office.community, as_of=date(2025, 1, 1))
    from wenhui.record.ledgers.importing import sheets

    actions.preview(upload_id=upload.pk, rows=sheets.take(older), bound=bound(), by=ZHOU, at=AT)
    actions.accept(upload_id=upload.pk, by=ZHOU, at=AT)

    assert known(lin)["person.marriage"] == "20"


def test_of_several_phones_in_a_cell_the_first_is_the_persons_own_and_all_are_known(
    lin: Person, office: Office
) -> None:
    imported(table((*HE[:3], "12112345678/12212345678", *HE[4:])), office.community)

    he = Person.objects.get(name="何晚舟")
    assert identifiers.open_phone(he.phone) == "12112345678"
    assert known(he)["person.phone"] == "12112345678;12212345678"
