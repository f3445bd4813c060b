"""Files on their way in and out, what is done with them, whom they bring, what was wrong, what columns mean, what lacked,
how many cells all that took.
"""

from wenhui.record.ledgers.models.blanks import BlankForm
from wenhui.record.ledgers.models.counts import CellCount
from wenhui.record.ledgers.models.errands import Errand
from wenhui.record.ledgers.models.gaps import LedgerGap
from wenhui.record.ledgers.models.heads import RememberedHead
from wenhui.record.ledgers.models.homes import HomeDoubt, LivesElsewhere
from wenhui.record.ledgers.models.subjects import BroughtOrganisation, RememberedTab, RowsOfSubjects
from wenhui.record.ledgers.models.uploads import UNDER_WAY, Arrivals, Finding, Newcomers, RowsOfPeople, Upload

__all__ = [
    "UNDER_WAY",
    "Arrivals",
    "BlankForm",
    "BroughtOrganisation",
    "CellCount",
    "Errand",
    "Finding",
    "HomeDoubt",
    "LedgerGap",
    "LivesElsewhere",
    "Newcomers",
    "RememberedHead",
    "RememberedTab",
    "RowsOfPeople",
    "RowsOfSubjects",
    "Upload",
]
