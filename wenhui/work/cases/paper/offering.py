"""What an opened case offers to print."""

from typing import Any

from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.work.cases import access
from wenhui.work.cases.models import Case
from wenhui.work.cases.paper import kinds
from wenhui.work.cases.paper.kinds import Format


def context(request: OfficeRequest, case: Case) -> dict[str, Any]:
    """Return what the card says of papers: which it has, and whether answers may be printed as letters."""
    offered = kinds.offered(stage=case.at_stage, unit_key=case.unit_key) if request.may(access.PRINT) else []
    return {"papers": offered, "may_letter": request.may(access.INFORM), "formats": list(Format)}
