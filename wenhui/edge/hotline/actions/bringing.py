"""A sheet of theirs is brought in row by row: good rows are kept, the others refused with the reason."""

from collections.abc import Sequence
from datetime import datetime

from django.db import DataError, transaction
from django.utils.translation import gettext

from wenhui.edge.hotline import access
from wenhui.edge.hotline.actions import hearing, steps, taking
from wenhui.edge.hotline.actions.errors import TicketError
from wenhui.edge.hotline.actions.hearing import Outcome
from wenhui.edge.hotline.models import HotlineImport
from wenhui.edge.hotline.reading import Line, Refused
from wenhui.ground.areas.models import Area
from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.html.wording import say
from wenhui.work.cases.actions import CaseError


@transaction.atomic
def bring(
    *, lines: Sequence[Line], refused: Sequence[Refused], file: str, path: str, by: Actor, at: datetime
) -> HotlineImport:
    """Bring a sheet in for the office at `path` (导入工单). The same sheet again changes nothing.

    Of a number that is known, only what they said since is heard: extensions decided, call-backs, closings.
    """
    steps.refuse_unless_allowed(access.HANDLE, path=path, by=by, at=at)
    row = HotlineImport(area=Area.objects.get(path=path), file=file[:200], brought_at=at, by_name=by.name)
    wrong = list(refused)
    for line in lines:
        try:
            with transaction.atomic():
                remarks = _line(row, line, path=path, by=by, at=at)
        except (TicketError, CaseError) as error:
            remarks = [str(error)]
        except DataError as error:
            remarks = [gettext("数据库不接受：%s") % str(error).splitlines()[0]]
        wrong += [Refused(line.row, line.told.number, why) for why in remarks]
    row.refused = [{"row": one.row, "number": one.number[:40], "why": one.why} for one in sorted(wrong)]
    row.save(force_insert=True)
    refs: dict[str, str | int] = {"taken": row.taken, "heard": row.heard, "refused": len(wrong)}
    journal.write(by=by, at=at, verb="hotline.bring", subject=f"hotline_import:{row.pk}", refs=refs)
    return row


def _line(row: HotlineImport, line: Line, *, path: str, by: Actor, at: datetime) -> list[str]:
    """Take one row; return what must be told of it although it was taken."""
    taken = taking.take(told=line.told, path=path, by=by, at=at)
    row.taken += taken.is_new
    row.known += not taken.is_new
    remarks = [gettext("编号已经登记过，标题不同，保留原来的。")] if taken.differs else []
    if taken.is_new:
        return remarks
    for said in line.said:
        try:
            with transaction.atomic():
                heard = hearing.hear(said=said, by=by, at=at)
        except TicketError as error:
            remarks.append(f"{say(said.step.words)}：{error}")
        else:
            row.heard += heard.outcome is Outcome.DONE
            remarks += [heard.note] if heard.note else []
    return remarks
