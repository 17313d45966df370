"""The empty room: what this is, four questions to try, and what is missing if no model can answer yet."""

import streamlit as st

from components.ui.faithful import as_label

SUGGESTIONS = {
    "How would you build the world's tallest skyscraper?": ":material/apartment:",
    "Which is bigger: 9.11 or 9.9?": ":material/compare_arrows:",
    "How many times does the letter r occur in strawberry?": ":material/spellcheck:",
    "Two coins make 30 cents and one is not a nickel. Which are they?": ":material/balance:",
}


def show_empty_room(lacks_key: bool) -> str | None:
    """The suggestion that was clicked."""
    chosen = None
    st.space("medium")
    st.title("Watch a model think", anchor=False)
    with st.container(gap="small"):
        with st.container(key="thoughts-legend"), st.container(key="words-legend"):
            st.text("First it works the problem out here, in its own words, for as long as it needs.")
        st.markdown("Then it answers here. Both stay: open any thought, copy it, come back to it later.")
    if lacks_key:
        show_no_key("OpenRouter")
    with st.container(gap="small"):
        st.caption("Try one of these")
        with st.container(key="suggestions", horizontal=True, gap="small"):
            for question, icon in SUGGESTIONS.items():
                if st.button(question, icon=icon, key=f"try-{question}", wrap=True):
                    chosen = question
    return chosen


def show_no_key(server: str) -> None:
    st.markdown(
        ":orange[:material/key: **No key is set, so no model can answer yet.**] "
        f"Add a key for {as_label(server)} in the sidebar, or start a server of your own on this machine, such as "
        "Ollama: it is found by itself."
    )


def show_not_found() -> bool:
    """True where a new chat is wanted instead."""
    st.space("medium")
    st.title("This chat was not found", anchor=False)
    st.markdown(
        "It may have been deleted, or it belongs to another browser. Nothing of yours is lost: your chats are in the "
        "sidebar."
    )
    return st.button("New chat", icon=":material/edit_square:", key="new-instead")
