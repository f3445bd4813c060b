"""The Django app of `edge/exchange`."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """See the module's docstring for what it answers for."""

    name = "wenhui.edge.exchange"
    label = "exchange"
