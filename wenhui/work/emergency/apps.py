"""The Django app of `work/emergency`."""

from django.apps import AppConfig


class EmergencyConfig(AppConfig):
    """See the module's docstring for what it answers for."""

    name = "wenhui.work.emergency"
    label = "emergency"
