"""The element of a race (live/scripts/race.js): bars that grow, the words of one lane, and what each took."""

from pathlib import Path

import streamlit as st
from streamlit.components.v2 import component

from components.live_protocol import RaceData
from components.ui.live import component_key, loader
from components.ui.race.told import told
from components.ui.race.view import View
from components.ui.race.wishes import Wish
from components.ui.state import session

FOLDER = Path(__file__).parent
_element = component(
    "thinkroom_race",
    html=(FOLDER / "board.html").read_text("utf-8"),
    css=(FOLDER / "board.css").read_text("utf-8"),
    js=loader("race.js"),
)


def show_board(view: View) -> Wish | None:
    """To be called in the fragment that shows it, which is run again when a lane has ended."""
    data: RaceData = {"race": told(view, session.wired())}
    result = _element(
        data=data,
        key=f"board-{component_key(view.race.id)}",
        on_beat_change=lambda: None,
        on_lost_change=lambda: None,
        on_wish_change=lambda: None,
    )
    if result.get("lost"):
        session.note_wire(False, lost=True)
        st.rerun()
    kind, _, turn_id = str(result.get("wish") or "").partition(":")
    if kind == "stop":
        return Wish("stop lane", turn_id)
    return Wish("open", turn_id) if kind == "open" else None
