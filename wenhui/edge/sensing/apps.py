"""The Django app of `edge/sensing`."""

from django.apps import AppConfig


class SensingConfig(AppConfig):
    """See the module's docstring for what it answers for."""

    name = "wenhui.edge.sensing"
    label = "sensing"
