"""The Django app of `record/registry`."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """See the module's docstring for what it answers for."""

    name = "wenhui.record.registry"
    label = "registry"
