"""Looking something up in all chats: where the words stand, with what stands around them."""

from collections.abc import Sequence
from typing import Protocol

import streamlit as st

from components.ui import element_keys
from components.ui.faithful import as_label
from components.ui.press import pressed
from components.ui.state import session

ICONS = {"title": "forum", "question": "person", "reasoning": "neurology", "answer": "chat_bubble", "other": "help"}
HEIGHT, UNSCROLLED = 420, 5  # pixels; hits


class Hit(Protocol):
    """`turn_id` is None where the words stand in the title."""

    @property
    def chat_id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def turn_id(self) -> str | None: ...
    @property
    def channel(self) -> str: ...
    @property
    def before(self) -> str: ...
    @property
    def found(self) -> str: ...
    @property
    def after(self) -> str: ...


def words_looked_for() -> str:
    """What is typed into the field, which this draws."""
    tab = session.tab()
    if tab.leaves_search:
        leave_search()
        tab.leaves_search = False
    with st.container(horizontal=True, gap="xxsmall", vertical_alignment="center", wrap=False):
        field = st.text_input(
            "Search",
            key=element_keys.SEARCH,
            placeholder="Search chats and thoughts",
            icon=":material/search:",
            label_visibility="collapsed",
        )
        if field.strip():
            told = "Leave the search"
            st.button(
                told,
                icon=":material/close:",
                type="tertiary",
                key=element_keys.LEAVE_SEARCH,
                help=told,
                on_click=leave_search,
            )
    return field.strip()


def leave_search() -> None:
    """To be called before the field is drawn."""
    session.clear(element_keys.SEARCH)
    session.tab().find = None


def show_hits(hits: Sequence[Hit]) -> Hit | None:
    """The one that was chosen."""
    chosen = None
    if not hits:
        st.caption("None of your chats has these words.")
    with st.container(
        key=element_keys.HITS, height=HEIGHT if len(hits) > UNSCROLLED else "content", border=False, gap="xxsmall"
    ):
        for number, hit in enumerate(hits):
            before, after = (
                " " * hit.before.endswith(" "),
                " " * hit.after.startswith(" "),
            )  # a label has none at its ends
            around = f"{as_label(hit.before)}{before}**{as_label(hit.found)}**{after}{as_label(hit.after)}"
            label = around if hit.channel == "title" else f"{as_label(hit.title)} · :gray[{around}]"
            key = f"{element_keys.HIT}{number}-{hit.turn_id or hit.chat_id}-{hit.channel}"
            if pressed(label, key=key, icon=f":material/{ICONS[hit.channel]}:", type="tertiary", width="stretch"):
                chosen = hit
    return chosen
