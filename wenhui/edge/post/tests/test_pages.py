"""The bell and the page: one's own messages, the newest first, each leading to its case."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from wenhui.edge.post import actions
from wenhui.edge.post.keeping import POST
from wenhui.edge.post.models import Notification
from wenhui.edge.post.tests.test_relaying import late
from wenhui.ground.accounts.testing import Browse
from wenhui.work.cases.models import Case
from wenhui.work.cases.testing import Desk


@pytest.fixture
def case(desk: Desk) -> Case:
    found = late(desk)
    actions.relay(by=POST, at=found.due_at + timedelta(hours=1))
    return found


@pytest.fixture
def handler(case: Case, browse: Browse) -> Client:
    return browse("shenzy")


def test_the_newest_stands_first_and_says_what_and_where(
    handler: Client, case: Case, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(24):
        page = handler.get("/messages/").text

    assert page.index("时限到了") < page.index("时限已用 70%")
    assert page.count(case.title) == page.count("未读</span></span>") == 2
    assert "22:00 到次日 07:00 不打扰" in page
    assert '2<span class="sr"> 条未读</span>' in page


def test_following_a_message_leads_to_its_case_and_reads_it(handler: Client, case: Case) -> None:
    newest = Notification.objects.filter(step="p100", account__username="shenzy").get()

    gone = handler.get(f"/messages/{newest.pk}/")
    unread = handler.get("/messages/", {"which": "unread"}).text

    assert gone.headers["Location"] == f"/cases/{case.number}/"
    assert "时限到了" not in unread
    assert "时限已用 70%" in unread


def test_all_is_read_at_once_but_what_came_meanwhile(handler: Client, case: Case) -> None:
    upto = Notification.objects.filter(account__username="shenzy", step="p70").get().pk
    newest = Notification.objects.filter(account__username="shenzy", step="p100").get()
    Notification.objects.filter(pk=newest.pk).update(at=case.due_at)

    some = handler.post("/messages/read/", {"upto": upto}, follow=True).text
    handler.post("/messages/read/", {"upto": newest.pk})
    rest = handler.get("/messages/", {"which": "unread"}).text

    assert "1 条消息已标为已读。" in some
    assert "没有未读的消息" in rest
    assert "条未读" not in rest


def test_a_strange_form_reads_nothing(handler: Client) -> None:
    for upto in ("", "-1", "²", "9" * 30, "x"):
        handler.post("/messages/read/", {"upto": upto})

    assert not Notification.objects.filter(read_at__isnull=False).exists()


def test_a_message_of_somebody_else_is_nobodys(case: Case, browse: Browse) -> None:
    theirs = Notification.objects.filter(account__username="shenzy")[0]

    assert browse("luming").get(f"/messages/{theirs.pk}/").status_code == 404


def test_who_has_no_messages_reads_when_there_will_be_some(case: Case, browse: Browse) -> None:
    page = browse("gulan").get("/messages/").text

    assert "还没有消息" in page
    assert "条未读" not in page


def test_a_case_that_went_out_of_sight_is_not_led_to(handler: Client, case: Case, desk: Desk) -> None:
    Case.objects.filter(pk=case.pk).update(number="WH-OTHER")

    page = handler.get("/messages/").text

    assert "已经不在您这个岗位的范围里" in page
    assert case.title not in page


def test_who_sees_no_cases_has_no_bell(case: Case, browse: Browse) -> None:
    admin = browse("qinsn")

    assert admin.get("/messages/").status_code == 403
    assert 'href="/messages/"' not in admin.get("/areas/").text


def test_the_page_is_complete_in_english(handler: Client) -> None:
    handler.cookies["django_language"] = "en"

    page = handler.get("/messages/").text

    assert "The time is over" in page
    assert "Quiet hours from 22:00 to 07:00" in page
