"""Of whom an accepted file says that they live elsewhere: one open question a person, until it is answered."""

import pytest
from django.db import IntegrityError, transaction

from wenhui.ground.accounts.testing import AsWeb, Office
from wenhui.ground.journal.models import Entry
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import Scope
from wenhui.record.ledgers import actions, queries
from wenhui.record.ledgers.models import HomeDoubt
from wenhui.record.ledgers.tests.conftest import AT, GROUND, LIN, ZHOU, imported, previewed, table
from wenhui.record.ledgers.tests.making import door
from wenhui.record.ledgers.words import DoubtStanding
from wenhui.record.registry import actions as registry
from wenhui.record.registry.models import Person
from wenhui.record.registry.words import Registration

pytestmark = pytest.mark.database
ELSEWHERE = (*LIN[:6], "流水东苑社区2幢")


def test_nobody_is_moved_and_a_question_is_open(lin: Person, office: Office) -> None:
    upload = imported(table(ELSEWHERE), office.community)

    doubt = HomeDoubt.objects.get()
    lin.refresh_from_db()
    assert (doubt.person, doubt.dwelling, doubt.place) == (lin, office.dwelling, office.at("lsdy.g04.b002."))
    assert (doubt.askers, doubt.origins, doubt.ground) == (["community"], [upload.origin_id], GROUND)
    assert lin.dwelling == office.dwelling
    assert Entry.objects.get(verb="ledgers.accept").refs["homes"] == 1


def test_it_is_asked_under_one_key_and_closes_when_that_was_asked(lin: Person, office: Office) -> None:
    imported(table(ELSEWHERE), office.community)
    (doubt,) = queries.homes_that_wait()

    taken = actions.take_up_homes(asked_as={doubt.pk: "7"}, by=ZHOU, at=AT)
    again = actions.take_up_homes(asked_as={doubt.pk: "8"}, by=ZHOU, at=AT)
    asked = queries.homes_asked()
    closed = actions.settle_homes(asked={"7"}, by=ZHOU, at=AT)

    doubt.refresh_from_db()
    assert (taken, again, asked, closed.count, closed.done) == (1, 0, {"7"}, 1, ())
    assert (doubt.standing, doubt.closed_at) == (DoubtStanding.ASKED, AT)
    assert [entry.verb for entry in Entry.objects.order_by("pk")][-2:] == [
        "ledgers.take_up_homes", "ledgers.settle_homes",
    ]  # fmt: skip


def test_it_closes_when_the_registry_learns_it(lin: Person, office: Office) -> None:
    imported(table(ELSEWHERE), office.community)
    (doubt,) = queries.homes_that_wait()
    actions.take_up_homes(asked_as={doubt.pk: "7"}, by=ZHOU, at=AT)
    Person.objects.filter(pk=lin.pk).update(dwelling=door(office, 502))

    closed = actions.settle_homes(by=ZHOU, at=AT)

    assert (closed.count, closed.done) == (1, ("7",))
    assert actions.settle_homes(by=ZHOU, at=AT).count == 0


def test_it_closes_when_the_file_is_taken_back(lin: Person, office: Office) -> None:
    upload = imported(table(ELSEWHERE), office.community)
    actions.withdraw(upload_id=upload.pk, reason="传错了月份", by=ZHOU, at=AT)

    actions.settle_homes(by=ZHOU, at=AT)

    assert HomeDoubt.objects.get().standing == DoubtStanding.DROPPED


def test_who_is_not_certain_to_live_elsewhere_is_no_question(lin: Person, office: Office) -> None:
    elsewhere = [previewed(table((*LIN[:6], address)), office.community).counts["elsewhere"] for address in (
        LIN[6], "流水东苑社区", "流水东苑社区1幢", "某市某路 1 号", "",
    )]  # fmt: skip

    assert elsewhere == [0] * 5


def test_one_home_is_in_doubt_once_a_person(lin: Person, office: Office) -> None:
    imported(table(ELSEWHERE), office.community)
    doubt = HomeDoubt.objects.get()
    doubt.pk = None

    with pytest.raises(IntegrityError, match="ledgers_a_home_is_in_doubt_once"), transaction.atomic():
        doubt.save(force_insert=True)


def test_another_community_sees_nothing_of_it(lin: Person, office: Office, as_web: AsWeb) -> None:
    with as_web(Scope(office.community.path, Privacy.SENSITIVE)):
        imported(table(ELSEWHERE), office.community)
        here = HomeDoubt.objects.count()
    with as_web(Scope("hz.gs.wh.dtg.", Privacy.SENSITIVE)):
        elsewhere = HomeDoubt.objects.count()

    assert (here, elsewhere) == (1, 0)


def test_of_two_registered_twice_and_merged_one_question_stays(lin: Person, office: Office) -> None:
    imported(table(ELSEWHERE), office.community)
    other = registry.register_person(
        name="林秋实", registration=Registration.REGISTERED, dwelling=door(office, 502), by=ZHOU, at=AT
    )

    registry.merge(primary_id=other.pk, other_id=lin.pk, reason="本人到场核对", by=ZHOU, at=AT)

    assert HomeDoubt.objects.get().person == other
