"""A message is kept as it came, acted on once, or quarantined with the reason; what failed leaves nothing behind."""

from datetime import datetime, timedelta
from random import Random

import pytest
from django.db import IntegrityError, connection, transaction

from wenhui.edge.exchange import actions, inbox, rules
from wenhui.edge.exchange.actions import ExchangeError
from wenhui.edge.exchange.beat import Beat
from wenhui.edge.exchange.inbox import Message
from wenhui.edge.exchange.models import Incoming
from wenhui.edge.exchange.parties import Party
from wenhui.edge.exchange.tests.partners import message
from wenhui.edge.exchange.words import Outcome
from wenhui.ground.accounts.testing import AsWeb, Cast, Office
from wenhui.ground.journal.models import Entry
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import Scope
from wenhui.work.cases.models import CaseCounter
from wenhui.work.cases.testing import TUESDAY


def receive(party: Party, one: Message, at: datetime = TUESDAY) -> Incoming:
    kept = inbox.keep(party, one, at=at)
    return actions.settle(incoming_id=kept.pk, by=party.actor, at=at)


def test_a_message_is_acted_on_once_however_often_it_comes(office: Office, party: Party) -> None:
    first, second = receive(party, message()), receive(party, message(), TUESDAY + timedelta(hours=2))

    assert first.pk == second.pk
    assert (second.outcome, second.reference, second.marks) == (Outcome.DONE, "case:1", ["cleaned"])
    assert CaseCounter.objects.count() == 1
    assert Entry.objects.filter(verb="exchange.settle").count() == 1


@pytest.mark.parametrize(
    ("do", "outcome", "why", "done"),
    [
        ("", Outcome.DONE, "", 1),
        ("stale", Outcome.STALE, "后面的已经收到", 1),
        ("refuse", Outcome.QUARANTINED, "这样不行", 0),
        ("wait", Outcome.WAITING, "还没有收到前一条", 0),
        ("break", Outcome.QUARANTINED, "数据库不接受", 0),
    ],
)
def test_what_a_message_leads_to(
    office: Office, party: Party, do: str, outcome: Outcome, why: str, done: int
) -> None:  # fmt: skip
    settled = receive(party, message(do=do))

    assert settled.outcome == outcome
    assert why in settled.why
    assert CaseCounter.objects.count() == done


def test_another_text_under_the_same_name_is_kept_apart(office: Office, party: Party) -> None:
    first = receive(party, message(words="甲"))

    second, third = receive(party, message(words="乙")), receive(party, message(words="乙"))

    assert (first.outcome, second.outcome, third.pk) == (Outcome.DONE, Outcome.QUARANTINED, second.pk)
    assert "已经用在另一条来报上" in second.why


def test_what_cannot_be_read_is_kept_once_without_what_no_table_keeps(office: Office, party: Party) -> None:
    kept = [inbox.keep_riddle(party, "\x00\ud800{" + "x" * 30_000, why="读不懂", at=TUESDAY) for _ in range(2)]

    assert kept[0].pk == kept[1].pk
    assert (kept[0].outcome, kept[0].key, len(kept[0].body)) == (Outcome.QUARANTINED, "", inbox.LONGEST_RIDDLE)


def test_a_message_of_a_day_to_come_is_not_believed(office: Office, party: Party) -> None:
    settled = receive(party, message(said_at=TUESDAY + timedelta(days=3)))

    assert (settled.outcome, settled.marks) == (Outcome.QUARANTINED, ["ahead"])
    assert not CaseCounter.objects.exists()


def test_a_message_waits_for_what_it_speaks_of_and_not_for_ever(office: Office, party: Party) -> None:
    kept, beat = receive(party, message(do="wait")), Beat(Random(1))

    for minutes in range(0, 70, 5):
        beat.once(party, at=TUESDAY + timedelta(minutes=minutes))

    kept.refresh_from_db()
    assert kept.outcome == Outcome.QUARANTINED
    assert kept.settled_at == TUESDAY + rules.PATIENCE


def test_what_was_kept_when_somebody_died_is_settled_by_the_beat(office: Office, party: Party) -> None:
    kept = inbox.keep(party, message(), at=TUESDAY)

    Beat(Random(1)).once(party, at=TUESDAY)

    kept.refresh_from_db()
    assert kept.outcome == Outcome.DONE


def test_a_message_that_kills_whoever_tries_it_is_not_tried_for_ever(office: Office, party: Party) -> None:
    kept = inbox.keep(party, message(), at=TUESDAY)
    for _ in range(rules.MOST_ATTEMPTS):
        inbox.count_attempt([kept.pk])

    Beat(Random(1)).once(party, at=TUESDAY)

    kept.refresh_from_db()
    assert (kept.outcome, CaseCounter.objects.count()) == (Outcome.QUARANTINED, 0)


def test_a_message_in_quarantine_is_tried_again_once_what_was_wrong_is_mended(
    office: Office, party: Party, cast: Cast
) -> None:
    by, kept = cast["luming"].actor, receive(party, message(do="refuse"))
    Incoming.objects.filter(pk=kept.pk).update(body='{"do": ""}')

    done = actions.retry(incoming_id=kept.pk, by=by, at=TUESDAY)

    assert (done.outcome, done.why) == (Outcome.DONE, "")
    assert Entry.objects.filter(verb="exchange.retry", subject=f"incoming:{kept.pk}").count() == 1
    with pytest.raises(ExchangeError, match="不在隔离区"):
        actions.retry(incoming_id=kept.pk, by=by, at=TUESDAY)


def test_what_cannot_be_read_is_not_tried_again_but_set_aside_for_a_reason(
    office: Office, party: Party, cast: Cast
) -> None:
    by, kept = cast["luming"].actor, inbox.keep_riddle(party, "{", why="读不懂", at=TUESDAY)

    with pytest.raises(ExchangeError, match="再试也一样"):
        actions.retry(incoming_id=kept.pk, by=by, at=TUESDAY)
    with pytest.raises(ExchangeError, match="理由"):
        actions.set_aside(incoming_id=kept.pk, why="", by=by, at=TUESDAY)
    aside = actions.set_aside(incoming_id=kept.pk, why="对方重发了", by=by, at=TUESDAY)

    assert (aside.outcome, aside.why, aside.body) == (Outcome.SET_ASIDE, "对方重发了", "{")
    assert Entry.objects.filter(verb="exchange.settle", reason="对方重发了").count() == 1


def test_messages_are_seen_from_above_the_office_with_enough_clearance(
    office: Office, party: Party, as_web: AsWeb
) -> None:
    with as_web(None):
        inbox.keep(party, message(), at=TUESDAY)

    seen = []
    for scope in (Scope("hz.gs.wh.", Privacy.PERSONAL), Scope("hz.gs.wh."), Scope("hz.gs.wh.dtg.", Privacy.PERSONAL)):
        with as_web(scope):
            seen.append(Incoming.objects.count())

    assert seen == [1, 0, 0]


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("outcome = 'lost'", "exchange_messages_end_somewhere"),
        ("outcome = 'quarantined', why = ''", "exchange_quarantine_says_why"),
        ("settled_at = NULL", "exchange_settled_says_when"),
    ],
)
def test_a_message_that_contradicts_itself_is_refused(
    office: Office, party: Party, change: str, constraint: str
) -> None:  # fmt: skip
    receive(party, message())

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE exchange_incoming SET {change}")
