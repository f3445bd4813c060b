"""Words come in as people and machines send them; what is kept can be shown."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wenhui.kit.tidy import CONTROLS, INVISIBLE, TURNING, Mended, tidy


@pytest.mark.parametrize(
    ("sent", "kept", "mended"),
    [
        ("路面塌陷", "路面塌陷", set()),
        ("  路面\t塌陷 \n", "路面\t塌陷", set()),
        ("一\r\n二\r三\u2028四", "一\n二\n三\n四", set()),
        ("水\x00管\x07漏\x9f水", "水管漏水", {Mended.CONTROLS}),
        ("文件\u202egpj.exe", "文件gpj.exe", {Mended.TURNING}),
        ("\u2067垃圾\u2069", "垃圾", {Mended.TURNING}),
        ("零\u200b宽\ufeff字", "零宽字", set()),
        ("半个\ud83d字", "半个\ufffd字", {Mended.CONTROLS}),
        ("e\u0301", "é", set()),
        ("", "", set()),
    ],
)
def test_what_cannot_be_kept_goes_and_is_told(sent: str, kept: str, mended: set[Mended]) -> None:
    found = tidy(sent, most=100)

    assert found.words == kept
    assert set(found.mended) == mended


def test_what_is_too_long_is_cut_and_told() -> None:
    words, mended = tidy("长" * 100_000, most=10_000)

    assert len(words) == 10_000
    assert set(mended) == {Mended.CUT}


def test_a_line_is_one_line() -> None:
    assert tidy("一\n 二\t三", most=10, lines=False).words == "一 二 三"


@settings(max_examples=60)
@given(st.text(max_size=300))
def test_whatever_comes_in_what_is_kept_is_clean_and_stays_as_it_is(text: str) -> None:
    kept = tidy(text, most=200).words

    assert not any(unwanted.search(kept) for unwanted in (CONTROLS, INVISIBLE, TURNING))
    assert len(kept) <= 200
    kept.encode()
    assert tidy(kept, most=200).words == kept
