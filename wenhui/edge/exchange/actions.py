"""What the office does with messages that came, and what people do with those that nobody could act on."""

from datetime import datetime, timedelta

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext

from wenhui.edge.exchange import parties, rules
from wenhui.edge.exchange.models import Incoming, Outgoing
from wenhui.edge.exchange.parties import NotYetError, Party, RefusedError, Settled
from wenhui.edge.exchange.words import Outcome, Standing
from wenhui.ground.accounts.scoped import scope_on
from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.words import Words
from wenhui.work.cases.actions import CaseError

FIT = 400
LOOK_AGAIN = timedelta(seconds=5)


class ExchangeError(ValueError):
    """Somebody at a page asked for what cannot be done; `words` say why."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.zh)
        self.words = words


def settle(*, incoming_id: int, by: Actor, at: datetime) -> Incoming:
    """Act on a kept message, once: one action is called, or it is quarantined with the reason.

    A message that speaks of something unheard of waits for it a while. The caller's transaction sees the message.
    """
    with transaction.atomic():
        message = Incoming.objects.select_for_update().get(pk=incoming_id)
        party = parties.named(message.party)
        if message.outcome != Outcome.WAITING or party is None:
            return message
        with scope_on(party.scope):
            return _settle(message, party, by=by, at=at)


def _settle(message: Incoming, party: Party, *, by: Actor, at: datetime) -> Incoming:
    try:
        _refuse_at_sight(message, at=at)
        with transaction.atomic():
            settled = party.settle(message, at)
    except NotYetError as error:
        if at - message.received_at < rules.PATIENCE:
            return _wait(message, why=str(error), at=at)
        why = str(error)
    except (RefusedError, CaseError) as error:
        why = str(error)
        message.reference = getattr(error, "reference", "")
    except (DataError, IntegrityError) as error:
        why = gettext("数据库不接受：%s") % str(error).splitlines()[0]
    else:
        return _take(message, settled, by=by, at=at)
    return _finish(message, Outcome.QUARANTINED, why=why, by=by, at=at)


def _refuse_at_sight(message: Incoming, *, at: datetime) -> None:
    if rules.is_unbelievable(said_at=message.said_at, at=at):
        raise RefusedError(gettext("报文的时间在一天以后，对方的时钟不可信。"))
    if message.attempts > rules.MOST_ATTEMPTS:
        raise RefusedError(gettext("处理时多次中断，请技术人员看日志。"))


def _wait(message: Incoming, *, why: str, at: datetime) -> Incoming:
    message.why, message.next_at, message.attempts = why[:FIT], at + LOOK_AGAIN, 0
    message.save(update_fields=["why", "next_at", "attempts"])
    return message


def _take(message: Incoming, settled: Settled, *, by: Actor, at: datetime) -> Incoming:
    message.reference = settled.reference
    message.marks = sorted({*message.marks, *settled.marks})
    outcome = Outcome.STALE if settled.is_stale else Outcome.DONE
    return _finish(message, outcome, why=settled.why, by=by, at=at)


@transaction.atomic
def retry(*, incoming_id: int, by: Actor, at: datetime) -> Incoming:
    """Act once more on a message in quarantine, after what stood in its way was mended."""
    message = Incoming.objects.select_for_update().filter(pk=incoming_id, outcome=Outcome.QUARANTINED).first()
    if message is None:
        raise ExchangeError(Words("这条来报不在隔离区。", "This message is not in quarantine."))
    if not message.key:
        raise ExchangeError(
            Words(
                "这条读不懂，再试也一样；请对方重发，把它搁置。",
                "It cannot be read; ask for it again and set it aside.",
            )
        )
    if parties.named(message.party) is None:
        raise ExchangeError(Words("这家单位现在没有接通。", "This party is not connected now."))
    message.outcome, message.attempts, message.settled_at = Outcome.WAITING, 0, None
    message.save(update_fields=["outcome", "attempts", "settled_at"])
    journal.write(by=by, at=at, verb="exchange.retry", subject=f"incoming:{message.pk}")
    return settle(incoming_id=message.pk, by=by, at=at)


@transaction.atomic
def set_aside(*, incoming_id: int, why: str, by: Actor, at: datetime) -> Incoming:
    """Leave a message in quarantine undone for good, and say why; it stays on paper."""
    message = Incoming.objects.select_for_update().filter(pk=incoming_id, outcome=Outcome.QUARANTINED).first()
    if message is None:
        raise ExchangeError(Words("这条来报不在隔离区。", "This message is not in quarantine."))
    return _finish(message, Outcome.SET_ASIDE, why=_stated(why), by=by, at=at)


@transaction.atomic
def resend(*, outgoing_id: int, by: Actor, at: datetime) -> Outgoing:
    """Send a letter again that was given up."""
    letter = _dead(outgoing_id)
    letter.standing, letter.attempts, letter.next_at = Standing.WAITING, 0, at
    letter.save(update_fields=["standing", "attempts", "next_at"])
    journal.write(by=by, at=at, verb="exchange.resend", subject=f"outgoing:{letter.pk}")
    return letter


@transaction.atomic
def drop(*, outgoing_id: int, why: str, by: Actor, at: datetime) -> Outgoing:
    """Leave a letter unsent for good, and say why."""
    letter = _dead(outgoing_id)
    letter.standing, letter.why = Standing.SET_ASIDE, _stated(why)
    letter.save(update_fields=["standing", "why"])
    journal.write(by=by, at=at, verb="exchange.drop", subject=f"outgoing:{letter.pk}", reason=letter.why)
    return letter


def _dead(outgoing_id: int) -> Outgoing:
    letter = Outgoing.objects.select_for_update().filter(pk=outgoing_id, standing=Standing.DEAD).first()
    if letter is None:
        raise ExchangeError(Words("这条外发不在没送到之列。", "This letter is not among the undelivered."))
    return letter


def _stated(why: str) -> str:
    stated = why.strip()
    if not stated:
        raise ExchangeError(Words("请写明理由。", "Please say why."))
    return stated[:FIT]


def _finish(message: Incoming, outcome: Outcome, *, why: str, by: Actor, at: datetime) -> Incoming:
    message.outcome, message.why, message.settled_at = outcome, why[:FIT], at
    message.save(update_fields=["outcome", "why", "settled_at", "reference", "marks"])
    refs = {"outcome": str(outcome)} | ({"reference": message.reference} if message.reference else {})
    reason = message.why if outcome is Outcome.SET_ASIDE else ""
    journal.write(by=by, at=at, verb="exchange.settle", subject=f"incoming:{message.pk}", reason=reason, refs=refs)
    return message
