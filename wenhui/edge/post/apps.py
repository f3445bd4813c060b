"""The Django app of `edge/post`."""

from django.apps import AppConfig


class PostConfig(AppConfig):
    """See the module's docstring for what it answers for."""

    name = "wenhui.edge.post"
    label = "post"

    def ready(self) -> None:
        """Have the exchange send to the outlets that the catalogue names and the settings connect."""
        from wenhui.edge.post import connecting

        connecting.connect()
