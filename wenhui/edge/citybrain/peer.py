"""Who the city brain is to this office: read from the settings once, at start. No Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Peer:
    """Where their events go, whose they are, the keys both share, and how they prove who they are.

    `keys` are named; the first signs, all are believed, so that a new one can be brought in beside the old. `subject` is
    the name that their certificate must carry, as the reverse proxy hands it on; empty where it asks for none.
    """

    url: str
    path: str
    source: str
    keys: Mapping[str, bytes] = field(repr=False)
    certificate: Path | None = None
    subject: str = ""

    @property
    def own_source(self) -> str:
        """Return what we call ourselves in our events."""
        return f"/wenhui/{self.path.rstrip('.').replace('.', '/')}"
