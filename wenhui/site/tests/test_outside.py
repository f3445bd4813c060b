"""Settings of outside parties: complete and safe, or refused in one line that says no secret."""

from pathlib import Path

import pytest

from wenhui.edge.post.lines import Line
from wenhui.site import outside
from wenhui.site.environment import SettingError

KEY = "ab" * 32
GOOD = {
    "WENHUI_CITYBRAIN_URL": "https://brain.example.gov.cn/wenhui/",
    "WENHUI_CITYBRAIN_AREA": "hz.gs.wh.",
    "WENHUI_CITYBRAIN_SOURCE": "/hangzhou/citybrain",
    "WENHUI_CITYBRAIN_KEYS": f"2026-03:{KEY}, 2026-02:{'cd' * 40}",
}
HOTLINE = {
    "WENHUI_HOTLINE_KEYS": f"2026-03:{KEY}",
    "WENHUI_HOTLINE_AREA": "hz.gs.wh.",
    "WENHUI_HOTLINE_URL": "https://hotline.example.gov.cn/wenhui",
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


def test_a_hotline_needs_keys_and_may_do_without_an_address() -> None:
    by_sheet, by_http = outside.hotline({}), outside.hotline(HOTLINE | {"WENHUI_HOTLINE_URL": ""})

    assert by_sheet is None
    assert by_http is not None
    assert (by_http.path, by_http.url, KEY in repr(by_http)) == ("hz.gs.wh.", "", False)


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


POST = {
    "WENHUI_SMTP_URL": "smtps://wen%40hui:se%2Fcret@mail.example.gov.cn",
    "WENHUI_MAIL_FROM": "wenhui@example.gov.cn",
    "WENHUI_POST_LINES": "a=https://x.example/?key=1  b=http://127.0.0.1:9/#geheim",
}


def test_settings_are_read_whole_and_say_no_secret() -> None:
    server, lines = outside.mail_server(POST), outside.post_lines(POST)

    assert server is not None
    assert (server.host, server.port, server.user, server.password, server.is_tls) == (
        "mail.example.gov.cn", 465, "wen@hui", "se/cret", True,
    )  # fmt: skip
    assert lines == {"a": Line("https://x.example/?key=1"), "b": Line("http://127.0.0.1:9/", "geheim")}
    assert not any(word in repr([server, lines]) for word in ("se/cret", "geheim", "key=1"))
    assert (outside.mail_server({}), outside.post_lines({})) == (None, {})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WENHUI_SMTP_URL", "mail.example:25"),
        ("WENHUI_SMTP_URL", "smtp://mail.example:geheim"),
        ("WENHUI_SMTP_URL", "smtp://mail.example/geheim"),
        ("WENHUI_MAIL_FROM", ""),
        ("WENHUI_MAIL_FROM", "wenhui"),
        ("WENHUI_POST_LINES", "https://x.example/?key=geheim"),
        ("WENHUI_POST_LINES", "a=https://x.example/ a=https://y.example/geheim"),
        ("WENHUI_POST_LINES", "a=http://x.example/geheim"),
        ("WENHUI_POST_LINES", "a=ftp://x.example/geheim"),
    ],
)
def test_a_wrong_setting_is_refused_without_saying_it(name: str, value: str) -> None:
    read = outside.post_lines if name == "WENHUI_POST_LINES" else outside.mail_server

    with pytest.raises(SettingError, match=name) as refused:
        read(POST | {name: value})

    assert "geheim" not in str(refused.value).partition("for example")[0]


@pytest.mark.parametrize(
    ("demo", "hosts", "pages"),
    [("1", "", "http://localhost:8600/"), ("0", "wenhui.example", "https://wenhui.example/"), ("0", "*", "https://localhost/")],
)  # fmt: skip
def test_links_lead_to_the_pages(demo: str, hosts: str, pages: str) -> None:
    assert outside.pages({"WENHUI_DEMO": demo, "WENHUI_ALLOWED_HOSTS": hosts}) == pages


def test_hosts_inside_that_may_be_told_are_names_alone() -> None:
    assert outside.hooks_allow({"WENHUI_HOOKS_ALLOW": "App.internal, 127.0.0.1,"}) == {"app.internal", "127.0.0.1"}
    for wrong in ("https://app.internal", "app.internal:8443", "*"):
        with pytest.raises(SettingError, match="WENHUI_HOOKS_ALLOW"):
            outside.hooks_allow({"WENHUI_HOOKS_ALLOW": wrong})
