"""The Django app of `ground/areas`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AreasConfig(AppConfig):
    """See the module's docstring for what it answers for."""

    name = "wenhui.ground.areas"
    label = "areas"
    verbose_name = _("区域")
