"""The Django app of `ground/journal`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JournalConfig(AppConfig):
    """See the module's docstring for what it answers for."""

    name = "wenhui.ground.journal"
    label = "journal"
    verbose_name = _("日志")
