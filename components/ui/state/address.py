"""Which chat, experiment, measurement and race a tab shows: by its address, which survives a refresh, against messages
that were on their way when it was changed."""

import time

import streamlit as st

from components.ui.state import session
from components.ui.state.tab import Put

CHAT, RUN, MEASUREMENT, WITH, TURN, PRESENT, RACE = "chat", "run", "m", "with", "turn", "present", "race"
ON_ITS_WAY_S = 1.5  # how old a message of the page may be that still has the address from before


def settle_chat() -> str | None:
    """The chat of this tab: by its address, else the one it showed before another page took the address away."""
    _carry_over()
    place = session.tab().place
    away, place.chat_away = place.chat_away, False
    if asked := _settled(CHAT):
        place.chat = asked
    elif away and place.chat:
        st.query_params[CHAT] = place.chat
    else:
        place.chat = None  # the browser's Back led to the empty room
    return place.chat


def leave_chat() -> None:
    """Another page is shown, and its address has no chat: the way back leads to the one that was open."""
    session.tab().place.chat_away = True


def open_chat(chat: str | None) -> None:
    session.tab().place.chat = chat
    _put(CHAT, chat)


def settle_run() -> str | None:
    """The experiment of this tab: by its address, else the one it showed before another page took the address away."""
    _carry_over()
    place = session.tab().place
    away, place.run_away = place.run_away, False
    if not _settled(RUN) and away and not thoughts_asked()[1] and place.run:
        st.query_params.from_dict({RUN: place.run})
    place.run = st.query_params.get(RUN)
    return place.run


def leave_run() -> None:
    """Another page is shown: the way back leads to the experiment that was open."""
    session.tab().place.run_away = True


def open_run(experiment: str | None) -> None:
    _put(RUN, experiment)


def settle_measurement() -> str | None:
    """The measurement of this tab: by its address, else the one it showed before another page took that away."""
    outcome = session.outcome()
    found = outcome.measurement or st.query_params.get(MEASUREMENT) or session.tab().place.measurement
    if found:
        open_measurement(found)
    outcome.measurement = None
    return found


def open_measurement(measurement: str) -> None:
    session.tab().place.measurement = measurement
    st.query_params[MEASUREMENT] = measurement


def settle_race() -> str | None:
    """The race of this tab: by its address, else the one it showed before another page took the address away."""
    _carry_over()
    place = session.tab().place
    away, place.race_away = place.race_away, False
    if not _settled(RACE) and away and place.race:
        st.query_params[RACE] = place.race
    place.race = st.query_params.get(RACE)
    return place.race


def leave_race() -> None:
    """Another page is shown: the way back leads to the race that was open."""
    session.tab().place.race_away = True


def open_race(race: str | None) -> None:
    _put(RACE, race)


def thoughts_asked() -> tuple[str | None, str | None]:
    """The chat and the turn whose thoughts are to be injected, by the address."""
    return st.query_params.get("of"), st.query_params.get("thoughts")


def looked_into() -> tuple[str | None, str | None]:
    """The chat and the turn whose thoughts are looked into, by the address."""
    return st.query_params.get(CHAT), st.query_params.get("turn")


def came_from() -> tuple[bool, str | None]:
    """Whether somebody came to a thought from all thoughts, and the measurement that they came from, by the address."""
    return st.query_params.get("from") == "thoughts", st.query_params.get(MEASUREMENT)


def replayed() -> tuple[str | None, str | None, float | None]:
    """The chat and the turn that are replayed, and where that begins (seconds), by the address."""
    try:
        at = float(st.query_params.get("t", ""))
    except ValueError:
        at = None
    return st.query_params.get(CHAT), _settled(TURN), at if at is not None and 0 <= at < float("inf") else None


def replay(turn_id: str) -> None:
    """Another turn of the same chat, from its beginning."""
    _put(TURN, turn_id)
    st.query_params.pop("t", None)


def speaks() -> bool:
    """Is it the window with the notes of who speaks, by the address?"""
    return st.query_params.get("speaker") == "1"


def presents() -> bool:
    """Is the page on stage, by the address?"""
    return _settled(PRESENT) == "1"


def present(on: bool) -> None:
    _put(PRESENT, "1" if on else None)


def compared_with() -> str | None:
    """The turn that the one that is looked into is compared with, by the address."""
    return _settled(WITH)


def compare_with(turn_id: str | None) -> None:
    _put(WITH, turn_id)


def _carry_over() -> None:
    """What was noted becomes what is shown. Interrupted anywhere, it is done again from the start."""
    tab = session.tab()
    found = tab.outcome
    if found.chat:
        open_chat(found.chat)
        tab.unsent = tab.renaming = None  # nothing begun before has a place beside what comes now
    if found.bring:
        tab.bring = found.bring
    if found.run:
        open_run(found.run)
    if found.race:
        open_race(found.race)
    if found.unsent:
        tab.unsent = found.unsent
    found.chat = found.bring = found.run = found.race = found.unsent = None


def _put(name: str, value: str | None) -> None:
    """Into the address, where the experiment stands alone."""
    session.tab().place.puts[name] = Put(value, st.query_params.get(name), time.monotonic())
    if name == RUN:
        st.query_params.from_dict({RUN: value} if value else {})
    elif value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def _settled(name: str) -> str | None:
    """What the address says. A message that was on its way when we changed it still says what it was: put it right."""
    found, puts = st.query_params.get(name), session.tab().place.puts
    put = puts.get(name)
    if put is None or found == put.value:
        puts.pop(name, None)  # it has arrived: from now on another one is meant
    elif found == put.before and time.monotonic() - put.at < ON_ITS_WAY_S:
        _put(name, put.value)
        return put.value
    return found
