"""What this machine says of the way to a server: the proxy in between, and whose certificates are trusted.

Read here and not by httpx, which takes every variable for every address: a broken one would stop what it does not
concern, and nobody could say which it was. The forms are those of curl and of httpx's documentation.
"""

import os
import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies

import httpx

PORTS = {"http": 80, "https": 443}
# Desktops write socks:// and mean the fifth version.
SOCKS = {"socks": "socks5", "socks5": "socks5", "socks5h": "socks5h"}
SYSTEM = "this machine's own setting"


class Unusable(Exception):
    """The surroundings keep a server from being asked; `why` and `told` are those of Unreachable."""

    def __init__(self, why: str, **told: Any) -> None:
        self.why, self.told = why, told
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Proxy:
    """`shown` is its address without a name and a password, `variable` what names it."""

    url: str = field(repr=False)
    shown: str
    variable: str

    @property
    def told(self) -> dict[str, Any]:
        return {"proxy": self.shown, "variable": self.variable}


def proxy_for(url: str) -> Proxy | None:
    """The one that requests to `url` go through. Raises Unusable."""
    parts, found = urlsplit(url), getproxies()
    kind = next((kind for kind in (parts.scheme, "all") if found.get(kind, "").strip()), "")
    if not kind or _spared(parts, found.get("no", "")):
        return None
    value, variable = found[kind].strip(), _variable(kind)
    value = value if "://" in value else f"http://{value}"
    scheme, _, rest = value.partition("://")
    scheme = SOCKS.get(scheme.lower(), scheme.lower())
    try:
        at = urlsplit(f"{scheme}://{rest}")
        usable = (
            bool(at.hostname)
            and not re.search(r"\s", value)
            and at.port != 0
            and "@" not in f"{at.path}{at.query}{at.fragment}"
        )
        shown = f"{scheme}://{at.netloc.rpartition('@')[2]}"
        if not usable:
            raise ValueError
        if scheme not in ("http", "https", "socks5", "socks5h"):
            raise Unusable("proxy kind", proxy=shown, variable=variable)
        httpx.Proxy(f"{scheme}://{rest}")
    except (ValueError, httpx.InvalidURL):
        # The value itself is not told: where it cannot be read, nobody knows which part of it is a password.
        raise Unusable("proxy unusable", variable=variable) from None
    return Proxy(f"{scheme}://{rest}", shown, variable)


def _variable(kind: str) -> str:
    names = [name for name, value in os.environ.items() if name.lower() == f"{kind}_proxy" and value]
    # Where both are there, the one in small letters counts.
    return min(names, key=lambda name: name != name.lower(), default=SYSTEM)


def _spared(parts: SplitResult, no_proxy: str) -> bool:
    """`*`, names with or without a leading point, addresses, networks; each with a scheme before it or a port after."""
    host = (parts.hostname or "").rstrip(".")
    port = parts.port or PORTS.get(parts.scheme)
    return any(
        entry == "*" or (scheme in ("", "all", parts.scheme) and wanted in (None, port) and _is_of(host, entry))
        for scheme, entry, wanted in _entries(no_proxy)
    )


def _entries(no_proxy: str) -> Iterator[tuple[str, str, int | None]]:
    """(scheme or "", name or network, port or None); what is none of these names no host."""
    for whole in re.split(r"[\s,;]+", no_proxy.lower()):
        scheme, _, entry = whole.rpartition("://")
        found = re.fullmatch(r"\[(?P<address>[^\]]+)\](?::(?P<port>\d+))?|(?P<name>[^:]*)(?::(?P<after>\d+))?", entry)
        if found is None:
            yield scheme, entry, None  # an address with colons in it
            continue
        port = found["port"] or found["after"]
        yield scheme, found["address"] or found["name"] or "", int(port[:6]) if port else None


def _is_of(host: str, entry: str) -> bool:
    try:
        return ip_address(host) in ip_network(entry, strict=False)
    except ValueError:
        name = entry.lstrip("*").strip(".")
        return bool(name) and (host == name or host.endswith(f".{name}"))


def certificates(url: str, proxy: Proxy | None = None) -> ssl.SSLContext:
    """Those that are trusted where the way is a secure one; nobody's where it is not, since none are needed. Raises
    Unusable."""
    if urlsplit(url).scheme != "https" and not (proxy and proxy.url.startswith("https:")):
        return _nobodys()
    return _trusted(os.environ.get("SSL_CERT_FILE", ""), os.environ.get("SSL_CERT_DIR", ""))


def trusted() -> str:
    """Whose certificates are trusted, in words."""
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        if value := os.environ.get(name):
            return f"those of {name} ({value[:200]})"
    also = next((name for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE") if os.environ.get(name)), "")
    others = f"; {also} is set, but it is for other programs" if also else ""
    return f"the usual authorities of the web{others}"


@cache
def _nobodys() -> ssl.SSLContext:
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@cache
def _trusted(file: str, folder: str) -> ssl.SSLContext:
    # As httpx has it: the file goes before the folder, and where neither is named the web's usual ones are trusted.
    variable, value = ("SSL_CERT_FILE", file) if file else ("SSL_CERT_DIR", folder)
    try:
        if folder and not file and not any(map(os.path.isdir, folder.split(os.pathsep))):
            raise NotADirectoryError  # OpenSSL says nothing of it, and trusts nobody
        if file or folder:
            return ssl.create_default_context(cafile=file or None, capath=None if file else folder)
        return httpx.create_ssl_context(trust_env=False)
    except (OSError, ValueError) as error:
        if (log := os.environ.get("SSLKEYLOGFILE")) and not _opens(log):
            raise Unusable("key log", variable="SSLKEYLOGFILE", file=log[:200], reason="cannot be written") from None
        named = {"variable": variable, "file": value[:200]} if value else {"variable": "certifi", "file": "a package"}
        raise Unusable("certificates", **named, reason=_reason(error)) from None


def _opens(path: str) -> bool:
    try:
        with open(path, "a", encoding="utf-8"):
            return True
    except (OSError, ValueError):
        return False


def _reason(error: Exception) -> str:
    match error:
        case FileNotFoundError():
            return "there is no such file"
        case NotADirectoryError():
            return "there is no such folder"
        case IsADirectoryError():
            return "that is a folder (which SSL_CERT_DIR is for)"
        case PermissionError():
            return "the room may not read it"
        case _:
            return "there is no certificate in it"
