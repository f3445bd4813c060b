"""The administration: everything read-only but accounts and posts, and those by actions on one's own ground."""

from datetime import date

import pytest

from wenhui.ground.accounts.admin import site
from wenhui.ground.accounts.models import Account, Post, Role
from wenhui.ground.accounts.testing import Browse, Cast, Office
from wenhui.ground.journal.models import Entry

NEW = "一个足够长的密码 2026"

pytestmark = pytest.mark.django_db


@pytest.fixture
def community_admin(cast: Cast, office: Office) -> Account:
    """Let 韩拾光 administer 打铁关 alone."""
    Post.objects.filter(account=cast["hansg"].account).delete()
    Post.objects.create(
        account=cast["hansg"].account,
        role=Role.objects.get(key="it_admin"),
        area=office.at("dtg."),
        valid_from=date(2026, 1, 1),
    )
    return cast["hansg"].account


def test_strangers_and_other_posts_do_not_get_in(browse: Browse) -> None:
    answers = [browse(who).get("/admin/").status_code for who in (None, "luming", "chengws", "qinsn")]

    assert answers == [302, 403, 403, 200]


def test_every_table_can_be_listed_as_the_web_role(browse: Browse) -> None:
    client = browse("qinsn")

    answers = {
        model.__name__: client.get(f"/admin/{model._meta.app_label}/{model._meta.model_name}/").status_code
        for model in site._registry
    }

    assert set(answers.values()) == {200}


def test_only_accounts_and_posts_can_be_added(browse: Browse) -> None:
    client = browse("qinsn")

    open_for_adding = {
        model
        for model in site._registry
        if client.get(f"/admin/{model._meta.app_label}/{model._meta.model_name}/add/").status_code == 200
    }

    assert open_for_adding == {Account, Post}


def test_a_new_account_is_made_by_the_action(browse: Browse) -> None:
    client = browse("qinsn")

    client.post("/admin/accounts/account/add/", {"username": "xinren", "name": "新人", "new_password": NEW})

    account = Account.objects.get(username="xinren")
    assert account.is_active
    assert account.check_password(NEW)
    assert Entry.objects.filter(verb="accounts.create_account", subject=f"account:{account.pk}").exists()


@pytest.mark.parametrize("password", ["", "short", "1234567890123"])
def test_a_new_account_needs_a_good_password(browse: Browse, password: str) -> None:
    client = browse("qinsn")

    page = client.post("/admin/accounts/account/add/", {"username": "x", "name": "新人", "new_password": password})

    assert page.status_code == 200
    assert not Account.objects.filter(username="x").exists()


def test_changes_of_an_account_are_actions(browse: Browse, cast: Cast) -> None:
    client = browse("qinsn")
    account = cast["hansg"].account

    client.post(f"/admin/accounts/account/{account.pk}/change/", {"name": "韩拾", "new_password": NEW})

    account.refresh_from_db()
    assert (account.name, account.is_active, account.check_password(NEW)) == ("韩拾", False, True)
    verbs = list(Entry.objects.filter(subject=f"account:{account.pk}").order_by("-id").values_list("verb", flat=True))
    assert verbs[:3] == ["accounts.lock", "accounts.set_password", "accounts.rename_account"]


def test_locked_accounts_are_let_in_again_from_the_list(browse: Browse, cast: Cast) -> None:
    client = browse("qinsn")
    account = cast["hansg"].account
    Account.objects.filter(pk=account.pk).update(is_active=False)

    client.post("/admin/accounts/account/", {"action": "unlock", "_selected_action": [account.pk]})

    account.refresh_from_db()
    assert account.is_active


def test_a_post_is_given_and_ended_by_the_actions(browse: Browse, cast: Cast) -> None:
    client = browse("qinsn")
    given = {
        "account": cast["hansg"].account.pk,
        "role": Role.objects.get(key="grid_worker").pk,
        "area_path": "hz.gs.wh.dtg.g01.",
        "unit_key": "",
        "valid_from": "2026-11-01",
        "valid_to": "",
    }

    client.post("/admin/accounts/post/add/", given)
    post = Post.objects.get(role__key="grid_worker", account=cast["hansg"].account)
    client.post(f"/admin/accounts/post/{post.pk}/change/", {"valid_to": "2026-12-01"})

    post.refresh_from_db()
    assert (post.area.path, post.valid_to) == ("hz.gs.wh.dtg.g01.", date(2026, 12, 1))
    verbs = Entry.objects.filter(subject=f"post:{post.pk}").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["accounts.give_post", "accounts.end_post"]


@pytest.mark.parametrize("area_path", ["hz.", "hz.gs.wh.nowhere.", "hz.gs.wh"])
def test_a_post_for_no_area_or_one_beyond_is_refused(browse: Browse, cast: Cast, area_path: str) -> None:
    client = browse("qinsn")
    given = {
        "account": cast["qinsn"].account.pk,
        "role": Role.objects.get(key="office_leader").pk,
        "area_path": area_path,
        "valid_from": "2026-11-01",
    }

    page = client.post("/admin/accounts/post/add/", given)

    assert page.status_code == 200
    assert "area_path" in page.context["adminform"].form.errors


def test_a_post_held_twice_is_said_in_the_form(browse: Browse, cast: Cast) -> None:
    client = browse("qinsn")
    held = cast["hansg"].post
    given = {
        "account": held.account.pk,
        "role": held.role.pk,
        "area_path": held.area.path,
        "valid_from": "2026-11-01",
    }

    page = client.post("/admin/accounts/post/add/", given)

    assert page.status_code == 200
    assert "已经有这个岗位" in page.content.decode()


def test_a_community_cannot_take_over_an_account_of_the_office(
    browse: Browse, cast: Cast, community_admin: Account
) -> None:
    client = browse("hansg")
    leader = cast["chengws"].account

    response = client.post(
        f"/admin/accounts/account/{leader.pk}/change/", {"name": "x", "new_password": NEW, "is_active": "on"}
    )
    client.post("/admin/accounts/account/", {"action": "unlock", "_selected_action": [leader.pk]})

    leader.refresh_from_db()
    assert response.status_code == 403
    assert not leader.check_password(NEW)
    assert not Entry.objects.filter(subject=f"account:{leader.pk}", verb="accounts.unlock").exists()


def test_nothing_can_be_deleted(browse: Browse, cast: Cast) -> None:
    client = browse("qinsn")

    response = client.post(f"/admin/accounts/post/{cast['hansg'].post.pk}/delete/", {"post": "yes"})

    assert response.status_code == 403
    assert Post.objects.filter(pk=cast["hansg"].post.pk).exists()
