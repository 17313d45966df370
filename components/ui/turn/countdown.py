"""The wait that a provider asks for, counted down beside the button, which stays usable: it only knows a turn."""

import time

import streamlit as st

from components import wording as words
from components.conversation import Turn

MINUTES_FROM_S = 3600  # a longer wait is told in minutes


def show_countdown(turn: Turn) -> None:
    """Nothing where no wait was asked for. The timer lives while time is left."""
    left = words.wait_left(turn, time.time())
    if left is None:
        return
    armed = _pace_s(left)

    def tick() -> None:
        left = words.wait_left(turn, time.time()) or 0.0
        st.caption(words.countdown(left), width="content")
        if armed != _pace_s(left):
            st.rerun()  # only a run of the whole page ends a timer, or sets it to another pace

    st.fragment(tick, run_every=armed, key=f"wait-{turn.id}")()


def _pace_s(left: float) -> float | None:
    if left <= 0:
        return None
    return 1.0 if left < MINUTES_FROM_S else 60.0
