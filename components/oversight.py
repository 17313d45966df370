"""What an administrator is told of a room, as values: who is there, what they use, what runs, what is shown and kept.
Of nothing that anybody wrote there is a word in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from components.conversation import Spent

RunKind = Literal["chat", "injection", "race", "measurement", "aside"]
RunState = Literal["in line", "waiting", "thinking", "answering"]
ShareKind = Literal["chat", "run", "race", "measurement"]


@dataclass(frozen=True, slots=True)
class Person:
    """`who` is their name in the room, which a page needs to say whom it means and shows nobody; `id` stands for it
    where a page names its elements. `label` tells them apart. `active` when they last asked something, and `signed_out`
    since when what they signed in with before is void (epoch); None for never. `leaves`: can the room sign them out?
    `you`: whoever looks."""

    who: str
    id: str
    label: str
    active: float | None = None
    chats: int = 0
    signed_out: float | None = None
    running: int = 0
    leaves: bool = False
    you: bool = False


@dataclass(frozen=True, slots=True)
class People:
    """`note`: why they cannot be signed out here, in words; "" where they can."""

    all: Sequence[Person]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """What somebody, or all together (`label` ""), had asked in a day and in the last days: `asked` turns, of which
    `untold` ones nobody told what they used. `read` tokens of questions beside those that were written."""

    spent: Spent = field(default_factory=Spent)
    asked: int = 0
    untold: int = 0
    read: int = 0


@dataclass(frozen=True, slots=True)
class Accounts:
    """Of one person, or of all together."""

    label: str
    today: Account = field(default_factory=Account)
    lately: Account = field(default_factory=Account)


@dataclass(frozen=True, slots=True)
class Limit:
    """`setting` by which it is set; `most` None where it is not. `used` of it now, `held` of that reserved for what
    runs; None where nobody counts it, or each person has a share of their own."""

    setting: str
    unit: Literal["usd", "turns", "requests", "at once"]
    each: bool
    most: float | None
    used: float | None = None
    held: float = 0.0


@dataclass(frozen=True, slots=True)
class Share:
    """What somebody used today of what a person may use a day."""

    label: str
    usd: float
    held: float
    turns: int


@dataclass(frozen=True, slots=True)
class Limits:
    """`shares` where there is a limit for each person: those who used most of it first."""

    limits: Sequence[Limit]
    shares: Sequence[Share] = ()
    resets: float = 0.0  # when the day ends, epoch


@dataclass(frozen=True, slots=True)
class LiveRun:
    """A turn on its way; `model` "" where a recording answers. `here`: in this process, not in another one of the room.
    `tokens` are those that it wrote so far, about where they are not `told`."""

    id: str
    label: str
    kind: RunKind
    server: str
    model: str
    begun: float
    state: RunState
    tokens: int
    told: bool
    here: bool


@dataclass(frozen=True, slots=True)
class Running:
    """`missing`: why some of what runs elsewhere may not be among them, in words; "" where all of it is."""

    runs: Sequence[LiveRun]
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """`days` after which what nobody changed is deleted, None for never; `old` chats are so old by now. Deleted, and
    waiting to be forgotten for good, are `deleted_chats` and `deleted_turns`. `bytes` is what the database takes."""

    days: float | None
    engine: str
    bytes: int | None
    chats: int
    turns: int
    old: int
    deleted_chats: int
    deleted_turns: int


@dataclass(frozen=True, slots=True)
class SharedLink:
    """By which others follow something; `following` in this process. Its token is nowhere here."""

    id: str
    label: str
    kind: ShareKind
    live: bool
    created: float
    ends: float
    following: int


@dataclass(frozen=True, slots=True)
class InShort:
    """`people` that are known; what was asked `today`; how much runs, and how many links there are, now."""

    people: int
    today: Account
    running: int
    links: int
