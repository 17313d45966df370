"""The sole owner of session state and, by address.py, of the address. A refresh starts a new session: what must survive
it stands in the address (`?chat=`), in the store, or in the room; here is only what one tab may forget."""

import secrets
import time
from typing import Any

import streamlit as st

from components.conversation import Progress, Turn
from components.injection import Plan
from components.ui.address import CHAT, RUN, put, told
from components.ui.blocks import Live, Texts
from components.ui.outcome import Outcome

MOST_LIVE = 8  # growing turns whose texts a tab keeps joined


def outcome() -> Outcome:
    return st.session_state.setdefault("outcome", Outcome())


def _carry_over() -> None:
    """What was noted becomes what is shown. Interrupted anywhere, it is done again from the start."""
    found = outcome()
    if found.chat:
        st.session_state[CHAT] = found.chat
        put(CHAT, found.chat)
        for begun in ("unsent", "renaming"):  # nothing begun before has a place beside what comes now
            forget(begun)
    if found.bring:
        st.session_state["bring"] = found.bring
    if found.run:
        put(RUN, found.run)
    if found.unsent:
        remember("unsent", found.unsent)
    found.chat = found.bring = found.run = found.unsent = None


def chat_id() -> str | None:
    """The chat of this tab: by its address, else the one it showed before another page took the address away."""
    _carry_over()
    away = st.session_state.pop("away", False)
    if asked := told(CHAT):
        st.session_state[CHAT] = asked
    elif away and (kept := st.session_state.get(CHAT)):
        st.query_params[CHAT] = kept
    else:
        st.session_state[CHAT] = None  # the browser's Back led to the empty room
    return st.session_state[CHAT]


def leave_chat() -> None:
    """Another page is shown, and its address has no chat: the way back leads to the one that was open."""
    st.session_state["away"] = True


def brought(chat: str, last_turn_id: str | None) -> str | None:
    """What is to stand at the top of the window: the last turn when a chat is opened, later what was asked here."""
    kept: tuple[str, str | None] | None = st.session_state.get("bring")
    if kept is None or kept[0] != chat:
        kept = st.session_state["bring"] = (chat, last_turn_id)
    return kept[1]


def bring(chat: str, turn_id: str) -> None:
    st.session_state["bring"] = (chat, turn_id)


def open_chat(chat: str | None) -> None:
    st.session_state[CHAT] = chat
    put(CHAT, chat)


def run_id() -> str | None:
    """The experiment of this tab: by its address, else the one it showed before another page took the address away."""
    _carry_over()
    away = st.session_state.pop("run-away", False)
    if not told(RUN) and away and not thoughts_asked()[1] and (kept := st.session_state.get("run-shown")):
        st.query_params.from_dict({RUN: kept})
    st.session_state["run-shown"] = st.query_params.get(RUN)
    return st.session_state["run-shown"]


def leave_run() -> None:
    """Another page is shown: the way back leads to the experiment that was open."""
    st.session_state["run-away"] = True


def open_run(experiment: str | None) -> None:
    put(RUN, experiment)


def measurement_id() -> str | None:
    """The measurement of this tab: by its address, else the one it showed before another page took that away."""
    found = st.query_params.get("m") or recall("measurement")
    if found:
        open_measurement(found)
    return found


def open_measurement(measurement: str) -> None:
    remember("measurement", measurement)
    st.query_params["m"] = measurement


def thoughts_asked() -> tuple[str | None, str | None]:
    """The chat and the turn whose thoughts are to be injected, by the address."""
    return st.query_params.get("of"), st.query_params.get("thoughts")


def plan(origin: str) -> Plan | None:
    """The plan of an experiment as it was changed in this tab; `origin` is what it began as."""
    kept: tuple[str, Plan] | None = st.session_state.get("plan")
    return kept[1] if kept and kept[0] == origin else None


def keep_plan(origin: str, changed: Plan, anew: bool = False) -> None:
    """`anew`: the fields that show it are to be filled again."""
    st.session_state["plan"] = (origin, changed)
    st.session_state["plan-is-new"] = anew or st.session_state.get("plan-is-new", False)


def plan_is_new() -> bool:
    """Once."""
    return bool(st.session_state.pop("plan-is-new", False))


def fill(widget_key: str, value: Any, anew: bool = False) -> None:
    """What stands in a field that nobody has touched yet, or that is filled `anew`."""
    if anew or widget_key not in st.session_state:
        st.session_state[widget_key] = value


def place_of(turn_id: str, number: int) -> str:
    """By which name a panel of a turn goes that has one for each round of its thoughts."""
    return f"{turn_id}-{number}" if number else turn_id


def panel_key(turn_id: str) -> str:
    return f"panel-{turn_id}"


def set_panel(turn_id: str, is_open: bool) -> None:
    """Open or close a panel whose reader has not said what they want; their first toggle wins for good."""
    if turn_id not in _choices():
        st.session_state[panel_key(turn_id)] = is_open


def note_toggle(turn_id: str) -> None:
    if time.monotonic() < st.session_state.get(f"hidden-{turn_id}", 0.0):
        # A tick that was on its way when the panel was hidden still says that it is open: nobody's click.
        st.session_state[panel_key(turn_id)] = False
        return
    _choices()[turn_id] = bool(st.session_state[panel_key(turn_id)])


def hide_panel(turn_id: str) -> None:
    st.session_state[panel_key(turn_id)] = _choices()[turn_id] = False
    st.session_state[f"hidden-{turn_id}"] = time.monotonic() + 1.5


def note_reading(turn_id: str) -> None:
    """Who scrolled up in the thoughts, or marked words there, reads them: the panel stays open."""
    _choices().setdefault(turn_id, True)


def texts_of(run: Live, turn_id: str) -> Texts:
    """The texts of a running turn up to now; a tab joins each piece once."""
    kept: dict[str, Texts] = st.session_state.setdefault("live-texts", {})
    if turn_id not in kept and len(kept) >= MOST_LIVE:
        del kept[next(iter(kept))]
    progress: Progress = run.progress
    texts = kept.setdefault(turn_id, Texts())
    texts.take(progress)
    return texts


def forget_texts(turn_id: str) -> None:
    """It has ended: its texts are in the turn."""
    st.session_state.get("live-texts", {}).pop(turn_id, None)


def page() -> str:
    """A random name of this page."""
    return st.session_state.setdefault("page-name", secrets.token_urlsafe(12))


def wired() -> bool:
    """Has this page a wire of its own for growing thoughts?"""
    return st.session_state.get("wire") is True


def note_wire(has: bool, lost: bool = False) -> None:
    if st.session_state.get("wire") != "lost":
        st.session_state["wire"] = "lost" if lost else has


def follows(turn: Turn) -> bool:
    """Was this turn seen growing in this tab? Then its viewport keeps to its end: changing that would make it jump."""
    seen: set[str] = st.session_state.setdefault("seen-live", set())
    if not turn.ended:
        seen.add(turn.id)
    return turn.id in seen


def keeps_to_end(turn: Turn, is_open: bool, place: str) -> bool:
    """Does the viewport of its thoughts keep to their end? Where they were seen growing, until they were over and the
    panel was closed: who opens it then reads from the beginning."""
    closed: set[str] = st.session_state.setdefault("closed-panels", set())
    if not is_open and (turn.ended or turn.times.first_answer is not None):
        closed.add(place)
    return follows(turn) and place not in closed


def open_panel(turn_id: str) -> None:
    st.session_state[panel_key(turn_id)] = _choices()[turn_id] = True


def remember(name: str, value: Any) -> None:
    """Something that waits for the next run of the page: a chat being renamed, a text to copy."""
    st.session_state[f"now-{name}"] = value


def recall(name: str) -> Any:
    return st.session_state.get(f"now-{name}")


def forget(name: str) -> Any:
    return st.session_state.pop(f"now-{name}", None)


def forget_widget(widget_key: str) -> None:
    st.session_state.pop(widget_key, None)


def value_of(widget_key: str, otherwise: Any = None) -> Any:
    """What a field holds at this moment; `otherwise` where none of this key is on the page."""
    return st.session_state.get(widget_key, otherwise)


def clear(widget_key: str) -> None:
    st.session_state[widget_key] = ""


def _choices() -> dict[str, bool]:
    return st.session_state.setdefault("panel-choices", {})
