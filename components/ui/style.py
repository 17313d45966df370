"""The one block of CSS (style.css beside this file): what the theme cannot say, each rule with its reason."""

from pathlib import Path

import streamlit as st


def show_style() -> None:
    st.html(Path(__file__).with_name("style.css"))
