"""What of a turn's thoughts nobody sees: what is shown in their place, what was billed, what is kept sealed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from components.conversation import Circles, Circling, Turn, end_of
from components.conversation.circles import BATCH
from components.insight.clock import thought_of
from components.insight.giving import UNSAID, Giving, giving

# raw: the model's own words · summary: a provider's words on them · given: nothing but what the turn was handed ·
# encrypted: sent, but sealed · withheld: billed, and not sent · not_kept: it thought for a while, and what came is not
# kept here · hidden: it was not asked for them · off: it was told not to think · unasked: nothing was said of thinking
# · blank: white space alone · unread: something came that the room does not know · none: nothing came and nothing was
# billed · waiting: no word yet · unstarted: it was stopped or failed before its first word.
UnseenKind = Literal[
    "raw",
    "summary",
    "given",
    "encrypted",
    "withheld",
    "not_kept",
    "hidden",
    "off",
    "unasked",
    "blank",
    "unread",
    "none",
    "waiting",
    "unstarted",
]
# Of thoughts that can be read: how they ended, where their end is missing. "limit": all tokens were spent on them.
Missing = Literal["", "growing", "stopped", "failed", "limit", "cut"]
OPAQUE = ("encrypted_content", "redactedContent")
SIGNATURES = ("signature", "thoughtSignature", "thought_signature")
SEALED = ("reasoning.encrypted", "redacted_thinking")
BYTES_A_TOKEN = 4  # as everywhere in the room


@dataclass(frozen=True, slots=True)
class Unseen:
    """`billed` are the reasoning tokens that the provider counted, None where it told none; `visible` about how many
    tokens of its own thoughts can be read, without what it was given. `waited`: seconds before the first word, None
    where none came.

    `sealed` items are kept that only the provider can read, of `sealed_size` characters, and `signatures`; `rounds` is
    how often it thought; `looping` how it went in circles; `missing` why its thoughts have no end. `thought`: seconds
    that it thought for, where that is known. `gives`: what the maker of the model gives out, by its documents."""

    kind: UnseenKind
    billed: int | None = None
    visible: int = 0
    waited: float | None = None
    thought: float | None = None
    sealed: int = 0
    sealed_size: int = 0
    signatures: int = 0
    rounds: int = 0
    looping: Circling = ""
    missing: Missing = ""
    gives: Giving = UNSAID

    @property
    def shown(self) -> bool:
        """Does a word of its own thoughts stand there to be read?"""
        return self.kind in ("raw", "summary")


def unseen(turn: Turn, looping: Circling | None = None) -> Unseen:
    """`looping` where that is known, as of a turn that grows. O(characters)."""
    reply, times = turn.reply, turn.times
    thought = thought_of(reply, turn.given)
    own = thought.text[thought.given :]
    gives = giving(turn.asked.provider, turn.asked.model)
    said = bool(own.strip())
    came = times.first_reasoning is not None or times.first_answer is not None
    sealed, size, signatures = _sealed(reply.details or ())
    return Unseen(
        _shown(turn, gives) if said else _empty(turn, came, bool(thought.given)),
        reply.usage.reasoning_tokens if reply.usage else None,
        max(1, round(len(own.encode(errors="replace")) / BYTES_A_TOKEN)) if said else 0,
        times.waited if came else None,
        times.thought,
        sealed,
        size,
        signatures,
        sum(1 for start, end in thought.rounds if thought.text[max(start, thought.given) : end].strip()),
        (_circling(own) if looping is None else looping) if said else "",
        _missing(turn) if said else "",
        gives,
    )


def _shown(turn: Turn, gives: Giving) -> UnseenKind:
    """A maker that gives out summaries alone does so through every door, whatever they are called on the way."""
    return "summary" if turn.summarised or gives.form == "summary" else "raw"


def _empty(turn: Turn, came: bool, given: bool) -> UnseenKind:
    """Why nothing of its own can be read."""
    if turn.encrypted:
        return "encrypted"
    if turn.usage and turn.usage.reasoning_tokens:
        return "withheld"
    if given:
        return "given"
    if turn.times.first_reasoning is not None and not turn.reasoning:
        return "not_kept"
    if not (came or turn.reply.came):
        if not turn.ended:
            return "waiting"
        if turn.status != "done":
            return "unstarted"
    return _not_thought(turn)


def _not_thought(turn: Turn) -> UnseenKind:
    if turn.asked.effort == "off":
        return "off"
    if turn.reasoning:
        return "blank"
    if turn.asked.effort in ("hidden", "unsaid"):
        return "hidden" if turn.asked.effort == "hidden" else "unasked"
    return "unread" if turn.reply.unknown else "none"


def _missing(turn: Turn) -> Missing:
    if turn.times.first_answer is not None or turn.answer.strip():
        return ""
    match turn.status:
        case "queued" | "streaming":
            return "growing"
        case "stopped" | "failed":
            return turn.status
        case _:
            return "limit" if end_of(turn.finish_reason) == "limit" else "cut" if turn.cut else ""


def _circling(text: str) -> Circling:
    circles = Circles()
    for at in range(0, len(text), BATCH):
        if circles.feed(text[at : at + BATCH]):
            break
    return circles.kind


def _sealed(details: tuple[Mapping[str, Any], ...]) -> tuple[int, int, int]:
    """How many sealed items, of how many characters, and how many signatures."""
    sealed, size, signatures = 0, 0, 0
    for item in _objects(details):
        for name, value in item.items():
            if not isinstance(value, str) or not value:
                continue
            if name in OPAQUE or (name == "data" and item.get("type") in SEALED):
                sealed, size = sealed + 1, size + len(value)
            elif name in SIGNATURES:
                signatures += 1
    return sealed, size, signatures


def _objects(found: Any) -> Iterator[Mapping[str, Any]]:
    """All that are in each other, without recursion: they may be nested deeply."""
    open_ = [found]
    while open_:
        one = open_.pop()
        if isinstance(one, Mapping):
            yield one
            open_ += one.values()
        elif isinstance(one, list | tuple):
            open_ += one
