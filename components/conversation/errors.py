"""Why a turn did not end well. Every sentence says what happened and what to do next; what is kept, the page adds.

TurnFailed
├── Unreachable        no connection could be made
├── NotAChatServer     something answered, but not a chat server
├── KeyRefused         401: the key is missing, wrong or disabled
├── RoomKeyRefused     the same, where the key stands in the room's settings
├── KeyMissing         a key is needed and none is set; nothing was sent
├── CreditsMissing     402
├── Forbidden          403: moderation, region, permission
├── ModelUnknown       404, or a 400 that says so
├── RateLimited        429
├── RequestRefused     400, 413, 422 and the like
├── ProviderDown       408 and 5xx before a word arrived
├── ProviderGaveUp     an error inside the stream
├── ConnectionLost     the stream broke off without its end
├── RoomFull           too many turns at once on this server
├── Interrupted        the room's own server was ended meanwhile
└── Fault              a mistake of ours
"""

from dataclasses import dataclass
from math import ceil
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Failure:
    """A TurnFailed as a value that can be stored and shown: `said` holds the provider's own words, keys removed."""

    kind: str
    what: str
    next_step: str
    said: str = ""
    status: int | None = None
    retry_after_s: float | None = None


class TurnFailed(Exception):
    """`server` is the name a person knows the server by, `said` the provider's own words (never with a key)."""

    kind: ClassVar[str] = "failed"
    what: ClassVar[str] = "The turn failed."
    next_step: ClassVar[str] = "Try again."

    def __init__(
        self,
        server: str = "The server",
        said: str = "",
        *,
        model: str = "",
        status: int | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        words = {"server": server, "model": model or "this model", "wait": _wait(retry_after_s)}
        self.failure = Failure(
            self.kind, self.what.format(**words), self.next_step.format(**words), said, status, retry_after_s
        )
        super().__init__(self.failure.what)


class Unreachable(TurnFailed):
    kind = "unreachable"
    what = "{server} could not be reached."
    next_step = "Check the network and the address of the server, then try again."


class NotAChatServer(TurnFailed):
    kind = "not a chat server"
    what = "{server} answered with something that is not a chat reply."
    next_step = "Check its address: it usually ends in /v1. A sign-in page of the network may also be in the way."


class KeyRefused(TurnFailed):
    kind = "key refused"
    what = "{server} refused the key, so nothing was asked."
    next_step = "Enter another key in the sidebar, then try again."


class RoomKeyRefused(TurnFailed):
    """The key is one of the room's own settings, so nobody can change it on the page."""

    kind = "room key refused"
    what = KeyRefused.what
    next_step = "Correct the key in the room's settings (.env), start it again, then try again."


class KeyMissing(TurnFailed):
    kind = "key missing"
    what = "No key is set for {server}, so nothing was asked."
    next_step = "Enter a key in the sidebar, then try again."


class CreditsMissing(TurnFailed):
    kind = "credits missing"
    what = "{server} says that the credits do not cover this turn."
    next_step = "Add credits at the provider, lower the token limit, or choose a cheaper model, then try again."


class Forbidden(TurnFailed):
    kind = "forbidden"
    what = "{server} does not allow this question or this model for your key."
    next_step = "Read its own words below, then reword the question or choose another model."


class ModelUnknown(TurnFailed):
    kind = "model unknown"
    what = "{server} does not offer the model {model}."
    next_step = "Check the model's name in the sidebar, then try again."


class RateLimited(TurnFailed):
    kind = "rate limited"
    what = "{server} accepts no more requests for the moment."
    next_step = "Try again {wait}, or choose another model."


class RequestRefused(TurnFailed):
    kind = "request refused"
    what = "{server} did not accept the request."
    next_step = "Its own words below say why; change the question or the settings, then try again."


class ProviderDown(TurnFailed):
    kind = "provider down"
    what = "{server} has trouble of its own."
    next_step = "Try again {wait}, or choose another model."


class ProviderGaveUp(TurnFailed):
    kind = "provider gave up"
    what = "The provider broke off with an error."
    next_step = "Try again, or choose another model."


class ConnectionLost(TurnFailed):
    kind = "connection lost"
    what = "Connection lost."
    next_step = "Try again."


class RoomFull(TurnFailed):
    kind = "room full"
    what = "All places are taken: too many turns are running on this server."
    next_step = "Wait until one ends, then try again."


class Interrupted(TurnFailed):
    kind = "interrupted"
    what = "Cut off, because the room's server was ended."
    next_step = "Try again."


class Fault(TurnFailed):
    kind = "fault"
    what = "Thinkroom itself made a mistake while reading this reply."
    next_step = "Try again; the log of the server has the details."


def _wait(seconds: float | None) -> str:
    return f"in {ceil(seconds):,} s" if seconds else "in a moment"
