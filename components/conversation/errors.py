"""Why a turn did not end well. Every sentence says what happened and what to do next, in words that hold on any page
and in a file; what is kept, and where on the page something is done, the page adds.

TurnFailed
├── Unreachable        no connection could be made
├── NotAChatServer     something answered, but not a chat server
├── KeyRefused         401: the key is missing, wrong or disabled
├── RoomKeyRefused     the same, where the key stands in the room's settings
├── KeyMissing         a key is needed and none is set; nothing was sent
├── FieldsUnusable     a person's own fields are not JSON, or set what they may not; nothing was sent
├── DayIsSpent         a limit for a day is reached, of money or of turns; nothing was sent
├── NotWithRoomKey     the room's key has a limit of money, and nobody knows what this costs; nothing was sent
├── NotRecorded        a recording does not have the question; nobody was asked
├── ServerGone         the server is no longer among the settings; nothing was sent
├── CreditsMissing     402: of the account or of the key
├── Forbidden          403: moderation, guardrail, region, permission
├── ModelUnknown       404, or a 400 that says so: no such model, or nobody serves it
├── NobodyFits         404 or 503: the model is there, but not under these routing or privacy wishes
├── RateLimited        429: the server's own limit or the upstream's
├── ReasoningMandatory 400: thinking was turned off for a model that cannot but think
├── ContextTooLong     400 or 413: chat and answer together are longer than the model can read
├── RequestRefused     400, 412, 413, 422 and the like
├── ModelLoading       503 and a word for it: the server reads the model into memory
├── ProviderDown       408 and 5xx before a word arrived
├── ProviderGaveUp     an error inside the stream
├── ConnectionLost     the stream broke off without its end
├── TookTooLong        no word for longer than the room waits, or no end
├── ReplyTooLong       more than the room keeps of one reply
├── RoomFull           too many turns at once on this server
├── Interrupted        the room's own server was ended meanwhile
└── Fault              a mistake of ours

The room's own (KeyMissing to Fault, without ConnectionLost) stand in own_errors, what goes wrong on the way
(Unreachable, NotAChatServer, ConnectionLost) in way_errors. Those that may pass by themselves are `transient`, but for
the causes that are `lasting`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import ClassVar

from components.conversation.model import shown_as


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
    """`server` is the name a person knows the server by, `upstream` the provider behind a router, `said` the provider's
    own words. `why` picks a sentence of `because` and a next step of `so`; `told` fills their blanks. No key in any."""

    kind: ClassVar[str] = "failed"
    what: ClassVar[str] = "The turn failed."
    next_step: ClassVar[str] = "Try again."
    because: ClassVar[Mapping[str, str]] = {}
    so: ClassVar[Mapping[str, str]] = {}
    transient: ClassVar[bool] = False
    lasting: ClassVar[frozenset[str]] = frozenset()

    def __init__(
        self,
        server: str = "The server",
        said: str = "",
        *,
        model: str = "",
        upstream: str = "",
        status: int | None = None,
        retry_after_s: float | None = None,
        why: str = "",
        **told: str,
    ) -> None:
        wait = retry_after_s and f"in {duration(retry_after_s)}"
        words: dict[str, object] = {
            **told,
            "server": server,
            "who": f"{upstream}, which serves this model for {server}," if upstream not in ("", server) else server,
            "model": shown_as(model) if model else "this model",
            "wait": wait or "in a moment",
            "later": wait or "tomorrow",
        }
        what = self.because.get(why, self.what).format_map(_Words(words))
        next_step = self.so.get(why, self.next_step).format_map(_Words(words))
        self.why, self.told = why, told
        self.failure = Failure(self.kind, what, next_step, said, status, retry_after_s)
        super().__init__(what)


class _Words(dict[str, object]):
    """A blank that nobody filled costs a sentence that blank and not itself."""

    def __missing__(self, blank: str) -> str:
        return ""


def duration(seconds: float) -> str:
    """A time to wait, rounded up so that it suffices: 7 s, 2 min 5 s, 1 h 3 min."""
    whole = ceil(seconds)
    if whole < 60:
        return f"{whole} s"
    size, units = (whole, ("min", "s")) if whole < 3600 else (ceil(whole / 60), ("h", "min"))
    return f"{size // 60:,} {units[0]}" + (f" {size % 60} {units[1]}" if size % 60 else "")


class KeyRefused(TurnFailed):
    kind = "key refused"
    what = "{server} refused the key, so nothing was asked."
    next_step = "Enter another key, then try again."


class RoomKeyRefused(TurnFailed):
    kind = "room key refused"
    what = KeyRefused.what
    next_step = "Correct the key in the room's settings (.env), start it again, then try again."


class CreditsMissing(TurnFailed):
    kind = "credits missing"
    what = "{server} says that the credits do not cover this turn."
    next_step = "Add credits at the provider, lower the token limit, or choose a cheaper model, then try again."
    because: ClassVar = {
        "tokens": "{server}'s credits do not cover this turn: "
        "it may take up to {asked} tokens, and they pay for {pays}.",
        "key limit": "The limit that was set for this key at {server} is used up.",
        "free": "{server} answers no free model either, because the credits are used up.",
    }
    so: ClassVar = {
        "tokens": "Add credits at the provider, set max tokens to {pays} or less, or choose a cheaper model, "
        "then try again.",
        "key limit": "Raise the key's limit at the provider, or use another key, then try again.",
        "free": "Add credits at the provider until the balance is not negative, then try again.",
    }


class Forbidden(TurnFailed):
    kind = "forbidden"
    what = "{server} does not allow this question or this model for your key."
    next_step = "Read its own words, then reword the question or choose another model."
    because: ClassVar = {
        "flagged": "{server} does not allow this question: a moderation check flagged it{reasons}.",
        "guardrail": "{server} does not allow this question: a guardrail of the account stopped it.",
        "region": "{server} does not offer {model} in this region.",
    }
    so: ClassVar = {
        "flagged": "Reword the question, or choose another model without that check, then try again.",
        "guardrail": "Reword the question, or change the guardrail at the provider, then try again.",
        "region": "Choose another model or another provider, then try again.",
    }


class ModelUnknown(TurnFailed):
    kind = "model unknown"
    what = "{server} does not offer the model {model}."
    next_step = "Check the model's name, then try again."
    because: ClassVar = {"nobody": "Nobody at {server} serves {model}.", "ended": "{server} ended the free {model}."}
    so: ClassVar = {
        "nobody": "Choose another model, or try again later.",
        "ended": "Take “:free” off the model's name, or choose another model, then try again.",
    }


class NobodyFits(TurnFailed):
    kind = "nobody fits"
    what = "At {server} no provider of {model} meets the routing wishes of this request."
    next_step = "Loosen the provider routing, or the privacy settings at {server}, then try again."
    because: ClassVar = {"privacy": "At {server} no provider of {model} fits the privacy settings."}


class RateLimited(TurnFailed):
    kind = "rate limited"
    transient = True
    what = "{who} accepts no more requests for the moment."
    next_step = "Try again {wait}, or choose another model."
    lasting = frozenset({"free day"})
    because: ClassVar = {"free day": "The free requests of this day at {server} are used up."}
    so: ClassVar = {"free day": "Try again {later}, or choose a model that is not free."}


class ReasoningMandatory(TurnFailed):
    kind = "reasoning mandatory"
    what = "Thinking cannot be turned off for {model}."
    next_step = "Choose Default or a level, then try again."


class ContextTooLong(TurnFailed):
    kind = "context too long"
    what = "This chat is longer than {model} can read."
    next_step = "Start a new chat, or choose a model with a longer context and try again."
    because: ClassVar = {"tokens": "This chat is longer than {model} can read: {asked} tokens of at most {most}."}


class RequestRefused(TurnFailed):
    kind = "request refused"
    what = "{server} did not accept the request."
    next_step = "Its own words say why; change the question or the settings, then try again."
    because: ClassVar = {"too large": "{server} did not accept the request, because it is too large."}
    so: ClassVar = {"too large": "Shorten the question, or start a new chat."}


class ModelLoading(TurnFailed):
    """`told` may have `share`, how far it has come (0 to 1), as text. It is waited for, and not one try of a few."""

    kind = "model loading"
    what = "The model is being loaded by {server}."
    next_step = "Try again {wait}, when it is loaded."
    because: ClassVar = {"long": "The model is still being loaded by {server}, after {limit}."}
    so: ClassVar = {"long": "Look at the server: it may lack memory for this model. Then try again."}

    @property
    def share(self) -> float | None:
        return float(self.told["share"]) if self.told.get("share") else None


class ProviderDown(TurnFailed):
    kind = "provider down"
    transient = True
    what = "{who} has trouble of its own."
    next_step = "Try again {wait}, or choose another model."
    because: ClassVar = {"timeout": "{who} took too long to answer.", "overloaded": "{who} is overloaded."}


class ProviderGaveUp(TurnFailed):
    kind = "provider gave up"
    what = "The provider broke off with an error."
    next_step = "Try again {wait}, or choose another model."
    because: ClassVar = {
        "limited": "The provider broke off, because it accepts no more requests for the moment.",
        "overloaded": "The provider broke off, because it is overloaded.",
        "timeout": "The provider broke off, because the reply took too long.",
        "context": "The provider broke off, because this chat is longer than {model} can read.",
        "token limit": "The provider broke off at the token limit.",
        "refused": "The provider broke off, because its filter does not allow the rest.",
        "credits": "The provider broke off, because the credits are used up.",
    }
    so: ClassVar = {
        "context": "Start a new chat, or choose a model with a longer context and try again.",
        "token limit": "Set max tokens higher, or choose another model, then try again.",
        "refused": "Reword the question, or choose another model, then try again.",
        "credits": "Add credits at the provider, or choose a cheaper model, then try again.",
    }
