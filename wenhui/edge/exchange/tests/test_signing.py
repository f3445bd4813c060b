"""Only who holds a key signs; what is old, changed or meant for another door is forged."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenhui.edge.exchange import signing
from wenhui.edge.exchange.signing import KEY, SIGNATURE, TIMESTAMP, ForgedError
from wenhui.work.cases.testing import TUESDAY

KEYS = {"2026-03": b"k" * 32, "2026-02": b"o" * 32}
BODY = '{"id": "一"}'.encode()
PATH = "/citybrain/events"
KEYS = {"2026-03": b"k" * 32, "2026-02": b"o" * 32}


def headers(**given: str) -> dict[str, str]:
    return signing.sign(keys=KEYS, method="POST", path=PATH, body=BODY, at=TUESDAY) | given


def check(
    signed: dict[str, str], *, seconds: float = 0, body: bytes = BODY, method: str = "POST", path: str = PATH
) -> None:
    at = TUESDAY + timedelta(seconds=seconds)
    signing.check(signed, keys=KEYS, method=method, path=path, body=body, at=at)


@pytest.mark.parametrize("seconds", [-299, 0, 299])
def test_a_fresh_signature_holds(seconds: float) -> None:
    check(headers(), seconds=seconds)


def test_an_old_key_is_believed_beside_the_new_one() -> None:
    old = {"2026-02": KEYS["2026-02"]}

    check(signing.sign(keys=old, method="POST", path=PATH, body=BODY, at=TUESDAY))


@pytest.mark.parametrize(
    ("changed", "circumstances"),
    [
        ({}, {"seconds": 301}),
        ({}, {"seconds": -301}),
        ({}, {"body": BODY + b" "}),
        ({}, {"method": "GET"}),
        ({}, {"path": PATH + "?x=1"}),
        ({KEY: "2026-02"}, {}),
        ({KEY: "unknown"}, {}),
        ({KEY: ""}, {}),
        ({SIGNATURE: ""}, {}),
        ({SIGNATURE: "v1=" + "0" * 64}, {}),
        ({SIGNATURE: "v0=\u00ff"}, {}),
        ({TIMESTAMP: ""}, {}),
        ({TIMESTAMP: "-1"}, {}),
        ({TIMESTAMP: "²"}, {}),
        ({TIMESTAMP: "9" * 400}, {}),
        ({TIMESTAMP: str(int(TUESDAY.timestamp()) + 1)}, {}),
    ],
)  # fmt: skip
def test_anything_else_is_forged(changed: dict[str, str], circumstances: dict[str, object]) -> None:
    with pytest.raises(ForgedError):
        check(headers(**changed), **circumstances)  # type: ignore[arg-type]


@given(st.text(max_size=80), st.text(max_size=30), st.text(max_size=20), st.binary(max_size=50))
def test_no_words_pass_for_a_signature(signature: str, key: str, timestamp: str, body: bytes) -> None:
    with pytest.raises(ForgedError):
        check({SIGNATURE: signature, KEY: key, TIMESTAMP: timestamp}, body=body)
