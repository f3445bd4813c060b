"""Every change of accounts, posts, sessions and tokens."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction

from wenhui.ground.accounts import access, queries, tokens
from wenhui.ground.accounts.models import Account, LoginSession, Post, Role, SessionEnd, StoredSession, Token
from wenhui.ground.areas.models import Area
from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.privacy import Privacy

LONGEST_TOKEN: Final = timedelta(days=366)


class UsernameTakenError(ValueError):
    """Another account has this user name."""


class PostHeldTwiceError(ValueError):
    """The account holds the same post (role, area, unit) during some of these days already."""


class TokenNameTakenError(ValueError):
    """A token in use has this name already."""


class TokenWrongError(ValueError):
    """A token is for at least one permission that programs may have, and for a year at most."""


class PostNotHeldError(ValueError):
    """One may act only in a post that is one's own and valid today."""


@transaction.atomic
def create_account(*, username: str, name: str, password: str, by: Actor, at: datetime) -> Account:
    """Create an account that may log in and has no post yet.

    Raises UsernameTakenError, and ValidationError where the password is too weak.
    """
    account = Account(username=username, name=name, password_changed_at=at)
    validate_password(password, account)
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        raise UsernameTakenError(f"The user name {username} is taken.") from error
    _tell("create_account", account, by=by, at=at)
    return account


@transaction.atomic
def rename_account(*, account: Account, name: str, by: Actor, at: datetime) -> Account:
    """Change the name that people read; the user name stays."""
    account = _locked(account)
    account.name = name
    account.save(update_fields=["name"])
    _tell("rename_account", account, by=by, at=at)
    return account


@transaction.atomic
def set_password(*, account: Account, password: str, by: Actor, at: datetime) -> Account:
    """Set a new password and end every session of the account, the one that asked for it too.

    Raises ValidationError where the password is too weak.
    """
    account = _locked(account)
    validate_password(password, account)
    account.set_password(password)
    account.password_changed_at = at
    account.failed_logins, account.locked_until = 0, None
    account.save(update_fields=["password", "password_changed_at", "failed_logins", "locked_until"])
    _end_sessions(account, why=SessionEnd.PASSWORD, at=at)
    _tell("set_password", account, by=by, at=at)
    return account


@transaction.atomic
def lock(*, account: Account, by: Actor, at: datetime) -> Account:
    """Stop an account: nobody logs in with it, and whoever is in is out at the next request."""
    account = _locked(account)
    account.is_active = False
    account.save(update_fields=["is_active"])
    _end_sessions(account, why=SessionEnd.LOCKED, at=at)
    _tell("lock", account, by=by, at=at)
    return account


@transaction.atomic
def unlock(*, account: Account, by: Actor, at: datetime) -> Account:
    """Let an account log in again, after a stop or a lock-out."""
    account = _locked(account)
    account.is_active, account.failed_logins, account.locked_until = True, 0, None
    account.save(update_fields=["is_active", "failed_logins", "locked_until"])
    _tell("unlock", account, by=by, at=at)
    return account


@transaction.atomic
def give_post(
    *,
    account: Account,
    role: Role,
    area: Area,
    valid_from: date,
    valid_to: date | None = None,
    unit_key: str = "",
    by: Actor,
    at: datetime,
) -> Post:
    """Give an account a post from a day until before another. Raises PostHeldTwiceError where the days overlap."""
    post = Post(account=account, role=role, area=area, unit_key=unit_key, valid_from=valid_from, valid_to=valid_to)
    try:
        with transaction.atomic():
            post.save(force_insert=True)
    except IntegrityError as error:
        if "a_post_is_held_once_at_a_time" not in str(error):
            raise
        raise PostHeldTwiceError(PostHeldTwiceError.__doc__) from error
    refs: dict[str, str | int] = {"account": account.pk, "role": role.key, "area": area.path}
    journal.write(by=by, at=at, verb="accounts.give_post", subject=f"post:{post.pk}", refs=refs)
    return post


@transaction.atomic
def end_post(*, post: Post, on: date, by: Actor, at: datetime) -> Post:
    """End a post: `on` is the first day it is not held any more; a day before its beginning means it never was."""
    post = Post.objects.select_for_update().get(pk=post.pk)
    post.valid_to = max(on, post.valid_from)
    post.save(update_fields=["valid_to"])
    journal.write(
        by=by, at=at, verb="accounts.end_post", subject=f"post:{post.pk}", refs={"on": post.valid_to.isoformat()}
    )
    return post


def switch_post(*, account: Account, post_id: int, day: date, by: Actor, at: datetime) -> Post:
    """Return the post that `account` acts in from now on, and write it down. Raises PostNotHeldError."""
    post = queries.posts_on(day, account=account).filter(pk=post_id).first()
    if post is None:
        raise PostNotHeldError(PostNotHeldError.__doc__)
    journal.write(by=by, at=at, verb="accounts.switch_post", subject=f"post:{post.pk}")
    return post


@transaction.atomic
def end_session(*, session: LoginSession, why: SessionEnd, by: Actor, at: datetime) -> LoginSession:
    """End a log-in session; its browser is a stranger at the next request. One that has ended stays as it is."""
    session = LoginSession.objects.select_for_update().get(pk=session.pk)
    if session.ended_at is None:
        StoredSession.objects.filter(session_key=session.key_hash).delete()
        session.ended_at, session.ended_why = at, why
        session.save(update_fields=["ended_at", "ended_why"])
        verb = "accounts.logout" if why is SessionEnd.LOGOUT else "accounts.revoke_session"
        journal.write(by=by, at=at, verb=verb, subject=f"session:{session.pk}", refs={"account": session.account_id})
    return session


@transaction.atomic
def make_token(
    *,
    name: str,
    area: Area,
    permissions: Collection[str],
    clearance: Privacy,
    valid_from: date,
    valid_to: date,
    per_minute: int,
    by: Actor,
    at: datetime,
) -> tuple[Token, str]:
    """Make a token for a program and return it with its key, which nobody can be shown again.

    Raises TokenWrongError and TokenNameTakenError.
    """
    if not permissions or not set(permissions) <= set(access.for_tokens()) or valid_to > valid_from + LONGEST_TOKEN:
        raise TokenWrongError(TokenWrongError.__doc__)
    key = tokens.new_key()
    token = Token(
        name=name, key_hash=tokens.key_hash(key), hint=key[: tokens.HINT_LENGTH], area=area, clearance=clearance,
        permissions=sorted(permissions), per_minute=per_minute, valid_from=valid_from, valid_to=valid_to,
    )  # fmt: skip
    try:
        with transaction.atomic():
            token.save(force_insert=True)
    except IntegrityError as error:
        if "tokens_in_use_have_names_of_their_own" not in str(error):
            raise
        raise TokenNameTakenError(TokenNameTakenError.__doc__) from error
    refs: dict[str, str | int] = {"area": area.path, "permissions": " ".join(token.permissions), "clearance": clearance}
    journal.write(by=by, at=at, verb="accounts.make_token", subject=f"token:{token.pk}", refs=refs)
    return token, key


@transaction.atomic
def revoke_token(*, token: Token, by: Actor, at: datetime) -> Token:
    """Revoke a token: its next call is refused. One that is revoked stays as it is."""
    token = Token.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        journal.write(by=by, at=at, verb="accounts.revoke_token", subject=f"token:{token.pk}")
    return token


def _locked(account: Account) -> Account:
    return Account.objects.select_for_update().get(pk=account.pk)


def _end_sessions(account: Account, *, why: SessionEnd, at: datetime) -> None:
    held = queries.open_sessions(account)
    StoredSession.objects.filter(session_key__in=held.values("key_hash")).delete()
    held.update(ended_at=at, ended_why=why)


def _tell(verb: str, account: Account, *, by: Actor, at: datetime) -> None:
    journal.write(by=by, at=at, verb=f"accounts.{verb}", subject=f"account:{account.pk}")
