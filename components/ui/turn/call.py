"""The request of a turn, to be copied and run elsewhere."""

from collections.abc import Mapping

import streamlit as st

from components.ui import dialog
from components.ui.faithful import as_label

LANGUAGES = {"curl": "bash"}


@dialog.dialog("Show the call", width="large")
def show_call(calls: Mapping[str, str], variable: str) -> None:
    """`variable` is where the key belongs, "" where none is needed. The request is what the room sends for this turn,
    with all turns before it."""
    if not calls:
        st.markdown("The built-in model answers inside this room: no request leaves for it, so there is none to show.")
        return
    kept = dialog.key("call", "program")
    which = st.segmented_control("Program", list(calls), default=next(iter(calls)), key=kept, required=True)
    st.code(calls[which], language=LANGUAGES.get(which, "python"), wrap_lines=False)
    where = f"Your key is not in it: set {variable} to it first. " if variable else ""
    st.caption(as_label(f"{where}It sends what the room sent for this turn, with the turns before it."))
