"""The sole owner of session state: what a tab holds, as one value, and what its fields hold, by their keys."""

import time
from collections.abc import Callable
from typing import Any

import streamlit as st

from components.conversation import Progress, Turn
from components.injection import Plan
from components.ui.state.outcome import Outcome
from components.ui.state.tab import Tab
from components.ui.state.texts import Live, Texts
from components.ui.state.wish import Wish

MOST_LIVE = 8  # growing turns whose texts a tab keeps joined
TAB = "tab"


def tab() -> Tab:
    """What this tab holds. Its parts are read and set in place; no call of Streamlit's stands between."""
    found: Tab | None = st.session_state.get(TAB)
    if found is None:
        found = st.session_state[TAB] = Tab()
    return found


def outcome() -> Outcome:
    return tab().outcome


def bring(chat: str, turn_id: str) -> None:
    """To the top of the window."""
    tab().bring = chat, turn_id


def note(wish: Wish) -> None:
    """By a callback: the next run of a page carries it out before anything is drawn."""
    tab().noted.append(wish)


# Fields


def value_of(widget_key: str, otherwise: Any = None) -> Any:
    """What a field holds at this moment; `otherwise` where none of this key is on the page."""
    return st.session_state.get(widget_key, otherwise)


def fill(widget_key: str, value: Any, anew: bool = False) -> None:
    """What stands in a field that nobody has touched yet, or that is filled `anew`."""
    if anew or widget_key not in st.session_state:
        st.session_state[widget_key] = value


def forget_widget(widget_key: str) -> None:
    st.session_state.pop(widget_key, None)


def clear(widget_key: str) -> None:
    st.session_state[widget_key] = ""


# The plan of an experiment


def plan(origin: str) -> Plan | None:
    """As it was changed in this tab; `origin` is what it began as."""
    kept = tab().plan
    return kept[1] if kept and kept[0] == origin else None


def keep_plan(origin: str, changed: Plan, anew: bool = False) -> None:
    """`anew`: the fields that show it are to be filled again."""
    now = tab()
    now.plan = origin, changed
    now.plan_anew = anew or now.plan_anew


def take_plan_anew() -> bool:
    """Are its fields to be filled again? Once."""
    now = tab()
    anew, now.plan_anew = now.plan_anew, False
    return anew


def take_race_anew() -> bool:
    """Are the fields of a race to be filled again? Once."""
    now = tab()
    anew, now.race_anew = now.race_anew, False
    return anew


# Panels of thoughts


def place_of(turn_id: str, number: int) -> str:
    """By which name a panel of a turn goes that has one for each round of its thoughts."""
    return f"{turn_id}-{number}" if number else turn_id


def panel_key(turn_id: str) -> str:
    return f"panel-{turn_id}"


def set_panel(turn_id: str, is_open: bool) -> None:
    """Open or close a panel whose reader has not said what they want; their first toggle wins for good, also where they
    were on another page since."""
    chosen = tab().panels.chosen
    fill(panel_key(turn_id), chosen.get(turn_id, is_open), anew=turn_id not in chosen)


def note_toggle(turn_id: str) -> None:
    panels = tab().panels
    if time.monotonic() < panels.hidden_until.get(turn_id, 0.0):
        # A tick that was on its way when the panel was hidden still says that it is open: nobody's click.
        fill(panel_key(turn_id), False, anew=True)
        return
    panels.chosen[turn_id] = bool(value_of(panel_key(turn_id)))


def hide_panel(turn_id: str) -> None:
    panels = tab().panels
    panels.chosen[turn_id] = False
    panels.hidden_until[turn_id] = time.monotonic() + 1.5
    fill(panel_key(turn_id), False, anew=True)


def open_panel(turn_id: str) -> None:
    tab().panels.chosen[turn_id] = True
    fill(panel_key(turn_id), True, anew=True)


def note_reading(turn_id: str) -> None:
    """Who scrolled up in the thoughts, or marked words there, reads them: the panel stays open."""
    tab().panels.chosen.setdefault(turn_id, True)


def note_seen(turn: Turn) -> None:
    """Its words are shown now."""
    if not turn.ended:
        tab().panels.seen.add(turn.id)


def follows(turn: Turn) -> bool:
    """Was this turn seen growing in this tab? Then its viewport keeps to its end: changing that would make it jump."""
    return turn.id in tab().panels.seen


def note_closed(turn: Turn, place: str) -> None:
    """The panel is closed now."""
    if turn.ended or turn.times.first_answer is not None:
        tab().panels.closed.add(place)


def keeps_to_end(turn: Turn, place: str) -> bool:
    """Does the viewport of its thoughts keep to their end? Where they were seen growing, until they were over and the
    panel was closed: who opens it then reads from the beginning."""
    return follows(turn) and place not in tab().panels.closed


# What grows


def take_texts(run: Live, turn_id: str) -> Texts:
    """The texts of a running turn up to now; a tab joins each piece once."""
    kept = tab().texts
    if turn_id not in kept and len(kept) >= MOST_LIVE:
        del kept[next(iter(kept))]
    progress: Progress = run.progress
    texts = kept.setdefault(turn_id, Texts())
    texts.take(progress)
    return texts


def forget_texts(turn_id: str) -> None:
    """It has ended: its texts are in the turn."""
    tab().texts.pop(turn_id, None)


def page() -> str:
    """A random name of this page."""
    return tab().page


def wired() -> bool:
    """Has this page a wire of its own for growing thoughts?"""
    return tab().wired and not tab().wire_lost


def look_for_wire(reaches: Callable[[str], bool]) -> bool:
    """Has it one in this moment? It is found a little later than the page is drawn. `reaches`: is that so of the page
    of a name?"""
    note_wire(reaches(page()))
    return wired()


def note_wire(has: bool, lost: bool = False) -> None:
    now = tab()
    now.wired, now.wire_lost = has, now.wire_lost or lost
