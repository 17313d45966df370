"""Growing thoughts by a wire of their own: Python draws an empty place for them, and a script in the page fills it.

Whether this browser can have the wire is found out once; until then, and where it cannot, the text is drawn by Python.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

import streamlit as st
from streamlit.components.v2 import component

from components.conversation import Progress, Turn
from components.live_protocol import ClockPlace, HeadlinePlace, LiveData, Watched, WordsPlace, as_list
from components.ui import element_keys
from components.ui.live import loader
from components.ui.state import session

_element = component("thinkroom_live", js=loader("live.js"))


class Live(Protocol):
    @property
    def progress(self) -> Progress: ...
    @property
    def seconds(self) -> float: ...


def watched(turn: Turn, run: Live | None, shows_thoughts: bool = True) -> list[Watched]:
    """`turn`, if it is drawn by the wire as one on its way: that it has ended since is then the first that is told."""
    if run is None or turn.ended or not session.wired():
        return []
    place = session.place_of(turn.id, run.progress.round)  # what grows is the last one
    is_open = session.value_of(session.panel_key(place)) is not False  # there is none before the first word
    return [Watched(turn.chat_id, turn.id, is_open and shows_thoughts, run.progress.reasoning_bytes)]


def listen(
    watched: Sequence[Watched],
    says: str = "",
    drawn: Callable[[], None] = lambda: None,
    key: str = element_keys.WIRE,
    ended: str = "",
) -> None:
    """To be called in the fragment that shows them, which is run again when there is something to draw; `drawn` is
    called before that. `says` is told to who does not see the page. `ended` is a turn of which it is to be seen how."""
    data: LiveData = {"runs": as_list(watched), "says": says, "ended": ended}
    result = _element(
        key=key,
        data=data,
        on_beat_change=drawn,
        on_lost_change=lambda: None,
    )
    if result.get("lost"):
        session.note_wire(False, lost=True)
        st.rerun()


def place_for_words(turn_id: str, edition: int) -> None:
    st.html(WordsPlace(turn_id, edition).html)


def show_headline(turn_id: str, now: str) -> None:
    """What it says `now`; where there is a wire, the page writes what comes."""
    st.html(HeadlinePlace(turn_id, now).html)


def show_clock(turn_id: str, icon: str, now: str, words: str, seconds: float) -> None:
    """What it says `now`, and `words` with {s} and {n}, which the page fills in as time goes by: `seconds` so far, and
    tokens of thoughts."""
    st.html(ClockPlace(turn_id, words, seconds, icon, now).html)
