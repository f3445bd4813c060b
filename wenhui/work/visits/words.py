"""Enumerations of visits, as stored and as shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReasonKind(TextChoices):
    """Why somebody knocks (事由类别)."""

    GAP = "gap", _("补信息")  # something that must be known is missing or old
    REMINDER = "reminder", _("到期提醒")  # a date that gives a right or ends one
    OUTREACH = "outreach", _("上门通知")  # a roster of homes to be told something
    CHECK = "check", _("应邀看望")  # somebody asked that one look in


class ReasonState(TextChoices):
    """Where a reason stands (事由状态). Only an open one is on anybody's list."""

    OPEN = "open", pgettext_lazy("reasons", "待走访")
    MET = "met", pgettext_lazy("reasons", "已办到")
    REFUSED = "refused", pgettext_lazy("reasons", "已拒绝")
    REFERRED = "referred", pgettext_lazy("reasons", "已转办")
    GONE = "gone", pgettext_lazy("reasons", "人已不在")
    WITHDRAWN = "withdrawn", pgettext_lazy("reasons", "已撤回")


class Outcome(TextChoices):
    """What came of knocking at a door (走访结果)."""

    ANSWERED = "answered", _("见到了")
    NOBODY_HOME = "nobody_home", _("没人在家")
    REFUSED = "refused", _("不愿接受")
    MOVED = "moved", _("已搬走")
    REFERRED = "referred", _("转办")


class Part(TextChoices):
    """When of the day one knocks (时段). What lies outside them is quiet time."""

    MORNING = "morning", _("上午")
    AFTERNOON = "afternoon", _("下午")
    EVENING = "evening", _("傍晚")


class Moment(TextChoices):
    """From which date a reminder counts (提醒起点)."""

    BIRTHDAY = "birthday", _("生日")
    LEASE_END = "lease_end", _("租期届满")
    STALE = "stale", _("信息过期")


class Need(TextChoices):
    """Why somebody needs help to get out of a building (需协助撤离)."""

    VERY_OLD = "very_old", _("80 岁以上")
    ALONE = "alone", _("老人独居")
    HELPED = "helped", _("行动不便")
    SMALL_CHILD = "small_child", _("3 岁以下")
