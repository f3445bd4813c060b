"""How kinds of news and refused addresses read."""

from collections.abc import Mapping

from wenhui.edge.hooks.wire import Kind
from wenhui.kit.words import Words

KINDS: Mapping[Kind, Words] = {
    Kind.REPORTED: Words("上报", "Reported"),
    Kind.DISPATCHED: Words("派遣", "Dispatched"),
    Kind.RETURNED: Words("退回", "Returned"),
    Kind.MOVED: Words("其他进展", "Other steps"),
    Kind.CLOSED: Words("结案", "Closed"),
    Kind.REOPENED: Words("重新打开", "Reopened"),
    Kind.PING: Words("试一下", "Ping"),
}

REASONS: Mapping[str, Words] = {
    "unreadable": Words(
        "网址读不懂：写完整的 https 地址，不带用户名，不带 #。",
        "The address cannot be read: give a whole https address, without a user name and without #.",
    ),
    "not_https": Words("只送 https 的网址。", "Only https addresses are told."),
    "unknown": Words("这个网址的主机名查不到。", "The host of this address cannot be found."),
    "private": Words(
        "这个网址在内网里，不往那里送；确实要送的，请技术人员在 WENHUI_HOOKS_ALLOW 里写上主机名。",
        "This address lies inside the network and is not told; if it has to be, its host is named in WENHUI_HOOKS_ALLOW.",
    ),
}
