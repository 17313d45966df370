"""Own fields: what a person adds to the requests to one model at one server."""

import streamlit as st

from components.conversation import Asked
from components.conversation.own_fields import MOST, wrong_in
from components.ui.faithful import as_label
from components.ui.state import session
from components.ui.state.chosen import Desk, Fields
from components.ui.state.wish import Wish

HELP = (
    "A JSON object that is added to each question to this model at this server, in all your chats. "
    "It is kept and exported with the turns: put no key there."
)


def show_own_fields(asked: Asked, desk: Desk, fields: Fields) -> None:
    """What is typed is kept as it is; what is wrong with it stands below it."""
    key = fields.own_fields(asked)
    text = st.text_area(
        "Own fields",
        desk.own_fields(asked),
        key=key,
        height=80,
        max_chars=MOST,
        placeholder='{"top_k": 20}',
        help=HELP,
        on_change=_note,
        args=(asked.provider, asked.model, key),
    )
    if wrong := wrong_in(text):
        st.caption(f":orange[:material/warning: Nothing can be asked with these. {as_label(wrong)}]")


def _note(server: str, model: str, key: str) -> None:
    session.note(Wish("own fields", server, model, text=session.value_of(key, "")))
