"""How devices and their messages read on a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from wenhui.edge.sensing import queries
from wenhui.edge.sensing.models import Device, Message, Mute
from wenhui.edge.sensing.words import Kind, Outcome, Verdict
from wenhui.kit.html.wording import say

LIGHTS = {
    Outcome.WAITING: "soon", Outcome.CASE: "ok", Outcome.HELD: "ok", Outcome.MUTED: "hold", Outcome.QUARANTINED: "late",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """One device: where it hangs, what came of it, whether it is heard."""

    device: Device
    came: int
    last_at: datetime | None
    real: int
    false: int
    mute: Mute | None

    @property
    def kind(self) -> str:
        """Return what it senses."""
        return say(Kind(self.device.kind).words)

    @property
    def place(self) -> str:
        """Return where it hangs."""
        area = self.device.area
        return f"{area.parent.name} {area.name}" if area.parent else area.name

    @property
    def share(self) -> str:
        """Return which share of what was judged were false alarms; empty while nothing was."""
        judged = self.real + self.false
        if not judged:
            return ""
        told = {"n": self.false, "of": judged, "p": round(100 * self.false / judged)}
        return gettext("%(p)d%%（%(of)d 条里 %(n)d 条）") % told


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a device."""

    row: Message

    @property
    def kind(self) -> str:
        """Return what it was about; empty where it could not be read."""
        return say(Kind(self.row.kind).words) if self.row.kind else ""

    @property
    def light(self) -> str:
        """Return the light of what became of it."""
        return LIGHTS[Outcome(self.row.outcome)]

    @property
    def word(self) -> str:
        """Return what became of it."""
        return say(Outcome(self.row.outcome).words)

    @property
    def verdict(self) -> str:
        """Return what was found; empty while nobody looked."""
        found = getattr(self.row, "judged_verdict", None)
        return say(Verdict(found).words) if found else ""


def devices(rows: Sequence[Device], *, at: datetime) -> list[Shown]:
    """Return devices with what is counted of them; two queries."""
    tallies, mutes = queries.tallies([row.serial for row in rows]), queries.mutes_now(at)
    shown = []
    for row in rows:
        one = tallies.get(row.serial, queries.Tally())
        shown.append(Shown(row, one.came, one.last_at, one.real, one.false, mutes.get(row.pk)))
    return shown
