"""The turns that a page shows growing, or has seen grow, one below the other: what is asked there comes next, and what
stands above is not sent again."""

from collections.abc import Sequence

import streamlit as st
from streamlit.errors import StreamlitAPIException

from components.ui.state import session

MOST = 20  # each lies in the one before
# Fragments beside them: what does for people what only the browser can, the end of the sidebar, and a button; and two
# that are not always there: who follows, and a guess.
HANDS, ASIDE, STOP, FOLLOWERS, GUESS = "hands", "aside", "stop-button", "followers", "own-guess"


def name(number: int) -> str:
    """The fragment with a turn and all that come below it."""
    return f"slot-{number}"


def reply(number: int) -> str:
    """The fragment with what grows there."""
    return f"live-{number}"


def filled() -> list[str]:
    """By ids of turns."""
    return session.tab().slots


def fill(turn_ids: Sequence[str]) -> None:
    session.tab().slots = list(turn_ids)


def turn_in(number: int) -> str | None:
    turns = filled()
    return turns[number] if number < len(turns) else None


def take(turn_id: str, parent_id: str | None) -> int | None:
    """The next slot, for a turn that follows the one in the last; None where all of the page is to be drawn."""
    turns = filled()
    if turn_id in turns:
        return turns.index(turn_id)
    if not (turns and turns[-1] == parent_id and len(turns) < MOST and session.wired()):
        return None
    fill([*turns, turn_id])
    return len(turns)


def beside(*fragments: str) -> None:
    """All that are on the page now of those that look by themselves, and are not always there."""
    session.tab().beside = list(fragments)


def draw(*fragments: str) -> None:
    """To be called by a callback: only these are run, and those that are `beside`: they would look no more by
    themselves. Returns where one is not on the page: then all of it is run."""
    try:
        st.rerun([*fragments, *session.tab().beside])
    except StreamlitAPIException:
        return
