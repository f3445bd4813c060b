"""Whoever lives elsewhere, as departments' files say, is asked once at the known door, and moved by no table."""

from datetime import date, timedelta

import pytest

from wenhui.ground.accounts.testing import OFFICE, Browse
from wenhui.ground.journal.models import Entry
from wenhui.record.facts import actions as facts
from wenhui.record.ledgers import actions as ledgers
from wenhui.record.ledgers.models import HomeDoubt, LivesElsewhere, Upload
from wenhui.record.ledgers.tests.bringing import brought, checked, listed
from wenhui.record.ledgers.words import DoubtStanding
from wenhui.record.registry import actions as registry
from wenhui.record.registry.models import Person
from wenhui.record.registry.testing import plant_dictionary
from wenhui.record.registry.tests.conftest import invented_id_number
from wenhui.record.registry.words import ResidenceKind
from wenhui.work.visits import actions, keeping
from wenhui.work.visits.models import Reason
from wenhui.work.visits.testing import TODAY, TUESDAY, Walk
from wenhui.work.visits.words import Outcome, ReasonKind, ReasonState

NUMBER = invented_id_number(date(1958, 3, 9), 7)
HEADS = ("姓名", "身份证号", "现住址", "婚姻状况")
LATER = TUESDAY + timedelta(hours=2)


@pytest.fixture
def wang(walk: Walk) -> Person:
    """王建国 behind 501, with the dictionary in force."""
    plant_dictionary()
    return walk.settle("r501", "王建国", date(1958, 3, 9), id_number=NUMBER)


def bring(walk: Walk, address: str, provider: str = "civil_affairs", marriage: str = "已婚") -> Upload:
    """Import a table that says where 王建国 lives."""
    content = listed(f"人员名册 {provider}", HEADS, ("王建国", NUMBER, address, marriage))
    return brought(content, walk.office.community, provider)


def take() -> int:
    return actions.take_homes(by=OFFICE, at=LATER)


ELSEWHERE = "流水东苑社区1幢1单元502室"


def test_an_address_that_differs_moves_nobody_and_is_asked_at_the_known_door(walk: Walk, wang: Person) -> None:
    upload = bring(walk, ELSEWHERE)

    created = take()

    wang.refresh_from_db()
    reason = Reason.objects.get()
    assert (upload.counts["elsewhere"], created, wang.dwelling) == (1, 1, walk.doors["r501"])
    assert (reason.kind, reason.dwelling, reason.person) == (ReasonKind.GAP, walk.doors["r501"], wang)
    assert (reason.zh, reason.ground) == ("问一句是否已搬家", upload.ground)
    assert "502" not in reason.tell_zh
    assert Entry.objects.get(verb="ledgers.take_up_homes").refs["homes"] == 1


@pytest.mark.parametrize(
    "address",
    [
        "流水东苑社区1幢1单元501室",
        "流水东苑 1 幢 1 单元 501 室",
        "流水东苑社区1幢",
        "某市某路 1 号",
        "",
        "流水东苑社区1幢1单元",
    ],
)
def test_the_known_home_in_other_words_or_less_than_certain_is_no_question(
    walk: Walk, wang: Person, address: str
) -> None:
    upload = bring(walk, address)

    assert upload.counts["elsewhere"] == 0
    assert (take(), HomeDoubt.objects.count()) == (0, 0)


def test_another_building_is_a_question_even_without_a_door(walk: Walk, wang: Person) -> None:
    bring(walk, "流水东苑社区2幢")

    take()

    assert HomeDoubt.objects.get().place == walk.office.at("lsdy.g04.b002.")


def test_another_community_of_the_subdistrict_is_found_too(walk: Walk, wang: Person) -> None:
    bring(walk, "打铁关社区1幢101室")

    assert HomeDoubt.objects.get().place == walk.doors["far"]


def test_however_many_files_say_so_it_is_one_question(walk: Walk, wang: Person) -> None:
    for provider in ("civil_affairs", "police", "health"):
        bring(walk, ELSEWHERE, provider, "已婚")
        take()
        bring(walk, ELSEWHERE, provider, "丧偶")
        take()

    assert (Reason.objects.count(), HomeDoubt.objects.count()) == (1, 1)
    assert HomeDoubt.objects.get().askers == ["civil_affairs", "health", "police"]


def test_a_check_alone_asks_nothing_and_what_is_given_up_is_forgotten(walk: Walk, wang: Person) -> None:
    upload = checked(listed("人员名册", HEADS, ("王建国", NUMBER, ELSEWHERE, "已婚")), walk.office.community)
    before = LivesElsewhere.objects.count(), take()

    ledgers.discard(upload_id=upload.pk, by=OFFICE, at=LATER)

    assert (before, LivesElsewhere.objects.count()) == ((1, 0), 0)


def test_who_says_they_still_live_there_is_not_asked_again_about_that_place(walk: Walk, wang: Person) -> None:
    bring(walk, ELSEWHERE)
    take()
    walk.knock("r501", told=(Reason.objects.get().pk,))
    take()
    bring(walk, ELSEWHERE, "police")
    take()

    assert HomeDoubt.objects.get().standing == DoubtStanding.ASKED
    assert Reason.objects.get().state == ReasonState.MET


def test_another_place_is_another_question(walk: Walk, wang: Person) -> None:
    bring(walk, ELSEWHERE)
    take()
    walk.knock("r501", told=(Reason.objects.get().pk,))
    take()
    bring(walk, "流水东苑社区2幢", "police")
    take()

    assert Reason.objects.filter(state=ReasonState.OPEN).count() == 1


def test_who_has_moved_away_is_moved_by_the_visit(walk: Walk, wang: Person) -> None:
    bring(walk, ELSEWHERE)
    take()

    walk.knock("r501", Outcome.MOVED, moved=(wang.pk,))
    take()

    wang.refresh_from_db()
    assert wang.left_on == TODAY
    assert HomeDoubt.objects.get().closed_at == LATER
    assert Reason.objects.get().state == ReasonState.GONE


def test_what_the_registry_learns_closes_the_question_and_the_reason(walk: Walk, wang: Person) -> None:
    bring(walk, ELSEWHERE)
    take()
    registry.move_in(
        person_id=wang.pk, dwelling=walk.doors["r502"], kind=ResidenceKind.HOME, on=TODAY, by=OFFICE, at=TUESDAY
    )

    keeping.keep(TODAY, at=LATER)

    assert HomeDoubt.objects.get().standing == DoubtStanding.MOVED
    assert Reason.objects.get().state == ReasonState.WITHDRAWN


def test_what_no_file_says_any_more_is_not_asked(walk: Walk, wang: Person) -> None:
    upload = bring(walk, ELSEWHERE)
    take()
    assert upload.origin_id is not None
    facts.withdraw(origin_id=upload.origin_id, reason="传错了月份", by=OFFICE, at=TUESDAY)

    take()

    assert HomeDoubt.objects.get().standing == DoubtStanding.DROPPED
    assert Reason.objects.get().state == ReasonState.WITHDRAWN
    assert Entry.objects.filter(verb="ledgers.settle_homes").count() == 1


def test_the_door_says_what_to_ask_and_how_to_answer(walk: Walk, wang: Person, browse: Browse) -> None:
    bring(walk, ELSEWHERE)
    take()

    page = browse("gulan").get(f"/visits/home/{walk.doors['r501'].pk}/").content.decode()

    for said in ("问一句是否已搬家", "还住这里吗", "问过了，还住这里", "王**"):
        assert said in page
    assert "502" not in page.partition("问一句是否已搬家")[2].partition("</section>")[0]
