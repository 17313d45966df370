"""The empty room: what this is, who answers, four questions to try, and what is missing where no model can answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from components.conversation import Server
from components.ui import element_keys
from components.ui.faithful import as_label
from components.ui.press import pressed
from components.wording.keys import no_key

OWN_SERVER = "A server on this machine, such as Ollama, is found automatically."
SUGGESTIONS = {
    "How would you build the world's tallest skyscraper?": ":material/apartment:",
    "Which is bigger: 9.11 or 9.9?": ":material/compare_arrows:",
    "How many times does the letter r occur in strawberry?": ":material/spellcheck:",
    "Two coins make 30 cents and one is not a nickel. Which are they?": ":material/balance:",
}
# What the built-in model can work out.
TOY_SUGGESTIONS = {
    "Which is bigger: 9.11 or 9.9?": ":material/compare_arrows:",
    "Which version is newer: 3.9 or 3.11?": ":material/deployed_code:",
    "How many times does the letter r occur in strawberry?": ":material/spellcheck:",
    "If today is Wednesday, what day will it be in 100 days?": ":material/calendar_month:",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person wants in the empty room: to `ask` a question, or to `use` a server, by its name."""

    kind: Literal["ask", "use"]
    what: str


def show_empty_room(
    server: Server, servers: Sequence[Server], thinks: bool = True, recorded: Sequence[str] = ()
) -> Wish | None:
    """`servers` are all that may be asked; `thinks`: the model may show thoughts; `recorded` are the questions that a
    recording answers, where one is chosen."""
    alone = all(one.built_in or one.lacks_key for one in servers)
    wish = None
    st.space("small")
    st.title("Watch a model think", anchor=False)
    with st.container(gap="small"):
        with st.container(key=f"{element_keys.THOUGHTS}legend"), st.container(key=f"{element_keys.WORDS}legend"):
            st.text("First it works the problem out here, in its own words, for as long as it needs.")
        st.markdown("Then it answers here. Both stay: open any thought, copy it, come back to it later.")
    if server.lacks_key:
        show_no_key(server)
        if server.key_lost:
            st.caption(as_label(server.key_lost))
    elif server.replays:
        st.markdown(
            ":material/movie: **A recording answers,** with what was said when it was made, at that pace. Choose which "
            "in the sidebar. It asks nobody, costs nothing, and answers the questions that are in it and no others."
        )
    elif server.built_in:
        show_built_in(thinks)
    if server.lacks_key or server.built_in:
        wish = show_found([one for one in servers if one.found and one.name != server.name])
    with st.container(gap="small"):
        st.caption("Try one of these" if not server.replays or recorded else "It has no questions to try.")
        with st.container(key=element_keys.SUGGESTIONS, horizontal=True, gap="small"):
            for question, icon in _suggested(server, recorded).items():
                if pressed(question, icon=icon, key=f"try-{question}", wrap=True):
                    wish = Wish("ask", question)
    if server.built_in and alone:
        show_way_to_more()
    return wish


def _suggested(server: Server, recorded: Sequence[str]) -> Mapping[str, str]:
    """Each question with its icon."""
    if server.replays:
        return dict.fromkeys(recorded, ":material/replay:")
    return TOY_SUGGESTIONS if server.built_in else SUGGESTIONS


def show_no_key(server: Server) -> None:
    why = as_label(no_key(server))
    why = f"{why[0].upper()}{why[1:]}"
    do = f"Add one{' of your own' if server.barred else ''} in the sidebar, or choose" if server.takes_key else "Choose"
    there = "there" if server.takes_key else "in the sidebar"
    st.markdown(
        f":orange[:material/key: **{why}, so it cannot answer yet.**] {do} another server {there}. {OWN_SERVER}"
    )


def show_found(servers: Sequence[Server]) -> Wish | None:
    """Those of this machine that answer, though another one was chosen: one press changes over to one."""
    if not servers:
        return None
    *before, last = [as_label(one.label) for one in servers]
    names = f"{', '.join(before)} and {last}" if before else last
    with st.container(key="found", horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(
            f":green[:material/home:] **{names} {'answers' if len(servers) == 1 else 'answer'} on this machine.**"
        )
        for one in servers:
            if pressed(f"Use {one.label}", key=f"use-{one.name}", type="primary"):
                return Wish("use", one.name)
    return None


def show_built_in(thinks: bool) -> None:
    if thinks:
        st.markdown(
            ":material/toys: **A built-in toy model answers.** It has at most 1.3 million weights and was trained on "
            "small puzzles: its thoughts are real work, and it knows nothing of the world. What you ask it stays in "
            "this room."
        )
    else:
        st.markdown(
            ":material/toys: **A built-in toy model answers,** at once and without thoughts. To watch one think, "
            "choose pocket/thinker. What you ask it stays in this room."
        )


def show_both_built_in() -> None:
    """Of thinker and answerer."""
    st.caption(
        ":material/toys: Both are built-in toy models, trained on small puzzles. What you ask them stays in this room."
    )


def show_way_to_more() -> None:
    """Where nothing but what is built in can be asked."""
    st.caption(f"For a large model, choose OpenRouter in the sidebar and add a key. {OWN_SERVER}")


def show_not_found() -> bool:
    """True where a new chat is wanted instead."""
    st.space("medium")
    st.title("This chat was not found", anchor=False)
    st.markdown(
        "It may have been deleted, or it belongs to another browser. Nothing of yours is lost: your chats are in the "
        "sidebar."
    )
    return pressed("New chat", icon=":material/edit_square:", key="new-instead")
