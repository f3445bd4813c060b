"""The Django app of `record/forms`."""

from django.apps import AppConfig


class FormsConfig(AppConfig):
    """See the module's docstring for what it answers for."""

    name = "wenhui.record.forms"
    label = "forms"

    def ready(self) -> None:
        """Let merges know what to call rows of forms."""
        from wenhui.record.forms.following import FormsFollower
        from wenhui.record.registry import following

        following.follow(FormsFollower())
