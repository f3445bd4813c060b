"""The Django app of `record/ledgers`."""

from django.apps import AppConfig


class LedgersConfig(AppConfig):
    """See the module's docstring for what it answers for."""

    name = "wenhui.record.ledgers"
    label = "ledgers"
