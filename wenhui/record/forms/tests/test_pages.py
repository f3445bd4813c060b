"""Pages of forms: what one sees, what one may not, how many questions a page asks."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from wenhui.ground.accounts.testing import Browse
from wenhui.kit import clock
from wenhui.record.forms.actions import Asked
from wenhui.record.forms.models import EntryCount, Filing, Filling, Form
from wenhui.record.forms.testing import GROUND, MEALS, NAME, OWN, PHONE, TUESDAY, Desk
from wenhui.record.forms.words import FormStanding

HEADS = "序号\n姓名*\n联系电话\n是否需要助餐\n本月探访次数"


@pytest.fixture(autouse=True)
def it_is_tuesday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: TUESDAY)


def _typed(desk: Desk, **given: object) -> dict[str, object]:
    return {
        "asker": "civil_affairs", "name": "高龄老人探访月报", "ground": GROUND, "subject": "person", "only": "",
        "area": desk.office.community.pk, "period": "month", "due_days": 5, "expires_on": "2026-12-31", "heads": HEADS,
    } | given  # fmt: skip


def test_a_table_is_registered_bound_explained_and_admitted(desk: Desk, browse: Browse) -> None:
    secretary, leader = browse("zhounc"), browse("luming")

    drafted = secretary.post("/forms/new/", _typed(desk))
    form = Form.objects.get()
    columns = secretary.get(drafted["Location"]).content.decode()
    bound = {column.title: column.attribute.key if column.attribute else "" for column in form.columns.all()}
    typed = {
        f"column-{place}-meaning": meaning
        for place, meaning in enumerate(("姓名（人员）", "联系电话（人员）", "是否需要助餐（人员）", ""), start=1)
    }
    kept = secretary.post(f"/forms/{form.pk}/columns/", typed | {
        "column-4-why": "每月新发生", "column-4-answering": "integer", "column-1-required": "on",
    })  # fmt: skip
    submitted = secretary.post(f"/forms/{form.pk}/decide/", {"do": "submit"})
    refused = leader.post(f"/forms/{form.pk}/decide/", {"do": "admit"})
    typed = {"do": "admit", "reason-1": "核对是谁", "reason-2": "联系用", "strike-3": "on"}
    unestimated = leader.post(f"/forms/{form.pk}/decide/", typed).content.decode()
    admitted = leader.post(f"/forms/{form.pk}/decide/", typed | {"minutes": "1.5"})

    assert bound == {
        "姓名": "person.name", "联系电话": "person.phone", "是否需要助餐": "person.meal_service", "本月探访次数": "",
    }  # fmt: skip
    assert "姓名（人员）" in columns
    assert (kept.status_code, submitted.status_code, refused.status_code, admitted.status_code) == (302, 302, 409, 302)
    assert "“姓名”" in refused.content.decode()
    assert "请先估计填一份要几分钟" in unestimated
    form.refresh_from_db()
    assert (form.standing, form.spared) == (FormStanding.ADMITTED, 1)


def test_what_cannot_be_taken_is_said_and_kept_as_typed(desk: Desk, browse: Browse) -> None:
    page = browse("zhounc").post("/forms/new/", _typed(desk, ground="无", only="年龄>=80"))

    assert page.status_code == 422
    assert "没有写明凭什么要这张表" in page.content.decode()
    assert "年龄&gt;=80" in page.content.decode()
    assert not Form.objects.exists()


def test_a_draft_is_written_anew_and_keeps_what_was_said_of_its_columns(desk: Desk, browse: Browse) -> None:
    form = desk.drafted([NAME, replace(OWN, why_own="上级每月要")])
    client = browse("zhounc")

    shown = client.get(f"/forms/{form.pk}/edit/")
    client.post(f"/forms/{form.pk}/edit/", _typed(desk, heads="姓名\n本月探访次数\n工作单位"))

    assert "本月探访次数" in shown.content.decode()
    assert list(form.columns.order_by("place").values_list("title", "reason", "why_own")) == [
        ("姓名", NAME.reason, ""), ("本月探访次数", "", "上级每月要"), ("工作单位", "", ""),
    ]  # fmt: skip


def test_the_page_of_a_form_says_what_is_held_and_who_else_asks(desk: Desk, browse: Browse) -> None:
    desk.admitted(name="老年人口摸底表")
    form = desk.submitted([NAME, replace(PHONE, reason=""), OWN])

    page = browse("chengws").get(f"/forms/{form.pk}/").content.decode()

    assert "与民政《老年人口摸底表》重复 3 列" in page or "与民政《老年人口摸底表》重复 2 列" in page
    assert "已掌握而且新鲜，要说明理由" in page
    assert 'value="admit"' in page


def test_forms_are_listed_by_standing_and_asker_with_few_questions(
    desk: Desk, browse: Browse, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    desk.admitted()
    desk.submitted(name="等准入的表", asker="health")
    for number in range(5):
        desk.drafted(name=f"草稿 {number}")
    client = browse("luming")

    with django_assert_max_num_queries(22):
        page = client.get("/forms/").content.decode()
    chosen = client.get("/forms/?standing=submitted&asker=health").content.decode()

    assert "草稿 4" in page
    assert "等准入的表" in chosen
    assert "草稿 4" not in chosen


def test_forms_of_above_are_seen_below_and_not_decided_there(desk: Desk, browse: Browse) -> None:
    form = desk.admitted(area=desk.office.subdistrict)
    elsewhere = desk.submitted(name="流水东苑的表")
    client = browse("hansg")

    assert form.name in client.get("/forms/").content.decode()
    assert client.get(f"/forms/{elsewhere.pk}/").status_code == 404
    assert client.post(f"/forms/{form.pk}/decide/", {"do": "end", "why": "不要了"}).status_code == 409


def test_a_worker_fills_only_what_needs_hands(desk: Desk, browse: Browse) -> None:
    form, he = desk.admitted(), desk.people["何晚舟"]
    client = browse("zhounc")

    listed = client.get(f"/forms/{form.pk}/fill/").content.decode()
    page = client.get(f"/forms/{form.pk}/fill/{he.pk}/").content.decode()
    wrong = client.post(f"/forms/{form.pk}/fill/{he.pk}/", {"c-2": "12", "c-4": "3"})
    saved = client.post(
        f"/forms/{form.pk}/fill/{he.pk}/", {"c-2": "12112345678", "c-4": "3", "first": "61000", "last": "1000"}
    )

    assert "何**" in listed
    assert "已掌握 1 项，待确认 0 项，需填写 3 项" in page
    assert wrong.status_code == 409
    assert 'value="12"' in wrong.content.decode()
    assert saved.status_code == 302
    assert Filling.objects.get().own == {"4": "3"}
    assert str(EntryCount.objects.get().minutes) == "1.0"


def test_a_subjects_page_is_refused_elsewhere_and_kept_by_no_cache(desk: Desk, browse: Browse) -> None:
    form, he = desk.admitted(area=desk.office.subdistrict), desk.people["何晚舟"]

    page = browse("gulan").get(f"/forms/{form.pk}/fill/{he.pk}/")

    assert "no-store" in page["Cache-Control"]
    assert browse("hansg").get(f"/forms/{form.pk}/fill/{he.pk}/").status_code == 404
    assert browse("zhounc").get(f"/forms/{form.pk}/fill/0/").status_code == 404
    assert browse("shenzy").get(f"/forms/{form.pk}/").status_code == 403


def test_the_list_of_subjects_asks_as_much_for_many_as_for_few(
    desk: Desk, browse: Browse, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    form, client = desk.admitted(), browse("zhounc")
    for number in range(20):
        desk.settle("r502", f"邻居{chr(0x4E00 + number)}", date(1950, 1, 1))

    with django_assert_max_num_queries(45):
        client.get(f"/forms/{form.pk}/fill/")


def test_a_period_is_filed_from_the_list_and_its_receipt_printed(desk: Desk, browse: Browse) -> None:
    form = desk.admitted()
    client = browse("zhounc")
    typed = {"area": desk.office.community.pk, "period_on": "2026-03-01"}

    listed = client.get("/forms/filings/").content.decode()
    filed = client.post(f"/forms/{form.pk}/file/", typed)
    again = client.post(f"/forms/{form.pk}/file/", typed)
    desk.tell("林秋实", provider="self", on=TUESDAY.date(), phone="12099999999")
    page = client.get(filed["Location"]).content.decode()
    receipt = client.get(f"{filed['Location']}print/").content.decode()

    assert "2026 年 3 月" in listed
    assert (filed.status_code, again.status_code) == (302, 409)
    assert "填报后 1 处更正" in page
    assert "林**" in page
    assert "12012345678" not in page
    assert Filing.objects.get().receipt in receipt
    assert Filing.objects.get().receipt in client.get("/forms/filings/?which=filed").content.decode()


def test_filing_needs_a_period_and_a_post_that_files(desk: Desk, browse: Browse) -> None:
    form = desk.admitted([NAME, MEALS, Asked(title="身份证号", key="person.id_number")])

    assert browse("zhounc").post(f"/forms/{form.pk}/file/", {"area": "x"}).status_code == 404
    assert browse("gulan").post(f"/forms/{form.pk}/file/", {}).status_code == 403
    assert browse("zhounc").get("/forms/filings/99/").status_code == 404


def test_a_draft_is_estimated_before_anybody_decides(desk: Desk, browse: Browse) -> None:
    form = desk.drafted()
    client, address = browse("zhounc"), f"/forms/{form.pk}/"

    before = client.get(address).content.decode()
    wrong = client.post(f"{address}decide/", {"do": "estimate", "minutes": "很久"})
    client.post(f"{address}decide/", {"do": "estimate", "minutes": "3"})
    after = client.get(address).content.decode()

    assert "还没有测算" in before
    assert wrong.status_code == 409
    assert "很久" in wrong.content.decode()
    assert "街道估计，不是实测" in after
    assert "每期要人动手 4 格" in after


def test_the_burden_of_forms_in_force_stands_in_one_table(
    desk: Desk, browse: Browse, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    form = desk.admitted()
    desk.fill(form, desk.people["何晚舟"], said={4: "1"}, typed=(TUESDAY - timedelta(minutes=3), TUESDAY))
    for number in range(3):
        desk.admitted(name=f"别的表 {number}")
    client = browse("zhounc")

    with django_assert_max_num_queries(20):
        page = client.get("/forms/burden/").content.decode()

    assert "1 份里测到 1 份" in page
    assert "比预计多" in page
    assert "还没有人填" in page
    assert browse("shenzy").get("/forms/burden/").status_code == 403


def test_a_grid_worker_fills_a_form_that_is_asked_of_the_grid(desk: Desk, browse: Browse) -> None:
    form, he = desk.admitted(area=desk.office.at("lsdy.g04.")), desk.people["何晚舟"]
    client = browse("gulan")

    listed = client.get(f"/forms/{form.pk}/fill/").content.decode()
    saved = client.post(f"/forms/{form.pk}/fill/{he.pk}/", {"c-2": "12112345678", "c-4": "3"})

    assert "何**" in listed
    assert saved.status_code == 302
    assert Filling.objects.get().person_id == he.pk
    assert browse("hansg").get(f"/forms/{form.pk}/fill/").status_code == 404
