"""Enumerations as stored and as shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Through(TextChoices):
    """Through what words came in (来源方式)."""

    FORM = "form", _("表单")
    LEDGER = "ledger", _("台账导入")
    VISIT = "visit", _("走访")
    BRIDGE = "bridge", _("数据对接")
    PAGE = "page", _("页面更正")


class Standing(TextChoices):
    """Whether the words of an origin count (来源状态)."""

    PROPOSED = "proposed", _("待确认")
    IN_FORCE = "in_force", pgettext_lazy("origins", "已生效")
    WITHDRAWN = "withdrawn", pgettext_lazy("origins", "已撤销")


class Settled(TextChoices):
    """How a conflict ended (不一致的了结)."""

    AGREED = "agreed", _("双方一致")
    OUTDATED = "outdated", _("说法过期")
    WITHDRAWN = "withdrawn", _("来源撤销")
    RULED = "ruled", _("已作裁定")


class Asked(TextChoices):
    """Where a request for correction stands (更正任务状态)."""

    OPEN = "open", pgettext_lazy("corrections", "等对方答复")
    ANSWERED = "answered", pgettext_lazy("corrections", "对方已答复")
    WITHDRAWN = "withdrawn", pgettext_lazy("corrections", "已收回")
