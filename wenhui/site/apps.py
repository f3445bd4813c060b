"""The Django app of `site`: commands behind `wenhui manage`, the front page, health."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Commands, addresses and processes; no tables."""

    name = "wenhui.site"
    label = "site"
