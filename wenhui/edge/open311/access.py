"""Who may read what programs say of cases."""

from collections.abc import Mapping
from typing import Final

from wenhui.kit.words import Words

READ: Final = "open311.read"

PERMISSIONS: Final[Mapping[str, Words]] = {
    READ: Words("看外部程序的补充说明", "Read what outside programs say of cases"),
}
