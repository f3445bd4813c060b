"""Tables of cases: types, units, the office's clocks and days, cases and their moves."""

from wenhui.work.cases.models.case import IS_OPEN, Case, CaseMove
from wenhui.work.cases.models.imports import CaseImport
from wenhui.work.cases.models.office import CaseCounter, CasePolicy, CaseType, OfficeDay, OfficeYear, Unit
from wenhui.work.cases.models.photos import CasePhoto
from wenhui.work.cases.models.requests import CaseRequest

__all__ = [
    "IS_OPEN",
    "Case",
    "CaseCounter",
    "CaseImport",
    "CaseMove",
    "CasePhoto",
    "CasePolicy",
    "CaseRequest",
    "CaseType",
    "OfficeDay",
    "OfficeYear",
    "Unit",
]
