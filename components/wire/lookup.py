"""What can be asked beside a chat: the list of models, the credits of a key, what one reply cost, and a key itself.

Short requests that are never on the way of a page; a background thread makes them. Knows httpx; raises LookupFailed.
"""

import time
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import httpx

from components.conversation import Credits, Model, ModelLoading, Usage
from components.wire.abilities import Abilities, props_in, show_in
from components.wire.allowance import credits_in
from components.wire.catalog import NoList, models_in
from components.wire.connection import MovedAway, Transport, connect, headers
from components.wire.endpoint import Endpoint
from components.wire.loads import Load, running_in, status_in
from components.wire.refusals import Voice, parsed
from components.wire.surroundings import Unusable
from components.wire.unreached import told_of, unreached
from components.wire.usage import generation_usage_in

WAIT = httpx.Timeout(connect=10.0, read=20.0, write=10.0, pool=10.0)
LONGEST_S = 60.0
BRIEFLY = httpx.Timeout(connect=2.0, read=5.0, write=5.0, pool=5.0)  # of one model: a server at home knows at once
ON_THE_WAY = ("proxy asks", "proxy answered", "sign-in", "https")
KEYS = "/auth/keys"
MOST_PAGES = 20
MOST_BYTES = 8_000_000  # the longest real list has half a million


class LookupFailed(Exception):
    """One sentence for a person, without its full stop, beginning in lower case; it holds no key."""


class StillLoading(LookupFailed):
    """The server reads a model into memory; `share` of it is done (0 to 1; None: not told)."""

    def __init__(self, share: float | None) -> None:
        super().__init__("it is still loading its model")
        self.share = share


class ListNotWhole(LookupFailed):
    """A later page of a list of models could not be read; `models` are those of the pages before it."""

    def __init__(self, why: str, models: tuple[Model, ...]) -> None:
        super().__init__(why)
        self.models = models


class Lookup:
    def __init__(self, transport: Transport = lambda _: None) -> None:
        self._transport = transport

    def models(self, endpoint: Endpoint) -> tuple[Model, ...]:
        """Raises ListNotWhole, with what came, where that is only the beginning of the list."""
        found, why = self._pages(endpoint)
        try:
            models = models_in(found, endpoint.provider, endpoint.protocol.facts)
        except NoList as error:
            raise LookupFailed(str(error)) from None
        if why:
            raise ListNotWhole(why, models)
        return models

    def _pages(self, endpoint: Endpoint) -> tuple[Any, str]:
        """A list as if it had come at once, where it comes in pages; and why it is not whole, "" where it is."""
        protocol = endpoint.protocol
        found = page = self._get(endpoint, f"/models{protocol.pages}")
        for _ in range(MOST_PAGES):
            name, _ = _rows_of(page)
            following = protocol.next(page)
            if not (following and name):
                return found, "" if name or page is found else "what it sent is not a list of models"
            try:
                page = self._get(endpoint, f"/models{protocol.pages}{protocol.after}{quote(following, safe='')}")
            except LookupFailed as failed:
                return found, str(failed)
            found = found | {name: [*found[name], *_rows_of(page)[1]]}
        return found, f"it has more than {MOST_PAGES} pages" if protocol.next(page) else ""

    def credits(self, endpoint: Endpoint) -> Credits:
        """OpenRouter's GET /key."""
        found = self._get(endpoint, "/key")
        told = found.get("data") if isinstance(found, dict) else None
        if not isinstance(told, dict):
            raise LookupFailed("what it sent says nothing of credits")
        return credits_in(told)

    def abilities(self, endpoint: Endpoint, model_id: str) -> Abilities:
        """What a model can, by llama.cpp's GET /props or Ollama's POST /api/show."""
        if endpoint.provider.tells_more == "props":
            # A router of several models loads none for it; a server of one model takes no notice of the rest.
            path = f"{endpoint.tells_at}?model={quote(model_id, safe='')}&autoload=false"
            return props_in(self._get(endpoint, path, wait=BRIEFLY), endpoint.provider)
        given = {"model": model_id}
        return show_in(self._get(endpoint, endpoint.tells_at, given, BRIEFLY), endpoint.provider)

    def load(self, endpoint: Endpoint, model_id: str) -> Load:
        """Is that model being read into memory? By llama.cpp's GET /health and, where it serves several, its list; by
        Ollama's GET /api/ps, the models that are loaded."""
        root = endpoint.tells_at.removesuffix("/props").removesuffix("/api/show")
        if endpoint.provider.tells_more == "show":
            return running_in(self._get(endpoint, f"{root}/api/ps", wait=BRIEFLY), model_id)
        try:
            self._get(endpoint, f"{root}/health", wait=BRIEFLY)
            return status_in(self._get(endpoint, "/models", wait=BRIEFLY), model_id)
        except StillLoading as loading:
            return Load(True, loading.share)

    def generation(self, endpoint: Endpoint, generation_id: str) -> Usage:
        """What one reply used and cost, by OpenRouter's GET /generation: it is there a moment after the end."""
        found = self._get(endpoint, f"/generation?id={quote(generation_id, safe='')}")
        told = found.get("data") if isinstance(found, dict) else None
        usage = generation_usage_in(told, generation_id) if isinstance(told, dict) else None
        if usage is None:
            raise LookupFailed("what it sent does not say what the reply cost")
        return usage

    def key_for(self, endpoint: Endpoint, code: str, verifier: str) -> str:
        """OpenRouter's POST /auth/keys: the key that a person allowed, for the code that came of it."""
        given = {"code": code, "code_verifier": verifier, "code_challenge_method": "S256"}
        found = self._get(replace(endpoint, key=""), KEYS, given)
        key = found.get("key") if isinstance(found, dict) else None
        if not isinstance(key, str) or not key:
            raise LookupFailed("what it sent holds no key")
        return key

    def _get(
        self, endpoint: Endpoint, path: str, given: dict[str, str] | None = None, wait: httpx.Timeout = WAIT
    ) -> Any:
        """`given` is posted, as JSON. `path`: below the lists, or a whole address."""
        voice = Voice("it", "", *endpoint.secrets, way=told_of(endpoint))
        try:
            status, body = self._read(endpoint, path, given, wait)
        except httpx.TimeoutException:
            raise LookupFailed("it did not answer in time") from None
        except MovedAway as moved:
            raise LookupFailed(f"it sends whoever asks on to {voice.scrubbed(moved.target)}") from None
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, Unusable) as error:
            told = unreached(error, replace(endpoint, provider=replace(endpoint.provider, label="it")))
            raise LookupFailed(told.failure.what.rstrip(".") if told.why else "it could not be reached") from None
        if path == KEYS and status in (400, 401, 403):
            raise LookupFailed("it takes this permission no more")
        if status in (401, 403):
            raise LookupFailed("it refused the key" if endpoint.key else "it asks for a key")
        if status >= 300:
            refused = voice.refusal(status, body, {})
            if isinstance(refused, ModelLoading):
                raise StillLoading(refused.share)
            if refused.why in ON_THE_WAY:
                raise LookupFailed(refused.failure.what.rstrip("."))
            raise LookupFailed(f"it answered with an error ({refused.failure.said[:200]})")
        if len(body) > MOST_BYTES:
            raise LookupFailed(f"what it sent is longer than {MOST_BYTES // 1_000_000} MB and was not read")
        found = parsed(body)
        if found is None:
            raise LookupFailed("what it sent is not readable (no JSON)")
        return found

    def _read(
        self, endpoint: Endpoint, path: str, given: dict[str, str] | None, wait: httpx.Timeout
    ) -> tuple[int, bytes]:
        """As far as MOST_BYTES; a server that trickles is left after LONGEST_S."""
        until = time.monotonic() + (LONGEST_S if wait is WAIT else wait.read or LONGEST_S)
        with (
            connect(endpoint, self._transport, wait) as http,
            http.stream(
                "GET" if given is None else "POST",
                f"{endpoint.lists_at}{path}" if path.startswith("/") else path,
                headers=headers(endpoint),
                json=given,
            ) as reply,
        ):
            body = bytearray()
            for read in reply.iter_bytes():
                body += read
                if len(body) > MOST_BYTES:
                    break
                if time.monotonic() > until:
                    raise httpx.ReadTimeout("too slow")
            return reply.status_code, bytes(body)


def _rows_of(page: Any) -> tuple[str, list[Any]]:
    """Where the rows of a list stand; "" where there are none."""
    told = page if isinstance(page, dict) else {}
    return next(((name, told[name]) for name in ("data", "models") if isinstance(told.get(name), list)), ("", []))
