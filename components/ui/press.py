"""Buttons whose press is not lost, and starts nothing twice."""

import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import streamlit as st

from components.ui.state import session
from components.ui.state.outcome import Outcome

MOST_S = 10.0  # a press that was seen by no run of the page by then is no longer meant


def pressed(label: str, key: str, **look: Any) -> bool:
    """Draws a button: was it pressed? Of st.button's own answer nothing is left where the run that has it is given up
    before it comes to the button, be it that a choice made just before asks for another run; this one is kept until
    a run has seen it. `look`: as for st.button."""
    st.button(label, key=key, on_click=_keep, args=(key, session.tab().starts.get(key, 0)), **look)
    return time.monotonic() - session.tab().presses.pop(key, -MOST_S) < MOST_S


@contextmanager
def starting(key: str) -> Generator[Outcome]:
    """Around what a press starts, and where it is noted. A button that was drawn before that was done starts nothing
    more, however often it is pressed and however late the room hears of it: only one that was drawn since does. No
    call of Streamlit's may stand in it."""
    tab = session.tab()
    before = tab.starts.get(key, 0)
    tab.starts[key] = before + 1
    try:
        yield tab.outcome
    except BaseException:
        tab.starts[key] = before  # nothing was started
        raise
    tab.starts[key] = before + 2
    tab.presses.pop(key, None)


def _keep(key: str, starts: int) -> None:
    """`starts` were counted when the button was drawn."""
    tab = session.tab()
    if starts == tab.starts.get(key, 0):
        tab.presses[key] = time.monotonic()
