"""The violet panel: "Thoughts" on the left, the clock on the right, the words beneath while it is open. While it thinks
its header says, in a few words, what it is doing."""

from typing import Literal

import streamlit as st

from components import wording as words
from components.conversation import Turn
from components.ui import element_keys
from components.ui.faithful import as_markdown
from components.ui.live import live_wire
from components.ui.press import pressed
from components.ui.state import address, session
from components.ui.state.texts import Blocks, all_thoughts, grouped

AFTER_THE_ANSWER_BEGAN_S = 1.0
Pressed = Literal["", "steer", "inside"]  # below thoughts that grow
LOOK_INSIDE = "Its steps on a line of time, where it turned, when it had the answer, and what is not shown."
STEER = "It stops here, and its thoughts open for you to change. Another version goes on from them; this one stays."


def show_thoughts(
    turn: Turn,
    reasoning: Blocks,
    clock: str,
    now: float | None = None,
    stays: bool = False,
    number: int = 0,
    thinks: bool | None = None,
    edition: int = 0,
    headline: str = "",
    steers: bool = False,
) -> Pressed:
    """`now` is the seconds since the turn was sent, for one that runs. A closed panel sends none of its words; one that
    `stays` is open until its reader closes it. `number` counts the panels of a turn that thought again after an answer;
    `thinks`: its words are coming (None: as the turn's times tell); `edition` and `headline` as Progress has them.
    `steers`: while it thinks it can be stopped to be changed, and looked into. Returns what was pressed of that."""
    session.note_seen(turn)
    place = session.place_of(turn.id, number)
    if thinks is None:
        thinks = now is not None and turn.times.first_answer is None and not turn.ended
    on_stage = address.presents()
    if on_stage:
        session.fill(session.panel_key(place), True, anew=True)
    else:
        session.set_panel(place, stays or (thinks if number else _opens_itself(turn, now)))
    with st.container(key=f"{element_keys.THOUGHTS}{place}", gap=None):
        # A changed label would be another widget and throw the reader's toggle away: the clock is a caption over it.
        panel = st.expander(
            "Thoughts",
            key=session.panel_key(place),
            type="compact",
            icon=":material/neurology:",
            on_change=session.note_toggle,
            args=(place,),
        )
        if not panel.open:
            session.note_closed(turn, place)
        to_end = session.keeps_to_end(turn, place)
        found: Pressed = ""
        with panel:
            if panel.open:
                _show_words(turn, reasoning, place, to_end, now is not None and not turn.ended, thinks, edition)
                found = "" if on_stage else _show_foot(turn, place, steers and thinks)
        if thinks:
            # Its line is there before its first words, so that nothing moves when they come.
            with st.container(key=f"{element_keys.HEADLINE}{place}"):
                live_wire.show_headline(turn.id, headline)
        with st.container(key=f"{element_keys.CLOCK}{place}"):
            if thinks and session.wired() and now is not None and (counts := words.ticking(turn, now)):
                live_wire.show_clock(turn.id, "graphic_eq", clock, *counts)
            elif thinks:
                st.caption(f":violet[:material/graphic_eq: {clock}]")
            else:
                st.caption(clock)
    return found


def show_all_thoughts(turn: Turn) -> None:
    """Of a turn that has ended, in one panel, for who looks at nothing else of it."""
    show_thoughts(turn, all_thoughts(turn), words.clock(turn), stays=True)


def _opens_itself(turn: Turn, now: float | None) -> bool:
    """While it thinks, and for a moment after the answer has visibly begun; where none came, also afterwards."""
    begun = turn.times.first_answer
    if turn.ended or now is None:
        return begun is None and turn.status in ("stopped", "failed") and session.follows(turn)
    return begun is None or now - begun < AFTER_THE_ANSWER_BEGAN_S


def _show_words(
    turn: Turn, reasoning: Blocks, place: str, to_end: bool, grows: bool, thinks: bool, edition: int
) -> None:
    view = element_keys.VIEW_LIVE if to_end else element_keys.VIEW
    # The outer container is the viewport, its one child the text: a reversed column holds on to its end.
    with st.container(key=f"{view}{place}"), st.container(key=f"{element_keys.WORDS}{place}"):
        if grows and session.wired():
            live_wire.place_for_words(turn.id, edition)
            return
        for block in reasoning.sealed:
            _show(turn, block.rstrip("\n"))
        *settled, last = grouped(reasoning.tail) if not turn.ended else [reasoning.tail]
        for group in settled:
            _show(turn, group)
        # The caret stands while words are being added, and only then.
        with st.container(key=f"{element_keys.TAIL if thinks else 'end-'}{place}"):
            _show(turn, last)


def _show(turn: Turn, block: str) -> None:
    """Plain while it grows, so that nothing jumps and a selection survives; Markdown once it has ended."""
    if turn.ended:
        st.markdown(as_markdown(block), anchors=False)
    else:
        st.text(block)


def _show_foot(turn: Turn, place: str, steers: bool) -> Pressed:
    found: Pressed = ""
    if steers:
        st.caption(words.standing_line(turn))
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        if not steers:
            st.caption(words.standing_line(turn), width="content")
        if steers:
            key = f"{element_keys.STEER}{turn.id}"
            if pressed("Steer", icon=":material/edit:", type="tertiary", key=key, help=STEER):
                found = "steer"
            key = f"inside-{turn.id}"
            if pressed("Look inside", icon=":material/troubleshoot:", type="tertiary", key=key, help=LOOK_INSIDE):
                found = "inside"
        st.button(
            "Hide thoughts",
            icon=":material/expand_less:",
            type="tertiary",
            key=f"hide-{place}",
            on_click=session.hide_panel,
            args=(place,),
        )
    return found
