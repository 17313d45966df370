"""How servers are spoken to, as one table: where a question goes, with what headers, how it is put, who reads the
reply, and how a list of models is asked for and read. A protocol is one entry, with its own reader and payload."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from components.conversation import ChatRequest, Model, StreamEvent, Thinking
from components.wire.catalog import claude_in, facts_of, thinking_by_row
from components.wire.claude import thinking_of_claude
from components.wire.foreign import COMPLETIONS, GEMINI, MESSAGES, RESPONSES
from components.wire.gemini import GeminiReader
from components.wire.gemini_models import gemini_in, thinking_of_gemini
from components.wire.gemini_payload import gemini_body, without_signatures
from components.wire.gpt import gpt_in, thinking_of_gpt
from components.wire.messages import MessagesReader
from components.wire.messages_payload import messages_body, without_thoughts
from components.wire.payload import completion, payload, without_details
from components.wire.programs import (
    ANTHROPIC,
    EVENTS,
    GEMINI_EVENTS,
    GENAI,
    LINES,
    MESSAGE_EVENTS,
    OPENAI,
    OPENAI_RESPONSES,
    RESPONSE_EVENTS,
    Package,
)
from components.wire.provider import ProtocolName, Provider
from components.wire.refusals import Voice
from components.wire.reply import ReplyReader
from components.wire.responses import ResponsesReader
from components.wire.responses_payload import older_body, responses_body, without_sealed
from components.wire.sse import ServerEvent
from components.wire.tally import Tally

BEARER = ("Authorization", "Bearer ")


class Reader(Protocol):
    """Reads one reply, event by event or as one body."""

    @property
    def complete(self) -> bool: ...  # was its end told?
    @property
    def over(self) -> bool: ...  # was it said that nothing follows?
    @property
    def spoke(self) -> bool: ...  # did anything come that belongs to a chat reply?
    @property
    def tally(self) -> Tally: ...
    @property
    def known(self) -> bool: ...
    def server_event(self, event: ServerEvent, /) -> list[StreamEvent]: ...
    def chunk(self, chunk: Any, /) -> list[StreamEvent]: ...
    def whole(self, body: Any, /) -> Iterator[StreamEvent]: ...
    def end(self, orderly: bool = True, /) -> Iterator[StreamEvent]: ...


def _chat_reader(voice: Voice, provider: Provider, maker: str) -> Reader:
    return ReplyReader(voice, provider.ends_silently)


def _messages_reader(voice: Voice, provider: Provider, maker: str) -> Reader:
    return MessagesReader(voice, maker)


def _responses_reader(voice: Voice, provider: Provider, maker: str) -> Reader:
    return ResponsesReader(voice, maker)


def _gemini_reader(voice: Voice, provider: Provider, maker: str) -> Reader:
    return GeminiReader(voice, maker)


def _no_more(page: Any) -> str:
    return ""


def _as_it_is(base_url: str) -> str:
    return base_url


def _after(page: Any) -> str:
    """Anthropic's lists come in pages, each of which names the last of its models."""
    last = page.get("last_id") if isinstance(page, dict) and page.get("has_more") is True else None
    return last if isinstance(last, str) else ""


def _token(page: Any) -> str:
    """Gemini's lists come in pages, each of which holds what the next is asked for by."""
    token = page.get("nextPageToken") if isinstance(page, dict) else None
    return token if isinstance(token, str) else ""


@dataclass(frozen=True, slots=True)
class WireProtocol:
    """`label` is what a sentence calls it. `path` follows the address of a server, and
    may hold the {model}. `key` is the header that holds a
    key, and what stands before it there; `headers` go with each request. `body` makes a request, `bare` takes the
    thoughts of earlier answers out of it again (None where there are none), and `reader` reads the reply. `older` makes
    of a request one for the older /completions, by which a model that is for no chat may be asked; None for none.

    `lists_at` is where its lists of models stand, by the address; `pages` is the query of the first page, and `next`
    what follows `after` of the next one ("" where it was the last); `facts` reads a row of one. `thinking` is the
    control over the thinking of a model that no list knows, None where the provider's row tells it. `events` is how a
    program reads a reply, `package` its own package.
    """

    label: str
    path: str
    body: Callable[[ChatRequest, Provider, bool], dict[str, Any]]
    bare: Callable[[dict[str, Any]], dict[str, Any] | None]
    reader: Callable[[Voice, Provider, str], Reader]
    events: str
    package: Package | None = None
    key: tuple[str, str] = BEARER
    headers: Mapping[str, str] = field(default_factory=dict)
    older: Callable[[dict[str, Any]], dict[str, Any]] | None = None
    lists_at: Callable[[str], str] = _as_it_is
    pages: str = ""
    after: str = ""
    next: Callable[[Any], str] = _no_more
    facts: Callable[[dict[str, Any], Provider], Model | None] = facts_of
    thinking: Callable[[str], Thinking] | None = None


PROTOCOLS: Mapping[ProtocolName, WireProtocol] = {
    "chat-completions": WireProtocol(
        COMPLETIONS,
        "/chat/completions",
        payload,
        without_details,
        _chat_reader,
        EVENTS,
        OPENAI,
        older=completion,
    ),
    "ollama": WireProtocol(
        "Ollama's own protocol",
        "/chat",
        payload,
        without_details,
        _chat_reader,
        LINES,
        lists_at=lambda base_url: f"{base_url.removesuffix('/api')}/v1",  # in the usual form
    ),
    "anthropic-messages": WireProtocol(
        MESSAGES,
        "/messages",
        messages_body,
        without_thoughts,
        _messages_reader,
        MESSAGE_EVENTS,
        ANTHROPIC,
        key=("x-api-key", ""),
        headers={"anthropic-version": "2023-06-01"},
        pages="?limit=1000",
        after="&after_id=",
        next=_after,
        facts=claude_in,
        thinking=thinking_of_claude,
    ),
    "gemini": WireProtocol(
        GEMINI,
        "/models/{model}:streamGenerateContent?alt=sse",
        gemini_body,
        without_signatures,
        _gemini_reader,
        GEMINI_EVENTS,
        GENAI,
        key=("x-goog-api-key", ""),
        pages="?pageSize=1000",
        after="&pageToken=",
        next=_token,
        facts=gemini_in,
        thinking=thinking_of_gemini,
    ),
    "openai-responses": WireProtocol(
        RESPONSES,
        "/responses",
        responses_body,
        without_sealed,
        _responses_reader,
        RESPONSE_EVENTS,
        OPENAI_RESPONSES,
        older=older_body,
        facts=gpt_in,
        thinking=thinking_of_gpt,
    ),
}


def named(name: str) -> ProtocolName | None:
    return next((one for one in PROTOCOLS if one == name), None)


def thinking_of(model: Model | None, provider: Provider, model_id: str = "") -> Thinking:
    """What a model takes; of one that no catalogue knows, what its protocol or its provider tells of it."""
    by_name = PROTOCOLS[provider.protocol].thinking
    if model is None and by_name is not None and model_id:
        return by_name(model_id)
    return thinking_by_row(model, provider)
