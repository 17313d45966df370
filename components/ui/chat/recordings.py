"""What plays again: chats taken away as one recording, and the recordings that were brought in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol
from urllib.parse import urlencode

import streamlit as st

from components.conversation import Chat
from components.ui import dialog
from components.ui.dialog import open_above
from components.ui.faithful import as_label
from components.ui.press import pressed
from components.ui.state.tab import DialogName

MOST_CHATS = 200  # that are offered, the newest
# What goes along where it is ticked: its name in the address, and what is said of it.
TICKS: Mapping[str, str] = {
    "questions": "With the questions",
    "names": "With the title",
    "arrived": "With what arrived",
}
WITHOUT = "Without its questions it can be watched, and answers none."
WITH_KEYS = "There is no key in it. A reply may repeat what was asked."


class Kept(Protocol):
    """A recording that was brought in."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person wants with a recording; `what` is a new title."""

    kind: Literal["rename", "delete", "restore"]
    recording_id: str
    what: str = ""


def show_ticks(name: DialogName, *ticked: str) -> Mapping[str, str]:
    """What is to go along, as an address says it; at first what is `ticked`."""
    wanted = [one for one, told in TICKS.items() if st.checkbox(told, one in ticked, key=dialog.key(name, one))]
    st.caption(WITH_KEYS if "questions" in wanted else f"{WITHOUT} {WITH_KEYS}")
    return dict.fromkeys(wanted, "yes")


def address(chat_ids: Sequence[str], turn_id: str, ticked: Mapping[str, str]) -> str:
    asked = {"as": "thinkroom.jsonl", **({"turn": turn_id} if turn_id else {}), **ticked}
    return f"./exports/recordings/{','.join(chat_ids)}?{urlencode(asked)}"


def show_recordings_button() -> None:
    if pressed("Recordings", icon=":material/movie:", type="tertiary", key="recordings"):
        open_above("recordings")
        st.rerun()


@dialog.dialog("Recordings", width="medium")
def show_recordings(
    chats: Sequence[Chat], kept: Sequence[Kept], deleted: Kept | None, do: Callable[[Wish], None]
) -> None:
    """A demo made of `chats`; and what is `kept`, with the one that was `deleted` just now."""
    st.subheader("Record a demo", anchor=False)
    titles = {chat.id: chat.title for chat in chats[:MOST_CHATS]}
    chosen = st.multiselect(
        "Chats, in the order in which they are played",
        list(titles),
        format_func=titles.__getitem__,
        key=dialog.key("recordings", "chats"),
        placeholder="Choose chats",
    )
    ticked = show_ticks("recordings", "questions", "names")
    if chosen:
        link = address(chosen, "", ticked)
        st.link_button("Save the file", link, icon=":material/download:", type="primary")
    st.caption("One file that plays them at the pace at which they were answered. “Import” brings one in.")
    st.subheader("Brought in", anchor=False)
    if deleted:
        with st.container(horizontal=True, gap="xxsmall", vertical_alignment="center"):
            st.caption(f"Deleted: {as_label(deleted.title)}", width="content")
            if pressed("Undo", type="tertiary", key="undo-recording"):
                do(Wish("restore", deleted.id))
    if not kept:
        st.caption("None yet. The server “Recording” answers from those that you import, and from its examples.")
    for one in kept:
        _show_kept(one, do)


def _show_kept(one: Kept, do: Callable[[Wish], None]) -> None:
    with st.container(horizontal=True, gap="xxsmall", vertical_alignment="center"):
        title = st.text_input("Title", one.title, key=dialog.key("recordings", one.id), label_visibility="collapsed")
        told = "Delete this recording"
        deletes = pressed(told, icon=":material/delete:", type="tertiary", key=f"delete-recording-{one.id}", help=told)
    if deletes:
        do(Wish("delete", one.id))
    elif title.strip() and title.strip() != one.title:
        do(Wish("rename", one.id, title.strip()))
