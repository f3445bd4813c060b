"""A ticket that is unreasonable need not count: one person asks, a second one decides (剔除)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from wenhui.edge.hotline import access
from wenhui.edge.hotline.actions import errors, steps
from wenhui.edge.hotline.models import HotlineExclusion, HotlineTicket
from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor


@transaction.atomic
def ask_exclusion(*, ticket_id: int, why: str, by: Actor, at: datetime) -> HotlineExclusion:
    """Ask that a ticket should not count (申请剔除); it is handled all the same."""
    ticket = steps.locked(pk=ticket_id)
    steps.refuse_unless_allowed(access.HANDLE, path=ticket.area_path, by=by, at=at)
    words = steps.stated(why, gettext("请写明为什么不该计入考核。"))
    if ticket.excluded_at is not None:
        raise errors.DecidedAlreadyError(gettext("这张工单已经剔除。"))
    if ticket.exclusions.filter(decided_at__isnull=True).exists():
        raise errors.DecidedAlreadyError(gettext("同样的申请还在等人裁定。"))
    row = HotlineExclusion.objects.create(
        ticket=ticket, area_id=ticket.area_id, why=words, asked_at=at, asked_by=str(by), asked_name=by.name
    )
    _note("hotline.ask_exclusion", ticket, row, by=by, at=at)
    return row


@transaction.atomic
def decide_exclusion(*, exclusion_id: int, is_granted: bool, verdict: str, by: Actor, at: datetime) -> HotlineExclusion:
    """Decide as a second person whether a ticket counts (裁定剔除); granted, evaluation leaves it out from then on."""
    row = HotlineExclusion.objects.select_for_update(of=("self",)).filter(pk=exclusion_id).first()
    if row is None:
        raise errors.UnknownTicketError(gettext("没有这件申请，或不在您的权限内。"))
    steps.refuse_unless_allowed(access.DECIDE, path=row.area_path, by=by, at=at)
    words = steps.stated(verdict, gettext("请写明裁定的理由。"))
    if row.decided_at is not None:
        raise errors.DecidedAlreadyError(gettext("已经由%(name)s裁定过了。") % {"name": row.decided_name})
    if row.asked_by == str(by):
        raise errors.NotAllowedError(gettext("谁申请谁不裁定；请换一个人。"))
    ticket = steps.locked(pk=row.ticket_id)
    row.decided_at, row.decided_by, row.decided_name, row.granted, row.verdict = at, str(by), by.name, is_granted, words
    row.save(update_fields=["decided_at", "decided_by", "decided_name", "granted", "verdict"])
    if is_granted:
        ticket.excluded_at = at
        ticket.save(update_fields=["excluded_at"])
    _note("hotline.decide_exclusion", ticket, row, by=by, at=at)
    return row


def _note(verb: str, ticket: HotlineTicket, row: HotlineExclusion, *, by: Actor, at: datetime) -> None:
    refs: dict[str, str | int] = {"number": ticket.number, "exclusion": row.pk}
    if row.granted is not None:
        refs["granted"] = int(row.granted)
    journal.write(by=by, at=at, verb=verb, subject=f"ticket:{ticket.pk}", refs=refs)
