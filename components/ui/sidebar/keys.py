"""The keys that do something here, on a list."""

import streamlit as st

from components.ui import dialog, element_keys
from components.ui.press import pressed

KEYS = (
    ("Ctrl + Shift + O", "New chat"),
    ("/", "Into the field below"),
    ("Enter", "Ask what stands there"),
    ("Shift + Enter", "A new line there"),
    ("Esc", "Stop what runs; close what lies above the page; leave a search, a title, a question that is edited"),
    ("Ctrl + Enter", "Answer now, while it thinks; ask the question that is edited"),
    ("Tab, then Enter", "Open or close thoughts"),
    ("1 · 2 · 3", "Right, wrong, unclear, where a measurement waits for you"),
    ("?", "This list"),
)


def list_of_keys() -> str:
    """As Markdown."""
    return "\n".join(["| key | what it does |", "|---|---|", *(f"| `{key}` | {what} |" for key, what in KEYS)])


def show_keys() -> None:
    if pressed("Keys", icon=":material/keyboard:", type="tertiary", key=element_keys.KEYS):  # and "?", by a script
        dialog.open_above("keys")
    if dialog.above("keys"):
        _show_list()


@dialog.dialog("Keys")
def _show_list() -> None:
    st.markdown(list_of_keys())
