"""What was left to be told reaches each person once, and nobody who may not see the case; what leaves is written once."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from wenhui.edge.exchange.models import Outgoing
from wenhui.edge.post import actions, keeping, queries
from wenhui.edge.post.keeping import POST
from wenhui.edge.post.models import Notification, Relay
from wenhui.ground.accounts.models import Post
from wenhui.ground.accounts.testing import AsWeb
from wenhui.ground.journal.models import Entry
from wenhui.kit.scope import Scope
from wenhui.work.cases import actions as cases
from wenhui.work.cases.clocks.escalating import LADDER
from wenhui.work.cases.models import Case, CaseTelling
from wenhui.work.cases.testing import Desk
from wenhui.work.cases.words import Verb


def late(desk: Desk, **given: object) -> Case:
    """Let a case in handling become half the limit late; return it with its tellings left."""
    case = desk.take(desk.report(**given), Verb.ACCEPT)
    cases.climb(by=LADDER, at=case.due_at + timedelta(hours=1))
    return case


def relay(at: datetime) -> int:
    return actions.relay(by=POST, at=at)


def told() -> list[tuple[str, str]]:
    return list(Notification.objects.order_by("account__username", "step").values_list("account__username", "step"))


def left(case: Case, whom: str, step: str = "p100", **given: object) -> CaseTelling:
    """Leave something to be told by hand."""
    usual = {"due_at": case.due_at, "at": case.due_at, "not_before": case.due_at, "area_path": case.area_path}
    return CaseTelling.objects.create(case=case, whom=whom, step=step, **(usual | given))


def test_each_who_answers_to_it_is_told_each_step_once(desk: Desk) -> None:
    case = late(desk)
    at = case.due_at + timedelta(hours=1)

    counts = [relay(at), relay(at)]

    assert counts == [4, 0]
    assert told() == [("chengws", "p150"), ("luming", "p100"), ("shenzy", "p100"), ("shenzy", "p70")]
    assert list(Relay.objects.order_by("pk").values_list("people", flat=True)) == [1, 1, 1, 1]
    line = Entry.objects.get(verb="post.relay")
    assert line.refs == {"tellings": 4, "messages": 4, "letters": 0}


def test_nobody_is_told_before_the_quiet_hours_are_over(desk: Desk) -> None:
    case = desk.take(desk.report(), Verb.ACCEPT)
    morning = case.due_at + timedelta(hours=20)
    left(case, "unit:municipal", not_before=morning)

    counts = [relay(morning - timedelta(seconds=1)), relay(morning)]

    assert counts == [0, 1]
    assert told() == [("shenzy", "p100")]


def test_somebody_with_two_posts_hears_once(desk: Desk) -> None:
    case = late(desk)
    luming = desk.cast["luming"].post
    Post.objects.create(
        account=luming.account, role=luming.role, area=desk.office.community, valid_from=luming.valid_from
    )  # fmt: skip
    Post.objects.create(
        account=luming.account, role=desk.cast["shenzy"].post.role, area=luming.area, unit_key="municipal",
        valid_from=luming.valid_from,
    )  # fmt: skip

    relay(case.due_at + timedelta(hours=1))

    assert [step for who, step in told() if who == "luming"] == ["p100", "p70"]


@pytest.mark.parametrize("change", ["elsewhere", "ended", "not yet", "stopped", "role ended", "sees no cases"])
def test_who_may_not_see_the_case_is_told_nothing(desk: Desk, change: str) -> None:
    case = late(desk)
    at = case.due_at + timedelta(hours=1)
    player = desk.cast["shenzy"]
    post, account, role = player.post, player.account, player.post.role
    match change:
        case "elsewhere":
            post.area = desk.office.at("dtg.")
        case "ended":
            post.valid_to = at.date()
        case "not yet":
            post.valid_from = at.date() + timedelta(days=1)
        case "stopped":
            account.is_active = False
        case "role ended":
            role.ended = True
        case "sees no cases":
            role.permissions = [one for one in role.permissions if one != "cases.see"]
    for row in (post, account, role):
        row.save()

    relay(at)

    assert {who for who, _ in told()} == {"luming", "chengws"}


def test_what_was_done_at_night_is_no_news_in_the_morning(desk: Desk) -> None:
    answered, urged = late(desk), desk.take(desk.report(), Verb.ACCEPT)
    desk.step(urged, Verb.URGE)
    desk.step(answered, Verb.ANSWER)

    relay(answered.due_at + timedelta(hours=1))

    assert told() == [("shenzy", "urge")]
    assert set(Relay.objects.filter(telling__case=answered).values_list("is_moot", "people")) == {(True, 0)}


def test_a_telling_that_nobody_answers_to_is_on_record_as_such(desk: Desk) -> None:
    left(desk.take(desk.report(), Verb.ACCEPT), "unit:nobody")

    relay(desk.at + timedelta(days=2))

    assert Relay.objects.get().people == 0


def test_outlets_get_their_letters_once_and_those_that_nobody_connected_none(outlets: Desk) -> None:
    case = late(outlets, title="张三家漏水", description="电话 12900000001")
    left(case, "unit:enforcement")
    at = case.due_at + timedelta(hours=1)

    relay(at)
    relay(at)

    letters = {(one.party, one.body["step"]): one.body for one in Outgoing.objects.filter(party__startswith="post:")}
    assert sorted(letters) == [
        ("post:command-mail", "p100"), ("post:leaders-duty", "p150"), ("post:municipal-group", "p100"),
        ("post:municipal-group", "p70"),
    ]  # fmt: skip
    body = letters["post:municipal-group", "p100"]
    assert (body["number"], body["place"], body["link"]) == (
        case.number, "流水东苑社区", f"https://wenhui.example/cases/{case.number}/",
    )  # fmt: skip
    assert "张三" not in str(letters)
    assert "129000" not in str(letters)


def test_messages_lie_where_their_case_lies(desk: Desk, as_web: AsWeb) -> None:
    case = late(desk)
    relay(case.due_at + timedelta(hours=1))

    seen = []
    for path in ("hz.gs.wh.", "hz.gs.wh.lsdy.", "hz.gs.wh.dtg."):
        with as_web(Scope(path)):
            seen.append(queries.unread(desk.cast["luming"].account.pk))

    assert seen == [1, 1, 0]


REFUSED = {
    "UPDATE post_notification SET step = 'p70'": "post_tells_each_step_once",
    "UPDATE post_notification SET about = 'weather'": "post_tells_about_something_known",
    "UPDATE post_notification SET read_at = at - interval '1 hour'": "post_is_read_after_it_came",
    "UPDATE post_outlet SET whom = 'me'": "post_outlets_are_somebodys",
    "UPDATE post_outlet SET way = 'pigeon'": "post_outlets_are_reached_somehow",
    "UPDATE post_outlet SET mailboxes = '{}', line = ''": "post_outlets_have_one_address",
}


def test_the_database_refuses_what_no_action_does(outlets: Desk) -> None:
    relay(late(outlets).due_at + timedelta(hours=1))

    for statement, constraint in REFUSED.items():
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_what_was_read_is_counted_no_more_and_after_90_days_forgotten(desk: Desk) -> None:
    case = late(desk)
    at = case.due_at + timedelta(hours=1)
    relay(at)
    shen, lu = desk.cast["shenzy"], desk.cast["luming"]
    first, second = Notification.objects.filter(account=shen.account).order_by("pk")

    strange = actions.read(notification_id=first.pk, account_id=lu.account.pk, by=lu.actor, at=at)
    actions.read(notification_id=first.pk, account_id=shen.account.pk, by=shen.actor, at=at)
    actions.read(notification_id=first.pk, account_id=shen.account.pk, by=shen.actor, at=at + timedelta(hours=1))
    some = actions.read_all(account_id=shen.account.pk, upto=second.pk - 1, by=shen.actor, at=at)
    rest = actions.read_all(account_id=shen.account.pk, upto=second.pk, by=shen.actor, at=at)

    assert (strange, some, rest, queries.unread(shen.account.pk)) == (None, 0, 1, 0)
    assert [Entry.objects.filter(verb=f"post.{verb}").count() for verb in ("read", "read_all")] == [1, 1]
    later = at + timedelta(days=90)
    assert [actions.forget_read(by=POST, at=later + timedelta(minutes=one)) for one in (0, 1)] == [0, 2]
    assert told() == [("chengws", "p150"), ("luming", "p100")]
    assert relay(later) == 0
    assert Entry.objects.get(verb="post.forget_read").refs == {"forgotten": 2}


def test_the_beat_does_not_look_again_at_what_was_handed_on(desk: Desk) -> None:
    case = late(desk)
    at = case.due_at + timedelta(hours=1)
    waiting = left(case, "unit:municipal", step="x", not_before=at + timedelta(days=1), at=at)

    soon, _ = keeping.once(0, None, at=at)
    later, day = keeping.once(soon, None, at=at + timedelta(hours=2))
    last, _ = keeping.once(later, day, at=at + timedelta(days=2))

    first = CaseTelling.objects.order_by("pk")[0].pk
    assert (soon, later, last) == (first - 1, waiting.pk - 1, waiting.pk)
    assert Relay.objects.count() == 5


def test_many_tellings_are_handed_on_in_few_statements(
    outlets: Desk, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case = late(outlets)
    CaseTelling.objects.bulk_create(
        CaseTelling(
            case=case, area_path=case.area_path, step="urge", nth=number, whom="unit:municipal", due_at=case.due_at,
            at=case.due_at, not_before=case.due_at,
        )
        for number in range(1, 301)
    )  # fmt: skip

    with django_assert_max_num_queries(14):
        relay(case.due_at + timedelta(hours=1))

    assert Notification.objects.filter(step="urge").count() == 300
    assert Outgoing.objects.filter(party="post:municipal-group").count() == 302
