"""Cases leave the house as a sheet, and that is on record."""

from datetime import datetime

from django.db import transaction

from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor


@transaction.atomic
def export(*, kind: str, rows: int, asked: str, path: str, by: Actor, at: datetime) -> None:
    """Write down that `rows` cases at `path` were taken out as a sheet (导出); `asked` are filters without words."""
    refs: dict[str, str | int] = {"kind": kind, "rows": rows, "asked": asked}
    journal.write(by=by, at=at, verb="cases.export", subject=f"area:{path}", refs=refs)
