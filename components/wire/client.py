"""ChatRequest -> POST -> StreamEvents, in the protocol of its server. Knows httpx and sockets; knows no thread and no
turn."""

import contextlib
import re
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import httpx

from components.conversation import (
    Asked,
    CancelToken,
    ChatRequest,
    NotAChatServer,
    Noted,
    Prefilled,
    StreamEvent,
    TurnFailed,
    duration,
)
from components.wire.asking import body_of
from components.wire.body import MOST_BYTES, BodyReader
from components.wire.connection import MovedAway, Transport, connect, headers
from components.wire.endpoint import Endpoint
from components.wire.heard import NOBODY, Heard, asking, reads_of
from components.wire.leaving_out import LeftOut, refused_of, sentence, without
from components.wire.payload import takes_prefill
from components.wire.prefill import REFUSED, joined, prefilled, unrepeated
from components.wire.refusals import Voice
from components.wire.surroundings import Unusable
from components.wire.unreached import told_of, unreached
from components.wire.unsent import unsent
from components.wire.whoever import WhoeverReader

# Thinking models are silent for minutes; httpx's own default would give up after five seconds.
CONNECT_S, READ_S, WRITE_S = 10.0, 600.0, 60.0
MOST_BYTES_OF_ERROR = 200_000
NO_CONTENT = (204, 205)
# OpenAI's words, which gateways pass on, and vLLM's for a model without a chat template. A template that fails, or a
# limit that names the path, is another matter.
INSTRUCT_ONLY = re.compile(
    r"not a chat model|(?:cannot be used|not supported) (?:in|with) the (?:v1/)?responses"
    r"|not supported in the v1/chat/completions|did you mean to use v1/completions"
    r"|does not support chat|no chat template|must provide a chat template|not (?:have|define|provide) a chat template",
    re.I,
)


# What is said of details that a provider does not take back, though it made them.
UNSEALED = re.compile(r"signature|thinking.?block|reasoning.?details|encrypted.?content|reasoning item", re.I)


class Client:
    """`connect_s` and `read_s`: how long to wait for a connection, and for the next byte of a reply, which may have
    `most_bytes`."""

    def __init__(
        self,
        transport: Transport = lambda _: None,
        connect_s: float = CONNECT_S,
        read_s: float = READ_S,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._transport, self._most_bytes, self._left = transport, most_bytes, LeftOut()
        self._timeout = httpx.Timeout(connect=connect_s, read=read_s, write=WRITE_S, pool=connect_s)

    def reply(
        self, request: ChatRequest, endpoint: Endpoint, cancel: CancelToken, heard: Heard = NOBODY
    ) -> Iterator[StreamEvent]:
        """Raises one of the errors of TurnFailed; after a stop it just ends, whatever the broken socket raised. What
        comes is `heard` as it comes, before it is read."""
        voice = Voice(endpoint.label, request.asked.model, *endpoint.secrets, way=told_of(endpoint))
        try:
            for number, event in enumerate(self._exchange(request, endpoint, voice, cancel, heard)):
                yield event
                yield from map(Noted, unsent(request, endpoint) if not number else ())
        except MovedAway as moved:
            told: dict[str, Any] = told_of(endpoint) | {"target": voice.scrubbed(moved.target)}
            if not cancel.cancelled:
                raise NotAChatServer(endpoint.label, model=request.asked.model, why="redirect", **told) from None
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, Unusable) as error:
            if not cancel.cancelled:
                said, limit = voice.scrubbed(str(error)), duration(self._timeout.connect or CONNECT_S)
                raise unreached(error, endpoint, said, request.asked.model, limit) from None

    def left_out(self, request: ChatRequest, endpoint: Endpoint) -> frozenset[str]:
        """The fields of its body that this server is known to refuse, and that are not sent."""
        return self._left.known(endpoint, request.asked, body_of(request, endpoint))

    def _exchange(
        self, request: ChatRequest, endpoint: Endpoint, voice: Voice, cancel: CancelToken, heard: Heard
    ) -> Iterator[StreamEvent]:
        prefill, asked = request.prefill, request.asked
        if prefill is None:
            yield from self._ask_at_all(body_of(request, endpoint), asked, endpoint, voice, cancel, heard)
            return
        if takes_prefill(request, endpoint.provider):
            told = False
            body = body_of(request, endpoint)
            events = self._ask(endpoint.for_prefill.url_for(asked.model), body, asked, endpoint, voice, cancel, heard)
            try:
                for event in prefilled(unrepeated(events, prefill), Prefilled(prefill, as_own=True)):
                    told = True
                    yield event
                return
            except TurnFailed as refused:
                # Not by every model of a provider: what is refused is told in words.
                if told or cancel.cancelled or refused.failure.status not in REFUSED:
                    raise
        body = body_of(request, endpoint, wordy=True)
        events = self._ask_at_all(body, asked, endpoint, voice, cancel, heard)
        events = joined(unrepeated(events, replace(prefill, thoughts="")), prefill)
        yield from prefilled(events, Prefilled(prefill, as_own=False))

    def _ask(
        self,
        url: str,
        body: dict[str, Any],
        asked: Asked,
        endpoint: Endpoint,
        voice: Voice,
        cancel: CancelToken,
        heard: Heard,
    ) -> Iterator[StreamEvent]:
        """As often as something is refused that the question can do without."""
        left = known = self._left.known(endpoint, asked, body)
        while True:
            sent = without(body, left)
            try:
                events = self._post(url, sent, endpoint, voice, cancel, heard)
                if left and (first := next(events, None)) is not None:
                    self._left.note(endpoint, asked.model, left - known)  # what is known is tried again after its day
                    yield Noted(sentence(left, endpoint, asked))
                    yield first
                yield from events
                return
            except TurnFailed as refused:
                # Only a refusal, which comes before any word: nothing may be said twice.
                more = refused_of(sent, endpoint.provider, asked, refused)
                if cancel.cancelled or not more:
                    raise
                left |= more

    def _ask_at_all(
        self,
        body: dict[str, Any],
        asked: Asked,
        endpoint: Endpoint,
        voice: Voice,
        cancel: CancelToken,
        heard: Heard,
    ) -> Iterator[StreamEvent]:
        try:
            yield from self._ask(endpoint.url_for(asked.model), body, asked, endpoint, voice, cancel, heard)
        except TurnFailed as refused:
            other = _otherwise(endpoint, body, asked.model, refused)
            if cancel.cancelled or other is None:
                raise
            url, body, endpoint = other
            yield from self._ask(url, body, asked, endpoint, voice, cancel, heard)

    def _post(
        self, url: str, body: dict[str, Any], endpoint: Endpoint, voice: Voice, cancel: CancelToken, heard: Heard
    ) -> Iterator[StreamEvent]:
        if endpoint.provider.built_in:
            cancel.sent.set()  # what it takes to think needs this process itself
        with (
            asking(heard, url, cancel),
            connect(endpoint, self._transport, self._timeout) as http,
            http.stream(
                "POST", url, json=body, headers=headers(endpoint, body), extensions={"trace": _hook(cancel)}
            ) as reply,
        ):
            heard.head(reply.status_code, dict(reply.headers))
            reads = reads_of(reply, heard, cancel)
            if not 200 <= reply.status_code < 300:
                raise voice.refusal(reply.status_code, _start_of(reads), reply.headers)
            if reply.status_code in NO_CONTENT:
                raise voice.not_a_chat(b"", reply.status_code)
            reader = reader_of(endpoint, voice, self._most_bytes)
            try:
                for read in reads:
                    if cancel.cancelled:
                        return
                    yield from reader.feed(read)
                    if reader.over:
                        heard.ended(True)
                        break
            except httpx.HTTPError:
                # What a reader holds back belongs to the turn also when the line is cut; and a reply that had
                # said its last word is whole, however its connection was closed.
                if not cancel.cancelled:
                    yield from reader.end(broken=True)
                return
            if not cancel.cancelled:
                yield from reader.end()


def reader_of(endpoint: Endpoint, voice: Voice, most_bytes: int = MOST_BYTES) -> BodyReader:
    """Of a reply in the protocol in which this server is asked."""
    asked = endpoint.protocol.reader(voice, endpoint.provider, endpoint.maker)
    return BodyReader(voice, most_bytes=most_bytes, reply=WhoeverReader(voice, asked, endpoint.protocol.label))


def _otherwise(
    endpoint: Endpoint, body: dict[str, Any], model: str, refused: TurnFailed
) -> tuple[str, dict[str, Any], Endpoint] | None:
    """Where, how and of whom the same may be asked once more, because it was only put the wrong way."""
    status, said = refused.failure.status, refused.failure.said
    if status in (400, 422) and UNSEALED.search(said) and (bare := endpoint.protocol.bare(body)) is not None:
        return endpoint.url_for(model), bare, endpoint
    if status in (400, 404) and INSTRUCT_ONLY.search(said) and (older := endpoint.protocol.older):
        # What comes of it has the form of chat completions.
        plain = replace(endpoint, provider=replace(endpoint.provider, protocol="chat-completions"))
        return f"{endpoint.base_url}/completions", older(body), plain
    return None


def _hook(cancel: CancelToken) -> Callable[[str, Mapping[str, Any]], None]:
    """A trace that learns of the socket as soon as it exists, long before there is a response to close, and tells when
    the request is out.

    Closing a response from another thread does not wake a read that blocks; shutting its socket down does.
    """

    def trace(event: str, info: Mapping[str, Any]) -> None:
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):  # of a connection or of one by a proxy
            found = info["return_value"].get_extra_info("socket")
            if isinstance(found, socket.socket):
                cancel.on_cancel(lambda: _shut(found))
        elif event.endswith("send_request_body.complete"):
            cancel.sent.set()

    return trace


def _shut(found: socket.socket) -> None:
    with contextlib.suppress(OSError):  # it may be closed already
        # The plain socket's shutdown, also for TLS: SSLSocket's own would take the session from under the reader.
        socket.socket.shutdown(found, socket.SHUT_RDWR)


def _start_of(reads: Iterator[bytes]) -> bytes:
    """The body of an error, as far as anybody would read it, and what arrived of it where it breaks off."""
    body = b""
    with contextlib.suppress(httpx.HTTPError):
        for read in reads:
            body += read
            if len(body) > MOST_BYTES_OF_ERROR:
                break
    return body
