"""What is asked of a model, before any provider's spelling of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from components.conversation.model import Model

# "default": the thoughts are asked for, how long it thinks is the model's business; "hidden": the model is told to keep
# them to itself; "unsaid": nothing is said of thinking; "on": thinking without a level. The rest are levels.
Effort = Literal["default", "hidden", "unsaid", "on", "off", "minimal", "low", "medium", "high", "xhigh", "max"]
# How long a summary of its thoughts, and how long an answer, a model is asked for; "": nothing is said of it.
Summary = Literal["", "auto", "concise", "detailed"]
Verbosity = Literal["", "low", "medium", "high"]

# The server that plays recordings: what it says was said before, and nobody pays for it again.
REPLAY = "recording"

# Of the thoughts that an earlier answer of the same model was given with: its opaque details, or the text between tags.
SentBack = Literal["nothing", "details", "tags"]


@dataclass(frozen=True, slots=True)
class Thoughts:
    """What an earlier answer was thought with. A few providers need it back; whether it is sent, their row says.

    `details` as in Turn; `provider` and `model` made them, and nobody else can use them.
    """

    provider: str
    model: str
    text: str
    details: tuple[Mapping[str, Any], ...] | None = None

    @property
    def sealed(self) -> bool:
        """Would something be lost without the details: signatures, encrypted items, or their being empty?"""
        if self.details is None:
            return False
        return not self.details or any(item.get("signature") or item.get("data") for item in self.details)


@dataclass(frozen=True, slots=True)
class Message:
    role: Literal["system", "user", "assistant"]
    content: str
    thoughts: Thoughts | None = None


@dataclass(frozen=True, slots=True)
class Routing:
    """Which upstream providers a router may use: `order` by their slugs, best first."""

    order: tuple[str, ...] = ()
    deny_data_collection: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """The choices of one turn. `provider` is the name of an endpoint. `budget` is the most tokens to think with, and
    where it is set it stands in place of `effort`. None: left to the server. `echo`: a router is asked what it really
    sent on, and to whom. `stop`: words at which the reply ends, "" for none. `own_fields`: as a person typed them for
    this model, see there. `literally`: with nothing but what stands here, also nothing that the room or a person adds
    to all requests."""

    provider: str
    model: str
    effort: Effort = "default"
    system_prompt: str = ""
    max_tokens: int | None = None
    budget: int | None = None
    temperature: float | None = None
    routing: Routing = field(default_factory=Routing)
    echo: bool = False
    stop: str = ""
    summary: Summary = ""
    verbosity: Verbosity = ""
    own_fields: str = ""
    literally: bool = False


def asked_of(found: Mapping[str, Any]) -> Asked:
    """From what `dataclasses.asdict` made of one. TypeError or KeyError where it is none."""
    routing = dict(found.get("routing") or {})
    order = tuple(routing.pop("order", ()))
    rest = {name: value for name, value in found.items() if name != "routing"}
    return Asked(**rest, routing=Routing(order, **routing))


@dataclass(frozen=True, slots=True)
class Prefill:
    """What a turn is handed before its first word, from the turn `of`: thoughts, and where that had begun one, the
    answer so far. `edited`: a person changed the thoughts. `closed`: they are over, and the answer is to follow."""

    of: str
    thoughts: str = ""
    answer: str = ""
    edited: bool = False
    closed: bool = False

    @property
    def closes(self) -> bool:
        """Are there thoughts to close, and is the first word of the answer still to come?"""
        return self.closed and bool(self.thoughts.strip()) and not self.answer.strip()


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """Messages end with the question. Earlier reasoning is beside them, for the few providers that need it back. The
    `prefill` is the beginning of the reply. `session`: one name for all requests of a chat, which tells nobody which
    chat that is, and `user` one for all of a person; "" for none. `model` is what a catalogue says of the one that is
    asked. `dearest`: USD that a token of the question, and one that is written, may cost at most, where a router is to
    choose by that."""

    asked: Asked
    messages: tuple[Message, ...]
    prefill: Prefill | None = None
    session: str = ""
    user: str = ""
    model: "Model | None" = None
    dearest: tuple[float, float] | None = None


GO_ON = "Your answer broke off. Go on exactly where it stopped, and repeat nothing of it."
WITH_THOUGHTS = "Here are thoughts on this. Take them as your own, go on from where they stop, and then answer."
ANSWER_NOW = (
    "Here are thoughts on this, which were ended before they had come to their end. Take them as your own, think no"
    " further, and answer now from what they have."
)


def in_words(request: ChatRequest) -> ChatRequest:
    """The same for a provider that takes no beginning of a reply: the model is told in words."""
    prefill = request.prefill
    if prefill is None:
        return request
    if prefill.answer:
        more = (Message("assistant", prefill.answer.rstrip()), Message("user", GO_ON))
        return replace(request, messages=request.messages + more, prefill=None)
    *before, last = request.messages
    told = ANSWER_NOW if prefill.closes else WITH_THOUGHTS
    said = f"{last.content}\n\n{told}\n\n{prefill.thoughts.strip()}"
    return replace(request, messages=(*before, Message(last.role, said)), prefill=None)
