"""A worker leaves, another comes: post, homes and promises pass on in one act."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from wenhui.ground.accounts import actions as accounts
from wenhui.ground.accounts.models import Account, Post
from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.scope import upper_bound
from wenhui.work.visits import access
from wenhui.work.visits.actions.access_asked import refuse_unless_allowed
from wenhui.work.visits.actions.errors import HandOverError
from wenhui.work.visits.models import HandOver, Promise, Reason
from wenhui.work.visits.words import ReasonState


@transaction.atomic
def hand_over(*, post_id: int, to_account_id: int, on: date, by: Actor, at: datetime) -> HandOver:
    """End a worker's post on a day and give the same post to another, with every promise open in it (交接).

    Reasons belong to homes and stay where they are: the successor sees all of them from that day on, because the post's
    area shows them. Raises HandOverError where there is nothing to hand over or nobody to take it, NotAllowedError.
    """
    post = (
        Post.objects.select_for_update(of=("self",))
        .select_related("area", "role", "account")
        .filter(pk=post_id)
        .first()
    )
    heir = Account.objects.filter(pk=to_account_id, is_active=True).first()
    if post is None or heir is None or heir.pk == post.account_id:
        raise HandOverError(gettext("请选交出的岗位和接手的人，两个人不能是同一个。"))
    refuse_unless_allowed(access.HAND_OVER, paths=[post.area.path], by=by, at=at)
    if not post.may(access.VISIT) or not post.holds_on(on):
        raise HandOverError(gettext("这个岗位到那一天不再负责走访，没有可交接的。"))
    try:
        begun = accounts.give_post(
            account=heir, role=post.role, area=post.area, valid_from=on, valid_to=post.valid_to, unit_key=post.unit_key,
            by=by, at=at,
        )  # fmt: skip
    except accounts.PostHeldTwiceError:
        raise HandOverError(gettext("接手的人已经有这个岗位了。")) from None
    accounts.end_post(post=post, on=on, by=by, at=at)
    within = {"area_path__gte": post.area.path, "area_path__lt": upper_bound(post.area.path)}
    promises = Promise.objects.filter(account=post.account_id, kept_at__isnull=True, **within).update(account=heir)
    reasons = Reason.objects.filter(state=ReasonState.OPEN, **within)
    hand_over = HandOver.objects.create(
        ended=post, begun=begun, on=on, at=at, area=post.area, promises=promises, reasons=reasons.count(),
        homes=reasons.values("dwelling").distinct().count(),
    )  # fmt: skip
    refs: dict[str, str | int] = {
        "ended": post.pk, "begun": begun.pk, "on": on.isoformat(), "homes": hand_over.homes,
        "reasons": hand_over.reasons, "promises": promises,
    }  # fmt: skip
    journal.write(by=by, at=at, verb="visits.hand_over", subject=f"handover:{hand_over.pk}", refs=refs)
    return hand_over
