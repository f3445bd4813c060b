"""What can be read is read alike in both modes; what cannot is refused in words, whatever it is."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenhui.edge.citybrain import wire
from wenhui.edge.citybrain.tests.brains import task
from wenhui.edge.citybrain.wire import BATCH, STRUCTURED, UnreadableError
from wenhui.work.cases.testing import TUESDAY


def test_one_event_and_many_say_the_same() -> None:
    event = task(1, time=TUESDAY)

    (one,) = wire.read(STRUCTURED, wire.structured(event))
    many = wire.read(f"{BATCH}; charset=utf-8", wire.batch([event, task(2)]))

    assert one[0] == many[0][0] == event
    assert json.loads(one[1])["id"] == "cb-1"


def test_attributes_of_others_are_kept_and_ignored() -> None:
    plain = json.loads(wire.structured(task(1))) | {"traceparent": "00-1-1-01"}

    ((event, text),) = wire.read(STRUCTURED, json.dumps(plain).encode())

    assert event.id == "cb-1"
    assert "traceparent" in text


EVENT = json.loads(wire.structured(task(1)))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (STRUCTURED, b""),
        (STRUCTURED, b"{"),
        (STRUCTURED, b"[]"),
        (STRUCTURED, b"\xff\xfe"),
        (STRUCTURED, b"null"),
        (STRUCTURED, b"[" * 100_000),
        (STRUCTURED, b'{"id": NaN}'),
        (STRUCTURED, b'{"id": ' + b"9" * 10_000 + b"}"),
        (STRUCTURED, json.dumps(EVENT | {"specversion": "0.3"}).encode()),
        (STRUCTURED, json.dumps(EVENT | {"id": ""}).encode()),
        (STRUCTURED, json.dumps(EVENT | {"id": "x" * 121}).encode()),
        (STRUCTURED, json.dumps(EVENT | {"id": "\ud800"}).encode()),
        (STRUCTURED, json.dumps(EVENT | {"time": "2026-03-17T08:00:00"}).encode()),
        (STRUCTURED, json.dumps(EVENT | {"time": "yesterday"}).encode()),
        (STRUCTURED, json.dumps(EVENT | {"sequence": "-1"}).encode()),
        (STRUCTURED, json.dumps(EVENT | {"data": "text"}).encode()),
        (BATCH, json.dumps(EVENT).encode()),
        (BATCH, json.dumps([EVENT, 1]).encode()),
        (BATCH, json.dumps([EVENT] * 101).encode()),
    ],
    ids=lambda value: str(value)[:24],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_words(kind: str, body: bytes) -> None:
    with pytest.raises(UnreadableError) as refused:
        wire.read(kind, body)

    assert 10 < len(str(refused.value)) < 1000


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    for kind in (STRUCTURED, BATCH):
        with suppress(UnreadableError):
            wire.read(kind, body)
