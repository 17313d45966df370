"""What one tab of a browser holds beside its fields, as one value. A refresh begins with a new one: what must survive
that stands in the address, in the store, or in the room."""

import secrets
from dataclasses import dataclass, field
from typing import Literal

from components.conversation import Asked, Note
from components.injection import Plan
from components.ui.state.outcome import Outcome
from components.ui.state.texts import Texts
from components.ui.state.wish import Wish

DialogName = Literal[
    "call",
    "sent on",
    "change",
    "translate",
    "arrived",
    "export",
    "audience",
    "guess",
    "guessed",
    "own guess",
    "keys",
    "recordings",
    "explain step",
    "translate step",
    "administer",
]


@dataclass(frozen=True, slots=True)
class Above:
    """What lies above the page, and of which chat or turn it is ("" for none); `span`: of which characters of its
    thoughts. `deed`: what an administrator is to confirm: its kind, of what, and how that is called."""

    name: DialogName
    chat_id: str = ""
    turn_id: str = ""
    span: tuple[int, int] = (0, 0)
    deed: tuple[str, str, str] = ("", "", "")


@dataclass(frozen=True, slots=True)
class Put:
    """What was written into the address, what had stood there, and when (monotonic seconds)."""

    value: str | None
    before: str | None
    at: float


@dataclass(slots=True)
class Place:
    """Which chat, experiment, measurement and race are shown. `away`: another page was shown since, whose address has
    none. `puts`: by the names of the address, until the browser has heard of them."""

    chat: str | None = None
    chat_away: bool = False
    run: str | None = None
    run_away: bool = False
    measurement: str | None = None
    race: str | None = None
    race_away: bool = False
    puts: dict[str, Put] = field(default_factory=dict[str, Put])


@dataclass(slots=True)
class Panels:
    """What readers said of panels of thoughts, by their places: `chosen` is open or closed; `hidden_until` (monotonic
    seconds) a message that it is open is older than the press that hid it. `seen` are turns that grew in this tab, and
    `closed` the places whose panel was closed when its thoughts were over."""

    chosen: dict[str, bool] = field(default_factory=dict[str, bool])
    hidden_until: dict[str, float] = field(default_factory=dict[str, float])
    seen: set[str] = field(default_factory=set[str])
    closed: set[str] = field(default_factory=set[str])


@dataclass(slots=True)
class Choices:
    """Whom to ask, where no chat says it: as chosen for new chats, as they `begin` where nobody chose, for each part of
    a measurement by its title, for the lanes of a race, and for what is asked beside a chat: an `aside` in the dialog
    that lies above the page, forced answers (`probes`) on it. `picked` from a list and not carried out yet: server and
    model, by the scope of the list; `closing` are scopes of lists that are to close."""

    new_chats: Asked | None = None
    begin: Asked | None = None
    measured: dict[str, Asked] = field(default_factory=dict[str, Asked])
    raced: tuple[Asked, ...] = ()
    aside: Asked | None = None
    probes: Asked | None = None
    picked: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    closing: set[str] = field(default_factory=set[str])


@dataclass(slots=True)
class Noting:
    """`done`: the number of the last deed with notes that was carried out. `removed`: notes by their ids, as long as
    they can be brought back here."""

    done: int = 0
    removed: dict[str, Note] = field(default_factory=dict[str, Note])


@dataclass(slots=True)
class Tab:
    """`page` is a random name of it. `bring`: the chat, and its turn to stand at the top of the window. `unsent`: a
    question that was not asked, and why. `replaying`: the turn that is, in its chat. `copy`: a text and a number of the
    wish; `find`: a place, words, a number. `plan`: what the plan of an experiment began as, and what was made of it;
    `plan_anew`: its fields are to be filled again; `race_anew`: those of a race. `slots`: the turns in them;
    `answerable` is the one that is offered to be answered now, beside Stop; `beside`: fragments to draw with them.
    `presses` have the time of each (monotonic seconds) until a run has seen it. `starts` counts where what a button
    starts begins to be started and where it is, by its key. `administered`: what came of what an administrator wished
    last, as Markdown. `noted`: what callbacks were told, and no page has carried out yet."""

    page: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    wired: bool = False
    wire_lost: bool = False
    outcome: Outcome = field(default_factory=Outcome)
    place: Place = field(default_factory=Place)
    panels: Panels = field(default_factory=Panels)
    choices: Choices = field(default_factory=Choices)
    noting: Noting = field(default_factory=Noting)
    bring: tuple[str, str | None] | None = None
    unsent: tuple[str, str] | None = None
    editing: str | None = None
    replaying: str | None = None
    renaming: str | None = None
    leaves_search: bool = False
    copy: tuple[str, int] | None = None
    find: tuple[str, str, int] | None = None
    above: Above | None = None
    times_above: int = 0
    imports: int = 0
    plan: tuple[str, Plan] | None = None
    plan_anew: bool = False
    race_anew: bool = False
    texts: dict[str, Texts] = field(default_factory=dict[str, Texts])
    slots: list[str] = field(default_factory=list[str])
    answerable: str | None = None
    beside: list[str] = field(default_factory=list[str])
    shown_turns: dict[str | None, int] = field(default_factory=dict[str | None, int])
    shown_chats: int = 50
    presses: dict[str, float] = field(default_factory=dict[str, float])
    starts: dict[str, int] = field(default_factory=dict[str, int])
    administered: str = ""
    noted: list[Wish] = field(default_factory=list[Wish])
