"""The key field, where the room's settings have no key for a server, and signing in instead. A key is handed on at once
and shown nowhere."""

from urllib.parse import urlencode, urlsplit

import streamlit as st

from components.conversation import Server
from components.ui.faithful import as_label
from components.ui.press import pressed
from components.ui.state import session
from components.ui.state.wish import Wish

SIGNS_IN = "openrouter"
AT_HOME = ("localhost", "127.0.0.1", "::1")


def show_key(server: Server) -> Wish | None:
    if not server.takes_key:
        if server.barred:
            name = as_label(server.label)
            st.caption(f"The room's key for {name} is not for you to use, and no other can be entered here.")
            _show_name(server)
        return None
    own = server.has_key and not server.rooms_key
    with st.popover("Your key" if own else "Add a key", icon=":material/key:", type="tertiary"):
        if own:
            st.markdown(f"A key is set. {_kept(server)}")
            if server.name == SIGNS_IN:
                st.caption("You can revoke it at openrouter.ai/settings/keys at any time.")
            if pressed("Forget key", key=f"forget-key-{server.name}"):
                return Wish("forget key", server.name)
            return None
        if server.key_lost:
            st.markdown(as_label(server.key_lost))
        if server.rooms_key:
            st.markdown("You ask with the room's key, within its limits for a day. One of your own goes before it.")
        if server.barred:
            st.markdown(f"The room's key for {as_label(server.label)} is not for you to use. Ask with one of your own.")
            _show_name(server)
        if server.name == SIGNS_IN:
            _show_sign_in()
        field = f"key-entry-{server.name}"
        label = f"Key for {as_label(server.label)}"
        st.text_input(label, type="password", key=field, on_change=_take, args=(server.name, field))
        got = " You get one at openrouter.ai/keys." if server.name == "openrouter" else ""
        where = as_label(server.label)
        st.caption(f"Paste it and press Enter.{got} Your questions then go to {where}, at the cost of this key.")
        if server.keys_last:
            st.caption(
                f"Kept encrypted, until {server.keys_last} after its last use: never in a log. A refresh keeps it."
            )
        else:
            st.caption("Kept in this server's memory only: never on disk, never in a log. A refresh keeps it.")
    return None


def _kept(server: Server) -> str:
    if server.keys_last:
        return f"It is kept encrypted, until you forget it or have not used it for {server.keys_last}."
    return "It is kept in this server's memory only, until it ends or you forget it."


def _show_name(server: Server) -> None:
    st.caption(f"Whoever started the room can let you use it, by this name of yours: `{server.barred}`")


def _show_sign_in() -> None:
    """In a tab of its own: this one shows the key as soon as it is there."""
    page = urlsplit(str(st.context.url or ""))
    if not page.hostname:
        return
    if page.scheme == "http" and page.hostname not in AT_HOME:
        st.caption("Signing in at OpenRouter needs https, and this address has none.")
        return
    at = page._replace(path=page.path.rpartition("/")[0] + "/", query="", fragment="").geturl()
    st.link_button(
        "Sign in with OpenRouter", f"./sign-in?{urlencode({'at': at})}", icon=":material/login:", width="stretch"
    )
    st.caption("It makes a key of your own, good for 90 days, that you can revoke there. Or paste one:")


def _take(server: str, field: str) -> None:
    """Handed on and emptied at once: the key must not stay in the field."""
    entered = session.value_of(field)
    session.clear(field)
    if entered:
        session.note(Wish("keep key", server, key=entered))
