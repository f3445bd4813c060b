"""The Django app of `edge/hooks`."""

from django.apps import AppConfig


class HooksConfig(AppConfig):
    """See the module's docstring for what it answers for."""

    name = "wenhui.edge.hooks"
    label = "hooks"

    def ready(self) -> None:
        """Hear what cases do, within their transaction, and have the exchange send it."""
        from wenhui.edge.hooks import connecting

        connecting.connect()
