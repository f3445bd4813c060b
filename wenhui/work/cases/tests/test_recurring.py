"""Each night cases that may be one matter coming back are proposed; people decide, and are not asked twice."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from wenhui.ground.accounts.testing import AsWeb, Browse
from wenhui.ground.journal.models import Entry
from wenhui.work.cases import actions
from wenhui.work.cases.intake import recurring, reported
from wenhui.work.cases.models import CaseFamily, CaseKin, CaseLikelyKin
from wenhui.work.cases.testing import TUESDAY, Desk
from wenhui.work.cases.words import KinDecision, Standing

pytestmark = pytest.mark.database

WH = "hz.gs.wh."
SMOKE = "夜里餐馆油烟呛人，油烟管对着窗户"


def tell(desk: Desk, day: int, title: str = SMOKE, **more: object) -> str:
    given = {"type_key": "event-0116", "lng": 120.17, "lat": 30.29, "at": TUESDAY + timedelta(days=day)}
    return desk.report(title=title, **given | more).number


def night(desk: Desk, day: int = 60) -> int:
    return recurring.propose(WH, at=TUESDAY + timedelta(days=day))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, ""),
        ({"words": ["油烟", "窗户"], "metres": 3, "days": 9}, "都提到油烟、窗户 · 同一地点 · 前后 9 天"),
        ({"words": [], "metres": 80, "days": 0}, "相距 80 米以内"),
    ],
)
def test_reasons_are_said_in_words(said: dict[str, object], words: str) -> None:
    assert reported.kin_reasons(said) == words


def test_a_matter_told_again_is_proposed_once_and_joined_by_nobody(desk: Desk) -> None:
    numbers = [tell(desk, 0), tell(desk, 9, "又是餐馆油烟，呛得开不了窗户"), tell(desk, 20, "餐馆油烟还是直排窗户")]
    tell(desk, 3, "路灯不亮")

    first, again = night(desk), night(desk, 61)

    [family] = CaseFamily.objects.all()
    assert (first, again) == (1, 0)
    assert family.standing == Standing.PROPOSED
    assert family.proposed_by == "夜间比对"
    assert family.reasons == {"words": ["餐馆油烟", "窗户"], "metres": 0, "days": 20}
    assert set(CaseKin.objects.values_list("case__number", flat=True)) == set(numbers)


def test_a_declined_family_is_not_proposed_again(desk: Desk) -> None:
    tell(desk, 0)
    tell(desk, 9)
    night(desk)
    family = CaseFamily.objects.get()
    actions.decline_family(family_id=family.pk, why="两家店", by=desk.actor("luming"), at=desk.at)

    assert night(desk, 61) == 0
    assert CaseLikelyKin.objects.filter(decision=KinDecision.DECLINED).count() == 2


def test_a_new_member_is_proposed_and_taken_or_declined_by_a_person(desk: Desk, browse: Browse, as_web: AsWeb) -> None:
    luming = desk.actor("luming")
    family = actions.gather(numbers=[tell(desk, 0), tell(desk, 9)], title="油烟", by=luming, at=desk.at)
    tell(desk, 20)
    tell(desk, 22)

    made = night(desk)
    with as_web(desk.cast["zhounc"].scope):
        shown = reported.counted(list(reported.families()))[0].likely
    with as_web(desk.cast["hansg"].scope):
        assert not CaseLikelyKin.objects.exists()
    client = browse("luming")
    page = client.get("/cases/families/").content.decode()
    taken = client.post(f"/cases/families/likely/{shown[0].row.pk}/", {"granted": "yes"})
    again = client.post(f"/cases/families/likely/{shown[0].row.pk}/", {"granted": "yes"})
    actions.judge_kin(likely_id=shown[1].row.pk, is_kin=False, by=luming, at=desk.at)

    assert made == 2
    assert "可能也是这一件事" in page
    assert "都提到" in page
    assert (taken.status_code, again.status_code) == (302, 409)
    assert family.members.count() == 3
    assert night(desk, 61) == 0
    verbs = list(Entry.objects.filter(subject=f"family:{family.pk}").order_by("id").values_list("verb", flat=True))
    assert verbs == ["cases.gather", "cases.propose_kin", "cases.propose_kin", "cases.judge_kin", "cases.judge_kin"]
    assert client.post("/cases/families/likely/999999/", {"granted": "yes"}).status_code == 409


def test_who_may_not_look_after_families_decides_nothing_and_the_database_wants_a_name(desk: Desk) -> None:
    luming = desk.actor("luming")
    family = actions.gather(numbers=[tell(desk, 0), tell(desk, 9)], title="油烟", by=luming, at=desk.at)
    tell(desk, 20)
    night(desk)
    likely = CaseLikelyKin.objects.get(family=family)

    with pytest.raises(actions.NotAllowedError):
        actions.judge_kin(likely_id=likely.pk, is_kin=True, by=desk.actor("gulan"), at=desk.at)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseLikelyKin.objects.filter(pk=likely.pk).update(decision="taken")
