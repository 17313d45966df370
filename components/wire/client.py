"""ChatRequest -> POST /chat/completions -> StreamEvents. Knows httpx and sockets; knows no thread and no turn."""

import contextlib
import re
import socket
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import httpx

from components.conversation import (
    ChatRequest,
    ConnectionLost,
    NotAChatServer,
    Stop,
    StreamEvent,
    TurnFailed,
    Unreachable,
)
from components.wire.body import BodyReader
from components.wire.connection import Transport, connect, headers
from components.wire.payload import completion, payload
from components.wire.providers import Endpoint
from components.wire.refusals import Voice

# Thinking models are silent for minutes; httpx's own default would give up after five seconds.
TIMEOUT = httpx.Timeout(connect=10.0, read=600.0, write=60.0, pool=10.0)
MOST_BYTES_OF_ERROR = 200_000
# OpenAI's words, which gateways pass on, and vLLM's for a model without a chat template. A template that fails, or a
# limit that names the path, is another matter.
INSTRUCT_ONLY = re.compile(
    r"not a chat model|not supported in the v1/chat/completions|did you mean to use v1/completions"
    r"|does not support chat|no chat template|must provide a chat template|not (?:have|define|provide) a chat template",
    re.I,
)


class Client:
    def __init__(self, transport: Transport = lambda _: None) -> None:
        self._transport = transport

    def reply(self, request: ChatRequest, endpoint: Endpoint, stop: Stop) -> Iterator[StreamEvent]:
        """Raises one of the errors of TurnFailed; after a stop it just ends, whatever the broken socket raised."""
        voice = Voice(endpoint.label, request.asked.model, endpoint.key)
        try:
            yield from self._exchange(request, endpoint, voice, stop)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            if not stop.wanted:
                raise Unreachable(endpoint.label, voice.scrubbed(str(error))) from None
        except (httpx.UnsupportedProtocol, httpx.InvalidURL, httpx.LocalProtocolError, UnicodeError) as error:
            raise NotAChatServer(endpoint.label, voice.scrubbed(str(error))) from None
        except httpx.HTTPError as error:
            if not stop.wanted:
                raise ConnectionLost(endpoint.label, voice.scrubbed(str(error))) from None

    def _exchange(self, request: ChatRequest, endpoint: Endpoint, voice: Voice, stop: Stop) -> Iterator[StreamEvent]:
        body = payload(request, endpoint.provider)
        try:
            yield from self._post("/chat/completions", body, endpoint, voice, stop)
        except TurnFailed as refused:
            # Only a refusal, which comes before any word: nothing may be said twice.
            if (
                stop.wanted
                or refused.failure.status not in (400, 404)
                or not INSTRUCT_ONLY.search(refused.failure.said)
            ):
                raise
            yield from self._post("/completions", completion(body), endpoint, voice, stop)

    def _post(
        self, path: str, body: dict[str, Any], endpoint: Endpoint, voice: Voice, stop: Stop
    ) -> Iterator[StreamEvent]:
        url = f"{endpoint.base_url}{path}"
        with (
            connect(endpoint, self._transport, TIMEOUT) as http,
            http.stream("POST", url, json=body, headers=headers(endpoint), extensions={"trace": _hook(stop)}) as reply,
        ):
            if reply.status_code >= 300:
                raise voice.refusal(reply.status_code, _start_of(reply), reply.headers)
            reader = BodyReader(voice)
            try:
                for read in reply.iter_bytes():
                    if stop.wanted:
                        return
                    yield from reader.feed(read)
            except httpx.HTTPError:
                # What a reader holds back belongs to the turn also when the line is cut; and a reply that had
                # said its last word is whole, however its connection was closed.
                if stop.wanted:
                    return
                complete = reader.complete
                yield from reader.end()
                if not complete:
                    raise
                return
            if not stop.wanted:
                yield from reader.end()


def _hook(stop: Stop) -> Callable[[str, Mapping[str, Any]], None]:
    """A trace that learns of the socket as soon as it exists, long before there is a response to close.

    Closing a response from another thread does not wake a read that blocks; shutting its socket down does.
    """

    def trace(event: str, info: Mapping[str, Any]) -> None:
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            found = info["return_value"].get_extra_info("socket")
            if isinstance(found, socket.socket):
                stop.interrupts(lambda: _shut(found))

    return trace


def _shut(found: socket.socket) -> None:
    with contextlib.suppress(OSError):  # it may be closed already
        # The plain socket's shutdown, also for TLS: SSLSocket's own would take the session from under the reader.
        socket.socket.shutdown(found, socket.SHUT_RDWR)


def _start_of(reply: httpx.Response) -> bytes:
    """The body of an error, as far as anybody would read it, and what arrived of it where it breaks off."""
    body = b""
    with contextlib.suppress(httpx.HTTPError):
        for read in reply.iter_bytes():
            body += read
            if len(body) > MOST_BYTES_OF_ERROR:
                break
    return body
