"""What can be asked beside a chat: the list of models, and the credits of a key.

Short requests that are never on the way of a page; a background thread makes them. Knows httpx; raises LookupFailed.
"""

import time
from dataclasses import replace
from typing import Any

import httpx

from components.conversation import Credits, Model
from components.wire.catalog import NoList, models_in
from components.wire.connection import MovedAway, Transport, connect, headers
from components.wire.endpoint import Endpoint
from components.wire.refusals import Voice, parsed
from components.wire.surroundings import Unusable
from components.wire.unreached import told_of, unreached

WAIT = httpx.Timeout(connect=10.0, read=20.0, write=10.0, pool=10.0)
LONGEST_S = 60.0
ON_THE_WAY = ("proxy asks", "proxy answered", "sign-in", "https")
MOST_BYTES = 8_000_000  # the longest real list has half a million


class LookupFailed(Exception):
    """One sentence for a person, without its full stop, beginning in lower case; it holds no key."""


class Lookup:
    def __init__(self, transport: Transport = lambda _: None) -> None:
        self._transport = transport

    def models(self, endpoint: Endpoint) -> tuple[Model, ...]:
        try:
            return models_in(self._get(endpoint, "/models"), endpoint.provider)
        except NoList as error:
            raise LookupFailed(str(error)) from None

    def credits(self, endpoint: Endpoint) -> Credits:
        """OpenRouter's GET /key."""
        found = self._get(endpoint, "/key")
        told = found.get("data") if isinstance(found, dict) else None
        if not isinstance(told, dict):
            raise LookupFailed("what it sent says nothing of credits")
        left, limit, used, today = (_usd(told.get(key)) for key in ("limit_remaining", "limit", "usage", "usage_daily"))
        resets = told.get("limit_reset")
        resets = resets if resets in ("daily", "weekly", "monthly") else ""
        return Credits(left, limit, used, today, resets, told.get("is_free_tier") is True)

    def _get(self, endpoint: Endpoint, path: str) -> Any:
        voice = Voice("it", "", *endpoint.secrets, way=told_of(endpoint))
        try:
            status, body = self._read(endpoint, path)
        except httpx.TimeoutException:
            raise LookupFailed("it did not answer in time") from None
        except MovedAway as moved:
            raise LookupFailed(f"it sends whoever asks on to {voice.scrubbed(moved.target)}") from None
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, Unusable) as error:
            told = unreached(error, replace(endpoint, provider=replace(endpoint.provider, label="it")))
            raise LookupFailed(told.failure.what.rstrip(".") if told.why else "it could not be reached") from None
        if status in (401, 403):
            raise LookupFailed("it refused the key" if endpoint.key else "it asks for a key")
        if status >= 300:
            refused = voice.refusal(status, body, {})
            if refused.why in ON_THE_WAY:
                raise LookupFailed(refused.failure.what.rstrip("."))
            raise LookupFailed(f"it answered with an error ({refused.failure.said[:200]})")
        if len(body) > MOST_BYTES:
            raise LookupFailed(f"what it sent is longer than {MOST_BYTES // 1_000_000} MB and was not read")
        found = parsed(body)
        if found is None:
            raise LookupFailed("what it sent is not readable (no JSON)")
        return found

    def _read(self, endpoint: Endpoint, path: str) -> tuple[int, bytes]:
        """As far as MOST_BYTES; a server that trickles is left after LONGEST_S."""
        until = time.monotonic() + LONGEST_S
        with (
            connect(endpoint, self._transport, WAIT) as http,
            http.stream("GET", f"{endpoint.lists_at}{path}", headers=headers(endpoint)) as reply,
        ):
            body = bytearray()
            for read in reply.iter_bytes():
                body += read
                if len(body) > MOST_BYTES:
                    break
                if time.monotonic() > until:
                    raise httpx.ReadTimeout("too slow")
            return reply.status_code, bytes(body)


def _usd(value: Any) -> float | None:
    ok = isinstance(value, int | float) and not isinstance(value, bool) and -1e9 < value < 1e9
    return float(value) if ok else None
