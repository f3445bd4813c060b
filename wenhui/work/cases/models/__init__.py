"""Tables of cases: types, units, the office's clocks and days, cases and their moves."""

from wenhui.work.cases.models.case import IS_OPEN, Case, CaseMove
from wenhui.work.cases.models.co_handling import IS_OWED, CasePart, CaseSplit
from wenhui.work.cases.models.imports import CaseImport
from wenhui.work.cases.models.office import CaseCounter, CasePolicy, CaseType, OfficeDay, OfficeYear, Unit
from wenhui.work.cases.models.photos import CasePhoto
from wenhui.work.cases.models.requests import CaseRequest
from wenhui.work.cases.models.routing import RouteEdition

__all__ = [
    "IS_OPEN",
    "IS_OWED",
    "Case",
    "CaseCounter",
    "CaseImport",
    "CaseMove",
    "CasePhoto", "CasePart",
    "CasePolicy",
    "CaseRequest",
    "CaseSplit",
    "CaseType",
    "OfficeDay",
    "OfficeYear",
    "RouteEdition",
    "Unit",
]
