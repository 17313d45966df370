"""The steps a reply is made of. Two layers share the waiting ones:

a *script* says what the model does (Piece, Comment, Finish, Failure and the waits), a *plan* says what goes over the
wire (Head, Send, for broken replies Raw and HalfClose, and the waits). `dialect` turns the first into the second,
`connection` performs the second.
"""

from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Piece:
    """One token of text; `mark` is the number of the marker it consists of, if it is one."""

    kind: Literal["reasoning", "answer"]
    text: str
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """One keep-alive comment of the event stream."""


@dataclass(frozen=True, slots=True)
class Finish:
    """The regular end: finish_reason, usage in tokens, [DONE]."""

    reason: str
    reasoning_tokens: int
    completion_tokens: int


@dataclass(frozen=True, slots=True)
class Failure:
    """An error that arrives in the middle of a stream; the stream ends after it, without [DONE]."""

    error: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Due:
    """Wait until `seconds` after the start of the reply: an absolute time, so that lateness never adds up."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait for `seconds` from now."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Gate:
    """Wait until the test calls `resume`."""


@dataclass(frozen=True, slots=True)
class Silence:
    """Wait until the client goes away."""


@dataclass(frozen=True, slots=True)
class Cut:
    """End the connection here: a reset where `reset`, else an orderly close of the socket (FIN)."""

    reset: bool = True


@dataclass(frozen=True, slots=True)
class Head:
    """Status line and headers. `length` is the body's size in bytes; None sends the body chunked."""

    status: int
    content_type: str
    length: int | None = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Send:
    """Body bytes that leave in one write (and as one chunk, where the body is chunked)."""

    data: bytes
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes that leave exactly as they are, head and framing included: for what no honest server would send."""

    data: bytes


@dataclass(frozen=True, slots=True)
class HalfClose:
    """Say that nothing more will come (FIN), and keep the other direction open."""


Wait = Due | Pause | Gate | Silence | Cut
Event = Piece | Comment | Finish | Failure | Wait
Step = Head | Send | Raw | HalfClose | Wait
