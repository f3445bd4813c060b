"""Pages show what is suggested, with why and how sure; a person chooses, and what they chose is kept beside it."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from wenhui.ground.accounts.testing import Browse
from wenhui.kit import clock
from wenhui.kit.clock import SHANGHAI
from wenhui.work.cases import actions
from wenhui.work.cases.learning import keeping, retraining
from wenhui.work.cases.models import Case, CasePolicy, CaseSuggestion, SuggestionEdition
from wenhui.work.cases.testing import Desk
from wenhui.work.cases.words import About, Verb

pytestmark = pytest.mark.database

WH = "hz.gs.wh."
NOON = datetime(2026, 3, 17, 10, 0, tzinfo=SHANGHAI)
FORM = {
    "key": "form-1", "title": "街灯不亮，晚上一片黑", "address": "流水东苑社区 1 幢", "channel": "resident", "type_key": "",
    "grid": "", "description": "", "behalf": "resident", "reporter_name": "", "reporter_phone": "", "route": "none",
}  # fmt: skip


@pytest.fixture
def learnt(desk: Desk, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose office learnt the words of its catalogue, at ten in the morning."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
    settings.DATA = tmp_path
    retraining.train(WH, by=keeping.LEARNER, at=desk.at)
    return desk


def measured(percent: int) -> int:
    """Let the edition count as measured, and suggestions as sure from so many percent on; return the edition."""
    SuggestionEdition.objects.update(cases=200, held_out=20, accuracy=0.9)
    CasePolicy.objects.filter(path=WH).update(suggest_percent=percent)
    return SuggestionEdition.objects.get().pk


def test_while_somebody_reports_a_type_is_shown_and_taken_by_a_button(learnt: Desk, browse: Browse) -> None:
    client = browse("luming")

    def page(**more: Any) -> str:
        return client.post("/cases/report/alike/", FORM | more).content.decode()

    assert "看文字像是“路灯”" in page()
    assert "按目录里的常用说法" in page()
    assert "type-field" not in page()
    taken = page(use="component-0118")
    assert 'value="component-0118" selected' in taken
    assert "已选“路灯”" in taken
    assert "已选“路灯”" in page(type_key="component-0118")
    assert 'id="guess"' in page(title="")
    edition = measured(percent=50)
    assert 'value="component-0118" selected' in page()
    assert "type-field" not in page(edition=str(edition))
    assert not CaseSuggestion.objects.exists()


@pytest.mark.parametrize(("chosen", "kept"), [("component-0118", True), ("event-0102", False), ("", None)])
def test_what_whoever_reports_chose_is_kept(learnt: Desk, browse: Browse, chosen: str, kept: bool | None) -> None:
    edition = SuggestionEdition.objects.get()

    sent = browse("luming").post(
        "/cases/report/", FORM | {"type_key": chosen, "edition": str(edition.pk), "asked": "1"}
    )

    rows = list(CaseSuggestion.objects.all())
    assert sent.status_code == 302
    assert [row.suggested == row.chosen for row in rows] == ([] if kept is None else [kept])


def test_the_command_room_registers_with_a_type_it_chooses_and_dispatches(
    learnt: Desk, browse: Browse, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case = learnt.report(title=FORM["title"], type_key=actions.NOT_GIVEN)
    client, address = browse("luming"), f"/cases/{case.number}/"

    with django_assert_max_num_queries(45):
        card = client.get(address).content.decode()
    client.post(f"{address}register/", {"type_key": "event-0102"})
    registered = client.get(address).content.decode()
    client.post(f"{address}dispatch/", {"unit_key": "municipal"})

    case = Case.objects.get(pk=case.pk)
    kept = {row.about: (row.suggested, row.chosen) for row in CaseSuggestion.objects.filter(case=case)}
    assert "看文字像是“路灯”" in card
    assert '<option value="" selected>未分类</option>' in card
    assert "相似案件多由市政养护办结" in registered
    assert (case.type_id, case.platform) == ("event-0102", "enforcement")
    assert kept[About.TYPE] == ("component-0118", "event-0102")
    assert kept[About.UNIT] == ("municipal", "municipal")


def test_a_sure_type_is_chosen_beforehand_and_still_registered_by_a_person(learnt: Desk, browse: Browse) -> None:
    measured(percent=50)
    case = learnt.report(title=FORM["title"], type_key=actions.NOT_GIVEN)

    card = browse("luming").get(f"/cases/{case.number}/").content.decode()

    case.refresh_from_db()
    assert 'value="component-0118" selected' in card
    assert case.type_id == actions.NOT_GIVEN


def test_the_page_of_rules_says_what_was_learnt_and_how_often_it_was_taken(learnt: Desk, browse: Browse) -> None:
    client = browse("luming")

    before = client.get("/cases/rules/").content.decode()
    case = learnt.report(title=FORM["title"], type_key=actions.NOT_GIVEN)
    client.post(f"/cases/{case.number}/register/", {"type_key": "component-0118"})
    measured(percent=80)
    after = client.get("/cases/rules/").content.decode()

    assert "先按目录里的常用说法推荐" in before
    assert "还没有人采纳或另选过" in before
    assert "拿最近 20 件抽查，类型说对 90" in after


def test_without_a_model_pages_are_as_they_were(desk: Desk, browse: Browse, settings: Settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path / "nothing"
    case = desk.report(title=FORM["title"])
    client = browse("luming")

    card = client.get(f"/cases/{case.number}/").content.decode()
    typed = client.post("/cases/report/alike/", FORM).content.decode()

    assert "register-type" not in card
    assert "看文字像是" not in typed
    assert desk.step(case, Verb.REGISTER).type_id == "event-0401"
