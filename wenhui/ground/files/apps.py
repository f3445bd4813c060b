"""The Django app of `ground/files`."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """See the module's docstring for what it answers for."""

    name = "wenhui.ground.files"
    label = "files"
