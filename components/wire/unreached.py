"""An exception of the network -> the error that names its cause: which variable, name, certificate or address it is."""

import contextlib
import errno
import re
import socket
import ssl
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx

from components.conversation import ConnectionLost, NotAChatServer, TurnFailed, Unreachable
from components.wire.endpoint import Endpoint
from components.wire.surroundings import PORTS, Proxy, Unusable, proxy_for, trusted

PROBE_S = 2.0
# OpenSSL's codes of why a certificate is not taken (x509_vfy.h).
WRONG: dict[int, str] = {9: "not yet", 10: "expired", 62: "other name", 63: "other name", 64: "other name"}
NO_TLS = re.compile(r"WRONG_VERSION_NUMBER|UNKNOWN_PROTOCOL|HTTP_REQUEST|RECORD_LAYER|PACKET_LENGTH|UNEXPECTED_MESSAGE")
ALERT = re.compile(r"bytearray\(b'\\x15\\x03|bytearray\(b'\\x16\\x03")  # what TLS answers to words that are none
BROKEN = (errno.ECONNRESET, errno.ECONNABORTED, errno.EPIPE)
NOWHERE = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL, errno.EHOSTDOWN)
REFUSED, BARRED, FULL = (errno.ECONNREFUSED,), (errno.EACCES, errno.EPERM), (errno.EMFILE, errno.ENFILE, errno.ENOBUFS)


def told_of(endpoint: Endpoint) -> dict[str, Any]:
    """What fills the blanks of a sentence about the way to a server, with the proxy in between, if there is one that
    can answer in its place: what is encrypted it only passes on."""
    told: dict[str, Any] = {}
    with contextlib.suppress(ValueError, Unusable):
        at = urlsplit(endpoint.chat_url)
        told |= {"host": at.hostname or "", "place": at.netloc.rpartition("@")[2], "path": at.path}
        told |= {"setting": f" ({endpoint.setting})" if endpoint.setting else ""}
        told |= {"spoken": endpoint.protocol.label, "otherwise": _otherwise(endpoint)}
        if at.scheme == "http" and (proxy := _proxy(endpoint)):
            told |= proxy.told
    return told


def _otherwise(endpoint: Endpoint) -> str:
    """Where another protocol can be named, of a server that may well speak one."""
    may = endpoint.provider.own_protocol or endpoint.name == "custom"
    return f" {endpoint.name.upper()}_PROTOCOL can name another one." if may else ""


def unreached(error: Exception, endpoint: Endpoint, said: str = "", model: str = "", limit: str = "") -> TurnFailed:
    """Of what was raised before a reply had begun; `said` are its words without a key, for where nothing else
    tells; `limit` is how long a connection is waited for."""
    told: dict[str, Any] = told_of(endpoint) | {"limit": limit, "trusted": trusted()}
    if isinstance(error, Unusable):
        return Unreachable(endpoint.label, model=model, why=error.why, **told | error.told)
    if isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL | httpx.LocalProtocolError | UnicodeError):
        return Unreachable(endpoint.label, model=model, why="address", **told)
    if isinstance(error, httpx.TooManyRedirects):
        return NotAChatServer(endpoint.label, model=model, why="circle", **told)
    why, more = _why(error, endpoint)
    if why in NotAChatServer.because:
        return NotAChatServer(endpoint.label, model=model, why=why, **told | more)
    before = isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.ProxyError)
    if why or before:
        return Unreachable(endpoint.label, "" if why else said, model=model, why=why, **told | more)
    # The connection broke before the head of the reply was whole: what came is no HTTP, or nothing came.
    is_http = not isinstance(error, httpx.RemoteProtocolError) or "disconnected" in str(error)
    return (ConnectionLost if is_http else NotAChatServer)(endpoint.label, model=model)


def _proxy(endpoint: Endpoint) -> Proxy | None:
    return None if endpoint.at_home else proxy_for(endpoint.chat_url)


def _why(error: Exception, endpoint: Endpoint) -> tuple[str, dict[str, Any]]:
    """A key of the errors' `because`, and what fills its blanks; "" where nothing tells."""
    chain = list(_chain(error))
    wrong = next((one for one in chain if isinstance(one, ssl.SSLCertVerificationError)), None)
    if wrong is not None:
        return WRONG.get(wrong.verify_code, "untrusted"), {"reason": wrong.verify_message.rstrip(".")}
    if _code(chain) in FULL:
        return "full", {}
    if proxy := _proxy(endpoint):
        why, told = _of_proxy(error, chain)
        return why, told | proxy.told
    return _of_server(error, chain, endpoint)


def _of_proxy(error: Exception, chain: list[BaseException]) -> tuple[str, dict[str, Any]]:
    if isinstance(error, httpx.ProxyError):
        if isinstance(error.__cause__, httpx.TransportError):
            return "proxy broke", {}
        status = str(error)
        if re.match(r"407|.*(?:authenti|username)", status, re.I):
            return "proxy asks", {}
        return "proxy refused", {"reason": status[:100].rstrip(". ") or "it did not say why"}
    if any(isinstance(one, ssl.SSLError) or type(one).__module__.startswith("socksio") for one in chain):
        return "proxy broke", {}
    if isinstance(error, httpx.ConnectError) and _code(chain) in BROKEN:
        return "proxy broke", {}  # it was there, and hung up before there was a way to the server
    return ("proxy", {}) if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout) else ("", {})


def _of_server(error: Exception, chain: list[BaseException], endpoint: Endpoint) -> tuple[str, dict[str, Any]]:
    at = urlsplit(endpoint.chat_url)
    host, port, secure = at.hostname or "", at.port or PORTS.get(at.scheme, 0), at.scheme == "https"
    if any(isinstance(one, socket.gaierror) for one in chain):
        return "name", {}
    code = _code(chain)
    for codes, why in ((REFUSED, "refused"), (BARRED, "barred"), (NOWHERE, "no way")):
        if code in codes:
            return why, {}
    if endpoint.listed:
        return "", {}  # the name is looked up for nothing else
    if secure and isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
        return _of_tls(error, chain, host, port)
    if isinstance(error, httpx.ConnectTimeout):
        return "silent", {}
    broke = isinstance(error, httpx.RemoteProtocolError | httpx.ReadError | httpx.WriteError)
    if not secure and broke and (ALERT.search(str(error)) or _speaks_tls(host, port)):
        return "https", {}
    return "", {}


def _of_tls(error: Exception, chain: list[BaseException], host: str, port: int) -> tuple[str, dict[str, Any]]:
    """Why no secure connection came about, where it is not the certificate."""
    found = next((one for one in chain if isinstance(one, ssl.SSLError)), None)
    if (found and NO_TLS.search(found.reason or "")) or _speaks_http(host, port):
        return "no https", {}
    if found is None and isinstance(error, httpx.ConnectTimeout):
        return "silent", {}
    reason = (found.reason or "").replace("_", " ").lower() if found else ""
    return "tls", {"reason": reason or "it was broken off"}


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _code(chain: list[BaseException]) -> int:
    return next((one.errno for one in chain if isinstance(one, OSError) and not isinstance(one, ssl.SSLError)), 0) or 0


def _speaks_tls(host: str, port: int) -> bool:
    """Asked where words without encryption were answered with nothing."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        with (
            socket.create_connection((host, port), PROBE_S) as plain,
            context.wrap_socket(plain, server_hostname=host),
        ):
            return True
    except (OSError, ValueError):
        return False


def _speaks_http(host: str, port: int) -> bool:
    """Asked, without a key, where no secure connection came about."""
    try:
        with socket.create_connection((host, port), PROBE_S) as plain:
            plain.sendall(b"GET / HTTP/1.0\r\n\r\n")
            return plain.recv(5) == b"HTTP/"
    except OSError:
        return False
