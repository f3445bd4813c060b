"""The permissions of the journal."""

from collections.abc import Mapping

from wenhui.kit.words import Words

SEE = "journal.see"

PERMISSIONS: Mapping[str, Words] = {SEE: Words("查看日志", "Read the journal")}
