"""What becomes of a message: one case, a place with an open one, silence, or quarantine with the reason."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from wenhui.edge.sensing import actions, queries, seed, wire
from wenhui.edge.sensing.listen import LISTENER
from wenhui.edge.sensing.models import Device, Message, Mute
from wenhui.edge.sensing.wire import Alarm
from wenhui.edge.sensing.words import Kind, Outcome
from wenhui.ground.accounts.testing import OFFICE, PLANTED_AT, AsWeb
from wenhui.ground.journal.models import Entry
from wenhui.kit.scope import Scope
from wenhui.work.cases.models import Case, CaseType
from wenhui.work.cases.testing import TUESDAY, Desk
from wenhui.work.cases.words import Channel, Stage, Verb

SERIAL = "sensor-lsdy-04"


@pytest.fixture
def device(desk: Desk) -> Device:
    seed.seed(by=OFFICE, at=PLANTED_AT, devices=seed.DEVICES[:1])
    return Device.objects.get()


def alarm(seq: int = 1, kind: Kind = Kind.WATER, value: float = 32.5) -> bytes:
    return Alarm(seq=seq, at=TUESDAY, kind=kind, value=value).payload()


def receive(payload: bytes, *, serial: str = SERIAL, minutes: int = 0) -> Message:
    at = TUESDAY + timedelta(minutes=minutes)
    return actions.receive(topic=wire.topic(serial), payload=payload, by=LISTENER, at=at)


def test_an_alarm_becomes_a_case_where_the_device_hangs(device: Device) -> None:
    message = receive(alarm())

    case = Case.objects.get()
    assert (message.outcome, message.case_id) == (Outcome.CASE, case.pk)
    assert (case.area_path, case.channel, case.stage) == ("hz.gs.wh.lsdy.g04.", Channel.SENSING, Stage.REPORTED)
    assert case.title == "流水东苑 04 网格水位计：水位过高（32.5 厘米）"
    assert str(case.moves.get().by_kind) == "device"


def test_each_message_settled_leaves_one_line_in_the_journal(device: Device) -> None:
    message = receive(alarm())

    actions.settle(message_id=message.pk, by=LISTENER, at=TUESDAY)

    lines = Entry.objects.filter(subject=f"message:{message.pk}").values_list("verb", "refs")
    assert list(lines) == [("sensing.settle", {"outcome": "case", "case": message.case_id})]


def test_the_same_message_twice_is_one_message_and_one_case(device: Device) -> None:
    first, second = receive(alarm()), receive(alarm(), minutes=3)

    assert first.pk == second.pk
    assert (Message.objects.count(), Case.objects.count()) == (1, 1)


def test_the_same_message_after_its_case_was_closed_opens_no_other(device: Device, desk: Desk) -> None:
    message = receive(alarm())
    desk.take(Case.objects.get(), Verb.CLOSE)

    again = receive(alarm(), minutes=90)

    assert again.pk == message.pk
    assert Case.objects.count() == 1


def test_a_new_alarm_while_the_case_is_open_joins_it(device: Device) -> None:
    first, second = receive(alarm(1)), receive(alarm(2), minutes=3)

    assert (second.outcome, second.case_id) == (Outcome.HELD, first.case_id)
    assert second.why
    assert Case.objects.count() == 1


def test_an_alarm_of_another_kind_is_another_case(device: Device) -> None:
    receive(alarm(1))

    other = receive(alarm(2, Kind.SMOKE))

    assert other.outcome == Outcome.CASE
    assert Case.objects.count() == 2


def test_a_new_alarm_after_closure_is_a_new_case(device: Device, desk: Desk) -> None:
    receive(alarm(1))
    desk.take(Case.objects.get(), Verb.CLOSE)

    second = receive(alarm(2), minutes=90)

    assert second.outcome == Outcome.CASE
    assert Case.objects.count() == 2


def test_alarms_out_of_order_are_all_kept(device: Device) -> None:
    outcomes = [receive(alarm(seq)).outcome for seq in (3, 1, 2)]

    assert outcomes == [Outcome.CASE, Outcome.HELD, Outcome.HELD]


def test_a_muted_device_makes_no_case_until_its_time_is_over(device: Device) -> None:
    Mute.objects.create(
        device=device,
        area=device.area,
        begins_at=TUESDAY,
        until=TUESDAY + timedelta(minutes=10),
        why="检修",
        by_name="x",
    )

    muted, heard = receive(alarm(1)), receive(alarm(2), minutes=10)

    assert (muted.outcome, heard.outcome) == (Outcome.MUTED, Outcome.CASE)


def test_a_message_of_an_unknown_device_is_quarantined_with_the_reason(device: Device) -> None:
    message = receive(alarm(), serial="stranger")

    assert (message.outcome, message.case_id) == (Outcome.QUARANTINED, None)
    assert message.why == "没有登记这台设备。"


@pytest.mark.parametrize("payload", [b"", b"{", b"\x00\xff", b"x" * 100_000])
def test_a_message_that_cannot_be_read_is_kept_and_quarantined(device: Device, payload: bytes) -> None:
    message = receive(payload)

    assert (message.outcome, message.serial, message.seq) == (Outcome.QUARANTINED, SERIAL, None)
    assert message.why
    assert len(message.payload) <= wire.LONGEST_PAYLOAD


def test_a_number_used_for_another_message_is_quarantined_and_not_lost(device: Device) -> None:
    receive(alarm(1, value=20))

    other = receive(alarm(1, value=60))

    assert other.outcome == Outcome.QUARANTINED
    assert '"value":60' in other.payload


def test_an_alarm_whose_type_has_ended_is_quarantined_with_the_reason(device: Device) -> None:
    CaseType.objects.filter(key="event-0406").update(ended=True)

    message = receive(alarm())

    assert message.outcome == Outcome.QUARANTINED
    assert "event-0406" in message.why


def test_what_was_kept_when_the_listener_died_is_settled_later(device: Device) -> None:
    kept = actions.keep(topic=wire.topic(SERIAL), payload=alarm(), by=LISTENER, at=TUESDAY)

    settled = [actions.settle(message_id=pk, by=LISTENER, at=TUESDAY) for pk in queries.waiting()]

    assert [(one.pk, one.outcome) for one in settled] == [(kept.pk, Outcome.CASE)]
    assert queries.waiting() == []


def test_the_listener_needs_no_more_than_the_web_role(device: Device, as_web: AsWeb) -> None:
    with as_web(None):
        outcomes = [receive(alarm(1)).outcome, receive(alarm(1)).outcome, receive(alarm(2)).outcome]

    assert outcomes == [Outcome.CASE, Outcome.CASE, Outcome.HELD]


def test_a_device_is_seen_only_from_above_it(device: Device, as_web: AsWeb) -> None:
    seen = []
    for path in ("hz.gs.wh.lsdy.", "hz.gs.wh.dtg."):
        with as_web(Scope(path)):
            seen.append(Device.objects.count())
    with as_web(None):
        seen.append(Device.objects.count())

    assert seen == [1, 0, 0]


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("outcome = 'lost'", "sensing_messages_have_a_known_outcome"),
        ("case_id = NULL", "sensing_messages_name_their_case"),
        ("outcome = 'quarantined', case_id = NULL", "sensing_quarantine_gives_a_reason"),
    ],
)
def test_a_message_that_contradicts_itself_is_refused(device: Device, change: str, constraint: str) -> None:
    receive(alarm())

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE sensing_message SET {change}")


def test_devices_are_registered_once(device: Device) -> None:
    seed.seed(by=OFFICE, at=PLANTED_AT, devices=seed.DEVICES[:1])

    assert Device.objects.count() == 1
    assert Entry.objects.filter(verb="sensing.register").count() == 1
