"""What an opened case offers to print, and which template holds."""

from typing import Any

from wenhui.ground.accounts.guard import OfficeRequest
from wenhui.work.cases import access
from wenhui.work.cases.models import Case, PaperTemplate
from wenhui.work.cases.paper import kinds
from wenhui.work.cases.paper.kinds import Format, Paper
from wenhui.work.cases.rules import office_of


def context(request: OfficeRequest, case: Case) -> dict[str, Any]:
    """Return what the card says of papers: which it has, and whether answers may be printed as letters."""
    offered = kinds.offered(stage=case.at_stage, unit_key=case.unit_key) if request.may(access.PRINT) else []
    return {"papers": offered, "may_letter": request.may(access.INFORM), "formats": list(Format)}


def template_of(path: str, paper: Paper) -> bytes | None:
    """Return the template that holds for the office of an area; none where it uses the built-in one."""
    held = PaperTemplate.objects.filter(path=office_of(path), paper=paper, ended_at=None).first()
    return bytes(held.content) if held else None
