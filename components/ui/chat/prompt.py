"""The foot of the page: the prompt, Stop while something runs, and one line that names who will answer."""

from collections.abc import Callable

import streamlit as st

from components.conversation import Asked, shown_as
from components.ui import element_keys
from components.ui.faithful import as_label
from components.ui.state import session, slots
from components.ui.state.chosen import thinking_in_a_word

MOST_CHARACTERS = 200_000


def show_prompt(
    asked: Asked,
    running: Callable[[], bool],
    submit: Callable[[str], None],
    stop: Callable[[], None],
    stays: bool = False,
    thinks: bool = True,
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
            st.fragment(lambda: _show_stop(running, stop), key=slots.STOP)()
        where = " · stays in this room" if stays else ""
        thinking = f" · thinking: {thinking_in_a_word(asked)}" if thinks else " · shows no thoughts"
        st.caption(f"{as_label(shown_as(asked.model))}{thinking}{where}")


def _show_stop(running: Callable[[], bool], stop: Callable[[], None]) -> None:
    if running():
        st.button("Stop", icon=":material/stop_circle:", shortcut="Esc", on_click=stop, key=element_keys.STOP)
