"""The Django app that carries shared templates and static files."""

from django.apps import AppConfig


class HtmlConfig(AppConfig):
    """Shared templates (`parts/`), template tags and static files; no tables."""

    name = "wenhui.kit.html"
    label = "html"
