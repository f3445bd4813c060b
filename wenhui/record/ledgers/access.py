"""Who may do what with departments' tables."""

from collections.abc import Mapping
from typing import Final

from wenhui.kit.words import Words

# A filled form shows whole columns uncovered: only for roles that may uncover one person at a time.
FILL: Final = "ledgers.fill"
# Changes what is known of many people at once.
IMPORT: Final = "ledgers.import"

PERMISSIONS: Final[Mapping[str, Words]] = {
    FILL: Words("填写部门表格（含姓名、号码）", "Fill departments' forms, names and numbers included"),
    IMPORT: Words("导入部门台账，撤销整批", "Import departments' tables, take a whole import back"),
}
