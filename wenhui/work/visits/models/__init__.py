"""Reasons to visit, visits and what came of them, promises, referrals, hand-overs, rosters, and the office's rules."""

from wenhui.work.visits.models.policies import ReminderRule, VisitPolicy
from wenhui.work.visits.models.reasons import DueHome, Reason
from wenhui.work.visits.models.rosters import Outreach, Roster
from wenhui.work.visits.models.visits import HandOver, Promise, ReasonOutcome, Referral, Visit

__all__ = [
    "DueHome",
    "HandOver",
    "Outreach",
    "Promise",
    "Reason",
    "ReasonOutcome",
    "Referral",
    "ReminderRule",
    "Roster",
    "Visit",
    "VisitPolicy",
]
