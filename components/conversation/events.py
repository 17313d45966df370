"""What can arrive while a model replies, in the words of the conversation and of no provider."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from components.conversation.errors import Failure
from components.conversation.figures import Usage
from components.conversation.reply import Kind
from components.conversation.request import Prefill


@dataclass(frozen=True, slots=True)
class ReasoningDelta:
    """`summary`: a provider's words on the thoughts, and not the model's own. `index` counts the thoughts that are told
    apart, from 0 (None) on: they are not to run into each other."""

    text: str
    summary: bool = False
    index: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerDelta:
    """`index` tells messages apart that one reply holds (a word on what it is about to do, and the answer), None where
    it holds one: they are not to run into each other."""

    text: str
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """More of a part that is neither thought nor answer; `data` and `index` as a Piece has them."""

    kind: Kind
    text: str
    data: Mapping[str, Any] | None = None
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """A sentence on how the question was asked otherwise than was chosen."""

    sentence: str


@dataclass(frozen=True, slots=True)
class SentOn:
    """What a router tells of the request that it sent on, or of whom it tried, as JSON text."""

    text: str


@dataclass(frozen=True, slots=True)
class Refiled:
    """A closing think tag came without its opening: all that was taken for the answer so far was reasoning."""


@dataclass(frozen=True, slots=True)
class BegunAnew:
    """The provider began its message again: what came so far is no part of it."""


@dataclass(frozen=True, slots=True)
class Prefilled:
    """The provider took the prefill: `as_own` as the beginning of the reply, else in words."""

    prefill: Prefill
    as_own: bool


@dataclass(frozen=True, slots=True)
class KeptAlive:
    """The provider is alive and has nothing to say yet."""


@dataclass(frozen=True, slots=True)
class Retrying:
    """Nothing had come when it failed, so it is asked again in `wait_s` seconds; `try_no` counts from 2 up to `of`."""

    failure: Failure
    wait_s: float
    try_no: int
    of: int


@dataclass(frozen=True, slots=True)
class Loading:
    """The server reads the model into memory, and the question waits for that; `share` of it is done (0 to 1; None: not
    told)."""

    failure: Failure
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Identified:
    """Who answers: the id of the generation, the model and the upstream provider, each "" when not told."""

    generation_id: str
    model: str
    provider: str


@dataclass(frozen=True, slots=True)
class DetailsKept:
    """Opaque reasoning details, merged and in order, and what they say about the reasoning that was shown."""

    items: tuple[Mapping[str, Any], ...]
    summarised: bool
    encrypted: bool


@dataclass(frozen=True, slots=True)
class UsageReported:
    usage: Usage


@dataclass(frozen=True, slots=True)
class Finished:
    """`reason` in the provider's own spelling; finish tells what it means."""

    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The provider reported an error; the stream may still bring the usage."""

    failure: Failure


StreamEvent = (
    ReasoningDelta
    | AnswerDelta
    | Added
    | Noted
    | SentOn
    | Refiled
    | BegunAnew
    | Prefilled
    | KeptAlive
    | Retrying
    | Loading
    | Identified
    | DetailsKept
    | UsageReported
    | Finished
    | Failed
)
