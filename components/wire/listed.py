"""Addresses that somebody who uses the room may give: of hosts that are listed alone, and in no network but the public
one. A name is looked up once for each connection, and what is connected to is what was looked at."""

import re
import socket
from collections.abc import Iterator, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

import httpx

from components.wire.surroundings import PORTS, Unusable

LONGEST = 300
HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")
PATH = re.compile(r"(?:/[A-Za-z0-9._~-]+)*/?")
# In which an IPv4 address is packed: NAT64's own prefix and that of a network, 6to4, Teredo, IPv4-compatible.
NAT64, LOCAL_NAT64 = ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48")
COMPATIBLE = ip_network("::/96")
SHARED = ip_network("100.64.0.0/10")
OF_SITES = ip_network("fec0::/10")


class NotListed(ValueError):
    """One sentence for whoever gave the address; nothing of the address is in it."""


def listed(text: str, hosts: Sequence[str]) -> str:
    """The address as it is asked, without a slash at its end. `hosts` are names, or names with a port. Raises
    NotListed."""
    text = text.strip()
    if len(text) > LONGEST or not text.isascii() or not text.isprintable() or re.search(r"[\s\\]", text):
        raise NotListed("This is no address of a server: it is too long, or holds signs that none has.")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise NotListed("This is no address of a server.") from None
    if parts.scheme not in PORTS or not parts.netloc:
        raise NotListed("The address of a server begins with https:// or http://.")
    if "@" in parts.netloc:
        raise NotListed("An address with a user name or password is not taken: a key has its own field.")
    if parts.query or parts.fragment or "?" in text or "#" in text:
        raise NotListed("The address of a server has no ? and no #.")
    host = parts.netloc.partition(":")[0].lower()
    if not HOST.fullmatch(host) or not PATH.fullmatch(parts.path) or ".." in parts.path or port == 0:
        raise NotListed("This is no address of a server.")
    usual = port is None or port == PORTS[parts.scheme]
    if not ((usual and host in hosts) or f"{host}:{port or PORTS[parts.scheme]}" in hosts):
        raise NotListed("This host is not among those that whoever started the room has listed.")
    place = host if usual else f"{host}:{port}"
    return f"{parts.scheme}://{place}{parts.path.rstrip('/').removesuffix('/chat/completions')}"


def public(found: str) -> bool:
    """Is this address, as a resolver tells it, one of the public network, also by what is packed in it?"""
    try:
        address = ip_address(found)
    except ValueError:
        return False
    return all(map(_is_public, _packed(address)))


def _packed(address: IPv4Address | IPv6Address) -> Iterator[IPv4Address | IPv6Address]:
    """The address, and every IPv4 address that packets to it may be meant for."""
    yield address
    if isinstance(address, IPv4Address):
        return
    last = IPv4Address(int(address) & 0xFFFF_FFFF)
    if address.ipv4_mapped or address in NAT64 or address in LOCAL_NAT64 or address in COMPATIBLE:
        yield last
    if address.sixtofour:
        yield address.sixtofour
    if address.teredo:
        yield from address.teredo


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped or address in NAT64:
            return True  # what is in it counts, see there
        if address.scope_id or address in OF_SITES or address in LOCAL_NAT64 or address in COMPATIBLE:
            return False
    elif address in SHARED:
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def looked_up(host: str, port: int) -> str:
    """An address of this host that may be connected to. Raises Unusable where one of its addresses may not, and OSError
    where it has none."""
    found = [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(map(public, found)):
        raise Unusable("inside")
    return found[0]


class Pinned(httpx.BaseTransport):
    """Connects to what was looked at, by its number; the host keeps its name for its certificate and for itself."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        try:
            address = looked_up(url.host, url.port or PORTS[url.scheme])
        except OSError as error:
            raise httpx.ConnectError(str(error), request=request) from error
        extensions = {**request.extensions, "sni_hostname": url.host}
        to = url.copy_with(host=address)
        pinned = httpx.Request(
            request.method, to, headers=request.headers, stream=request.stream, extensions=extensions
        )
        return self._inner.handle_request(pinned)

    def close(self) -> None:
        self._inner.close()
