"""How Django finds the account behind a session. Checking passwords is the action `log_in`."""

from django.http import HttpRequest

from wenhui.ground.accounts.models import Account


class AccountBackend:
    """Gives accounts to sessions; one that is not active has no session."""

    def authenticate(self, request: HttpRequest | None, **credentials: object) -> None:
        """Refuse: Django's own log-in goes round the lock-out, so only the action `log_in` checks passwords."""

    def get_user(self, user_id: int) -> Account | None:
        """Return the active account with this number."""
        return Account.objects.filter(pk=user_id, is_active=True).first()
