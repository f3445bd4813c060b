"""Tables of accounts: who logs in, in which posts and sessions, and which programs hold a key."""

from wenhui.ground.accounts.models.people import (
    ADMINISTER,
    Account,
    AccountManager,
    LoginRule,
    LoginSession,
    Post,
    Role,
    SessionEnd,
    StoredSession,
)
from wenhui.ground.accounts.models.tokens import Token

__all__ = [
    "ADMINISTER",
    "Account",
    "AccountManager",
    "LoginRule",
    "LoginSession",
    "Post",
    "Role",
    "SessionEnd",
    "StoredSession",
    "Token",
]
