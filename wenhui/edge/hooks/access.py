"""Who may have cases told to an address outside. No Django."""

from collections.abc import Mapping
from typing import Final

from wenhui.kit.words import Words

SUBSCRIBE: Final = "hooks.subscribe"

PERMISSIONS: Final[Mapping[str, Words]] = {
    SUBSCRIBE: Words("订阅回调：案件有变化就告诉一个网址", "Have an address told when cases change (webhooks)"),
}
FOR_TOKENS: Final = (SUBSCRIBE,)
