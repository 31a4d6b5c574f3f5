"""Which addresses on the network the platform may call on somebody's word: a robot's webhook, a browser's push service."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from urllib.parse import urlsplit


class BadAddress(ValueError):
    """Not an address that may be called; the text says why, in English."""


def host_of(url: str, allowed: Collection[str] = ()) -> tuple[str, int, bool]:
    """(host, port, whether the operator has allowed it by name). Raises BadAddress.

    Only https, no name and password, no address of a machine by number; ``allowed``: hosts, or host:port, that may be anything, for a county's own
    servers within its network.
    """
    if any(ord(character) <= 32 or ord(character) == 127 for character in url):
        raise BadAddress("the address has spaces or line breaks in it")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadAddress("this is no address") from None
    host = (parts.hostname or "").rstrip(".").lower()
    if parts.scheme not in ("https", "http") or not host:
        raise BadAddress("this is no address")
    if parts.username is not None or parts.password is not None:
        raise BadAddress("the address has a name or password in it")
    port = port or (443 if parts.scheme == "https" else 80)
    if host in allowed or f"{host}:{port}" in allowed:
        return host, port, True
    if parts.scheme != "https":
        raise BadAddress("only https may be called")
    if "." not in host or host.endswith((".local", ".internal", ".localhost")):
        raise BadAddress("this host is not on the public network")
    return host, port, False


def check_public(numbers: Collection[str]) -> None:
    """Raises BadAddress unless every IP number that a host's name stands for is public."""
    if not numbers:
        raise BadAddress("the host has no address")
    for number in numbers:
        found = ipaddress.ip_address(number.partition("%")[0])
        mapped = getattr(found, "ipv4_mapped", None)
        if any(not one.is_global or one.is_multicast for one in (mapped or found, *_within(found))):
            raise BadAddress("this host is not on the public network")


#: IPv6 in whose last 32 bits a gateway finds an IPv4 address: NAT64 (RFC 6052), and what RFC 4291 has given up.
_CARRIERS = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "::/96")))


def _within(found: ipaddress.IPv4Address | ipaddress.IPv6Address) -> tuple[ipaddress.IPv4Address, ...]:
    """The IPv4 addresses to which an IPv6 one may lead: 6to4, NAT64."""
    if isinstance(found, ipaddress.IPv4Address):
        return ()
    carried = [ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)] if any(found in net for net in _CARRIERS) else []
    return (*([found.sixtofour] if found.sixtofour else []), *carried)
