"""What a job does with a file that somebody ordered to be checked, accepted or withdrawn, under their post's scope.

Each kind is several transactions. A job that was killed begins again: what had been decided before it was killed is seen
in the file's standing, and only what is left is done.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from django.db import InterfaceError, OperationalError

from wenhui.ground.accounts.models import Post
from wenhui.ground.accounts.scoped import scope_of_session
from wenhui.kit import clock
from wenhui.kit.actor import Actor, ActorKind
from wenhui.kit.sheets.refusals import RefusedFileError
from wenhui.kit.words import Words
from wenhui.record.facts import actions as facts
from wenhui.record.ledgers import access, actions
from wenhui.record.ledgers.importing import sampling, sheets
from wenhui.record.ledgers.importing.bound import of_binding
from wenhui.record.ledgers.models import Errand, Upload
from wenhui.record.ledgers.rules import importable
from wenhui.record.ledgers.rules.rows import subject_of
from wenhui.record.ledgers.words import ErrandKind, Step, UploadStanding
from wenhui.record.registry.actions.refusals import RegistryError

FAILED: Final = Words(
    "没有办成：程序出了错，已记入运行日志，请告诉街道管理员。没有办完的部分都已退回，可以再试一次",
    "it failed: the programme went wrong and the log says how; tell the administrator. What was not finished was undone; "
    "you may try again",
)
Doing = Callable[["Order"], Words | None]


class Order:
    """One errand while it is done."""

    def __init__(self, errand: Errand, at: datetime) -> None:
        self.errand = errand
        self.upload = Upload.objects.select_related("origin", "area").defer("content").get(pk=errand.upload_id)
        self.by = Actor(ActorKind(errand.actor_kind), errand.actor_key, errand.actor_name)
        self.at = at

    def at_step(self, step: Step, done: int = 0, of: int = 0) -> None:
        """Let whoever waits see how far it is."""
        Errand.objects.filter(pk=self.errand.pk).update(step=step, done=done, of=of)

    def following(self, done: int, of: int) -> None:
        """The same, while the registry follows what was decided."""
        self.at_step(Step.FOLLOWING, done, of)

    def striking(self, done: int, of: int) -> None:
        """The same, while people are struck out."""
        self.at_step(Step.STRIKING, done, of)

    def end(self, words: Words | None) -> None:
        """Write down that it is done, or why not."""
        said = {"zh": words.zh, "en": words.en} if words else {}
        Errand.objects.filter(pk=self.errand.pk).update(ended_at=clock.now(), **said)


def work(*, errand_id: int, post_id: int) -> None:
    """Do an errand; what is refused is written on it in words. A lost database is raised: the job is tried again."""
    post = Post.objects.select_related("account", "role", "area").get(pk=post_id)
    with scope_of_session(post.scope):
        errand = Errand.objects.select_related("post").get(pk=errand_id)
        if not errand.is_open:
            return
        order = Order(errand, clock.now())
        try:
            words = _done(order, post)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            order.end(FAILED)
            raise
        order.end(words)


def _done(order: Order, post: Post) -> Words | None:
    """Return why it was refused, or None when it is done."""
    today = clock.local_day(order.at)
    is_held = post.holds_on(today) and post.account.is_active and not post.role.ended
    try:
        if not (is_held and post.may(access.IMPORT)):
            raise actions.NoSuchOrderError
        return DOING[ErrandKind(order.errand.kind)](order)
    except (actions.LedgersError, facts.FactsError, RegistryError, RefusedFileError) as refused:
        return refused.words


def _preview(order: Order) -> Words | None:
    if order.upload.standing != UploadStanding.RECEIVED:
        return None
    order.at_step(Step.READING)
    rows = sheets.rows_of(order.upload)
    binding = sampling.binding_of(order.upload, sampling.keep(order.upload, rows))
    importable.ensure(binding)
    order.at_step(Step.COMPARING)
    joined, bound = of_binding(binding, rows)
    actions.preview(
        upload_id=order.upload.pk,
        rows=joined,
        bound=bound,
        subject=subject_of(binding),
        clearance=order.errand.post.scope.clearance,
        by=order.by,
        at=order.at,
    )
    return None


def _accept(order: Order) -> Words | None:
    if order.upload.standing == UploadStanding.ACCEPTED and order.upload.origin_id is not None:
        facts.catch_up(origin_id=order.upload.origin_id, by=order.by, at=order.at, progress=order.following)
        return None
    order.at_step(Step.WRITING)
    try:
        actions.accept(upload_id=order.upload.pk, by=order.by, at=order.at, progress=order.following)
    except actions.MovedSinceError as moved:
        actions.reopen(upload_id=order.upload.pk, by=order.by, at=order.at)
        order.upload.refresh_from_db(fields=["standing", "origin"])
        _preview(order)
        return moved.words
    return None


def _withdraw(order: Order) -> Words | None:
    order.at_step(Step.WRITING)
    if order.upload.standing != UploadStanding.WITHDRAWN:
        actions.withdraw(upload_id=order.upload.pk, reason=order.errand.reason, by=order.by, at=order.at)
    actions.follow_withdrawal(
        upload_id=order.upload.pk,
        reason=order.errand.reason,
        by=order.by,
        at=order.at,
        following=order.following,
        striking=order.striking,
    )
    return None


DOING: Final[Mapping[ErrandKind, Doing]] = {
    ErrandKind.PREVIEW: _preview,
    ErrandKind.ACCEPT: _accept,
    ErrandKind.WITHDRAW: _withdraw,
}
