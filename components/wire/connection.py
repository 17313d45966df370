"""How a server is reached: one httpx client for each exchange, with the headers that every request carries."""

import ssl
from collections.abc import Callable
from functools import cache

import httpx

from components.wire.endpoint import Endpoint

# May give an endpoint another transport than the network: a recording, or a model in a box.
Transport = Callable[[Endpoint], httpx.BaseTransport | None]


def connect(endpoint: Endpoint, transport: Transport, timeout: httpx.Timeout) -> httpx.Client:
    """A connection of its own, so that a stop can end it without touching another's."""
    other = transport(endpoint)
    if other is not None:
        return httpx.Client(transport=other, timeout=timeout)
    return httpx.Client(verify=certificates(), timeout=timeout, trust_env=not endpoint.at_home)


def headers(endpoint: Endpoint) -> dict[str, str]:
    # A compressed stream is held back by some servers until a block is full.
    found = {"Accept": "text/event-stream, application/json", "Accept-Encoding": "identity"}
    if endpoint.key:
        found["Authorization"] = f"Bearer {endpoint.key}"
    if endpoint.provider.name == "openrouter":
        found["X-OpenRouter-Title"] = "Thinkroom"
    return found


@cache
def certificates() -> ssl.SSLContext:
    return httpx.create_ssl_context()
