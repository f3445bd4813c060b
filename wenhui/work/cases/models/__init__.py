"""Tables of cases: types, units, the office's clocks and days, cases and their moves."""

from wenhui.work.cases.models.case import IS_OPEN, Case, CaseMove
from wenhui.work.cases.models.imports import CaseImport
from wenhui.work.cases.models.office import CaseCounter, CasePolicy, CaseType, OfficeDay, OfficeYear, Unit

__all__ = [
    "IS_OPEN",
    "Case",
    "CaseCounter",
    "CaseImport",
    "CaseMove",
    "CasePolicy",
    "CaseType",
    "OfficeDay",
    "OfficeYear",
    "Unit",
]
