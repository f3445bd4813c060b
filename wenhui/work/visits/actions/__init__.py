"""Every write of visits. Each is one transaction, keyword-only, and leaves one journal line of identifiers."""

from wenhui.work.visits.actions.asking import ask, withdraw
from wenhui.work.visits.actions.errors import VisitsError
from wenhui.work.visits.actions.gaps import take_gaps
from wenhui.work.visits.actions.handing import hand_over
from wenhui.work.visits.actions.homes import take_homes
from wenhui.work.visits.actions.printing import print_emergency
from wenhui.work.visits.actions.recording import record, take_up
from wenhui.work.visits.actions.reminding import remind, tidy
from wenhui.work.visits.actions.rostering import end_roster, keep_roster, print_roster, reach_out

__all__ = [
    "VisitsError",
    "ask",
    "end_roster",
    "hand_over",
    "keep_roster",
    "print_emergency",
    "print_roster",
    "reach_out",
    "record",
    "remind",
    "take_gaps",
    "take_homes",
    "take_up",
    "tidy",
    "withdraw",
]
