"""The Django app of `record/forms`."""

from django.apps import AppConfig


class FormsConfig(AppConfig):
    """See the module's docstring for what it answers for."""

    name = "wenhui.record.forms"
    label = "forms"
