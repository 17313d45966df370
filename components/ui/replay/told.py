"""What stands on the page of a replay beside the player."""

import streamlit as st

from components.conversation import Turn
from components.ui import element_keys

LONGEST_QUESTION = 400


def show_head(turn: Turn) -> None:
    question = turn.question.strip()
    with st.container(key=f"{element_keys.ASKED}replayed", width="content"):
        st.text(question if len(question) <= LONGEST_QUESTION else f"{question[:LONGEST_QUESTION]} …")


def show_missing() -> None:
    st.header("Replay", anchor=False)
    st.markdown(
        "**This turn was not found, or it has not ended yet.** It was deleted, it belongs to another browser, or the"
        " address is not whole. “Replay” stands under “More” below every answer of a chat."
    )
