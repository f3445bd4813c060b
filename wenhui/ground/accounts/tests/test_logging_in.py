"""Logging in: lock-out, the same answer for everyone, journal lines, sessions."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.test import Client

from wenhui.ground.accounts import logging_in
from wenhui.ground.accounts.logging_in import LoginRefusedError
from wenhui.ground.accounts.models import Account, LoginRule, LoginSession, StoredSession
from wenhui.ground.accounts.seed import CAST_PASSWORD
from wenhui.ground.accounts.testing import Browse, Cast, plant_cast, plant_office
from wenhui.ground.journal import queries as journal

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
WRONG = "not the password"

pytestmark = pytest.mark.django_db


def guess(username: str = "luming", password: str = WRONG, at: datetime = AT) -> Account | None:
    try:
        return logging_in.check(username=username, password=password, at=at)
    except LoginRefusedError:
        return None


def verbs(account: Account) -> list[str]:
    return [entry.verb for entry in journal.about(f"account:{account.pk}").order_by("id")]


def test_the_right_password_logs_in_and_is_in_the_journal(cast: Cast) -> None:
    account = guess(password=CAST_PASSWORD)

    assert account == cast["luming"].account
    assert verbs(account)[-1] == "accounts.login"


@pytest.mark.parametrize("username", ["luming", "nobody", "LUMING", ""])
def test_a_wrong_password_and_an_unknown_name_get_the_same_refusal(cast: Cast, username: str) -> None:
    with pytest.raises(LoginRefusedError) as refused:
        logging_in.check(username=username, password=WRONG, at=AT)

    assert refused.value.args == ()


def test_the_fifth_failure_locks_the_account_for_a_quarter_of_an_hour(cast: Cast) -> None:
    for _ in range(5):
        guess()

    account = Account.objects.get(username="luming")
    assert account.locked_until == AT + timedelta(minutes=15)
    assert verbs(account)[-1] == "accounts.lock_out"


@pytest.mark.parametrize(("minutes", "is_let_in"), [(0, False), (14, False), (15, True)])
def test_a_locked_account_opens_to_nobody_until_the_time_is_up(cast: Cast, minutes: int, is_let_in: bool) -> None:
    for _ in range(5):
        guess()

    account = guess(password=CAST_PASSWORD, at=AT + timedelta(minutes=minutes))

    assert (account is not None) is is_let_in


def test_a_success_forgets_the_failures_before_it(cast: Cast) -> None:
    for password in [WRONG] * 4 + [CAST_PASSWORD] + [WRONG] * 4:
        guess(password=password)

    assert guess(password=CAST_PASSWORD) is not None


def test_the_rule_of_the_catalogue_counts(cast: Cast) -> None:
    LoginRule.objects.update(failures=2, lock_minutes=60)

    for _ in range(2):
        guess()

    assert Account.objects.get(username="luming").locked_until == AT + timedelta(minutes=60)


def test_a_stopped_account_is_refused(cast: Cast) -> None:
    Account.objects.filter(username="luming").update(is_active=False)

    assert guess(password=CAST_PASSWORD) is None


def test_an_unknown_name_costs_about_the_time_of_a_known_one(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, cost in (("time_cost", 2), ("memory_cost", 102_400), ("parallelism", 8)):
        monkeypatch.setattr(Argon2PasswordHasher, name, cost)
    account = cast["luming"].account
    account.set_password(CAST_PASSWORD)
    account.save()

    def seconds(username: str) -> float:
        spans = []
        for _ in range(3):
            begun = time.perf_counter()
            guess(username)
            spans.append(time.perf_counter() - begun)
        return min(spans)

    known, unknown = seconds("luming"), seconds("nobody")

    assert unknown > known / 2


def test_passwords_are_kept_as_argon2(cast: Cast) -> None:
    assert cast["luming"].account.password.startswith("argon2$argon2id$")


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_guesses_at_the_same_moment_are_counted_one_after_another() -> None:
    plant_office()
    plant_cast()

    def guess_beside() -> None:
        guess()
        connection.close()

    threads = [threading.Thread(target=guess_beside) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert Account.objects.get(username="luming").locked_until is not None


def log_in(client: Client, username: str = "luming", password: str = CAST_PASSWORD, **more: str) -> object:
    return client.post("/login/", {"username": username, "password": password, **more})


def test_the_login_page_leads_on_to_where_one_wanted(browse: Browse) -> None:
    client = browse()

    response = log_in(client, next="/account/sessions/")

    assert (response.status_code, response["Location"]) == (302, "/account/sessions/")  # type: ignore[attr-defined, index]
    assert client.get("/account/sessions/").status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_login_page_leads_to_no_other_site(browse: Browse, elsewhere: str) -> None:
    client = browse()

    response = log_in(client, next=elsewhere)

    assert response["Location"] == "/"  # type: ignore[index]


def test_the_page_says_the_same_to_a_wrong_password_and_an_unknown_name(browse: Browse) -> None:
    client = browse()

    pages = [log_in(client, username, WRONG) for username in ("luming", "nobody")]

    told = {page.context["form"].non_field_errors()[0] for page in pages}  # type: ignore[attr-defined]
    assert len(told) == 1
    assert [page.status_code for page in pages] == [422, 422]  # type: ignore[attr-defined]


def test_logging_in_takes_a_new_session_key(browse: Browse) -> None:
    client = browse()
    planted = client.session
    planted["anything"] = 1
    planted.save()
    key = str(planted.session_key)
    client.cookies[settings.SESSION_COOKIE_NAME] = key

    log_in(client)

    assert client.cookies[settings.SESSION_COOKIE_NAME].value != key
    assert not client.session.exists(key)


def test_a_session_tells_the_device_and_not_the_whole_browser(browse: Browse) -> None:
    agent = "Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"
    client = browse(None, headers={"User-Agent": agent})

    log_in(client)

    session = LoginSession.objects.get()
    assert (session.device, session.address) == ("Android · Chrome", "127.0.0.1")


def test_logging_out_ends_the_session_everywhere(browse: Browse, cast: Cast) -> None:
    client = browse("luming")
    key = client.cookies[settings.SESSION_COOKIE_NAME].value

    client.post("/logout/")

    assert not StoredSession.objects.exists()
    assert LoginSession.objects.get().ended_why == "logout"
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert client.get("/account/sessions/").status_code == 302
