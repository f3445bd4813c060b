"""Who may do what where providers differ."""

from collections.abc import Mapping
from typing import Final

from wenhui.kit.words import Words

SEE: Final = "facts.see"
SETTLE: Final = "facts.settle"

PERMISSIONS: Final[Mapping[str, Words]] = {
    SEE: Words("看各家说法不一致的地方（遮住姓名和号码）", "See where providers differ, names and numbers covered"),
    SETTLE: Words("请部门更正、裁定采信哪一家", "Ask providers to correct, decide whom to believe"),
}
