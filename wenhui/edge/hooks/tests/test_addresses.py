"""What lies inside the network is never told, however its address is written. No database."""

import pytest

from wenhui.edge.hooks import addresses
from wenhui.edge.hooks.addresses import AddressError

PUBLIC = "8.8.4.4"


def lookup(*found: str) -> addresses.Lookup:
    return lambda host, port: list(found)


@pytest.mark.parametrize(
    ("url", "found", "reason"),
    [
        ("http://app.example.com/", [PUBLIC], "not_https"),
        ("ftp://app.example.com/", [PUBLIC], "unreadable"),
        ("https://", [PUBLIC], "unreadable"),
        ("https://user:word@app.example.com/", [PUBLIC], "unreadable"),
        ("https://app.example.com/#here", [PUBLIC], "unreadable"),
        ("https://app.example.com:99999/", [PUBLIC], "unreadable"),
        ("https://app.example.com/\r\nHost: x", [PUBLIC], "unreadable"),
        ("https://app.example.com\\@inside/", [PUBLIC], "unreadable"),
        ("https://应用.example.com/", [PUBLIC], "unreadable"),
        (f"https://app.example.com/{'x' * 400}", [PUBLIC], "unreadable"),
        ("https://nowhere.example.com/", [], "unknown"),
        *(
            ("https://app.example.com/", [one], "private")
            for one in (
                "127.0.0.1", "10.0.0.8", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
                "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
                "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "192.0.2.1",
            )
        ),
        ("https://app.example.com/", [PUBLIC, "10.0.0.8"], "private"),
    ],
)  # fmt: skip
def test_an_address_that_must_not_be_told_is_refused(url: str, found: list[str], reason: str) -> None:
    with pytest.raises(AddressError) as refused:
        addresses.target(url, allowed=(), lookup=lookup(*found))

    assert refused.value.reason == reason


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "127.1", "[::1]", "localhost"])
def test_this_machine_is_refused_under_every_name(host: str) -> None:
    with pytest.raises(AddressError):
        addresses.target(f"https://{host}/", allowed=())


@pytest.mark.parametrize(
    ("url", "found", "goes_to", "named"),
    [
        ("https://app.example.com/in?a=1", PUBLIC, f"https://{PUBLIC}:443/in?a=1", "app.example.com"),
        ("https://APP.example.com.:8443", PUBLIC, f"https://{PUBLIC}:8443/", "app.example.com:8443"),
        ("https://six.example.com/", "2606:4700::6810:84e5", "https://[2606:4700::6810:84e5]:443/", "six.example.com"),
    ],
)
def test_a_letter_goes_to_the_address_that_was_checked(url: str, found: str, goes_to: str, named: str) -> None:
    target = addresses.target(url, allowed=(), lookup=lookup(found))

    assert (target.url, target.named) == (goes_to, named)


@pytest.mark.parametrize(
    ("url", "found", "is_taken"),
    [
        ("https://inside.example.com/", "10.0.0.8", True),
        ("http://inside.example.com/", "127.0.0.1", True),
        ("http://inside.example.com/", "10.0.0.8", False),
        ("http://inside.example.com/", PUBLIC, False),
        ("https://other.example.com/", "10.0.0.8", False),
    ],
)
def test_a_name_in_the_settings_may_lie_inside_but_is_told_in_clear_on_this_machine_only(
    url: str, found: str, is_taken: bool
) -> None:
    try:
        addresses.target(url, allowed=("inside.example.com",), lookup=lookup(found))
    except AddressError:
        assert not is_taken
    else:
        assert is_taken
