"""The Django app of `edge/open311`."""

from django.apps import AppConfig


class Open311Config(AppConfig):
    """See the module's docstring for what it answers for."""

    name = "wenhui.edge.open311"
    label = "open311"
