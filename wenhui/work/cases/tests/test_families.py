"""The same matter again over weeks has one owner of its root, two counts and no names."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from wenhui.ground.accounts.testing import AsWeb
from wenhui.ground.journal.models import Entry
from wenhui.kit.actor import job
from wenhui.work.cases import actions
from wenhui.work.cases.actions import Reporter
from wenhui.work.cases.actions.families import common
from wenhui.work.cases.intake import reported
from wenhui.work.cases.models import CaseFamily, CaseKin
from wenhui.work.cases.testing import TUESDAY, Desk
from wenhui.work.cases.words import Behalf, Channel, Standing

pytestmark = pytest.mark.database


def gather(desk: Desk, who: str = "luming", title: str = "3 幢夜间油烟") -> CaseFamily:
    """Two cases of two buildings, a fortnight apart, the first of them reported twice."""
    first = desk.report(title="楼下油烟呛人", reporter=Reporter(Behalf.RESIDENT, "顾晚晴"))
    desk.report(title="油烟还是很大", same_as=first.number)
    second = desk.report(
        title="夜里油烟",
        area=desk.office.at("lsdy.g04.b002."),
        at=TUESDAY + timedelta(days=14),
        channel=Channel.HOTLINE,
    )
    return actions.gather(numbers=[first.number, second.number], title=title, by=desk.actor(who), at=desk.at)


def test_a_family_goes_from_proposal_to_owner_to_settled(desk: Desk) -> None:
    clerk = desk.actor("luming")
    family = gather(desk)

    actions.take_on(family_id=family.pk, unit_key="enforcement", cause="烟道没有净化器", by=clerk, at=desk.at)
    actions.settle(family_id=family.pk, why="净化器已装", by=clerk, at=desk.at)

    family.refresh_from_db()
    assert (family.standing, family.unit_id, family.area_path) == (
        Standing.SETTLED,
        "enforcement",
        "hz.gs.wh.lsdy.g04.",
    )
    assert [entry.verb for entry in Entry.objects.filter(subject=f"family:{family.pk}").order_by("id")] == [
        "cases.gather", "cases.take_on", "cases.settle",
    ]  # fmt: skip


def test_both_counts_are_shown_and_a_post_may_own_the_root(desk: Desk) -> None:
    family = gather(desk)

    actions.take_on(family_id=family.pk, post_id=desk.cast["zhounc"].post.pk, by=desk.actor("luming"), at=desk.at)

    [shown] = reported.counted(list(reported.families()))
    assert (shown.reports, shown.cases) == (3, 2)
    assert "周念慈" not in shown.owner
    assert "社区书记" in shown.owner


def test_the_nightly_job_may_propose_and_a_declined_family_sets_its_cases_free(desk: Desk) -> None:
    first, second = desk.report(), desk.report()
    numbers = [first.number, second.number]
    family = actions.gather(numbers=numbers, title="", by=job("families", "夜间比对"), at=desk.at)

    actions.decline_family(family_id=family.pk, why="一处是路面，一处是井盖", by=desk.actor("luming"), at=desk.at)

    assert CaseKin.objects.count() == 0
    assert list(reported.families()) == []
    assert actions.gather(numbers=numbers, title="", by=desk.actor("luming"), at=desk.at).standing == Standing.PROPOSED


def test_a_family_across_grids_is_not_seen_from_one_of_them_and_names_nobody(desk: Desk, as_web: AsWeb) -> None:
    case = desk.report()
    other = desk.report(area=desk.office.at("lsdy.g05.b003."), by=desk.actor("luming"))
    actions.gather(numbers=[case.number, other.number], title="油烟", by=desk.actor("luming"), at=desk.at)

    with as_web(desk.cast["gulan"].scope):
        assert list(reported.families()) == []
        assert reported.kinship(case) is None
    with as_web(desk.cast["zhounc"].scope):
        seen = reported.kinship(case)

    assert seen is not None
    assert "顾晚晴" not in repr(seen)


def test_what_makes_no_sense_is_refused_in_words(desk: Desk) -> None:
    clerk = desk.actor("luming")
    family = gather(desk)
    member = CaseKin.objects.first()
    assert member is not None

    def take_on(**given: object) -> None:
        actions.take_on(family_id=family.pk, by=clerk, at=desk.at, **given)  # type: ignore[arg-type]

    with pytest.raises(actions.NothingGivenError, match="只选一个"):
        take_on()
    with pytest.raises(actions.NothingGivenError, match="只选一个"):
        take_on(unit_key="municipal", post_id=1)
    with pytest.raises(actions.UnknownUnitError):
        take_on(unit_key="nobody")
    with pytest.raises(actions.WrongStageError):
        actions.settle(family_id=family.pk, why="好了", by=clerk, at=desk.at)
    with pytest.raises(actions.NotJoinableError, match="至少要有两件"):
        actions.gather(numbers=[desk.report().number], title="", by=clerk, at=desk.at)
    with pytest.raises(actions.NotJoinableError, match="另一组"):
        actions.gather(numbers=[member.case.number, desk.report().number], title="", by=clerk, at=desk.at)
    with pytest.raises(actions.UnknownCaseError, match="WH-0"):
        actions.gather(numbers=["WH-0", member.case.number], title="", by=clerk, at=desk.at)
    with pytest.raises(actions.NotAllowedError):
        gather(desk, who="gulan")
    with pytest.raises(IntegrityError, match="case_families_taken_on_have_an_owner"), transaction.atomic():
        CaseFamily.objects.update(standing=Standing.TAKEN_ON, decided_at=desk.at, decided_by="x")


@pytest.mark.parametrize(
    ("paths", "area"),
    [
        (["a.b.c.", "a.b.d."], "a.b."),
        (["a.b.c.", "a.b.c."], "a.b.c."),
        (["a.b.", "a.b.c."], "a.b."),
        (["a.b.c1.", "a.b.c."], "a.b."),
    ],
)
def test_a_family_lies_in_the_smallest_area_that_holds_its_cases(paths: list[str], area: str) -> None:
    assert common(paths) == area
