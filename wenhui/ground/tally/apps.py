"""The Django app of `ground/tally`."""

from django.apps import AppConfig


class TallyConfig(AppConfig):
    """See the module's docstring for what it answers for."""

    name = "wenhui.ground.tally"
    label = "tally"
