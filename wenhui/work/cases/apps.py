"""The Django app of `work/cases`."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """See the module's docstring for what it answers for."""

    name = "wenhui.work.cases"
    label = "cases"
