"""A letter is signed so that whoever reads the guide can check it. No database."""

import hmac
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from wenhui.edge.hooks import wire
from wenhui.edge.hooks.wire import ForgedError

AT = datetime(2026, 3, 17, 1, tzinfo=UTC)
BODY = wire.written({"id": "move-1", "kind": "case.closed"})
SIGNED = wire.headers(BODY, secret="whs_1", at=AT)


def test_the_signature_is_what_the_guide_says() -> None:
    stamp = str(int(AT.timestamp()))

    wanted = hmac.new(b"whs_1", stamp.encode() + b"." + BODY, sha256).hexdigest()

    assert {"Wenhui-Timestamp": stamp, "Wenhui-Signature": f"v1={wanted}"} == SIGNED
    wire.check(BODY, SIGNED, secret="whs_1", at=AT + timedelta(minutes=4))


@pytest.mark.parametrize(
    ("body", "changed", "secret", "at"),
    [
        (BODY + b" ", {}, "whs_1", AT),
        (BODY, {}, "whs_2", AT),
        (BODY, {}, "whs_1", AT + timedelta(minutes=6)),
        (BODY, {}, "whs_1", AT - timedelta(minutes=6)),
        (BODY, {wire.TIMESTAMP: "1773709201"}, "whs_1", AT),
        (BODY, {wire.TIMESTAMP: "now"}, "whs_1", AT),
        (BODY, {wire.SIGNATURE: ""}, "whs_1", AT),
        (BODY, {wire.SIGNATURE: "v1=\u00e9"}, "whs_1", AT),
    ],
)
def test_what_was_changed_or_is_of_another_hour_is_forged(
    body: bytes, changed: dict[str, str], secret: str, at: datetime
) -> None:
    with pytest.raises(ForgedError):
        wire.check(body, SIGNED | changed, secret=secret, at=at)
