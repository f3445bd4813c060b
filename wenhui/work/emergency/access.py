"""Who may open emergency mode: whoever leads, and the command room. No Django."""

from collections.abc import Mapping
from typing import Final

from wenhui.kit.words import Words

OPEN: Final = "emergency.open"

PERMISSIONS: Final[Mapping[str, Words]] = {
    OPEN: Words("开启和查看应急模式", "Open and see emergency mode"),
}
