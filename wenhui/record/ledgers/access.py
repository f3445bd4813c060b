"""Who may do what with departments' tables."""

from collections.abc import Mapping
from typing import Final

from wenhui.kit.words import Words

# A filled form shows whole columns uncovered: only for roles that may uncover one person at a time.
FILL: Final = "ledgers.fill"

PERMISSIONS: Final[Mapping[str, Words]] = {
    FILL: Words("填写部门表格（含姓名、号码）", "Fill departments' forms, names and numbers included"),
}
