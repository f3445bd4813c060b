"""The queue, two rows side by side, merging, parting, answering: what the pages show, do and refuse."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from wenhui.ground.accounts.testing import Browse, Office
from wenhui.ground.journal.models import Entry
from wenhui.kit.clock import now
from wenhui.record.registry import actions
from wenhui.record.registry.models import Judgement, Merge, MergeQuestion, Person, Suspicion
from wenhui.record.registry.tests.conftest import GULAN, invented_id_number
from wenhui.record.registry.tests.test_pages import GUARD_ASKS, shown
from wenhui.record.registry.words import Registration, ResidenceKind

pytestmark = pytest.mark.django_db
WHY = "对照身份证，同一人"


def registered(office: Office, name: str, *, elsewhere: bool = False, **more: object) -> Person:
    """Register somebody behind the door, or in the other community."""
    place = {"area": office.building_elsewhere} if elsewhere else {"dwelling": office.dwelling}
    fields = place | {"name": name, "registration": Registration.REGISTERED, "by": GULAN, "at": now()} | more
    return actions.register_person(**fields)  # type: ignore[arg-type]


def suspected(one: Person, two: Person, probability: float = 0.97) -> Suspicion:
    """Put a pair into the queue."""
    return Suspicion.objects.create(low=one, high=two, cluster=one.pk, probability=probability, found_at=now())


@pytest.fixture
def pair(office: Office) -> Suspicion:
    """Two rows of one person, suspected."""
    one = registered(office, "张伟民", id_number=invented_id_number(), phone="12034565678")
    return suspected(one, registered(office, "张卫民", phone="12034565678", birth_on=date(1958, 3, 9)))


def address(pair: Suspicion) -> str:
    """Return where a pair is judged."""
    return f"/registry/pairs/{pair.low_id}/{pair.high_id}/"


def test_the_queue_lists_pairs_masked_the_likeliest_first_and_those_put_off_last(
    office: Office, pair: Suspicion, browse: Browse
) -> None:
    third = registered(office, "李强")
    suspected(pair.high, third, 0.99)
    actions.put_off(one_id=pair.high_id, two_id=third.pk, by=GULAN, at=now())

    page = shown(browse("zhounc").get("/registry/duplicates/"))

    assert page.index("97 %") < page.index("99 %")
    assert address(pair) in page
    assert not any(name in page for name in ("张伟民", "张卫民", "12034565678"))


def test_an_empty_queue_says_why(office: Office, browse: Browse) -> None:
    assert "还没有比对过" in shown(browse("zhounc").get("/registry/duplicates/"))


def test_two_rows_stand_side_by_side_masked_with_differences_in_words(pair: Suspicion, browse: Browse) -> None:
    page = browse("zhounc").get(address(pair))

    assert all(words in shown(page) for words in ("姓名同音", "出生日期相同", "手机号相同", "只有一边有", "两边都没有"))
    assert f'value="{pair.low_id}" checked' in shown(page)
    assert not any(name in shown(page) for name in ("张伟民", "张卫民", "12034565678", "1958"))
    assert "no-store" in page["Cache-Control"]


def test_pairs_of_one_cluster_lead_to_each_other(office: Office, pair: Suspicion, browse: Browse) -> None:
    third = registered(office, "张伟民")
    mate = Suspicion.objects.create(low=pair.low, high=third, cluster=pair.low_id, probability=0.9, found_at=now())
    stranger = suspected(registered(office, "李强"), registered(office, "李蔷"))

    page = shown(browse("zhounc").get(address(pair)))

    assert address(mate) in page
    assert address(stranger) not in page


@pytest.mark.parametrize(
    ("verdict", "verb"), [("same", "merge"), ("different", "judge_different"), ("later", "put_off")]
)
def test_a_judgement_is_done_and_the_next_pair_comes(
    office: Office, pair: Suspicion, browse: Browse, verdict: str, verb: str
) -> None:
    following = suspected(registered(office, "李强"), registered(office, "李蔷"), 0.9)

    page = browse("zhounc").post(address(pair), {"verdict": verdict, "reason": WHY, "keep": pair.high_id})

    assert page["Location"] == address(following)
    assert Entry.objects.filter(verb=f"registry.{verb}").count() == 1
    if verdict == "same":
        assert Merge.objects.get().primary == pair.high


def test_a_judgement_without_a_ground_is_refused(pair: Suspicion, browse: Browse) -> None:
    page = browse("zhounc").post(address(pair), {"verdict": "same", "reason": ""})

    assert page.status_code == 422
    assert "请写明依据" in shown(page)
    assert not Judgement.objects.exists()


def test_a_pair_that_lies_in_two_communities_is_seen_from_the_subdistrict_only(office: Office, browse: Browse) -> None:
    pair = suspected(registered(office, "张伟民"), registered(office, "张卫民", elsewhere=True))

    assert browse("zhounc").get(address(pair)).status_code == 404
    assert "97 %" not in shown(browse("zhounc").get("/registry/duplicates/"))
    assert browse("luming").get(address(pair)).status_code == 200
    assert "97 %" in shown(browse("luming").get("/registry/duplicates/"))


def test_who_may_not_merge_judges_nothing(pair: Suspicion, browse: Browse) -> None:
    for username in ("gulan", "chengws"):
        assert browse(username).get("/registry/duplicates/").status_code == 403
        assert browse(username).post(address(pair), {"verdict": "same", "reason": WHY}).status_code == 403


def test_an_old_link_to_a_merged_row_leads_to_the_primary_with_a_note(pair: Suspicion, browse: Browse) -> None:
    actions.merge(primary_id=pair.low_id, other_id=pair.high_id, reason=WHY, by=GULAN, at=now())

    page = browse("zhounc").get(f"/registry/persons/{pair.high_id}/", follow=True)

    assert page.redirect_chain == [(f"/registry/persons/{pair.low_id}/?from={pair.high_id}", 302)]
    assert "已并入这一条" in shown(page)
    assert "撤销合并" in shown(page)


def test_from_a_card_one_finds_who_else_may_be_the_same(office: Office, pair: Suspicion, browse: Browse) -> None:
    twice = registered(office, "张伟民", phone="12034565678")
    secretary = browse("zhounc")

    card = shown(secretary.get(f"/registry/persons/{pair.low_id}/"))
    page = shown(secretary.get(f"/registry/persons/{pair.low_id}/alike/"))
    nobody = shown(secretary.get(f"/registry/persons/{registered(office, '李强').pk}/alike/"))

    assert f"/registry/persons/{pair.low_id}/alike/" in card
    assert f"/registry/pairs/{pair.low_id}/{twice.pk}/" in page
    assert not any(secret in page for secret in ("张伟民", "12034565678"))
    assert "没有别的登记像是这个人" in nobody
    assert browse("gulan").get(f"/registry/persons/{pair.low_id}/alike/").status_code == 403


def test_a_merge_is_undone_on_its_page_for_a_reason(pair: Suspicion, browse: Browse) -> None:
    merge = actions.merge(primary_id=pair.low_id, other_id=pair.high_id, reason=WHY, by=GULAN, at=now())
    secretary = browse("zhounc")

    asked = secretary.get(f"/registry/merges/{merge.pk}/part/")
    refused = secretary.post(f"/registry/merges/{merge.pk}/part/", {"reason": ""})
    done = secretary.post(f"/registry/merges/{merge.pk}/part/", {"reason": "两个人，同名"})

    assert "留在原处" in shown(asked)
    assert (refused.status_code, "请写明依据" in shown(refused)) == (422, True)
    assert done["Location"] == f"/registry/persons/{pair.low_id}/"
    assert Person.objects.filter(merged_into=None).count() == 2
    assert secretary.get(f"/registry/merges/{merge.pk}/part/").status_code == 404


@pytest.fixture
def question(office: Office, pair: Suspicion) -> MergeQuestion:
    """A register that came while two were one, and could be either's."""
    merge = actions.merge(primary_id=pair.low_id, other_id=pair.high_id, reason=WHY, by=GULAN, at=now())
    on = date(2026, 1, 5)
    actions.move_in(
        person_id=pair.low_id, dwelling=office.dwelling, kind=ResidenceKind.REGISTER, on=on, by=GULAN, at=now()
    )
    actions.unmerge(merge_id=merge.pk, reason="两个人，同名", by=GULAN, at=now())
    return MergeQuestion.objects.get()


def test_an_open_question_stands_on_both_cards_until_it_is_answered(question: MergeQuestion, browse: Browse) -> None:
    secretary = browse("zhounc")
    cards = [f"/registry/persons/{pk}/" for pk in (question.merge.primary_id, question.merge.other_id)]
    before = [shown(secretary.get(card)) for card in cards]

    answered = secretary.post(f"/registry/questions/{question.pk}/", {"to": "other"})

    after = [shown(secretary.get(card)) for card in cards]
    assert all("这些归谁" in card and "户籍，从 2026-01-05 起" in card for card in before)
    assert answered["Location"] == cards[1]
    assert ["2026-01-05" in card for card in after] == [False, True]
    assert not any("这些归谁" in card for card in after)


def test_a_question_answered_twice_is_refused_in_words(question: MergeQuestion, browse: Browse) -> None:
    secretary = browse("zhounc")
    secretary.post(f"/registry/questions/{question.pk}/", {"to": "other"})

    page = secretary.post(f"/registry/questions/{question.pk}/", {"to": "primary"})

    assert page.status_code == 409
    assert "没有改成" in shown(page)


@pytest.mark.parametrize(("path", "ceiling"), [("duplicates/", 8), ("pairs/{low}/{high}/", 8)])
def test_pages_of_pairs_ask_few_questions(
    pair: Suspicion, browse: Browse, path: str, ceiling: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    secretary = browse("zhounc")

    with django_assert_max_num_queries(GUARD_ASKS + ceiling):
        page = secretary.get("/registry/" + path.format(low=pair.low_id, high=pair.high_id))

    assert page.status_code == 200


def test_the_search_page_offers_only_what_one_may_do(office: Office, browse: Browse) -> None:
    worker, secretary = shown(browse("gulan").get("/registry/")), shown(browse("zhounc").get("/registry/"))

    assert ("登记一个人" in worker, "疑似重复登记" in worker) == (True, False)
    assert ("登记一个人" in secretary, "疑似重复登记" in secretary) == (True, True)
