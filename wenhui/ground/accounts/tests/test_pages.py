"""One's own sessions and password, and switching between posts."""

from datetime import date

import pytest

from wenhui.ground.accounts.models import Account, LoginSession, Post, Role
from wenhui.ground.accounts.seed import CAST_PASSWORD
from wenhui.ground.accounts.testing import Browse, Cast, Office
from wenhui.ground.journal.models import Entry

NEW = "一个足够长的新密码 2026"

pytestmark = pytest.mark.django_db


@pytest.fixture
def second_post(cast: Cast, office: Office) -> Post:
    """Give 陆明溪 the community secretary's post in 打铁关 too."""
    return Post.objects.create(
        account=cast["luming"].account,
        role=Role.objects.get(key="community_secretary"),
        area=office.at("dtg."),
        valid_from=date(2026, 1, 1),
    )


def test_the_sessions_page_lists_where_one_is_logged_in(browse: Browse) -> None:
    browse("luming")
    client = browse("luming")

    page = client.get("/account/sessions/")

    assert len(page.context["sessions"]) == 2
    assert page.content.decode().count("撤销</span>") == 1


def test_a_revoked_session_is_a_stranger_at_the_next_request(browse: Browse) -> None:
    left_behind = browse("luming")
    client = browse("luming")
    session = LoginSession.objects.earliest("id")

    client.post(f"/account/sessions/{session.pk}/revoke/")

    assert left_behind.get("/account/sessions/").status_code == 302
    assert client.get("/account/sessions/").status_code == 200
    assert Entry.objects.latest("id").verb == "accounts.revoke_session"


def test_nobody_revokes_the_session_of_another(browse: Browse) -> None:
    other = browse("hansg")
    client = browse("luming")
    session = LoginSession.objects.earliest("id")

    response = client.post(f"/account/sessions/{session.pk}/revoke/")

    assert response.status_code == 404
    assert other.get("/account/sessions/").status_code == 200


def test_a_new_password_logs_every_other_device_out(browse: Browse) -> None:
    other = browse("luming")
    client = browse("luming")

    response = client.post("/account/password/", {"old": CAST_PASSWORD, "new": NEW, "again": NEW})

    assert response.status_code == 302
    assert Account.objects.get(username="luming").check_password(NEW)
    assert [one.get("/account/sessions/").status_code for one in (client, other)] == [200, 302]


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("wrong", NEW, NEW),
        (CAST_PASSWORD, NEW, NEW + "x"),
        (CAST_PASSWORD, "short", "short"),
        (CAST_PASSWORD, "1234567890", "1234567890"),
        (CAST_PASSWORD, "luming1234", "luming1234"),
    ],
)
def test_a_password_change_that_cannot_be_is_refused(browse: Browse, old: str, new: str, again: str) -> None:
    client = browse("luming")

    response = client.post("/account/password/", {"old": old, "new": new, "again": again})

    assert response.status_code == 422
    assert Account.objects.get(username="luming").check_password(CAST_PASSWORD)


def test_one_acts_in_the_post_one_switched_to(browse: Browse, second_post: Post) -> None:
    client = browse("luming")

    response = client.post("/posts/switch/", {"post": second_post.pk, "next": "/account/sessions/"})

    assert response["Location"] == "/account/sessions/"
    assert client.get("/account/sessions/").wsgi_request.post == second_post  # type: ignore[attr-defined]
    assert Entry.objects.latest("id").subject == f"post:{second_post.pk}"


@pytest.mark.parametrize("wanted", ["", "x", "0", "999999", "hansg"])
def test_nobody_switches_to_a_post_that_is_not_theirs(browse: Browse, cast: Cast, wanted: str) -> None:
    client = browse("luming")

    client.post("/posts/switch/", {"post": cast["hansg"].post.pk if wanted == "hansg" else wanted})

    assert client.get("/account/sessions/").wsgi_request.post == cast["luming"].post  # type: ignore[attr-defined]


def test_a_refusal_offers_the_post_that_may(browse: Browse, cast: Cast, office: Office) -> None:
    administers = Post.objects.create(
        account=cast["luming"].account,
        role=Role.objects.get(key="it_admin"),
        area=office.subdistrict,
        valid_from=date(2026, 1, 1),
    )
    client = browse("luming")

    page = client.get("/admin/")

    assert page.status_code == 403
    assert f'value="{administers.pk}"' in page.content.decode()


def test_a_refusal_names_the_roles_that_may(browse: Browse) -> None:
    client = browse("hansg")

    page = client.get("/admin/")

    assert page.status_code == 403
    assert "系统管理员" in page.content.decode()
