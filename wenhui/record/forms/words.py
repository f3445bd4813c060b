"""Enumerations of forms, as stored and as shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FormStanding(TextChoices):
    """Where a form stands (准入状态). Only an admitted one is filled."""

    DRAFTED = "drafted", pgettext_lazy("forms", "草稿")
    SUBMITTED = "submitted", pgettext_lazy("forms", "待准入")
    ADMITTED = "admitted", pgettext_lazy("forms", "已准入")
    REFUSED = "refused", pgettext_lazy("forms", "不予准入")
    EXPIRED = "expired", pgettext_lazy("forms", "已到期")
    ENDED = "ended", pgettext_lazy("forms", "已停用")


class Decision(TextChoices):
    """What was decided about a form (准入决定); it stays when the form has expired."""

    ADMITTED = "admitted", pgettext_lazy("decisions", "准入")
    REFUSED = "refused", pgettext_lazy("decisions", "不予准入")


class PeriodKind(TextChoices):
    """How often a form is asked (填报周期)."""

    ONCE = "once", _("一次")
    MONTH = "month", _("每月")
    QUARTER = "quarter", _("每季")
    YEAR = "year", _("每年")


class Basis(TextChoices):
    """What an expected burden rests on (估算依据)."""

    OWN = "own", _("本表以前各期实测")
    SIMILAR = "similar", _("相近的表实测")
    TYPED = "typed", _("街道估计，不是实测")


class Answering(TextChoices):
    """What an own question takes for an answer (自有问题类型)."""

    TEXT = "text", _("文字")
    INTEGER = "integer", _("整数")
    DECIMAL = "decimal", _("小数")
    MONEY = "money", _("金额（元）")
    DATE = "date", _("日期")
    YES_NO = "boolean", _("是或否")
    CHOICE = "choice", _("选一个")


class CellState(TextChoices):
    """How one cell of a form is filled on screen (填写方式)."""

    LOCKED = "locked", _("锁定")
    COMPUTED = "computed", _("算出")
    CONFIRM = "confirm", _("请确认")
    ASK = "ask", _("请填写")
    ELSEWHERE = "elsewhere", _("在登记里办理")
    ABOVE = "above", _("不在权限内")


class Lateness(TextChoices):
    """Whether a period is filed in time (报送进度)."""

    LATE = "late", _("逾期未报")
    DUE = "due", _("待报")
    COMING = "coming", _("本期未到期")
    FILED = "filed", _("已报")


class CountedAs(TextChoices):
    """Where cells were counted (计量来源)."""

    FILLING = "filling", _("屏幕填写")
    FILING = "filing", _("报送")
