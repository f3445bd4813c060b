"""The enumerations of messages as stored and as shown, and what each step says."""

import re

from wenhui.kit.words import Words
from wenhui.work.cases.words import Worded


class Way(Worded):
    """How an outlet is reached (推送方式)."""

    EMAIL = "email", "电子邮件", "E-mail"
    WECOM = "wecom", "企业微信群", "WeCom group"
    DINGTALK = "dingtalk", "钉钉群", "DingTalk group"
    WEBHOOK = "webhook", "网络回调", "Webhook"


class About(Worded):
    """What a message is about (消息对象)."""

    CASE = "case", "案件", "Case"


PERCENT = re.compile(r"p(\d{1,4})")
URGE = "urge"
DUE = 100


def said(step: str, nth: int = 1) -> Words:
    """Return what a step says: 时限已用 70%, 时限到了, 超期, 第 2 次催办. One that is not known here says there is news."""
    percent = percent_of(step)
    if percent is not None and percent < DUE:
        return Words(f"时限已用 {percent}%", f"{percent} % of the time is over")
    if percent == DUE:
        return Words("时限到了", "The time is over")
    if percent is not None:
        return Words(f"超期，用时已达时限的 {percent}%", f"Overdue, at {percent} % of the time")
    if step == URGE:
        return Words(f"第 {nth} 次催办" if nth > 1 else "催办", f"Urged, time {nth}" if nth > 1 else "Urged")
    return Words("有新情况", "There is news")


def percent_of(step: str) -> int | None:
    """Return the share of the time that a rung of the ladder stands for; None for what is no rung."""
    found = PERCENT.fullmatch(step)
    return int(found[1]) if found else None
