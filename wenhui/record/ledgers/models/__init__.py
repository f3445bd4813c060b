"""Files on their way in and out, people in them whom nobody knew, what was wrong, what columns mean, what lacked."""

from wenhui.record.ledgers.models.blanks import BlankForm
from wenhui.record.ledgers.models.gaps import LedgerGap
from wenhui.record.ledgers.models.heads import RememberedHead
from wenhui.record.ledgers.models.uploads import UNDER_WAY, Finding, Newcomer, RowsOfPeople, Upload

__all__ = ["UNDER_WAY", "BlankForm", "Finding", "LedgerGap", "Newcomer", "RememberedHead", "RowsOfPeople", "Upload"]
