"""Who may do what in the registry."""

from collections.abc import Mapping
from typing import Final

from wenhui.kit.words import Words

SEE: Final = "registry.see"
CHANGE: Final = "registry.change"
REVEAL: Final = "registry.reveal"
MERGE: Final = "registry.merge"

PERMISSIONS: Final[Mapping[str, Words]] = {
    SEE: Words("查人、户、单位（遮住姓名和号码）", "See people, households and organisations, covered"),
    CHANGE: Words("登记和更正人、户、单位", "Register and correct people, households and organisations"),
    MERGE: Words(
        "判定重复登记，合并和撤销合并，撤回误登注销",
        "Judge people registered twice, merge them and undo that; take a strike-out back",
    ),
    REVEAL: Words("说明理由后查看姓名、身份号码、电话", "Uncover names, ID numbers and phones for a stated reason"),
}
FOR_TOKENS: Final = (SEE,)
"""What a program may be given a key for."""
