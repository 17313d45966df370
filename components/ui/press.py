"""Buttons whose press is not lost."""

import time
from typing import Any

import streamlit as st

from components.ui.state import session

MOST_S = 10.0  # a press that was seen by no run of the page by then is no longer meant


def pressed(label: str, key: str, **look: Any) -> bool:
    """Draws a button: was it pressed? Of st.button's own answer nothing is left where the run that has it is given up
    before it comes to the button, be it that a choice made just before asks for another run; this one is kept until
    a run has seen it. `look`: as for st.button."""
    st.button(label, key=key, on_click=_keep, args=(key,), **look)
    return time.monotonic() - session.tab().presses.pop(key, -MOST_S) < MOST_S


def _keep(key: str) -> None:
    session.tab().presses[key] = time.monotonic()
