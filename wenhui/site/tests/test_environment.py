"""A wrong or missing setting is one line that names it and gives an example."""

from pathlib import Path

import pytest

from wenhui.site import environment

GOOD_SECRET = "s" * 50
GOOD_KEY = "ab" * 32


@pytest.mark.parametrize(
    ("read", "environ", "named"),
    [
        (environment.port, {"WENHUI_PORT": "http"}, "WENHUI_PORT"),
        (environment.port, {"WENHUI_PORT": "0"}, "WENHUI_PORT"),
        (environment.port, {"WENHUI_PORT": "65535"}, "WENHUI_PORT"),
        (environment.is_demo, {"WENHUI_DEMO": "yes"}, "WENHUI_DEMO"),
        (environment.secret_key, {}, "WENHUI_SECRET_KEY"),
        (environment.secret_key, {"WENHUI_SECRET_KEY": "short"}, "WENHUI_SECRET_KEY"),
        (environment.secret_key, {"WENHUI_SECRET_KEY": environment.DEMO_SECRET_KEY}, "WENHUI_SECRET_KEY"),
        (environment.field_key, {}, "WENHUI_FIELD_KEY"),
        (environment.field_key, {"WENHUI_FIELD_KEY": "zz"}, "WENHUI_FIELD_KEY"),
        (environment.field_key, {"WENHUI_FIELD_KEY": "ab"}, "WENHUI_FIELD_KEY"),
        (environment.field_key, {"WENHUI_FIELD_KEY": environment.DEMO_FIELD_KEY}, "WENHUI_FIELD_KEY"),
        (environment.as_role, {"WENHUI_AS": "root"}, "WENHUI_AS"),
        (environment.own_database_url, {"WENHUI_AS": "web", "DATABASE_URL": "postgresql://o@h/w"}, "DATABASE_URL_WEB"),
        (environment.refuse_owner_alone, {"DATABASE_URL": "postgresql://o@h/w"}, "DATABASE_URL_WEB"),
        (lambda e: environment.database_url(environment.DATABASE, e), {"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL"),
        (
            lambda e: environment.database_url(environment.DATABASE, e),
            {"DATABASE_URL": "postgresql://x"},
            "DATABASE_URL",
        ),
    ],
)
def test_a_wrong_setting_is_named_with_an_example(read, environ, named) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(environment.SettingError) as refusal:
        read(environ)

    assert str(refusal.value).startswith(named)
    assert f"for example: {named}=" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_good_settings_are_read() -> None:
    environ = {"WENHUI_SECRET_KEY": GOOD_SECRET, "WENHUI_FIELD_KEY": GOOD_KEY, "WENHUI_PORT": "9000"}

    assert environment.port(environ) == 9000
    assert environment.secret_key(environ) == GOOD_SECRET
    assert environment.field_key(environ) == bytes.fromhex(GOOD_KEY)
    assert environment.as_role(environ) == "owner"


def test_the_demonstration_needs_no_secrets() -> None:
    environ = {"WENHUI_DEMO": "1"}

    assert environment.secret_key(environ) == environment.DEMO_SECRET_KEY
    assert environment.field_key(environ).hex() == environment.DEMO_FIELD_KEY


def test_the_data_folder_is_as_set(tmp_path: Path) -> None:
    assert environment.data_folder({"WENHUI_DATA": str(tmp_path)}) == tmp_path
