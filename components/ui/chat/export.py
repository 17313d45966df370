"""A chat, or one turn of it, taken away as a file; and a chat brought in from one."""

import time
from collections.abc import Callable, Mapping
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.ui import dialog, element_keys
from components.ui.chat import recordings
from components.ui.faithful import as_label
from components.ui.press import pressed
from components.ui.state import session

# By what people choose: what it is good for, and the ending.
FORMS: Mapping[str, tuple[str, str]] = {
    "Page": ("One file that looks like this room and opens anywhere, also offline.", "html"),
    "Markdown": ("For notes and documents: thoughts are quoted and labelled.", "md"),
    "Recording": ("A file that plays it again at its own pace: to be imported, watched, and asked.", "thinkroom.jsonl"),
    "JSON": ("All of it, with every version and branch: to be imported again.", "json"),
}
MOST_MB = 100  # of a file that is brought in
PROGRESS_EVERY_S = 0.3
WITH_ARRIVED = (
    "Every read of the network, where there is a record of it. It may repeat the question, and all that was said."
)
WITH_NOTES = "What you noted beside the thoughts, with the words that it stands beside."


@dialog.dialog("Take it away")
def show_export(chat_id: str, turn_id: str = "") -> None:
    """Of a chat, or of one turn of it, which cannot be imported again."""
    forms = [form for form in FORMS if form != "JSON" or not turn_id]
    form = st.segmented_control("As", forms, default=forms[0], key=dialog.key("export", "form"), required=True)
    told, ending = FORMS[form]
    thoughts, arrived = True, False
    if form == "Recording":
        _show_link(recordings.address([chat_id], turn_id, recordings.show_ticks("export")), told)
        return
    if ending != "json":
        thoughts = st.checkbox("With the thoughts", True, key=dialog.key("export", "thoughts"))
    else:
        arrived = st.checkbox("With what arrived", key=dialog.key("export", "arrived"))
        st.caption(WITH_ARRIVED)
    # Without the thoughts there is nothing that they stand beside.
    notes = thoughts and st.checkbox("My notes", key=dialog.key("export", "notes"), help=WITH_NOTES)
    _show_link(_address(chat_id, turn_id, ending, thoughts, arrived, notes), told)


def _show_link(address: str, told: str) -> None:
    # From a route of ours, which gives it to its owner alone: a file of Streamlit's is anybody's who has its address.
    st.link_button("Save the file", address, icon=":material/download:", type="primary")
    st.caption(told)  # below: who reads it can press the button that it belongs to


def _address(chat_id: str, turn_id: str, ending: str, thoughts: bool, arrived: bool, notes: bool) -> str:
    """Of the file: whether the thoughts, what arrived and the notes go along is said in it."""
    asked = {"as": ending, "thoughts": "yes" if thoughts else "no", **({"turn": turn_id} if turn_id else {})}
    asked |= {name: "yes" for name, goes in (("arrived", arrived), ("notes", notes)) if goes}
    return f"./exports/chats/{chat_id}?{urlencode(asked)}"


def show_import(bring_in: Callable[[bytes, Callable[[int, int], None]], str]) -> bool:
    """`bring_in` says what is wrong with a file, "" once its chat is there; it tells how far it has come. Was one
    brought in?"""
    number = session.tab().imports
    # Another one after each chat that came: it is closed.
    key = f"import-{number}"
    popover = st.popover("Import", icon=":material/upload:", type="tertiary", key=key, on_change="rerun")
    with popover, st.container(key=f"{element_keys.ROOMY}import"):
        if not popover.open:
            st.caption("…")
            return False
        st.caption("A chat exported here as JSON, or a recording. It is added to yours and changes none of them.")
        file = st.file_uploader(
            "A file",
            ["json", "jsonl"],
            key=f"file-{number}",
            label_visibility="collapsed",
            max_upload_size=MOST_MB,
        )
        if file is None or not pressed("Import it", key="import-it", type="primary"):
            return False
        place = st.empty()
        wrong = bring_in(file.getvalue(), _progress(place))
        place.empty()
        if wrong:
            st.markdown(f":orange[:material/warning: **Nothing was imported.**] {as_label(wrong)}")
            return False
        session.tab().imports = number + 1
        return True


def _progress(place: DeltaGenerator) -> Callable[[int, int], None]:
    """Said now and then: a page draws it slower than turns come in."""
    said = time.monotonic()
    place.progress(0.0, "Reading the file …")

    def tell(done: int, of: int) -> None:
        nonlocal said
        if time.monotonic() - said > PROGRESS_EVERY_S:
            said = time.monotonic()
            told = f"{done:,} of {of:,} turns. If you leave this page now, nothing is imported."
            place.progress(done / of if of else 0.0, told if of else "Waiting for another import to end …")

    return tell
