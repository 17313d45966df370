"""The address of the page, which survives a refresh, against messages that were on their way when it was changed."""

import time

import streamlit as st

CHAT, RUN = "chat", "run"
ON_ITS_WAY_S = 1.5  # how old a message of the page may be that still has the address from before


def put(name: str, value: str | None) -> None:
    """Into the address, where the experiment stands alone."""
    st.session_state[f"put-{name}"] = (value, st.query_params.get(name), time.monotonic())
    if name == RUN:
        st.query_params.from_dict({RUN: value} if value else {})
    elif value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def told(name: str) -> str | None:
    """What the address says. A message that was on its way when we changed it still says what it was: put it right."""
    found = st.query_params.get(name)
    value, before, when = st.session_state.get(f"put-{name}", (found, found, 0.0))
    if found == value:
        st.session_state.pop(f"put-{name}", None)  # it has arrived: from now on another one is meant
    elif found == before and time.monotonic() - when < ON_ITS_WAY_S:
        put(name, value)
        return value
    return found
