"""How moments and spans are written: 今日 10:30, 昨日 18:00, 3-13 17:00, 2025-07-02; 剩 48 分, 超 2 天 1 时.

In English: Today 10:30, Yesterday 18:00, 13 Mar 17:00, 2025-07-02; 48 min left, 2 d 1 h over.
"""

from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils import dateformat, timezone
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

# What people call a zone that is not the system's own.
ZONES: Final = {"America/New_York": _("纽约时间"), "Asia/Shanghai": _("北京时间")}
WEEKDAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))


def zone() -> str:
    """Return what the zone in force is called, `纽约时间`; empty where it is the one everybody here takes for granted."""
    name = timezone.get_current_timezone_name()
    if name == settings.TIME_ZONE:
        return ""
    return str(ZONES[name]) if name in ZONES else gettext("%(zone)s 当地时间") % {"zone": name}


def moment(at: datetime, *, now: datetime) -> str:
    """Return `at` as a clerk writes it on the day of `now`, in the zone in force; other years keep only the date."""
    here, today = timezone.localtime(at), timezone.localtime(now)
    apart = (here.date() - today.date()).days
    clock = f"{here:%H:%M}"
    if apart == -1:
        return gettext("昨日 %(clock)s") % {"clock": clock}
    if apart == 0:
        return gettext("今日 %(clock)s") % {"clock": clock}
    if apart == 1:
        return gettext("明日 %(clock)s") % {"clock": clock}
    if here.year == today.year:
        return f"{month_and_day(here)} {clock}"
    return f"{here:%Y-%m-%d}"


def month_and_day(on: date) -> str:
    """Return a day of this year: 3-13, in English 13 Mar. Of a moment, give the local one."""
    return dateformat.format(on, pgettext("format of a day this year", "n-d"))


def exact(at: datetime) -> str:
    """Return `at` to the second, for titles and records, with the zone where it is not taken for granted."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S} {zone()}".rstrip()


def span(length: timedelta) -> str:
    """Return a length in its two largest units: `48 分`, `1 时 18 分`, `2 天 1 时`; its sign is not said."""
    minutes = int(abs(length) // timedelta(minutes=1))
    if minutes == 0:
        return gettext("不到 1 分")
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    units = [
        (days, gettext("%(n)s 天")),
        (hours, gettext("%(n)s 时")),
        (0 if days else rest, gettext("%(n)s 分")),
    ]
    return " ".join(words % {"n": n} for n, words in units if n)


def left(length: timedelta) -> str:
    """Return how long is left, `剩 48 分`, or by how much it is over, `超 2 天 1 时`."""
    if abs(length) < timedelta(minutes=1):
        return gettext("剩不到 1 分") if length > timedelta(0) else gettext("超不到 1 分")
    words = pgettext("time left", "剩 %(span)s") if length > timedelta(0) else pgettext("time over", "超 %(span)s")
    return words % {"span": span(length)}


def old(length: timedelta) -> str:
    """Return how late something comes, `迟 3 时 41 分`."""
    return gettext("迟 %(span)s") % {"span": span(length)}


def day(at: datetime) -> str:
    """Return the day as page heads write it: 3 月 17 日 周二, in English Tue 17 Mar."""
    here = timezone.localtime(at)
    written = dateformat.format(here, pgettext("format of a day on page heads", "n 月 j 日"))
    return gettext("%(day)s %(weekday)s") % {"day": written, "weekday": WEEKDAYS[here.weekday()]}
