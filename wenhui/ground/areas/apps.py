"""The Django app of `ground/areas`."""

from django.apps import AppConfig


class AreasConfig(AppConfig):
    """See the module's docstring for what it answers for."""

    name = "wenhui.ground.areas"
    label = "areas"
