"""A question that could not be kept was not asked; it is not lost either."""

import streamlit as st

from components.ui.faithful import as_label
from components.ui.press import pressed
from components.ui.state import session


def show_unsent() -> None:
    tab = session.tab()
    if tab.unsent is None:
        return
    question, why = tab.unsent
    st.markdown(f":red[:material/error: **Your question was not asked.**] {as_label(why)} Here it is; send it again.")
    st.code(question, language=None, wrap_lines=True)
    if pressed("Dismiss", key="dismiss-unsent"):
        tab.unsent = None
        st.rerun()
