"""Letters are kept with their fact, sent at least once, in order for each subject, and given up in words."""

from datetime import datetime, timedelta
from random import Random

import pytest
from django.db import IntegrityError, connection, transaction

from wenhui.edge.exchange import actions, outbox, rules
from wenhui.edge.exchange.actions import ExchangeError
from wenhui.edge.exchange.beat import Beat
from wenhui.edge.exchange.models import Outgoing
from wenhui.edge.exchange.parties import Answer, Party
from wenhui.edge.exchange.tests.partners import Mailbox
from wenhui.edge.exchange.words import Standing
from wenhui.ground.accounts.testing import AsWeb, Cast, Office
from wenhui.ground.journal.models import Entry
from wenhui.kit.scope import Scope
from wenhui.work.cases.testing import TUESDAY

LATER = TUESDAY + timedelta(hours=1)


def post(office: Office, event: str, subject: str = "A") -> Outgoing:
    number = int(event[1:])
    return outbox.post(
        party="tests", event_id=event, kind="case", subject=subject, sequence=number, area_id=office.building.pk,
        body={"n": number}, at=TUESDAY,
    )  # fmt: skip


def send(mailbox: Mailbox, at: datetime = TUESDAY) -> None:
    outbox.send_due("tests", mailbox, at=at, draw=Random(1))


def standings() -> dict[str, str]:
    return dict(Outgoing.objects.values_list("event_id", "standing"))


def test_a_letter_goes_with_its_fact_or_not_at_all(office: Office) -> None:
    def die() -> None:
        post(office, "e1")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        transaction.atomic(die)()

    assert not Outgoing.objects.exists()


def test_a_fact_is_told_under_one_name(office: Office) -> None:
    first, again = post(office, "e1"), post(office, "e1")

    assert first.pk == again.pk
    first.pk = None
    with pytest.raises(IntegrityError, match="exchange_letters_tell_a_fact_once"), transaction.atomic():
        first.save(force_insert=True)


def test_letters_are_sent_once_in_the_order_they_were_written(office: Office, mailbox: Mailbox) -> None:
    for number, subject in enumerate("ABAC"):
        post(office, f"e{number}", subject)

    send(mailbox)
    send(mailbox, LATER)

    assert mailbox.taken == ["e0", "e1", "e2", "e3"]
    assert set(standings().values()) == {Standing.SENT}


def test_nothing_overtakes_an_earlier_letter_about_the_same_subject(office: Office, mailbox: Mailbox) -> None:
    for event, subject in (("e1", "A"), ("e2", "A"), ("e3", "B")):
        post(office, event, subject)
    Outgoing.objects.filter(event_id="e1").update(next_at=LATER)

    send(mailbox)
    before = list(mailbox.taken)
    send(mailbox, LATER)

    assert before == ["e3"]
    assert mailbox.taken == ["e3", "e1", "e2"]


def test_a_party_that_is_away_is_asked_again_later(office: Office, mailbox: Mailbox) -> None:
    post(office, "e1")
    mailbox.is_away = True

    send(mailbox)
    send(mailbox)
    asked, mailbox.is_away = mailbox.asked, False
    send(mailbox, LATER)

    assert asked == 1
    assert mailbox.taken == ["e1"]
    assert (Outgoing.objects.get().attempts, Outgoing.objects.get().why) == (1, "")


def test_one_refused_letter_stops_no_other(office: Office, mailbox: Mailbox) -> None:
    for number in range(4):
        post(office, f"e{number}")
    mailbox.refuses = {"e1"}

    send(mailbox)

    assert mailbox.taken == ["e0", "e2", "e3"]
    assert standings()["e1"] == Standing.DEAD
    assert Outgoing.objects.get(event_id="e1").why == "422 not like this"


def test_a_letter_tried_for_days_is_given_up_and_may_be_sent_again(
    office: Office, mailbox: Mailbox, cast: Cast
) -> None:
    letter = post(office, "e1")
    Outgoing.objects.update(attempts=rules.MOST_TRIES - 1)
    mailbox.is_away = True
    send(mailbox)

    given_up = standings()["e1"]
    mailbox.is_away = False
    actions.resend(outgoing_id=letter.pk, by=cast["luming"].actor, at=LATER)
    send(mailbox, LATER)

    assert (given_up, standings()["e1"]) == (Standing.DEAD, Standing.SENT)
    assert Entry.objects.filter(verb="exchange.resend", subject=f"outgoing:{letter.pk}").count() == 1


def test_a_dead_letter_is_dropped_only_for_a_reason_and_once(office: Office, cast: Cast) -> None:
    letter, by = post(office, "e1"), cast["luming"].actor
    Outgoing.objects.update(standing=Standing.DEAD, why="422")

    with pytest.raises(ExchangeError, match="理由"):
        actions.drop(outgoing_id=letter.pk, why="  ", by=by, at=LATER)
    actions.drop(outgoing_id=letter.pk, why="对方已经口头知道", by=by, at=LATER)

    with pytest.raises(ExchangeError, match="不在没送到之列"):
        actions.resend(outgoing_id=letter.pk, by=by, at=LATER)
    assert Entry.objects.get(verb="exchange.drop").reason == "对方已经口头知道"


def test_the_beat_sends_everything_and_pauses_for_a_party_that_is_away(
    office: Office, party: Party, mailbox: Mailbox
) -> None:
    for number in range(120):
        post(office, f"e{number}", f"S{number}")
    beat, soon = Beat(Random(1)), TUESDAY + timedelta(milliseconds=100)
    mailbox.is_away = True

    beat.once(party, at=TUESDAY)
    beat.once(party, at=soon)
    asked, mailbox.is_away = mailbox.asked, False
    beat.once(party, at=LATER)

    assert asked == 1
    assert sorted(mailbox.taken) == sorted(f"e{number}" for number in range(120))


def test_letters_are_seen_only_from_above_their_place(office: Office, as_web: AsWeb) -> None:
    post(office, "e1")

    seen = []
    for path in ("hz.gs.wh.", "hz.gs.wh.lsdy.", "hz.gs.wh.dtg."):
        with as_web(Scope(path)):
            seen.append(Outgoing.objects.count())
    with as_web(None):
        seen.append(Outgoing.objects.count())

    assert seen == [1, 1, 0, 0]


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("standing = 'lost'", "exchange_letters_stand_somewhere"),
        ("standing = 'sent'", "exchange_sent_letters_say_when"),
        ("standing = 'dead'", "exchange_dead_letters_say_why"),
    ],
)
def test_a_letter_that_contradicts_itself_is_refused(office: Office, change: str, constraint: str) -> None:
    post(office, "e1")

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE exchange_outgoing SET {change}")


def test_a_verdict_says_what_the_party_said() -> None:
    assert Mailbox(is_away=True).send([]).answer is Answer.AWAY
