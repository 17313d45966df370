"""The foot of the page: the prompt, what ends a turn while something runs, and one line that names who will answer."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from components.conversation import Asked, shown_as, thinking_in_a_word
from components.ui import element_keys
from components.ui.faithful import as_label
from components.ui.state import session, slots
from components.ui.turn.actions import Do, Wish, answers_now
from components.ui.turn.running import TICK_S

MOST_CHARACTERS = 200_000


@dataclass(frozen=True, slots=True)
class Stops:
    """What can be done with what runs: `end` it, or have it answer now, where it only thinks so far (`answerable` is
    the id of its turn); `do` carries that wish out."""

    running: Callable[[], bool]
    end: Callable[[], None]
    answerable: Callable[[], str | None]
    do: Do


def show_prompt(
    asked: Asked, submit: Callable[[str], None], stops: Stops, stays: bool = False, thinks: bool = True
) -> None:
    """`stays`: what is asked goes to no other server; `thinks`: the model may show thoughts."""
    with st.bottom, st.container(key=element_keys.PROMPT, gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.chat_input(
                "Ask, and watch it think",
                key="ask",
                max_chars=MOST_CHARACTERS,
                on_submit=lambda: submit(str(session.value_of("ask") or "")),
            )
            # Where no wire tells when it begins to think, and to answer, it looks by itself.
            every_s = None if session.wired() or not stops.running() else TICK_S
            st.fragment(lambda: _show_stops(stops), key=slots.STOP, run_every=every_s)()
        where = " · stays in this room" if stays else ""
        thinking = f" · thinking: {thinking_in_a_word(asked)}" if thinks else " · shows no thoughts"
        st.caption(f"{as_label(shown_as(asked.model))}{thinking}{where}")


def _show_stops(stops: Stops) -> None:
    tab = session.tab()
    tab.answerable = stops.answerable()
    if not stops.running():
        return
    with st.container(key=element_keys.STOPS, horizontal=True, width="content", gap="small"):
        if tab.answerable and answers_now(tab.answerable):
            stops.do(Wish("answer", tab.answerable))
        st.button("Stop", icon=":material/stop_circle:", shortcut="Esc", on_click=stops.end, key=element_keys.STOP)
