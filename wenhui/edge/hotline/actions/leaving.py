"""What we did since the last time goes back on a sheet (回填表)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from wenhui.edge.hotline import access, rules
from wenhui.edge.hotline.actions import errors, steps
from wenhui.edge.hotline.models import HotlineSheet, HotlineStep
from wenhui.ground.areas.models import Area
from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.scope import upper_bound


@transaction.atomic
def leave_sheet(*, path: str, by: Actor, at: datetime) -> HotlineSheet:
    """Put every step of ours that is on no sheet yet on a new one (取回填表); it can be taken again any time."""
    steps.refuse_unless_allowed(access.HANDLE, path=path, by=by, at=at)
    waiting = HotlineStep.objects.select_for_update().filter(sheet__isnull=True, step__in=rules.OURS)
    fresh = list(
        waiting.filter(area_path__gte=path, area_path__lt=upper_bound(path))
        .order_by("id")
        .values_list("pk", "ticket_id")
    )
    if not fresh:
        raise errors.NothingGivenError(gettext("上次取表以后没有新的办理情况。"))
    sheet = HotlineSheet.objects.create(
        area=Area.objects.get(path=path), left_at=at, by_name=by.name, tickets=len({ticket for _, ticket in fresh})
    )
    HotlineStep.objects.filter(pk__in=[pk for pk, _ in fresh]).update(sheet=sheet)
    refs: dict[str, str | int] = {"tickets": sheet.tickets, "steps": len(fresh)}
    journal.write(by=by, at=at, verb="hotline.leave_sheet", subject=f"hotline_sheet:{sheet.pk}", refs=refs)
    return sheet
