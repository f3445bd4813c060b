"""The desk of the hotline: what is due first, one ticket with both clocks, sheets in and out."""

from datetime import timedelta
from io import BytesIO

import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries

from wenhui.edge.hotline.models import HotlineExclusion, HotlineImport, HotlineTicket
from wenhui.edge.hotline.tests.test_reading import GOOD, book
from wenhui.edge.hotline.tests.tickets import state, take
from wenhui.edge.hotline.words import State
from wenhui.ground.accounts.testing import Browse
from wenhui.ground.journal.models import Entry
from wenhui.kit import clock
from wenhui.work.cases.testing import Desk

ADDRESS = "/hotline/tickets/HZ2603170042/"


def test_what_is_due_stands_first_and_a_list_costs_few_questions(
    desk: Desk, browse: Browse, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    now = clock.now()
    for serial in range(6):
        take(now, number=f"HZ{serial}", title=f"第 {serial} 件", received_at=now, answer_due_at=now + timedelta(days=9))
    take(now, number="HZ9", title="马上要办", received_at=now, sign_due_at=now - timedelta(minutes=5))
    clerk = browse("luming")

    with django_assert_max_num_queries(20):
        due = clerk.get("/hotline/").text
    every = clerk.get("/hotline/?which=all").text

    assert "马上要办" in due
    assert every.index("马上要办") < every.index("第 0 件")
    assert "这里没有工单" in clerk.get("/hotline/?which=closed").text
    assert browse("gulan").get("/hotline/").status_code == 403


def test_a_ticket_shows_both_clocks_and_takes_its_steps(desk: Desk, browse: Browse) -> None:
    now = clock.now()
    take(now, received_at=now)
    clerk = browse("luming")

    page = clerk.get(ADDRESS).text
    signed = clerk.post(f"{ADDRESS}sign/")
    refused = clerk.post(f"{ADDRESS}contact/", {"words": " "})
    early = clerk.post(f"{ADDRESS}extend/", {"words": "等材料", "until": ""})

    assert "热线时钟" in page and "街道时钟" in page  # noqa: PT018
    assert "12*****1234" in page and "12900001234" not in page  # noqa: PT018
    assert (signed.status_code, refused.status_code, early.status_code) == (302, 409, 409)
    assert "请写明怎么联系的" in refused.text
    assert HotlineTicket.objects.get().state == State.SIGNED
    assert clerk.get("/hotline/tickets/HZ404/").status_code == 404


def test_the_number_is_seen_for_a_reason_that_is_on_record(desk: Desk, browse: Browse) -> None:
    take()
    clerk = browse("luming")

    refused, seen = clerk.post(f"{ADDRESS}reveal/"), clerk.post(f"{ADDRESS}reveal/", {"reason": "首次联系"})

    assert (refused.status_code, "12900001234" in seen.text) == (409, True)
    assert Entry.objects.get(verb="cases.reveal_reporter").reason == "首次联系"


def test_an_exclusion_is_asked_for_and_decided_by_two(desk: Desk, browse: Browse) -> None:
    take()
    browse("luming").post(f"{ADDRESS}exclude/", {"words": "要求恢复发型"})
    row = HotlineExclusion.objects.get()

    own = browse("luming").post(f"/hotline/exclusions/{row.pk}/", {"words": "同意", "granted": "yes"})
    leader = browse("chengws").post(f"/hotline/exclusions/{row.pk}/", {"words": "同意", "granted": "yes"})

    assert (own.status_code, leader.status_code) == (409, 302)
    assert HotlineTicket.objects.get().excluded_at is not None
    assert browse("luming").post("/hotline/exclusions/0/").status_code == 404


def test_a_sheet_goes_in_and_one_comes_out(desk: Desk, browse: Browse) -> None:
    clerk = browse("luming")
    bad = (*GOOD[:1], "", *GOOD[2:])

    brought = clerk.post("/hotline/sheets/", {"file": SimpleUploadedFile("三月.xlsx", book(GOOD, bad))}, follow=True)
    refused = clerk.post("/hotline/sheets/", {"file": SimpleUploadedFile("图.xlsx", b"\x89PNG\r\n\x1a\n")})
    clerk.post("/hotline/tickets/HZ26031701/sign/")
    taken = clerk.post("/hotline/sheets/take/", follow=True)
    address = taken.text.split('href="/hotline/sheets/')[1].split('"')[0]
    sheet = clerk.get(f"/hotline/sheets/{address}")
    nothing = clerk.post("/hotline/sheets/take/", follow=True)

    assert "新立案 1 张" in brought.text
    assert "工单编号是空的或读不懂。" in brought.text
    assert (refused.status_code, HotlineImport.objects.count()) == (422, 1)
    rows = python_calamine.CalamineWorkbook.from_filelike(BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    assert [row[:2] for row in rows] == [["工单编号", "办理状态"], ["HZ26031701", "已签收"]]
    assert "没有新的办理情况" in nothing.text
    assert state(HotlineTicket.objects.get()) is State.SIGNED
