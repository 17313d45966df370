"""A chat, a run or a measurement that others follow on devices of their own: letting them in, their link, how many
there are, the end of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal, Protocol

import segno
import streamlit as st

from components.audience import Guess, Kind, Share, Shown
from components.ui import dialog, element_keys
from components.ui.chat import guessing
from components.ui.day import zone
from components.ui.faithful import as_label
from components.ui.press import pressed
from components.ui.state import slots

LASTS = {"1 hour": 3_600.0, "3 hours": 3 * 3_600.0, "1 day": 86_400.0, "7 days": 7 * 86_400.0}
COUNT_EVERY_S = 2.0


# What the form calls what is shown, and what of it can be ticked beside thoughts or costs.
SHOWN: dict[Kind, tuple[str, str, str]] = {
    "chat": ("this chat", "The questions", "The names of the chat and of the models"),
    "run": ("this run", "The question", "The names of the models"),
    "race": ("this race", "The question", "The names of the models"),
    "measurement": ("the table of these results", "The questions", "The names of the models"),
}
COPIES = "Going on from it in a chat of their own"
COPIES_TOLD = (
    "With the questions, on browsers that reach this room itself: on this machine, or by an address of the room's own."
    " What they ask there costs as any question in this room."
)
NO_LINK = "Its link is known to those who have it alone, since the room was started anew. Make another one."


class Link(Protocol):
    @property
    def share(self) -> Share: ...
    @property
    def token(self) -> str: ...


class Reached(Protocol):
    @property
    def address(self) -> str: ...
    @property
    def why(self) -> str: ...
    @property
    def doubt(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Wish:
    """`share`: with `shown`, for `lasts_s` seconds, `frozen` as it is now; `end`: of `share_id`."""

    kind: Literal["share", "end"]
    share_id: str = ""
    shown: Shown | None = None
    lasts_s: float = 0.0
    frozen: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """A share as it is shown: `address` of its link, "" where there is none, and `why` then says why; `doubt` is what
    may still be in the way."""

    share: Share
    address: str
    why: str
    doubt: str


def view_of(link: Link, reached: Reached) -> View:
    address = f"{reached.address}#{link.token}" if reached.address and link.token else ""
    return View(link.share, address, reached.why or NO_LINK, reached.doubt)


def show_following(
    share: Share | None, following: Callable[[], int], guess: Guess | None, look: Callable[[], tuple[Guess | None, int]]
) -> Literal["link"] | guessing.Step | None:
    """One line below the prompt while others may follow, with what they are to guess, and how many of them did: what of
    it is wanted? `look` tells that anew: a question to the model closes it, and draws nothing of this line."""
    if share is None:
        return None

    def show_count() -> None:
        now, votes = look()
        if now != guess:
            st.rerun()
        voted = f" · {guessing.counted(votes)}: {as_label(guess.question)}" if guess else ""
        st.caption(f":material/groups: {_count(following())}{voted}")

    with (
        st.bottom,
        st.container(key=element_keys.AUDIENCE, horizontal=True, gap="small", vertical_alignment="center"),
    ):
        st.fragment(show_count, run_every=COUNT_EVERY_S, key=slots.FOLLOWERS)()
        step = guessing.show_steps(guess) if share.live else None
        return "link" if pressed("Their link", key="audience-link", type="tertiary") else step


class Shares(Protocol):
    """Those of the person, to look at."""

    may: bool

    def of(self, subject_id: str, kind: Kind, /) -> Sequence[Link]: ...
    def reached(self) -> Reached: ...
    def following(self, share_id: str, /) -> int: ...


def show_run_audience(
    shares: Shares, kind: Kind, subject_id: str, do: Callable[[Wish], None], blind: bool = False
) -> None:
    """Of a run, on its own page: how many follow, and what lies above the page."""
    if not shares.may:
        return
    link = next(iter(shares.of(subject_id, kind)[::-1]), None)

    def following() -> int:
        return shares.following(link.share.id) if link else 0

    if _show_run_followed(link.share if link else None, following):
        dialog.open_above("audience", subject_id)
        st.rerun()
    if dialog.above("audience", subject_id):
        show_audience(view_of(link, shares.reached()) if link else None, following, do, kind, blind)


def _show_run_followed(share: Share | None, following: Callable[[], int]) -> bool:
    """Is the link wanted, or one to be made?"""
    with st.container(key=element_keys.AUDIENCE_OF_RUN, horizontal=True, gap="small", vertical_alignment="center"):
        if share is None:
            return pressed("Let others follow", key="let-follow", icon=":material/groups:", type="tertiary")
        count = st.fragment(lambda: st.caption(f":material/groups: {_count(following())}"), run_every=COUNT_EVERY_S)
        count()
        return pressed("Their link", key="audience-link", type="tertiary")


@dialog.dialog("Let others follow")
def show_audience(
    view: View | None,
    following: Callable[[], int],
    do: Callable[[Wish], None],
    kind: Kind = "chat",
    blind: bool = False,
    may_copy: bool = False,
) -> None:
    """`do` carries out at once; `blind`: nobody may know yet whose lane is whose; `may_copy`: the room lets who follows
    go on in chats of their own."""
    if view is None:
        _show_form(do, kind, blind, may_copy)
        return
    if view.address:
        st.image(_code(view.address), width=260)
        st.code(view.address, language=None, wrap_lines=True)
        if view.doubt:
            st.caption(view.doubt)
    else:
        st.markdown(f":orange[:material/warning: **Nobody can follow.**] {as_label(view.why)}")
    st.fragment(lambda: st.markdown(f"**{_count(following())}**"), run_every=COUNT_EVERY_S)()
    st.caption(_told(view.share))
    if pressed("End it", icon=":material/stop_circle:", key=f"end-share-{view.share.id}"):
        do(Wish("end", view.share.id))


def _show_form(do: Callable[[Wish], None], kind: Kind, blind: bool, may_copy: bool) -> None:
    what, questions, names = SHOWN[kind]
    table = kind == "measurement"
    grows = "as it fills, and no model's words" if table else "word by word"
    st.markdown(f"Whoever has the link sees {what} on a phone or another computer, {grows}. They can ask nothing.")
    live = st.segmented_control(
        "They see it", ["Live", "As it is now"], default="Live", key=dialog.key("audience", "live"), required=True
    )
    copies = kind == "chat" and may_copy
    shown = Shown(
        not table and st.checkbox("The thoughts", True, key=dialog.key("audience", "thoughts")),
        st.checkbox(questions, not table, key=dialog.key("audience", "questions")),
        st.checkbox(f"{names}, once they are revealed" if blind else names, key=dialog.key("audience", "names")),
        copies and st.checkbox(COPIES, key=dialog.key("audience", "copies"), help=COPIES_TOLD),
        table and st.checkbox("Cost and tokens", key=dialog.key("audience", "costs")),
    )
    lasts = st.segmented_control(
        "For", list(LASTS), default="3 hours", key=dialog.key("audience", "for"), required=True
    )
    if pressed("Make the link", icon=":material/qr_code_2:", type="primary", key="make-link"):
        do(Wish("share", "", shown, LASTS[lasts], live != "Live"))
    st.caption("Other devices reach this one page of the room, and nothing else of it.")


def _count(following: int) -> str:
    return (
        "Nobody follows now"
        if not following
        else f"{following:,} {'device follows' if following == 1 else 'devices follow'}"
    )


def _told(share: Share) -> str:
    shown, table = share.shown, share.kind == "measurement"
    parts = [
        "the table of results" if table else "the answers",
        *(["the thoughts"] if shown.thoughts and not table else []),
        *(["the questions" if share.kind == "chat" or table else "the question"] if shown.questions else []),
    ]
    parts += ["the names"] if shown.names else []
    parts += ["the costs"] if shown.costs else []
    on = " They may go on from it in a chat of their own." if shown.copies else ""
    seen = f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]
    until = datetime.fromtimestamp(share.ends, zone())
    how = "Live" if share.live else "As it was when the link was made"
    return f"{how}: {seen}. Until {until:%H:%M}, {until.day} {until:%B}.{on}"


@lru_cache(maxsize=16)
def _code(address: str) -> str:
    """Black on white in every theme: a camera reads it."""
    code = segno.make(address, error="m", micro=False)
    return code.svg_data_uri(scale=6, border=3, light="#ffffff", dark="#000000")
