"""Tables of cases: types, units, the office's clocks and days, cases with their moves, reports and families."""

from wenhui.work.cases.models.appeals import CaseAppeal, CaseElsewhere
from wenhui.work.cases.models.callbacks import CaseCallBack
from wenhui.work.cases.models.case import IS_OPEN, Case, CaseMove
from wenhui.work.cases.models.clocks import CaseReclock, CaseRung, OfficeClock
from wenhui.work.cases.models.closing import CaseClosing
from wenhui.work.cases.models.co_handling import IS_OWED, CasePart, CaseSplit
from wenhui.work.cases.models.enforcement import EnforcementItem
from wenhui.work.cases.models.evaluations import Evaluation, EvaluationFormulas, EvaluationRow
from wenhui.work.cases.models.families import CaseFamily, CaseKin, CaseLikelyKin
from wenhui.work.cases.models.imports import CaseImport
from wenhui.work.cases.models.office import CaseCounter, CasePolicy, CaseType, OfficeDay, OfficeYear, Unit
from wenhui.work.cases.models.papers import PaperTemplate
from wenhui.work.cases.models.photos import CasePhoto
from wenhui.work.cases.models.reports import CaseReport, CaseReporter
from wenhui.work.cases.models.requests import CaseRequest
from wenhui.work.cases.models.routing import RouteEdition
from wenhui.work.cases.models.suggesting import CaseSuggestion, SuggestionEdition
from wenhui.work.cases.models.telling import CaseTelling

__all__ = [
    "IS_OPEN",
    "IS_OWED",
    "Case",
    "CaseAppeal",
    "CaseCallBack",
    "CaseClosing",
    "CaseCounter",
    "CaseElsewhere",
    "CaseFamily",
    "CaseImport",
    "CaseKin",
    "CaseLikelyKin",
    "CaseMove",
    "CasePart",
    "CasePhoto",
    "CasePolicy",
    "CaseReclock",
    "CaseReport",
    "CaseReporter",
    "CaseRequest",
    "CaseRung",
    "CaseSplit",
    "CaseSuggestion",
    "CaseTelling",
    "CaseType",
    "EnforcementItem",
    "Evaluation",
    "EvaluationFormulas",
    "EvaluationRow",
    "OfficeClock",
    "OfficeDay",
    "OfficeYear",
    "PaperTemplate",
    "RouteEdition",
    "SuggestionEdition",
    "Unit",
]
