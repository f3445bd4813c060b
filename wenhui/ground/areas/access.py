"""The permissions of this module. Areas are open data: who may see pages about them sees all of them."""

from collections.abc import Mapping

from wenhui.kit.words import Words

SEE = "areas.see"
CHANGE = "areas.change"

PERMISSIONS: Mapping[str, Words] = {
    SEE: Words("看区域", "See areas"),
    CHANGE: Words("调整区域", "Change areas"),
}
