"""A server of one's own, at one of the hosts that whoever started the room has listed."""

from typing import Protocol

import streamlit as st

from components.ui.faithful import as_label
from components.ui.state import session
from components.ui.state.wish import Wish

FIELD = "own-server"


class Desk(Protocol):
    @property
    def hosts(self) -> tuple[str, ...]: ...
    @property
    def own_server(self) -> str: ...


def show_own_server(desk: Desk) -> None:
    """Nothing where no host is listed."""
    if not desk.hosts:
        return

    def note() -> None:  # a callback: also where the popover closes at once
        session.note(Wish("keep server", text=str(session.value_of(FIELD) or "")))

    with st.popover("Your server", icon=":material/dns:", type="tertiary"):
        st.text_input(
            "Address of your server",
            desk.own_server,
            key=FIELD,
            max_chars=300,
            on_change=note,
            placeholder=f"https://{desk.hosts[0]}/v1",
        )
        st.caption("It then stands among the servers, for you alone; its key is added there. Empty: none.")
        st.caption(as_label(f"Hosts that whoever started the room has listed: {', '.join(desk.hosts)}"))
