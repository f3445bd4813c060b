"""The same records in JSON and XML."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenhui.edge.open311 import wire
from wenhui.edge.open311.wire import Answer, Form

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><errors><error>&b;</error></errors>'
)
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><services><service><a>&a;</a></service></services>'


def as_text(value: Any) -> Any:
    """Return what is left of a value in XML, where all is text and nothing is an empty element."""
    if isinstance(value, dict):
        return {key: as_text(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_text(one) for one in value] or None
    if isinstance(value, bool):
        return str(value).lower()
    return None if value in {None, ""} else str(value)


@settings(max_examples=60)
@given(
    st.lists(
        st.dictionaries(st.sampled_from(["service_code", "description", "lat"]), st.text(max_size=40), min_size=1),
        min_size=1,
    )
)
def test_whatever_is_said_both_forms_say_the_same_and_can_be_read_again(records: list[dict[str, str]]) -> None:
    answer = Answer("service_requests", "request", records)

    in_json, in_xml = (wire.read(answer.written(form), form) for form in (Form.JSON, Form.XML))

    assert as_text(
        [{k: v.replace("\r\n", "\n").replace("\r", "\n") for k, v in one.items()} for one in in_json]
    ) == as_text(in_xml)


def test_markup_in_words_stays_words() -> None:
    answer = Answer("services", "service", [{"service_name": "</service><evil/>&amp;路\x00灯\x0b\ufffe"}])

    (read,) = wire.read(answer.written(Form.XML), Form.XML)

    assert read == {"service_name": "</service><evil/>&amp;路灯"}


def test_lists_within_a_record_have_members_with_names() -> None:
    record = {
        "service_code": "1",
        "attributes": [{"code": "a", "required": False, "values": [{"key": "y", "name": "是"}]}],
    }

    (read,) = wire.read(Answer("service_definition", "", [record]).written(Form.XML), Form.XML)

    assert read == as_text(record)


@pytest.mark.parametrize(
    ("raw", "form"),
    [
        (BOMB, Form.XML),
        (OUTSIDE, Form.XML),
        (b"<html><body>login</body>", Form.XML),
        (b"", Form.XML),
        (b"\xff\xfe", Form.JSON),
        (b"[" * 100_000, Form.JSON),
        (b'"text"', Form.JSON),
        (b"[1, 2]", Form.JSON),
        (b"null", Form.JSON),
    ],
)
def test_what_is_not_an_answer_is_refused_without_repeating_it(raw: bytes, form: Form) -> None:
    with pytest.raises(wire.UnreadableError):
        wire.read(raw, form)


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("路灯\u202e不亮\u2066", "路灯不亮"),
        ("一\x00二\x1b[31m三\x85", "一二[31m三"),
        ("\r\n两行\r\n字\r", "两行\n字"),
        ("\ud800半个", "半个"),
        ("e\u0301", "é"),
    ],
)
def test_words_are_kept_without_what_no_page_should_show(raw: str, kept: str) -> None:
    assert wire.cleaned(raw) == kept
