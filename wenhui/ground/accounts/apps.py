"""The Django app of `ground/accounts`."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """See the module's docstring for what it answers for."""

    name = "wenhui.ground.accounts"
    label = "accounts"
    verbose_name = _("账号与岗位")

    def ready(self) -> None:
        """Give the web role its rights after each migration; let our rooms enter their tables in the administration."""
        post_migrate.connect(give_web_role_its_rights, sender=self)
        for config in apps.get_app_configs():
            if config.name.startswith("wenhui.") and find_spec(f"{config.name}.admin"):
                import_module(f"{config.name}.admin")


def give_web_role_its_rights(*, using: str, verbosity: int, stdout: Any = None, **others: Any) -> None:
    """Make the web role where the owner may, and grant; else say what a superuser has to run."""
    from wenhui.ground.accounts import web_role

    connection = connections[using]
    try:
        web_role.ensure_web_role(connection)
    except web_role.WebRoleError as error:
        if stdout is not None:
            stdout.write(f"  {error}")
        return
    web_role.grant(connection)
