"""The Django app of `ground/journal`."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """See the module's docstring for what it answers for."""

    name = "wenhui.ground.journal"
    label = "journal"
