"""The request of a turn, to be copied and run elsewhere."""

from collections.abc import Mapping, Sequence

import streamlit as st

from components.ui import dialog
from components.ui.faithful import as_label

LANGUAGES = {"curl": "bash"}


@dialog.dialog("Show the call", width="large")
def show_call(calls: Mapping[str, str], variables: Sequence[str]) -> None:
    """`variables` are where the key and the values of own headers belong. The request is what the room sends for this
    turn, with all turns before it."""
    if not calls:
        st.markdown("The built-in model answers inside this room: no request leaves for it, so there is none to show.")
        return
    kept = dialog.key("call", "program")
    which = st.segmented_control("Program", list(calls), default=next(iter(calls)), key=kept, required=True)
    st.code(calls[which], language=LANGUAGES.get(which, "python"), wrap_lines=False)
    if len(variables) == 1 and not variables[0].startswith("HEADER_"):
        where = f"Your key is not in it: set {variables[0]} to it first. "
    else:
        where = f"Keys and values of own headers are not in it: set {', '.join(variables)} first. " if variables else ""
    st.caption(as_label(f"{where}It sends what the room sent for this turn, with the turns before it."))
