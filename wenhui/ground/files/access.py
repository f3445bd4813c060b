"""Who may look at files: whoever has this permission, within the scope and class that the database holds them to."""

from collections.abc import Mapping
from typing import Final

from wenhui.kit.words import Words

SEE: Final = "files.see"

PERMISSIONS: Final[Mapping[str, Words]] = {SEE: Words("看照片和视频", "Look at photos and videos")}
