"""Buttons whose press is not lost, and starts nothing twice."""

import math
import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import streamlit as st

from components.ui.state import session
from components.ui.state.outcome import TWICE_S, Outcome

MOST_S = 10.0  # a press that was seen by no run of the page by then is no longer meant


def pressed(label: str, key: str, **look: Any) -> bool:
    """Draws a button: was it pressed? Of st.button's own answer nothing is left where the run that has it is given up
    before it comes to the button, be it that a choice made just before asks for another run; this one is kept until
    a run has seen it. `look`: as for st.button."""
    st.button(label, key=key, on_click=_keep, args=(key,), **look)
    return time.monotonic() - session.tab().presses.pop(key, -MOST_S) < MOST_S


@contextmanager
def starting(key: str) -> Generator[Outcome]:
    """Around what a press starts, and where it is noted: the same button pressed once more meanwhile, or just after,
    means the same, also where the page takes long to come to it. No call of Streamlit's may stand in it."""
    tab = session.tab()
    tab.started[key] = math.inf
    try:
        yield tab.outcome
    except BaseException:
        del tab.started[key]  # nothing was
        raise
    tab.started[key] = time.monotonic()


def _keep(key: str) -> None:
    tab, now = session.tab(), time.monotonic()
    if now - tab.started.get(key, -math.inf) >= TWICE_S:
        tab.presses[key] = now
