"""The doctor says where photos cannot be kept, where papers cannot be printed, where e-mail cannot be sent."""

from pathlib import Path

import pytest
import typst

from wenhui.edge.post.channels import fakes
from wenhui.ground.files import fake_s3
from wenhui.kit.paper import fonts
from wenhui.site.commands import doctor


def test_a_folder_of_photos_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("WENHUI_DATA", str(tmp_path))
    fine = list(doctor.files())
    (tmp_path / "files").write_bytes(b"")

    assert fine == []
    assert [str(tmp_path / "files") in ill and "photos cannot be kept" in ill for ill in doctor.files()] == [True]


def test_a_bucket_that_does_not_answer_is_told_without_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    with fake_s3.serving() as address:
        monkeypatch.setenv("WENHUI_FILES", address)
        fine = list(doctor.files())

    (ill,) = doctor.files()

    assert fine == []
    assert "WENHUI_FILES" in ill
    assert "cret" not in ill


def test_a_machine_without_a_chinese_font_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    fine = list(doctor.chinese_font())
    none = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    monkeypatch.setattr(fonts, "found", lambda: none)

    (ill,) = doctor.chinese_font()

    assert fine == []
    assert "fonts-noto-cjk" in ill


def test_a_mail_server_that_is_not_there_is_told_without_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENHUI_MAIL_FROM", "wenhui@wenhui.example")
    nobody = list(doctor.mail())
    with fakes.mail_server() as fake:
        monkeypatch.setenv("WENHUI_SMTP_URL", f"smtp://127.0.0.1:{fake.port}")
        fine = list(doctor.mail())
    monkeypatch.setenv("WENHUI_SMTP_URL", f"smtp://wenhui:geheim@127.0.0.1:{fake.port}")

    (ill,) = doctor.mail()

    assert (nobody, fine) == ([], [])
    assert "WENHUI_SMTP_URL" in ill
    assert "geheim" not in ill
