"""What of a turn's thoughts nobody sees: what is shown in their place, what was billed, what is kept sealed."""

from dataclasses import dataclass
from typing import Literal

from components.conversation import Circles, Circling, Turn

# raw: the model's own words · summary: a provider's words on them · given: nothing but what the turn was handed ·
# encrypted: sent, but sealed · withheld: billed, and not sent · hidden: it was told to keep them to itself · off: it
# was told not to think · unasked: nothing was said of thinking · blank: white space alone · unread: something came that
# the room does not know · none: nothing came and nothing was billed · waiting: no word yet · unstarted: it was stopped
# or failed before its first word · not_kept: there were some, and they are not kept here.
UnseenKind = Literal[
    "raw",
    "summary",
    "given",
    "encrypted",
    "withheld",
    "hidden",
    "off",
    "unasked",
    "blank",
    "unread",
    "none",
    "waiting",
    "unstarted",
    "not_kept",
]


@dataclass(frozen=True, slots=True)
class Unseen:
    """`billed` are the reasoning tokens that the provider counted, None where it told none; `visible` about how many
    tokens can be read; `waited` the seconds before the first word. `sealed` opaque items are kept, of `sealed_bytes`.
    `rounds` is how often it thought; `looping` how it went in circles; `whole`: its thoughts came to their end."""

    kind: UnseenKind
    billed: int | None = None
    visible: int = 0
    waited: float | None = None
    sealed: int = 0
    sealed_bytes: int = 0
    rounds: int = 0
    looping: Circling = ""
    whole: bool = True


def unseen(turn: Turn) -> Unseen:
    reply = turn.reply
    text = reply.reasoning
    visible = round(len(text.encode()) / 4)
    kind: UnseenKind = "summary" if reply.summarised else "raw"
    if not text.strip():
        kind = "encrypted" if reply.encrypted else "withheld" if turn.withheld else "none"
    billed = reply.usage.reasoning_tokens if reply.usage else None
    rounds = sum(1 for one in reply.rounds if one.thoughts)
    return Unseen(
        kind, billed, visible, reply.times.waited, len(reply.details or ()), rounds=rounds, looping=Circles().feed(text)
    )
