"""What cannot be done is said in one line that names it and gives a way out, before anything is started."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.offices import free_port
from wenhui.site import at_hand, environment
from wenhui.site.commands import RefusalError
from wenhui.site.commands.starting import refuse_taken_ports


def wenhui(*arguments: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    """Run one command as an office's IT person does."""
    program = f"from wenhui.site.command import main; main({list(arguments)!r})"
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("WENHUI_", "DATABASE_"))}
    return subprocess.run(
        [sys.executable, "-c", program], env=plain | environ, capture_output=True, text=True, check=False, timeout=60
    )


def test_a_taken_port_is_said_with_a_free_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(
            RefusalError, match=rf"Port {port} on 127.0.0.1 cannot be used .* or set WENHUI_PORT={port + 20}"
        ):
            refuse_taken_ports("127.0.0.1", [port])


@pytest.mark.parametrize("taken", [0, 1])
def test_both_ports_of_the_demonstration_are_asked_for_before_anything_is_started(taken: int, tmp_path: Path) -> None:
    port = free_port()
    with socket.create_server(("127.0.0.1", port + taken)):
        ended = wenhui("up", "--demo", WENHUI_PORT=str(port), WENHUI_DATA=str(tmp_path))

    assert ended.returncode == 2
    assert ended.stderr.startswith(f"wenhui: Port {port + taken} on 127.0.0.1 cannot be used")
    assert ended.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_an_address_of_another_machine_is_named_as_the_setting_it_is() -> None:
    with pytest.raises(
        environment.SettingError, match=r"WENHUI_HOST is '192\.0\.2\.1', not an address of this machine"
    ):
        refuse_taken_ports("192.0.2.1", [8600])


def test_a_database_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://nobody@/wenhui?host={tmp_path}")

    with pytest.raises(at_hand.DatabaseError, match="does not answer"):
        at_hand.check()


@pytest.mark.parametrize(
    ("arguments", "environ", "named"),
    [
        (["up"], {"WENHUI_PORT": "eighty"}, "WENHUI_PORT"),
        (["up"], {}, "WENHUI_SECRET_KEY"),
        (["up"], {"WENHUI_DEMO": "1", "DATABASE_URL": "postgresql://owner@db/wenhui"}, "DATABASE_URL_WEB"),
        (["recount"], {"WENHUI_DEMO": "maybe"}, "WENHUI_DEMO"),
        (["up"], {"WENHUI_HOST": "office"}, "WENHUI_HOST"),
        (["recount"], {"WENHUI_DEMO": "1", "WENHUI_ALLOWED_HOSTS": "http://office"}, "WENHUI_ALLOWED_HOSTS"),
        (["seed"], {"WENHUI_DEMO": "1", "DATABASE_URL_WEB": "postgresql://w@h/w"}, "DATABASE_URL is missing"),
        (["seed"], {"WENHUI_DEMO": "1", "DATABASE_URL": "mysql://x/y"}, "DATABASE_URL"),
        (["up", "--demo", "--casework", "nowhere.parquet"], {}, "There is no file nowhere.parquet"),
        (["seed", "--today", "tomorrow"], {"WENHUI_DEMO": "1"}, "--today is 'tomorrow'"),
    ],
)
def test_a_wrong_word_or_setting_ends_with_one_line_and_exit_2(
    arguments: list[str], environ: dict[str, str], named: str, tmp_path: Path
) -> None:
    ended = wenhui(*arguments, WENHUI_DATA=str(tmp_path), **environ)

    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert named in ended.stderr
    assert list(tmp_path.iterdir()) == []
