"""The Django app of `cockpit`."""

from django.apps import AppConfig


class CockpitConfig(AppConfig):
    """See the module's docstring for what it answers for."""

    name = "wenhui.cockpit"
    label = "cockpit"
