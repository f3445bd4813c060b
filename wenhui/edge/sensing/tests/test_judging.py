"""What people say of devices: real, false, a test; muted until a day and never for good. And alarms over HTTP."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from wenhui.edge.sensing import actions, judging, queries, seed, wire
from wenhui.edge.sensing.judging import SensingError
from wenhui.edge.sensing.listen import LISTENER
from wenhui.edge.sensing.models import AlarmCheck, Device, Message, Mute
from wenhui.edge.sensing.wire import Alarm
from wenhui.edge.sensing.words import Kind, Outcome, Verdict
from wenhui.ground.accounts.testing import OFFICE, PLANTED_AT, Browse, MakeToken, WebClient
from wenhui.ground.journal.models import Entry
from wenhui.kit import clock
from wenhui.work.cases.testing import TUESDAY, Desk

SERIAL = "sensor-lsdy-04"
ADDRESS = f"/sensing/{SERIAL}/"


@pytest.fixture
def device(desk: Desk) -> Device:
    seed.seed(by=OFFICE, at=PLANTED_AT, devices=seed.DEVICES[:1])
    return Device.objects.get()


def receive(seq: int, *, at: datetime = TUESDAY) -> Message:
    payload = Alarm(seq=seq, at=at, kind=Kind.WATER, value=32.5).payload()
    return actions.receive(topic=wire.topic(SERIAL), payload=payload, by=LISTENER, at=at)


def test_the_last_word_about_an_alarm_counts_and_stands_on_the_devices_page(device: Device, desk: Desk) -> None:
    rows, who = [receive(seq) for seq in range(3)], desk.actor("zhounc")

    for row, verdict in ((0, Verdict.REAL), (0, Verdict.FALSE), (1, Verdict.REAL), (2, Verdict.TEST)):
        judging.judge(message_id=rows[row].pk, verdict=verdict, by=who, at=desk.at, note="到场看过")

    assert queries.tallies([SERIAL])[SERIAL] == (3, TUESDAY, 1, 1)
    assert Entry.objects.filter(verb="sensing.judge").count() == AlarmCheck.objects.count() == 4
    with pytest.raises(SensingError, match="岗位"):
        judging.judge(message_id=rows[0].pk, verdict=Verdict.REAL, by=desk.actor("hansg"), at=desk.at)


def test_a_mute_ends_by_itself_or_by_somebody_and_what_came_is_counted(device: Device, desk: Desk) -> None:
    who, day = desk.actor("luming"), timedelta(days=1)

    mute = judging.mute(serial=SERIAL, until=TUESDAY + 3 * day, why="水泵检修", by=who, at=TUESDAY)
    muted = [receive(seq, at=TUESDAY + seq * day) for seq in (0, 1)]
    judging.unmute(serial=SERIAL, by=who, at=TUESDAY + 2 * day)
    heard = receive(2, at=TUESDAY + 2 * day)

    mute.refresh_from_db()
    assert [one.outcome for one in (*muted, heard)] == [Outcome.MUTED, Outcome.MUTED, Outcome.CASE]
    assert (queries.came_during(mute), mute.ended_by) == (2, "陆明溪")
    assert list(Entry.objects.filter(subject=f"device:{device.pk}").order_by("id").values_list("verb", flat=True))[-2:] == [
        "sensing.mute", "sensing.unmute"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("days", "why", "told"),
    [(31, "检修", "最多 30 天"), (0, "检修", "今天之后"), (3, " ", "为什么静默")],
)
def test_no_mute_is_endless_or_without_a_reason(device: Device, desk: Desk, days: int, why: str, told: str) -> None:
    until = TUESDAY + timedelta(days=days)
    row = {"device": device, "area": device.area, "begins_at": TUESDAY, "until": until, "why": why.strip()}

    with pytest.raises(SensingError, match=told):
        judging.mute(serial=SERIAL, until=until, why=why, by=desk.actor("luming"), at=TUESDAY)
    with pytest.raises(IntegrityError, match="sensing_mutes"), transaction.atomic():
        Mute.objects.create(**row, by_name="x")


def test_the_page_judges_mutes_and_hears_again(device: Device, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: TUESDAY)
    message, client = receive(1), browse("zhounc")

    judged = client.post(ADDRESS, {"do": "judge", "message": message.pk, "verdict": "false"})
    too_long = client.post(ADDRESS, {"do": "mute", "until": "2026-06-01", "why": "检修"})
    muted = client.post(ADDRESS, {"do": "mute", "until": "2026-03-20", "why": "检修"})
    shown = client.get(ADDRESS).content.decode()
    heard = client.post(ADDRESS, {"do": "unmute"})

    assert [one.status_code for one in (judged, too_long, muted, heard)] == [302, 422, 302, 302]
    assert "最多 30 天" in too_long.content.decode()
    assert "100%（1 条里 1 条）" in shown
    assert "到 2026-03-20 止" in shown
    assert "周念慈" in client.get(ADDRESS).content.decode()
    assert browse("hansg").get(ADDRESS).status_code in {403, 404}


def test_the_lists_cost_the_same_however_many_devices_there_are(
    desk: Desk, browse: Browse, django_assert_max_num_queries: Any
) -> None:
    seed.seed(by=OFFICE, at=PLANTED_AT, devices=[seed.DEVICES[0], seed.DEVICES[3]])
    actions.receive(topic=wire.topic("stranger"), payload=b"{}", by=LISTENER, at=TUESDAY)
    client = browse("luming")

    with django_assert_max_num_queries(18):
        shown = client.get("/sensing/").content.decode()
    kept = client.get("/sensing/quarantine/").content.decode()

    assert "打铁关 01 网格楼道烟感" in shown
    assert "stranger" in kept


@pytest.mark.parametrize(
    ("change", "status", "told"),
    [
        ({}, 201, '"outcome": "case"'),
        ({"serial": "stranger"}, 422, "没有登记这台设备"),
        ({"serial": "sensor-dtg-01"}, 422, "报来的程序管不到这台设备"),
        ({"at": "2026-03-17T09:30:00+08:00"}, 201, "时钟不准"),  # an hour ahead
        ({"at": "2026-03-14T09:30:00+08:00"}, 201, "补报"),  # three days late
        ({"seq": -1}, 422, "seq"),
    ],
)
def test_an_alarm_over_http_is_answered_in_words_and_nothing_is_lost(
    desk: Desk, make_token: MakeToken, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], status: int, told: str
) -> None:
    monkeypatch.setattr(clock, "now", lambda: TUESDAY)
    seed.seed(by=OFFICE, at=PLANTED_AT, devices=[seed.DEVICES[0], seed.DEVICES[3]])
    _, key = make_token(
        "sensing.send", path="lsdy.", valid_from=TUESDAY.date(), valid_to=TUESDAY.date() + timedelta(days=9)
    )
    alarm = {"serial": SERIAL, "seq": 1, "at": "2026-03-17T08:30:00+08:00", "kind": "water", "value": 32.5} | change

    def send() -> Any:
        return WebClient().post(
            "/api/v1/sensing/alarms", json.dumps(alarm), "application/json", headers={"Authorization": f"Bearer {key}"}
        )

    first, again = send(), send()

    assert (first.status_code, again.status_code) == (status, status)
    assert told in json.dumps(json.loads(first.content), ensure_ascii=False)
    assert Message.objects.count() == (1 if "seq" not in change else 0)
