"""Files on their way in, the people in them whom nobody knew, and what was wrong in them."""

from wenhui.record.ledgers.models.uploads import UNDER_WAY, Finding, Newcomer, RowsOfPeople, Upload

__all__ = ["UNDER_WAY", "Finding", "Newcomer", "RowsOfPeople", "Upload"]
