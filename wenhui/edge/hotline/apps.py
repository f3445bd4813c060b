"""The Django app of `edge/hotline`."""

from django.apps import AppConfig


class HotlineConfig(AppConfig):
    """See the module's docstring for what it answers for."""

    name = "wenhui.edge.hotline"
    label = "hotline"

    def ready(self) -> None:
        """Exchange with the hotline of the settings, where they name one."""
        from wenhui.edge.hotline import connecting

        connecting.connect()
