"""How a server is reached: one httpx client for each exchange, with the headers that every request carries."""

from collections.abc import Callable, Mapping
from typing import Any

import httpx

from components.wire.endpoint import Endpoint
from components.wire.listed import Pinned
from components.wire.surroundings import Unusable, certificates, proxy_for

MOST_REDIRECTS = 3
LONGEST_TARGET = 200
BROKE = (httpx.ReadError, httpx.WriteError, httpx.ReadTimeout, httpx.RemoteProtocolError)
# May give an endpoint another transport than the network: a recording, or a model in a box.
Transport = Callable[[Endpoint], httpx.BaseTransport | None]


def connect(endpoint: Endpoint, transport: Transport, timeout: httpx.Timeout) -> httpx.Client:
    """A connection of its own, so that a stop can end it without touching another's. Raises Unusable; a redirect that
    is not followed raises MovedAway."""
    way = transport(endpoint) or (Pinned(Outward(endpoint)) if endpoint.listed else Outward(endpoint))
    hooks = {"response": [_stays]}
    return httpx.Client(
        transport=way,
        timeout=timeout,
        trust_env=False,
        follow_redirects=True,
        max_redirects=MOST_REDIRECTS,
        event_hooks=hooks,
    )


class Outward(httpx.BaseTransport):
    """The network, by the proxy that the surroundings name, none for this machine. Whatever goes wrong in there, in
    httpx, below it or in the system, is no fault of ours and becomes an httpx.TransportError."""

    def __init__(self, endpoint: Endpoint) -> None:
        url, self._tunnels = endpoint.base_url, False
        try:
            proxy = None if endpoint.at_home else proxy_for(url)
        except ValueError:
            raise Unusable("address") from None
        trusted = certificates(url, proxy)
        if proxy is None:
            self._inner = httpx.HTTPTransport(verify=trusted, trust_env=False)
            return
        self._tunnels = url.startswith("https:") or proxy.url.startswith("socks")
        encrypted = trusted if proxy.url.startswith("https:") else None
        try:
            through = httpx.Proxy(proxy.url, ssl_context=encrypted)
            self._inner = httpx.HTTPTransport(verify=trusted, trust_env=False, proxy=through)
        except ImportError:
            raise Unusable("socks", **proxy.told) from None
        except ValueError:
            raise Unusable("proxy unusable", **proxy.told) from None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        opened: list[Any] = []
        through = not self._tunnels
        trace = request.extensions.get("trace")

        def noted(event: str, info: Mapping[str, Any]) -> None:
            nonlocal through
            if event.endswith("connect_tcp.complete"):
                opened.append(info["return_value"])
            through |= event in ("socks.setup_socks5_connection.complete", "proxy.start_tls.complete")
            if trace:
                trace(event, info)

        request.extensions["trace"] = noted
        try:
            return self._inner.handle_request(request)
        except Exception as error:
            for one in opened:  # a proxy's way of failing leaves them open
                one.close()
            if opened and not through and isinstance(error, BROKE):
                raise httpx.ProxyError("") from error
            if isinstance(error, httpx.HTTPError | UnicodeError):
                raise
            raise httpx.ConnectError(str(error)) from error

    def close(self) -> None:
        self._inner.close()


class MovedAway(Exception):
    """A redirect that is not followed; `target` is where it leads, without a name, a password and a query."""

    def __init__(self, target: str) -> None:
        self.target = target
        super().__init__(target)


def _stays(reply: httpx.Response) -> None:
    """A redirect is followed at the same host, port and scheme alone: a key and a question go to nobody else. And only
    where the same is asked there: what was POST stays POST."""
    if not reply.has_redirect_location:
        return
    told = reply.headers["location"]
    try:
        at = reply.request.url.join(told)
    except (httpx.InvalidURL, ValueError):
        raise MovedAway(" ".join(told.split())[:LONGEST_TARGET]) from None
    before = reply.request.url
    same = (at.scheme, at.host, at.port) == (before.scheme, before.host, before.port)
    if not same or (reply.request.method != "GET" and reply.status_code not in (307, 308)):
        bare = at.copy_with(query=None, fragment=None, username=None, password=None)
        raise MovedAway(str(bare)[:LONGEST_TARGET])


def headers(endpoint: Endpoint, body: Mapping[str, Any] | None = None) -> dict[str, str]:
    """`body`: of a question, which may ask a router what it does with it."""
    # A compressed stream is held back by some servers until a block is full.
    found = {"Accept": "text/event-stream, application/json", "Accept-Encoding": "identity"}
    if endpoint.key:
        name, before = endpoint.protocol.key
        found[name] = f"{before}{endpoint.key}"
    found |= endpoint.protocol.headers
    if endpoint.provider.name == "openrouter":
        found["X-OpenRouter-Title"] = "Thinkroom"
    if body and "debug" in body:
        found["X-OpenRouter-Metadata"] = "enabled"
    for name, value in (*endpoint.attribution, *endpoint.own_headers):
        found = {other: said for other, said in found.items() if other.lower() != name.lower()} | {name: value}
    return found
