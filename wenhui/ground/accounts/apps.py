"""The Django app of `ground/accounts`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """See the module's docstring for what it answers for."""

    name = "wenhui.ground.accounts"
    label = "accounts"
