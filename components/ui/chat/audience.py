"""A chat that others follow on devices of their own: letting them in, their link, how many there are, the end of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal

import segno
import streamlit as st

from components.audience import Guess, Share, Shown
from components.ui import dialog, element_keys
from components.ui.chat import guessing
from components.ui.day import zone
from components.ui.faithful import as_label
from components.ui.press import pressed
from components.ui.state import slots

LASTS = {"1 hour": 3_600.0, "3 hours": 3 * 3_600.0, "1 day": 86_400.0, "7 days": 7 * 86_400.0}
COUNT_EVERY_S = 2.0


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


@dialog.dialog("Let others follow")
def show_audience(view: View | None, following: Callable[[], int], do: Callable[[Wish], None]) -> None:
    """`do` carries out at once."""
    if view is None:
        _show_form(do)
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


def _show_form(do: Callable[[Wish], None]) -> None:
    st.markdown(
        "Whoever has the link sees this chat on a phone or another computer, word by word. They can ask nothing."
    )
    live = st.segmented_control(
        "They see it", ["Live", "As it is now"], default="Live", key=dialog.key("audience", "live"), required=True
    )
    shown = Shown(
        st.checkbox("The thoughts", True, key=dialog.key("audience", "thoughts")),
        st.checkbox("The questions", True, key=dialog.key("audience", "questions")),
        st.checkbox("The names of the chat and of the models", key=dialog.key("audience", "names")),
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
    shown = share.shown
    parts = [
        "the answers",
        *(["the thoughts"] if shown.thoughts else []),
        *(["the questions"] if shown.questions else []),
    ]
    parts += ["the names"] if shown.names else []
    seen = f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]
    until = datetime.fromtimestamp(share.ends, zone())
    how = "Live" if share.live else "As it was when the link was made"
    return f"{how}: {seen}. Until {until:%H:%M}, {until.day} {until:%B}."


@lru_cache(maxsize=16)
def _code(address: str) -> str:
    """Black on white in every theme: a camera reads it."""
    code = segno.make(address, error="m", micro=False)
    return code.svg_data_uri(scale=6, border=3, light="#ffffff", dark="#000000")
