"""An accepted file is taken back as one: what is known is as without it, and only whom nothing else knows is struck out."""

import pytest

from wenhui.ground.accounts.testing import Office
from wenhui.ground.journal.models import Entry
from wenhui.record.facts import queries as facts
from wenhui.record.ledgers import actions
from wenhui.record.ledgers.models import Upload
from wenhui.record.ledgers.tests.conftest import AT, HE, LIN, ZHOU, imported, received, table
from wenhui.record.ledgers.tests.making import say
from wenhui.record.ledgers.words import UploadStanding
from wenhui.record.registry import identifiers
from wenhui.record.registry.models import Person, Residence, StrikeOut
from wenhui.record.registry.words import LeftBecause, Subject

pytestmark = pytest.mark.database
REASON = "民政传错了月份"


def known(person: Person) -> dict[str, str]:
    return {key: word.text for key, word in facts.known_of("person", [person.pk])[person.pk].items()}


def taken_back(upload: Upload) -> Upload:
    """Withdraw a file, and let follow what follows."""
    actions.withdraw(upload_id=upload.pk, reason=REASON, by=ZHOU, at=AT)
    actions.follow_withdrawal(upload_id=upload.pk, reason=REASON, by=ZHOU, at=AT)
    upload.refresh_from_db()
    return upload


def test_a_withdrawn_file_leaves_what_is_known_as_it_was(lin: Person, office: Office) -> None:
    imported(table(LIN), office.community)
    before = known(lin)
    upload = imported(table((*LIN[:4], "丧偶", "大专", LIN[6])), office.community)

    taken_back(upload)

    assert (known(lin), upload.standing) == (before, UploadStanding.WITHDRAWN)
    assert Entry.objects.get(verb="ledgers.withdraw").reason == REASON


def test_whom_only_the_file_brought_is_struck_out_and_frees_the_number(lin: Person, office: Office) -> None:
    upload = imported(table(LIN, HE), office.community)
    he = Person.objects.get(name="何晚舟")

    taken_back(upload)

    he.refresh_from_db()
    assert (he.left_because, he.id_number, he.phone, he.dwelling) == (LeftBecause.MISTAKEN, None, None, None)
    assert StrikeOut.objects.get(person=he).reason == REASON
    assert Residence.objects.get(person=he).is_aside
    assert known(he) == {}


def test_on_whom_something_hangs_since_stays_and_is_a_question(lin: Person, office: Office) -> None:
    upload = imported(table(LIN, HE), office.community)
    he = Person.objects.get(name="何晚舟")
    say(Subject.PERSON, he.pk, marriage="20")

    taken_back(upload)

    he.refresh_from_db()
    assert (he.left_on, known(he)) == (None, {"person.marriage": "20"})
    assert not StrikeOut.objects.exists()


def test_the_same_file_may_be_imported_again_and_brings_its_people_again(lin: Person, office: Office) -> None:
    upload = imported(table(LIN, HE), office.community)
    taken_back(upload)

    again = imported(table(LIN, HE), office.community)

    newcomer = Person.objects.get(name="何晚舟", left_on__isnull=True)
    assert again.counts["newcomers"] == 1
    assert identifiers.open_id_number(newcomer.id_number) == HE[2]
    assert known(newcomer)["person.education"] == "70"
    assert Person.objects.filter(name="何晚舟").count() == 2


def test_a_file_is_withdrawn_once_and_for_a_reason(lin: Person, office: Office) -> None:
    upload = imported(table(LIN), office.community)

    with pytest.raises(actions.ReasonMissingError):
        actions.withdraw(upload_id=upload.pk, reason="错", by=ZHOU, at=AT)
    taken_back(upload)
    with pytest.raises(actions.WrongStandingError):
        actions.withdraw(upload_id=upload.pk, reason=REASON, by=ZHOU, at=AT)


def test_a_file_that_was_never_accepted_is_not_withdrawn(lin: Person, office: Office) -> None:
    upload = received(table(LIN), office.community)

    with pytest.raises(actions.WrongStandingError):
        actions.withdraw(upload_id=upload.pk, reason=REASON, by=ZHOU, at=AT)


def test_what_follows_may_be_taken_up_again_after_a_crash(lin: Person, office: Office) -> None:
    upload = imported(table(LIN, HE), office.community)
    actions.withdraw(upload_id=upload.pk, reason=REASON, by=ZHOU, at=AT)

    def cut(done: int, of: int) -> None:
        if done == of:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        actions.follow_withdrawal(upload_id=upload.pk, reason=REASON, by=ZHOU, at=AT, striking=cut)
    actions.follow_withdrawal(upload_id=upload.pk, reason=REASON, by=ZHOU, at=AT)

    assert StrikeOut.objects.count() == 1
    assert "person.marriage" not in known(lin)
