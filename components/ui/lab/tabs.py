"""The two tabs of the injection page: one question, or many of them measured."""

from contextlib import suppress
from typing import Literal

import streamlit as st
from streamlit.errors import StreamlitPageNotFoundError

from components.ui import element_keys


def show_tabs(here: Literal["try", "measure"]) -> None:
    # A page that was opened without the room around it has no other to lead to.
    with suppress(StreamlitPageNotFoundError), st.container(key=element_keys.TABS, horizontal=True, gap="small"):
        st.page_link("pages/injection.py", label="Try one question", icon=":material/input:", disabled=here == "try")
        st.page_link("pages/measure.py", label="Measure", icon=":material/analytics:", disabled=here == "measure")
