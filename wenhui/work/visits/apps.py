"""The Django app of `work/visits`."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """See the module's docstring for what it answers for."""

    name = "wenhui.work.visits"
    label = "visits"
