"""A wrong or missing setting is one line that names it and gives an example."""

from pathlib import Path

import pytest

from wenhui.site import environment, outside, settings
from wenhui.site.tests import test_outside

GOOD_SECRET = "s" * 50
GOOD_KEY = "ab" * 32


OWNER = {"DATABASE_URL": "postgresql://o@h/w"}


def owner_url(environ: dict[str, str]) -> str:
    return environment.database_url(environment.DATABASE, environ)


def web_url(environ: dict[str, str]) -> str:
    return environment.database_url(environment.DATABASE_WEB, environ)


WRONG = [
    (environment.port, {"WENHUI_PORT": "http"}, "WENHUI_PORT"),
    (environment.port, {"WENHUI_PORT": "0"}, "WENHUI_PORT"),
    (environment.port, {"WENHUI_PORT": "-8600"}, "WENHUI_PORT"),
    (environment.port, {"WENHUI_PORT": "86²"}, "WENHUI_PORT"),
    (environment.port, {"WENHUI_PORT": "65535"}, "WENHUI_PORT"),
    (environment.host, {"WENHUI_HOST": "localhost"}, "WENHUI_HOST"),
    (environment.host, {"WENHUI_HOST": "256.0.0.1"}, "WENHUI_HOST"),
    (environment.host, {"WENHUI_HOST": "http://127.0.0.1"}, "WENHUI_HOST"),
    (environment.data_folder, {"WENHUI_DATA": "~nobody-of-this-name/wenhui"}, "WENHUI_DATA"),
    (environment.data_folder, {"WENHUI_DATA": __file__}, "WENHUI_DATA"),
    (environment.is_demo, {"WENHUI_DEMO": "yes"}, "WENHUI_DEMO"),
    (environment.secret_key, {}, "WENHUI_SECRET_KEY"),
    (environment.secret_key, {"WENHUI_SECRET_KEY": "short"}, "WENHUI_SECRET_KEY"),
    (environment.secret_key, {"WENHUI_SECRET_KEY": environment.DEMO_SECRET_KEY}, "WENHUI_SECRET_KEY"),
    (environment.field_key, {}, "WENHUI_FIELD_KEY"),
    (environment.field_key, {"WENHUI_FIELD_KEY": "zz"}, "WENHUI_FIELD_KEY"),
    (environment.field_key, {"WENHUI_FIELD_KEY": "ab"}, "WENHUI_FIELD_KEY"),
    (environment.field_key, {"WENHUI_FIELD_KEY": environment.DEMO_FIELD_KEY}, "WENHUI_FIELD_KEY"),
    (environment.as_role, {"WENHUI_AS": "root"}, "WENHUI_AS"),
    (environment.allowed_hosts, {"WENHUI_ALLOWED_HOSTS": "https://wenhui.example"}, "WENHUI_ALLOWED_HOSTS"),
    (environment.allowed_hosts, {"WENHUI_ALLOWED_HOSTS": "wenhui.example:8600"}, "WENHUI_ALLOWED_HOSTS"),
    (environment.allowed_hosts, {"WENHUI_ALLOWED_HOSTS": "one.example two.example"}, "WENHUI_ALLOWED_HOSTS"),
    (environment.own_database_url, OWNER | {"WENHUI_AS": "web"}, "DATABASE_URL_WEB"),
    (environment.refuse_owner_alone, OWNER, "DATABASE_URL_WEB"),
    (environment.refuse_web_alone, {"DATABASE_URL_WEB": "postgresql://w@h/w"}, "DATABASE_URL"),
    (environment.refuse_web_alone, OWNER | {"DATABASE_URL_WEB": "postgresql://o@h/w"}, "DATABASE_URL_WEB"),
    (owner_url, {"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL"),
    (owner_url, {"DATABASE_URL": "db.example/wenhui"}, "DATABASE_URL"),
    (owner_url, {"DATABASE_URL": "postgresql://x"}, "DATABASE_URL"),
    (owner_url, {"DATABASE_URL": "postgresql://u:p%ss@h/w"}, "DATABASE_URL"),
    (owner_url, {"DATABASE_URL": "postgresql://u@h:fifty/w"}, "DATABASE_URL"),
    (owner_url, {"DATABASE_URL": "postgresql://u@h/w?sslmod=require"}, "DATABASE_URL"),
    (web_url, {"DATABASE_URL_WEB": "mysql://x/y"}, "DATABASE_URL_WEB"),
    (environment.files_bucket, {"WENHUI_FILES": "https://k:s@s3.example/photos"}, "WENHUI_FILES"),
    (environment.files_bucket, {"WENHUI_FILES": "s3+https://s3.example/photos"}, "WENHUI_FILES"),
    (outside.post_lines, {"WENHUI_POST_LINES": "a=ftp://x.example/"}, "WENHUI_POST_LINES"),
    (outside.mail_server, test_outside.POST | {"WENHUI_SMTP_URL": "mail.example:25"}, "WENHUI_SMTP_URL"),
    (outside.mail_server, test_outside.POST | {"WENHUI_MAIL_FROM": "wenhui"}, "WENHUI_MAIL_FROM"),
    (outside.hooks_allow, {"WENHUI_HOOKS_ALLOW": "app.internal:8443"}, "WENHUI_HOOKS_ALLOW"),
    *(
        (outside.citybrain, test_outside.GOOD | {f"WENHUI_CITYBRAIN_{name}": value}, f"WENHUI_CITYBRAIN_{name}")
        for name, value in test_outside.WRONG
    ),
    *(
        (outside.hotline, test_outside.HOTLINE | {f"WENHUI_HOTLINE_{name}": value}, f"WENHUI_HOTLINE_{name}")
        for name, value in (("KEYS", ""), ("KEYS", "2026-03:secret"), ("URL", "ftp://x"), ("AREA", "文晖"))
    ),
]


@pytest.mark.parametrize(("read", "environ", "named"), WRONG)
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


def test_every_setting_of_an_office_has_a_wrong_value_here() -> None:
    of_tests_alone = {environment.CHROMIUM.name}

    assert {named for _, _, named in WRONG} == {one.name for one in environment.ALL} - of_tests_alone


def test_a_wrong_address_of_a_database_does_not_show_its_password() -> None:
    with pytest.raises(environment.SettingError) as refusal:
        owner_url({"DATABASE_URL": "postgresql://u:s3cr%t@h/w"})

    assert "s3cr" not in str(refusal.value)
    assert "%40" in str(refusal.value)


def test_what_an_address_says_beyond_the_usual_reaches_the_driver() -> None:
    known = settings.database("postgresql://u:p%40ss%2Fw@h:5433/w?sslmode=verify-full&connect_timeout=3")

    assert (known["USER"], known["PASSWORD"], known["HOST"], known["PORT"], known["NAME"]) == (
        "u",
        "p@ss/w",
        "h",
        "5433",
        "w",
    )
    assert known["OPTIONS"] == {"sslmode": "verify-full", "connect_timeout": "3"}


@pytest.mark.parametrize("names", ["wenhui.example.gov.cn", "*", ".example.cn, 10.0.0.8", "localhost"])
def test_names_and_addresses_are_allowed_hosts(names: str) -> None:
    assert environment.allowed_hosts({"WENHUI_ALLOWED_HOSTS": names}) == [name.strip() for name in names.split(",")]
