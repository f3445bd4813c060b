"""Which addresses may be told: public ones over https. An address of ours is refused, however it is written. No Django.

Names are looked up when a hook is made and again before each letter, and the letter goes to the very address that was
checked: a name that changes its mind in between reaches nobody.
"""

import socket
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import urlsplit

LONGEST: Final = 400
PORTS: Final = {"https": 443, "http": 80}

Address = IPv4Address | IPv6Address
Lookup = Callable[[str, int], list[str]]

TRANSLATED: Final = IPv6Network("64:ff9b::/96")


class AddressError(ValueError):
    """An address cannot be told anything; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Target:
    """Where a letter goes: the name it is addressed to, and the address that was checked."""

    scheme: str
    host: str
    port: int
    path: str
    address: str

    @property
    def url(self) -> str:
        """Return the address to connect to, in place of the name."""
        bare = f"[{self.address}]" if ":" in self.address else self.address
        return f"{self.scheme}://{bare}:{self.port}{self.path}"

    @property
    def named(self) -> str:
        """Return what the header `Host` says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def looked_up(host: str, port: int) -> list[str]:
    """Return the addresses of a name."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressError("unknown") from error
    return [str(one[4][0]).partition("%")[0] for one in found]


def target(url: str, *, allowed: Collection[str], lookup: Lookup = looked_up) -> Target:
    """Return where letters for this address go. Raises AddressError; one private address among several is enough."""
    scheme, host, port, path = _parts(url)
    is_allowed = host in allowed
    if scheme != "https" and not is_allowed:
        raise AddressError("not_https")
    found = lookup(host, port)
    if not found:
        raise AddressError("unknown")
    if not is_allowed and not all(is_public(ip_address(one)) for one in found):
        raise AddressError("private")
    if scheme != "https" and not all(ip_address(one).is_loopback for one in found):
        raise AddressError("not_https")
    return Target(scheme, host, port, path, found[0])


def is_public(address: Address) -> bool:
    """Say whether an address lies out in the world, and so does every older one that is wrapped in it."""
    return all(
        one.is_global and not one.is_multicast and not one.is_reserved and not one.is_unspecified
        for one in _unwrapped(address)
    )


def _unwrapped(address: Address) -> Iterator[Address]:
    if not isinstance(address, IPv6Address):
        yield address
        return
    if address in TRANSLATED:
        yield IPv4Address(int(address) & 0xFFFFFFFF)
    elif address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    elif address.sixtofour is not None:
        yield address.sixtofour
    elif address.teredo is not None:
        yield from address.teredo
    else:
        yield address


def _parts(url: str) -> tuple[str, str, int, str]:
    """Return scheme, host, port and path with query of an address."""
    if len(url) > LONGEST or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise AddressError("unreadable")
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise AddressError("unreadable") from error
    if parts.scheme not in PORTS or not host or parts.username is not None or parts.password is not None:
        raise AddressError("unreadable")
    if parts.fragment or port == 0:
        raise AddressError("unreadable")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, host, port or PORTS[parts.scheme], path
