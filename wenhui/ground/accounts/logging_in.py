"""Checking a password: the one place where a stranger becomes an account, with lock-out after repeated failure."""

from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from wenhui.ground.accounts import queries
from wenhui.ground.accounts.models import Account
from wenhui.ground.journal import actions as journal


class LoginRefusedError(Exception):
    """The account does not exist, is locked or stopped, or the password is wrong; nobody is told which."""


def check(*, username: str, password: str, at: datetime) -> Account:
    """Return the account that logs in with these, or raise LoginRefusedError.

    The account's row is locked while its password is checked, so that many guesses at once count one after another.
    Unknown, locked and stopped accounts cost the same time and get the same answer as a wrong password. A refusal is
    raised after its count is committed.
    """
    logged_in = None
    with transaction.atomic():
        account = Account.objects.select_for_update().filter(username=username).first()
        is_right = _matches(account, password)
        if account is not None and account.is_active and not _is_locked(account, at):
            if is_right:
                logged_in = _let_in(account, at=at)
            else:
                _count_failure(account, at=at)
    if logged_in is None:
        raise LoginRefusedError
    return logged_in


def _matches(account: Account | None, password: str) -> bool:
    if account is None:
        make_password(password)  # as long as checking one
        return False
    return account.check_password(password)


def _is_locked(account: Account, at: datetime) -> bool:
    return account.locked_until is not None and at < account.locked_until


def _let_in(account: Account, *, at: datetime) -> Account:
    account.failed_logins, account.locked_until = 0, None
    account.save(update_fields=["failed_logins", "locked_until"])
    journal.write(by=account.actor, at=at, verb="accounts.login", subject=f"account:{account.pk}")
    return account


def _count_failure(account: Account, *, at: datetime) -> None:
    rule = queries.login_rule()
    account.failed_logins += 1
    if account.failed_logins >= rule.failures:
        account.failed_logins = 0
        account.locked_until = at + timedelta(minutes=rule.lock_minutes)
        journal.write(by=account.actor, at=at, verb="accounts.lock_out", subject=f"account:{account.pk}")
    account.save(update_fields=["failed_logins", "locked_until"])
