"""What lies above the page is new each time that it is opened: nothing that was chosen or typed in it outlives it, in
the browser or here, or it would show one thing and mean another."""

from typing import Any

import streamlit as st

from components.ui import session


def ask_for(dialog: str, what: Any) -> None:
    """It is opened with the next run of the page."""
    session.remember(dialog, what)
    st.session_state[f"times-{dialog}"] = _times(dialog) + 1


def key(dialog: str, field: str) -> str:
    """Of one of its fields, as long as it is open."""
    return f"{dialog}-{field}-{_times(dialog)}"


def _times(dialog: str) -> int:
    return st.session_state.get(f"times-{dialog}", 0)
