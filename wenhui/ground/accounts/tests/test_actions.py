"""Accounts and posts: outcome, journal line, refusal."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from wenhui.ground.accounts import actions, queries
from wenhui.ground.accounts.models import Account, Post, Role, SessionEnd
from wenhui.ground.accounts.seed import SENSOR
from wenhui.ground.accounts.testing import Browse, Cast, Office
from wenhui.ground.journal.models import Entry
from wenhui.kit.actor import job

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
BY = job("tests")

pytestmark = pytest.mark.django_db


def last_line() -> tuple[str, str]:
    entry = Entry.objects.latest("id")
    return entry.verb, entry.subject


def test_create_account_makes_someone_without_a_post() -> None:
    account = actions.create_account(username="xinren", name="新人", password="足够长的密码 one", by=BY, at=AT)

    assert account.check_password("足够长的密码 one")
    assert list(queries.posts_on(TODAY, account=account)) == []
    assert last_line() == ("accounts.create_account", f"account:{account.pk}")


def test_create_account_refuses_a_name_that_is_taken(cast: Cast) -> None:
    with pytest.raises(actions.UsernameTakenError):
        actions.create_account(username="luming", name="又一个", password="足够长的密码 one", by=BY, at=AT)


def test_create_account_refuses_a_weak_password() -> None:
    with pytest.raises(ValidationError):
        actions.create_account(username="xinren", name="新人", password="12345", by=BY, at=AT)


def test_rename_account_changes_what_people_read(cast: Cast) -> None:
    actions.rename_account(account=cast["luming"].account, name="陆明", by=BY, at=AT)

    assert Account.objects.get(username="luming").name == "陆明"
    assert last_line()[0] == "accounts.rename_account"


def test_set_password_ends_every_session(browse: Browse, cast: Cast) -> None:
    client = browse("luming")

    actions.set_password(account=cast["luming"].account, password="足够长的密码 two", by=BY, at=AT)

    assert client.get("/account/sessions/").status_code == 302
    assert not queries.open_sessions(cast["luming"].account).exists()
    assert last_line()[0] == "accounts.set_password"


def test_lock_throws_out_whoever_is_in(browse: Browse, cast: Cast) -> None:
    client = browse("luming")

    actions.lock(account=cast["luming"].account, by=BY, at=AT)

    assert client.get("/account/sessions/").status_code == 302
    assert last_line()[0] == "accounts.lock"


def test_unlock_lets_a_locked_out_account_in_again(cast: Cast) -> None:
    account = cast["luming"].account
    Account.objects.filter(pk=account.pk).update(is_active=False, failed_logins=3, locked_until=AT)

    unlocked = actions.unlock(account=account, by=BY, at=AT)

    assert (unlocked.is_active, unlocked.failed_logins, unlocked.locked_until) == (True, 0, None)
    assert last_line()[0] == "accounts.unlock"


def test_give_post_opens_an_area_from_a_day_on(cast: Cast, office: Office) -> None:
    account, role = cast["hansg"].account, Role.objects.get(key="community_secretary")

    post = actions.give_post(account=account, role=role, area=office.community, valid_from=TODAY, by=BY, at=AT)

    assert post not in queries.posts_on(TODAY - timedelta(days=1), account=account)
    assert post in queries.posts_on(TODAY, account=account)
    assert last_line() == ("accounts.give_post", f"post:{post.pk}")


def test_give_post_refuses_the_same_post_twice_at_a_time(cast: Cast) -> None:
    held = cast["hansg"].post

    with pytest.raises(actions.PostHeldTwiceError):
        actions.give_post(account=held.account, role=held.role, area=held.area, valid_from=TODAY, by=BY, at=AT)


@pytest.mark.database
def test_the_database_refuses_the_same_post_twice_at_a_time(cast: Cast) -> None:
    held = cast["hansg"].post

    with pytest.raises(IntegrityError, match="a_post_is_held_once_at_a_time"), transaction.atomic():
        Post.objects.create(account=held.account, role=held.role, area=held.area, valid_from=TODAY)


def test_end_post_is_half_open(cast: Cast) -> None:
    post = cast["hansg"].post

    actions.end_post(post=post, on=TODAY, by=BY, at=AT)

    assert queries.posts_on(TODAY - timedelta(days=1), account=post.account).exists()
    assert not queries.posts_on(TODAY, account=post.account).exists()
    assert last_line() == ("accounts.end_post", f"post:{post.pk}")


def test_a_post_ended_before_it_began_was_never_held(cast: Cast) -> None:
    post = cast["hansg"].post

    ended = actions.end_post(post=post, on=post.valid_from - timedelta(days=9), by=BY, at=AT)

    assert ended.valid_to == post.valid_from
    assert not queries.posts_on(post.valid_from, account=post.account).exists()


def test_switch_post_writes_down_in_which_post_one_acts(cast: Cast) -> None:
    held = cast["hansg"].post

    post = actions.switch_post(account=held.account, post_id=held.pk, day=TODAY, by=BY, at=AT)

    assert post == held
    assert last_line() == ("accounts.switch_post", f"post:{held.pk}")


def test_switch_post_refuses_the_post_of_another(cast: Cast) -> None:
    with pytest.raises(actions.PostNotHeldError):
        actions.switch_post(account=cast["hansg"].account, post_id=cast["luming"].post.pk, day=TODAY, by=BY, at=AT)


def test_end_session_twice_changes_nothing_the_second_time(browse: Browse, cast: Cast) -> None:
    browse("luming")
    session = queries.open_sessions(cast["luming"].account).get()
    actions.end_session(session=session, why=SessionEnd.REVOKED, by=BY, at=AT)
    lines = Entry.objects.count()

    again = actions.end_session(session=session, why=SessionEnd.LOGOUT, by=BY, at=AT)

    assert (again.ended_why, Entry.objects.count()) == ("revoked", lines)


def test_a_role_that_ended_gives_no_post(cast: Cast) -> None:
    Role.objects.filter(key="community_worker").update(ended=True)

    assert not queries.posts_on(TODAY, account=cast["hansg"].account).exists()


def test_posts_of_an_actor_are_those_of_a_person_who_may_log_in(cast: Cast) -> None:
    worker, stopped = cast["hansg"], cast["luming"]
    actions.lock(account=stopped.account, by=BY, at=AT)

    held = [
        [one.scope for one in queries.posts_of(actor, day=TODAY)] for actor in (worker.actor, stopped.actor, BY, SENSOR)
    ]

    assert held == [[worker.post.scope], [], [], []]
