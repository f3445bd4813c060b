"""Enumerations as stored and as shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class UploadStanding(TextChoices):
    """How far a file has come (导入进度)."""

    RECEIVED = "received", _("已收到")
    PREVIEWED = "previewed", _("已预览")
    ACCEPTED = "accepted", pgettext_lazy("uploads", "已写入")
    DISCARDED = "discarded", pgettext_lazy("uploads", "已放弃")
    WITHDRAWN = "withdrawn", pgettext_lazy("uploads", "已撤销")


class FindingKind(TextChoices):
    """What is the matter with a cell or a row of a file (问题类型)."""

    CELL = "cell", _("这一格没有采用")
    ROW = "row", _("这一行没有采用")
    DOUBT = "doubt", _("请核对")
