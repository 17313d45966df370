"""The one block of CSS (style.css beside this file): what the theme cannot say, each rule with its reason."""

from functools import cache
from pathlib import Path

import streamlit as st

REMEMBERED_BYTES = 10_100  # an element of this size is sent once; later runs of the page send a reference of 76 bytes


def show_style() -> None:
    st.html(_style())


@cache
def _style() -> str:
    css = Path(__file__).with_name("style.css").read_text("utf-8")
    return f"<style>{css}{' ' * (REMEMBERED_BYTES - len(css.encode()))}</style>"
