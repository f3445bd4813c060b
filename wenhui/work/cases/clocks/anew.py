"""Clocks laid on another calendar: what was left of them at a moment is left on the new one. Pure (decision 0013).

What has passed stays passed, by the calendar it passed on. A limit in workdays keeps its workdays where a workday becomes
longer or shorter, one in work-hours its hours. So no clock ends sooner than the work time it still had; and what is
overdue stays as it is.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wenhui.kit import worktimes
from wenhui.kit.worktime import WorkCalendar
from wenhui.kit.worktimes import Moments

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Change:
    """One calendar in another's place, from a moment on."""

    old: WorkCalendar
    new: WorkCalendar
    at: int  # microseconds since 1970

    def laid(
        self, ends: Moments, in_days: Flags, *, since: Moments | None = None, to: Moments | None = None
    ) -> Moments:
        """Return when clocks end on the new calendar that would have ended at `ends` on the old one.

        `since` is when they stopped, for those that stand still, and `to` when they run again; without, they run.
        """
        now = np.full_like(ends, self.at)
        since = now if since is None else since
        to = now if to is None else np.maximum(to, now)
        if not ends.size:
            return ends.copy()
        left = worktimes.positions(self.old, ends) - worktimes.positions(self.old, since)
        factor = np.where(in_days, self.new.line.day / self.old.line.day, 1.0)
        scaled = np.rint(left * factor).astype(np.int64)
        runs = scaled > 0
        laid = ends.copy()
        if runs.any():
            laid[runs] = worktimes.moments(self.new, worktimes.positions(self.new, to[runs]) + scaled[runs])
        return laid
