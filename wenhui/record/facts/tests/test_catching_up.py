"""Killed between the decision and what follows from it, an origin is caught up with by the keeper; by one at a time."""

import threading
from datetime import date

import pytest
from django.db import connection

from wenhui.record.facts import actions, catching_up, queries
from wenhui.record.facts.actions import origins
from wenhui.record.facts.comparing import Table
from wenhui.record.facts.models import Known, Origin
from wenhui.record.facts.tests.conftest import AT, GROUND, ZHOU, say
from wenhui.record.facts.words import Through
from wenhui.record.registry import dictionary
from wenhui.record.registry.models import Person

pytestmark = pytest.mark.database


def proposed(people: list[Person], marriage: list[str]) -> Origin:
    table = Table("person", [one.pk for one in people], {dictionary.current().numbers["person.marriage"]: marriage})
    return actions.propose(
        table=table,
        through=Through.LEDGER,
        provider="community",
        ground=GROUND,
        as_of=date(2026, 3, 17),
        by=ZHOU,
        at=AT,
    )[0]


def known(person: Person) -> dict[str, str]:
    return {key: word.text for key, word in queries.known_of("person", [person.pk])[person.pk].items()}


def test_what_was_put_in_force_and_cut_off_is_brought_in_line_at_the_next_beat(lin: Person, he: Person) -> None:
    origin = proposed([lin, he], ["20", "10"])
    actions.put_in_force(origin_id=origin.pk, by=ZHOU, at=AT)

    taken = catching_up.take_up(at=AT)

    assert taken == [origin.pk]
    assert (known(lin)["person.marriage"], known(he)["person.marriage"]) == ("20", "10")
    assert Origin.objects.get(pk=origin.pk).is_caught_up
    assert catching_up.take_up(at=AT) == []


def test_what_was_withdrawn_and_cut_off_is_brought_in_line_too(lin: Person) -> None:
    origin = say(lin, marriage="20")

    actions.put_out_of_force(origin_id=origin.pk, by=ZHOU, at=AT, reason="传错了表")
    before = known(lin)
    catching_up.take_up(at=AT)

    assert (before["person.marriage"], known(lin)) == ("20", {})


def test_what_is_only_proposed_is_nobodys_to_take_up(lin: Person) -> None:
    proposed([lin], ["20"])
    Origin.objects.update(is_caught_up=False)

    assert catching_up.take_up(at=AT) == []
    assert not Known.objects.exists()


def test_an_origin_that_somebody_is_at_is_left_to_them(lin: Person) -> None:
    origin = proposed([lin], ["20"])
    actions.put_in_force(origin_id=origin.pk, by=ZHOU, at=AT)
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        origins.try_at_work(origin.pk)
        held.set()
        release.wait(10)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(10)
    taken = catching_up.take_up(at=AT)
    release.set()
    thread.join()

    assert taken == []
    assert not Origin.objects.get(pk=origin.pk).is_caught_up
