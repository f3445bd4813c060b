"""Who may look at walls. What they see there is the scope and the clearance of their post; the database holds it."""

from collections.abc import Mapping
from typing import Final

from wenhui.kit.words import Words

SEE: Final = "cockpit.see"

PERMISSIONS: Final[Mapping[str, Words]] = {
    SEE: Words("看驾驶舱和指标", "See walls and figures"),
}
