"""Own headers of a server: their names are shown, their values are handed on at once and shown nowhere."""

from collections.abc import Sequence

import streamlit as st

from components.conversation import Server
from components.ui.faithful import as_label
from components.ui.press import pressed
from components.ui.state import session
from components.ui.state.wish import Wish

HELP = (
    "Goes with each request to this server, such as one that a gateway asks for. Its value is treated like a key: kept "
    "in this server's memory only, never on disk, never in a log, and shown nowhere."
)


def show_own_headers(server: Server, names: Sequence[str]) -> None:
    for name in names:
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.caption(f"Own header {as_label(name)} is set", width="content")
            if pressed("Forget it", key=f"forget-header-{server.name}-{name.lower()}", type="tertiary"):
                session.note(Wish("forget header", server.name, text=name))
                st.rerun()
    with st.container(horizontal=True, gap="small"):
        name, value = f"header-name-{server.name}", f"header-value-{server.name}"
        st.text_input("Own header", key=name, max_chars=100, placeholder="X-Team")
        st.text_input(
            "Its value, then Enter",
            type="password",
            key=value,
            max_chars=4_000,
            on_change=_take,
            args=(server.name, name, value),
            help=HELP,
        )


def _take(server: str, name_field: str, value_field: str) -> None:
    """Handed on and emptied at once: the value must not stay in the field."""
    name, value = session.value_of(name_field, ""), session.value_of(value_field, "")
    session.clear(value_field)
    if value:
        session.note(Wish("keep header", server, text=name, key=value))
        if name:
            session.clear(name_field)
