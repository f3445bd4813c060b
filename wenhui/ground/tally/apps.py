"""The Django app of `ground/tally`."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TallyConfig(AppConfig):
    """See the module's docstring for what it answers for. Counters are made to stand at the end of every migrate."""

    name = "wenhui.ground.tally"
    label = "tally"

    def ready(self) -> None:
        """Have counters set up once all apps have their tables."""
        post_migrate.connect(_sync, dispatch_uid="tally.sync")


def _sync(sender: AppConfig, **_: object) -> None:
    """Make counters stand after the last app was migrated; earlier signals would find tables missing."""
    from django.apps import apps

    last = [config for config in apps.get_app_configs() if config.models_module is not None][-1]
    if sender.name != last.name:
        return
    from wenhui.ground.tally import actions, reading
    from wenhui.kit import clock

    actions.sync(at=clock.now())
    reading.forget()
