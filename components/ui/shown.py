"""How much of what there is this tab shows."""

import streamlit as st


def shown_turns(chat: str | None) -> int:
    """How many of the last turns are shown."""
    return st.session_state.get(f"shown-{chat}", 15)


def show_more_turns(chat: str | None) -> None:
    st.session_state[f"shown-{chat}"] = shown_turns(chat) + 20


def show_last_turns(chat: str, count: int) -> None:
    st.session_state[f"shown-{chat}"] = max(shown_turns(chat), count)


def shown_chats() -> int:
    """How many of the newest chats are listed."""
    return st.session_state.get("shown-chats", 50)


def show_more_chats() -> None:
    st.session_state["shown-chats"] = shown_chats() + 200
