"""Settings of outside parties: complete and safe, or refused in one line that says no secret."""

from pathlib import Path

import pytest

from wenhui.site import outside
from wenhui.site.environment import SettingError

KEY = "ab" * 32
GOOD = {
    "WENHUI_CITYBRAIN_URL": "https://brain.example.gov.cn/wenhui/",
    "WENHUI_CITYBRAIN_AREA": "hz.gs.wh.",
    "WENHUI_CITYBRAIN_SOURCE": "/hangzhou/citybrain",
    "WENHUI_CITYBRAIN_KEYS": f"2026-03:{KEY}, 2026-02:{'cd' * 40}",
}


def test_the_city_brain_is_as_it_was_set() -> None:
    peer = outside.citybrain(GOOD)

    assert peer is not None
    assert (peer.url, peer.path, peer.own_source) == (
        "https://brain.example.gov.cn/wenhui",
        "hz.gs.wh.",
        "/wenhui/hz/gs/wh",
    )
    assert list(peer.keys) == ["2026-03", "2026-02"]
    assert KEY not in repr(peer)


def test_without_an_address_there_is_none() -> None:
    assert outside.citybrain({**GOOD, "WENHUI_CITYBRAIN_URL": ""}) is None


def test_the_demonstration_plays_a_city_brain_only_where_an_address_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENHUI_DEMO", "1")
    for name in GOOD:
        monkeypatch.delenv(name, raising=False)

    outside.invent()
    nobody = outside.citybrain()
    monkeypatch.setenv("WENHUI_CITYBRAIN_URL", "http://127.0.0.1:8650/brain")
    for name in list(GOOD)[1:]:
        monkeypatch.setenv(name, "")  # so that what is set from here on is taken back
        monkeypatch.delenv(name)
    outside.invent()
    invented = outside.citybrain()
    real = outside.citybrain(GOOD)

    assert nobody is None
    assert invented is not None
    assert real is not None
    assert (invented.path, list(invented.keys)) == ("hz.gs.wh.", ["demonstration"])
    assert (outside.is_invented(invented), outside.is_invented(real)) == (True, False)


def test_http_is_for_this_machine_alone() -> None:
    assert outside.citybrain({**GOOD, "WENHUI_CITYBRAIN_URL": "http://127.0.0.1:8602/brain"}) is not None


WRONG = [
    ("URL", "http://brain.example.gov.cn"),
    ("URL", "ftp://brain.example.gov.cn"),
    ("URL", "https://user:secret@brain.example.gov.cn"),
    ("URL", "https://brain.example.gov.cn/?a=1"),
    ("URL", "https://[brain"),
    ("URL", "brain"),
    ("AREA", ""),
    ("AREA", "hz.gs.wh"),
    ("SOURCE", ""),
    ("KEYS", ""),
    ("KEYS", KEY),
    ("KEYS", "2026-03:abcd"),
    ("KEYS", f"2026-03:{KEY[:-1]}x"),
    ("KEYS", f"钥匙:{KEY}"),
    ("CERTIFICATE", "/nowhere/citybrain.pem"),
    ("SUBJECT", "brain.example.gov.cn"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_what_is_wrong_is_named_without_its_secret(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"^WENHUI_CITYBRAIN_{name} ") as refused:
        outside.citybrain({**GOOD, f"WENHUI_CITYBRAIN_{name}": value})

    assert KEY[:8] not in str(refused.value).partition("; for example")[0]
    assert "secret" not in str(refused.value)


def test_a_certificate_is_a_file(tmp_path: Path) -> None:
    file = tmp_path / "citybrain.pem"
    file.touch()

    peer = outside.citybrain({**GOOD, "WENHUI_CITYBRAIN_CERTIFICATE": str(file)})

    assert peer is not None
    assert peer.certificate == file
