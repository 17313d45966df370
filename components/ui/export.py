"""A chat, or one turn of it, taken away as a file; and a chat brought in from one."""

from collections.abc import Callable, Mapping

import streamlit as st

from components.ui import session
from components.ui.faithful import as_label
from components.ui.press import pressed

# By what people choose: what it is good for, and the ending.
FORMS: Mapping[str, tuple[str, str]] = {
    "Page": ("One file that looks like this room and opens anywhere, also offline.", "html"),
    "Markdown": ("For notes and documents: thoughts are quoted and labelled.", "md"),
    "JSON": ("All of it, with every version and branch: to be imported again.", "json"),
}
MOST_MB = 100  # of a file that is brought in
Address = Callable[[str, bool], str]


def ask_for_export(chat_id: str, turn_id: str | None = None) -> None:
    session.remember("export", (chat_id, turn_id))


def export_asked() -> tuple[str, str | None] | None:
    """Chat, and turn where it is one alone."""
    return session.recall("export")


def _forget() -> None:
    session.forget("export")


@st.dialog("Take it away", on_dismiss=_forget)
def show_export(address: Address, forms: tuple[str, ...] = tuple(FORMS)) -> None:
    """`address`, of the file, is given an ending, and whether the thoughts go along."""
    form = st.segmented_control("As", forms, default=forms[0], key="export-form", required=True)
    told, ending = FORMS[form]
    thoughts = True
    if ending != "json":
        thoughts = st.checkbox("With the thoughts", True, key="export-thoughts")
    # From a route of ours, which gives it to its owner alone: a file of Streamlit's is anybody's who has its address.
    st.link_button("Save the file", address(ending, thoughts), icon=":material/download:", type="primary")
    st.caption(told)  # below: who reads it can press the button that it belongs to


def show_import(bring_in: Callable[[bytes], str]) -> bool:
    """`bring_in` says what is wrong with a file, "" once its chat is there. Was one brought in?"""
    number = session.recall("imports") or 0
    # Another one after each chat that came: it is closed.
    key = f"import-{number}"
    popover = st.popover("Import", icon=":material/upload:", type="tertiary", key=key, on_change="rerun")
    with popover, st.container(key="roomy-import"):
        if not popover.open:
            st.caption("…")
            return False
        st.caption("A chat that was saved here as JSON. It comes beside yours; nothing of yours changes.")
        file = st.file_uploader(
            "A JSON file", ["json"], key=f"file-{number}", label_visibility="collapsed", max_upload_size=MOST_MB
        )
        if file is None or not pressed("Import it", key="import-it", type="primary"):
            return False
        if wrong := bring_in(file.getvalue()):
            st.markdown(f":orange[:material/warning: **Nothing was imported.**] {as_label(wrong)}")
            return False
        session.remember("imports", number + 1)
        return True
