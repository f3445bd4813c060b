"""Files on their way in and out, the people in them whom nobody knew, what was wrong in them, what their columns mean."""

from wenhui.record.ledgers.models.blanks import BlankForm
from wenhui.record.ledgers.models.heads import RememberedHead
from wenhui.record.ledgers.models.uploads import UNDER_WAY, Finding, Newcomer, RowsOfPeople, Upload

__all__ = ["UNDER_WAY", "BlankForm", "Finding", "Newcomer", "RememberedHead", "RowsOfPeople", "Upload"]
